//! The annotations of a value: description, limits, default and deprecation, from all schemas that
//! describe it.

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
    pub(crate) example: Option<Value>,
    pub(crate) limits: Vec<String>,
    pub(crate) deprecated: bool,
}

/// How many values an example may have.
const MAX_VALUES: usize = 64;

impl Annotations {
    /// The annotations of a schema. Those that it lacks are taken from its only alternative other than
    /// null, the target of its reference, the schemas of its `allOf` and its items. A title counts as a
    /// description if it is not only `name`.
    pub(crate) fn of(schema: SchemaRef<'_>, name: &str, resolver: Resolver<'_>) -> Self {
        Reader { resolver, left: MAX_SCHEMAS }.read(schema, name)
    }

    /// Only a description.
    pub(crate) fn described(description: Option<String>) -> Self {
        Self { description, ..Self::default() }
    }

    /// Adds the annotations of another schema of the value that this one lacks.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            description: self.description.or(other.description),
            default: self.default.or(other.default),
            example: self.example.or(other.example),
            limits: if self.limits.is_empty() { other.limits } else { self.limits },
            deprecated: self.deprecated || other.deprecated,
        }
    }

    /// The text of the documentation.
    pub(crate) fn text(&self) -> String {
        let description = self.description.as_deref().unwrap_or_default();
        docs::with_notes(description, &self.limits, self.default.as_ref())
    }

    /// Adds the annotations of a list's items. The default of an item is not the default of the list.
    fn of_items(self) -> Self {
        let each = |text: String| format!("Each item: {text}");
        let described = self.description.is_some();
        let limits = self.limits.into_iter().enumerate();
        let limits = limits.map(|(index, it)| if index == 0 { each(it) } else { it });
        Self {
            limits: if described { Vec::new() } else { limits.collect() },
            description: self.description.map(each),
            default: None,
            example: self.example.map(|it| Value::Array(vec![it])),
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
                // The documentation of the type has the rest.
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
        // Annotations beside a reference are about this value; those of its target may be about others
        // too.
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
        example: data.example.as_ref().filter(|it| is_small(it)).cloned(),
        limits: docs::limits(any),
        deprecated: data.deprecated,
    }
}

/// Whether an example can be shown in the documentation. A large one would only take memory.
pub(crate) fn is_small(example: &Value) -> bool {
    let mut waiting = vec![example];
    for _ in 0..MAX_VALUES {
        match waiting.pop() {
            Some(Value::Array(items)) => waiting.extend(items),
            Some(Value::Object(members)) => waiting.extend(members.values()),
            Some(_) => {}
            None => return !example.is_null(),
        }
    }
    false
}

/// The description, or a title that is not only the name.
pub(super) fn described<'d>(data: &'d SchemaData, name: &str) -> Option<&'d str> {
    let is_said = |text: &&str| !text.trim().is_empty();
    let title = || data.title.as_deref().filter(|it| !docs::repeats(it, name));
    data.description.as_deref().filter(is_said).or_else(title).filter(is_said)
}
