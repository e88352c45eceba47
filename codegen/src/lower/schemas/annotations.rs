//! What a document says of a value, in whichever of its schemas it says so.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData};
use serde_json::Value;

use super::{
    alternatives,
    view::{SchemaRef, parts},
};
use crate::{lower::text::docs, openapi::Resolver, pointer::Pointer};

/// How many schemas are read for one value. This also ends cycles.
const MAX_SCHEMAS: usize = 32;

/// The annotations of a value, and sentences on its limits.
#[derive(Default)]
pub(crate) struct Annotations {
    pub(crate) description: Option<String>,
    pub(crate) default: Option<Value>,
    pub(crate) limits: Vec<String>,
    pub(crate) deprecated: bool,
}

impl Annotations {
    /// What a schema says. Where it says nothing: what its only alternative beside null, the schema
    /// that it refers to, the schemas of its `allOf` and of its items say. A title counts as a
    /// description if it says more than `name`.
    pub(crate) fn of(schema: SchemaRef<'_>, name: &str, resolver: Resolver<'_>) -> Self {
        Reader { resolver, left: MAX_SCHEMAS }.read(schema, name)
    }

    /// A description of its own, and nothing else.
    pub(crate) fn described(description: Option<String>) -> Self {
        Self { description, ..Self::default() }
    }

    /// What another schema of the value says, where this one says nothing.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            description: self.description.or(other.description),
            default: self.default.or(other.default),
            limits: if self.limits.is_empty() { other.limits } else { self.limits },
            deprecated: self.deprecated || other.deprecated,
        }
    }

    /// The text of the documentation.
    pub(crate) fn text(&self) -> String {
        let description = self.description.as_deref().unwrap_or_default();
        docs::with_notes(description, &self.limits, self.default.as_ref())
    }

    /// What the schema of the items says of a list. Their default is not its default.
    fn of_items(self) -> Self {
        let each = |text: String| format!("Each item: {text}");
        let described = self.description.is_some();
        let limits = self.limits.into_iter().enumerate();
        let limits = limits.map(|(index, it)| if index == 0 { each(it) } else { it });
        Self {
            limits: if described { Vec::new() } else { limits.collect() },
            description: self.description.map(each),
            default: None,
            deprecated: self.deprecated,
        }
    }
}

struct Reader<'a> {
    resolver: Resolver<'a>,
    left: usize,
}

impl Reader<'_> {
    fn read(&mut self, schema: SchemaRef<'_>, name: &str) -> Annotations {
        let Some(left) = self.left.checked_sub(1) else { return Annotations::default() };
        self.left = left;
        match schema {
            SchemaRef::Item(schema) => self.keywords(schema, name),
            SchemaRef::Reference(reference) => {
                let Some(found) = self.resolver.find::<Schema>(reference) else {
                    return Annotations::default();
                };
                let said = self.keywords(&found.value, &found.pointer.last().unwrap_or_default());
                // The rest is at the type.
                let description = said.description.map(|it| docs::first_paragraph(&it));
                Annotations { description, ..said }
            }
        }
    }

    fn keywords(&mut self, schema: &Schema, name: &str) -> Annotations {
        let (any, data) = parts(schema);
        let mut said = own(any, data, name);
        if let Some((only, _)) = alternatives::nullable_alternative(any, &Pointer::root()) {
            said = said.or(self.read(only.into(), name));
        }
        // What is written here is about this value. What is referred to is about more.
        let (referred, written): (Vec<_>, Vec<_>) =
            any.all_of.iter().partition(|it| matches!(it, ReferenceOr::Reference { .. }));
        for part in written.into_iter().rev().chain(referred.into_iter().rev()) {
            let of_part = self.read(part.into(), name);
            let deprecated = of_part.deprecated && any.all_of.len() == 1;
            said = said.or(Annotations { deprecated, ..of_part });
        }
        match &any.items {
            Some(items) => said.or(self.read(items.into(), name).of_items()),
            None => said,
        }
    }
}

fn own(any: &AnySchema, data: &SchemaData, name: &str) -> Annotations {
    Annotations {
        description: described(data, name).map(str::to_owned),
        default: data.default.clone().filter(|it| !it.is_null()),
        limits: docs::limits(any),
        deprecated: data.deprecated,
    }
}

/// The description, or a title that says more than a name.
pub(super) fn described<'d>(data: &'d SchemaData, name: &str) -> Option<&'d str> {
    let is_said = |text: &&str| !text.trim().is_empty();
    let title = || data.title.as_deref().filter(|it| !docs::repeats(it, name));
    data.description.as_deref().filter(is_said).or_else(title).filter(is_said)
}
