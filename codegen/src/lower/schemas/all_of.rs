//! `allOf`: merges several schemas of one object.

use openapiv3::{AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema};

use super::{
    alternatives, direction,
    view::{Node, SchemaRef, anything, is_false, item, parts, type_name},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::{Cx, MAX_DEPTH},
        draft::{Direction, NameHint},
    },
    openapi::{self, Resolver},
    pointer::Pointer,
};

/// An object that is merged from all schemas of an `allOf`.
#[derive(Default)]
pub(crate) struct Object {
    pub(crate) properties: Vec<Property>,
    pub(crate) required: Vec<String>,
    /// The value of `additionalProperties`.
    pub(crate) additional: Option<Additional>,
}

/// The schema of additional properties, with its place.
pub(crate) struct Additional {
    pub(crate) schema: ReferenceOr<Schema>,
    pub(crate) at: Pointer,
    pub(crate) hint: NameHint,
}

/// A property with its pointer and name hint.
pub(crate) struct Property {
    pub(crate) wire: String,
    pub(crate) schema: ReferenceOr<Box<Schema>>,
    /// The schemas of the same property that this one overrides.
    pub(crate) before: Vec<ReferenceOr<Box<Schema>>>,
    pub(crate) at: Pointer,
    pub(crate) hint: NameHint,
    pub(crate) direction: Direction,
}

impl Object {
    pub(super) fn of(node: Node<'_>, resolver: Resolver<'_>) -> Self {
        let mut object = Self::default();
        object.add(node, resolver, &mut Diagnostics::default());
        object
    }

    /// Adds the properties of a schema. If two schemas define the same property, the later one is used;
    /// a contradiction is reported.
    fn add(&mut self, node: Node<'_>, resolver: Resolver<'_>, diagnostics: &mut Diagnostics) {
        let Node { any, at, hint, .. } = node;
        let additional = match &any.additional_properties {
            Some(AdditionalProperties::Schema(schema)) => Some((**schema).clone()),
            Some(AdditionalProperties::Any(true)) if self.additional.is_none() => {
                Some(ReferenceOr::Item(anything()))
            }
            Some(AdditionalProperties::Any(_)) | None => None,
        };
        if let Some(schema) = additional {
            let at = openapi::place_of_unlisted(&schema, at);
            self.additional = Some(Additional { schema, at, hint: hint.child("value") });
        }
        let at = at.child("properties");
        for (wire, schema) in
            any.properties.iter().filter(|(_, schema)| !is_false((*schema).into()))
        {
            let mut property = Property {
                wire: wire.clone(),
                schema: schema.clone(),
                before: Vec::new(),
                at: at.child(wire),
                hint: hint.child(wire),
                direction: direction::stated(schema.into(), resolver),
            };
            match self.properties.iter_mut().find(|it| it.wire == *wire) {
                Some(before) => {
                    if contradict(&before.schema, schema) {
                        let message = format!(
                            "`{wire}` has another type at {}; the type here is used",
                            before.at,
                        );
                        let at = property.at.clone();
                        diagnostics.push(Diagnostic::warning(Code::Conflict, &at, message));
                    }
                    property.direction = property.direction.and(before.direction);
                    property.before = std::mem::take(&mut before.before);
                    property.before.push(before.schema.clone());
                    *before = property;
                }
                None => self.properties.push(property),
            }
        }
        for name in &any.required {
            if !self.required.contains(name) {
                self.required.push(name.clone());
            }
        }
    }
}

fn contradict(one: &ReferenceOr<Box<Schema>>, other: &ReferenceOr<Box<Schema>>) -> bool {
    let stated = |schema: &ReferenceOr<Box<Schema>>| match schema {
        ReferenceOr::Item(schema) => type_name(parts(schema).0).map(str::to_owned),
        ReferenceOr::Reference { .. } => None,
    };
    match (stated(one), stated(other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// The properties of a schema and of all schemas under its `allOf`; `None` if one of them is not an
/// object.
pub(crate) fn merge(cx: Cx<'_>, node: Node<'_>, diagnostics: &mut Diagnostics) -> Option<Object> {
    let (within, done) = (vec![node.at.clone()], Vec::new());
    let mut merge = Merge { cx, diagnostics, within, done, object: Object::default() };
    merge.add(node)?;
    Some(merge.object)
}

struct Merge<'a, 'd> {
    cx: Cx<'a>,
    diagnostics: &'d mut Diagnostics,
    /// The schemas around the current one.
    within: Vec<Pointer>,
    /// The schemas that are merged already. A schema that is included twice is merged once.
    done: Vec<Pointer>,
    object: Object,
}

impl Merge<'_, '_> {
    fn add(&mut self, node: Node<'_>) -> Option<()> {
        let Node { any, at, hint, .. } = node;
        let is_object = matches!(type_name(any), None | Some("object"));
        let (_, alternatives) = alternatives::of(any);
        let constrains = alternatives::are_constraints(alternatives);
        if !is_object || !constrains || !any.enumeration.is_empty() {
            return None;
        }
        for (index, branch) in any.all_of.iter().enumerate() {
            let at = at.child("allOf").index(index);
            match SchemaRef::from(branch) {
                SchemaRef::Item(schema) => self.add(Node::new(schema, &at, hint))?,
                SchemaRef::Reference(reference) => self.follow(reference, &at.child("$ref"))?,
            }
        }
        self.object.add(node, self.cx.resolver, self.diagnostics);
        Some(())
    }

    fn follow(&mut self, reference: &str, at: &Pointer) -> Option<()> {
        let found = self.cx.resolver.follow::<Schema>(reference, at, self.diagnostics)?;
        if self.done.contains(&found.pointer) {
            return Some(());
        }
        let cycle = self.within.contains(&found.pointer);
        if cycle || self.within.len() == MAX_DEPTH {
            let what = if cycle { "contains this `allOf`" } else { "is nested too deeply" };
            let message = format!("`{reference}` {what}");
            self.diagnostics.push(Diagnostic::warning(Code::Cycle, at, message));
            return None;
        }
        self.within.push(found.pointer.clone());
        let hint = NameHint::of(self.cx, &found.pointer);
        self.add(Node::new(&found.value, &found.pointer, &hint))?;
        self.within.pop();
        self.done.push(found.pointer);
        Some(())
    }
}

/// The only schema of an `allOf` that otherwise has only annotations. In OpenAPI 3.0, this is how to
/// describe a reference or make it nullable.
pub(crate) fn transparent<'s>(
    any: &'s AnySchema,
    at: &Pointer,
) -> Option<(&'s ReferenceOr<Schema>, Pointer)> {
    let [only] = &any.all_of[..] else { return None };
    let rest = AnySchema { all_of: Vec::new(), typ: None, ..any.clone() };
    let at = match only {
        // The siblings of a `$ref` are not one level deeper in the document.
        ReferenceOr::Reference { .. } => at.clone(),
        ReferenceOr::Item(_) => at.child("allOf").index(0),
    };
    (rest == AnySchema::default()).then_some((only, at))
}

/// Distributes an `allOf` over the alternatives of one of its schemas: each alternative becomes an `allOf`
/// with the other schemas.
pub(super) fn distribute(
    cx: Cx<'_>,
    any: &AnySchema,
    at: &Pointer,
) -> Option<(AnySchema, Option<Discriminator>)> {
    for (index, branch) in any.all_of.iter().enumerate() {
        let mut ignored = Diagnostics::default();
        let place = at.child("allOf").index(index);
        let found = cx.resolver.resolve(branch, &place, &mut ignored)?;
        let (inner, data) = parts(&found.value);
        let (_, alternatives) = alternatives::of(inner);
        if alternatives.is_empty() || alternatives::are_constraints(alternatives) {
            continue;
        }
        let mut rest = any.clone();
        rest.all_of.remove(index);
        let join = |alternative: &ReferenceOr<Schema>| {
            let mut each = rest.clone();
            each.all_of.push(alternative.clone());
            item(each)
        };
        let joined = alternatives::with_base(inner, alternatives);
        let one_of = joined.iter().filter(|it| !alternatives::is_null(it)).map(join).collect();
        let any = AnySchema { one_of, ..AnySchema::default() };
        return Some((any, data.discriminator.clone()));
    }
    None
}

/// The only schema of an `allOf` with a type, if all others only constrain it.
pub(super) fn only_typed<'s>(
    any: &'s AnySchema,
    at: &Pointer,
) -> Option<(&'s ReferenceOr<Schema>, Pointer)> {
    if !any.required.is_empty() || states_type(any) {
        return None;
    }
    let is_constraint = |branch: &&ReferenceOr<Schema>| match branch {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => {
            !states_type(parts(schema).0) && parts(schema).0.all_of.is_empty()
        }
    };
    let requires = |branch: &ReferenceOr<Schema>| match branch {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => !parts(schema).0.required.is_empty(),
    };
    let mut others = any.all_of.iter().enumerate().filter(|(_, branch)| !is_constraint(branch));
    let (index, branch) = others.next()?;
    let mut constraints = any.all_of.iter().filter(is_constraint);
    let only = others.next().is_none() && !constraints.any(requires);
    only.then(|| (branch, at.child("allOf").index(index)))
}

/// Whether a schema defines a type without its `allOf`.
fn states_type(any: &AnySchema) -> bool {
    type_name(any).is_some()
        || !any.enumeration.is_empty()
        || !any.one_of.is_empty()
        || !any.any_of.is_empty()
}
