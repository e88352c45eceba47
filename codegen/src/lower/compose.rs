//! `allOf`, and alternatives that are only a way to say "or null".

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind};

use super::schemas::{Hint, SchemaRef, Schemas, parts, type_name};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

/// An object, with what all the schemas under an `allOf` say of it.
#[derive(Default)]
pub(super) struct Object {
    pub(super) properties: Vec<Property>,
    pub(super) required: Vec<String>,
}

/// A property, with the place and the name that it has where it is written.
pub(super) struct Property {
    pub(super) wire: String,
    pub(super) schema: ReferenceOr<Box<Schema>>,
    pub(super) at: Pointer,
    pub(super) hint: Hint,
}

impl Object {
    pub(super) fn of(any: &AnySchema, at: &Pointer, hint: &Hint) -> Self {
        let mut object = Self::default();
        object.add(any, at, hint, &mut Diagnostics::default());
        object
    }

    /// Adds what a schema says. A property that two schemas describe is as the later one says;
    /// that they contradict each other is reported.
    fn add(&mut self, any: &AnySchema, at: &Pointer, hint: &Hint, diagnostics: &mut Diagnostics) {
        let at = at.child("properties");
        for (wire, schema) in &any.properties {
            let property = Property {
                wire: wire.clone(),
                schema: schema.clone(),
                at: at.child(wire),
                hint: hint.child(wire),
            };
            match self.properties.iter_mut().find(|it| it.wire == *wire) {
                Some(before) => {
                    if contradict(&before.schema, schema) {
                        let message = format!(
                            "`{wire}` has another type here than at {}; this one is taken",
                            before.at,
                        );
                        let at = property.at.clone();
                        diagnostics.push(Diagnostic::warning(Code::Conflict, &at, message));
                    }
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
        ReferenceOr::Item(schema) => type_name(&parts(schema).0).map(str::to_owned),
        ReferenceOr::Reference { .. } => None,
    };
    match (stated(one), stated(other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// Collects the properties of a schema and of all under its `allOf`; `None` if one of them is
/// something else than an object.
pub(super) fn merge(
    schemas: &Schemas<'_>,
    any: &AnySchema,
    at: &Pointer,
    hint: &Hint,
    into: &mut Object,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut within = vec![at.clone()];
    merge_into(schemas, any, at, hint, &mut within, into, diagnostics)
}

fn merge_into(
    schemas: &Schemas<'_>,
    any: &AnySchema,
    at: &Pointer,
    hint: &Hint,
    within: &mut Vec<Pointer>,
    into: &mut Object,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let is_object = matches!(type_name(any), None | Some("object"));
    if !is_object || !any.one_of.is_empty() || !any.any_of.is_empty() || !any.enumeration.is_empty()
    {
        return None;
    }
    for (index, branch) in any.all_of.iter().enumerate() {
        let at = at.child("allOf").index(index);
        match SchemaRef::from(branch) {
            SchemaRef::Item(schema) => {
                let (any, _) = parts(schema);
                merge_into(schemas, &any, &at, hint, within, into, diagnostics)?;
            }
            SchemaRef::Reference(reference) => {
                let at = at.child("$ref");
                let found = schemas.cx.resolver.follow::<Schema>(reference, &at, diagnostics)?;
                if within.contains(&found.pointer) {
                    let message = format!("`{reference}` contains this `allOf` itself");
                    diagnostics.push(Diagnostic::error(Code::Cycle, &at, message));
                    return None;
                }
                within.push(found.pointer.clone());
                let hint = schemas.component_hint(&found.pointer);
                let (any, _) = parts(&found.value);
                merge_into(schemas, &any, &found.pointer, &hint, within, into, diagnostics)?;
                within.pop();
            }
        }
    }
    into.add(any, at, hint, diagnostics);
    Some(())
}

/// The only schema of an `allOf` that adds nothing but annotations: 3.0's way to describe a
/// reference, or to make it nullable.
pub(super) fn transparent(any: &AnySchema, at: &Pointer) -> Option<(ReferenceOr<Schema>, Pointer)> {
    let [only] = &any.all_of[..] else { return None };
    let rest = AnySchema { all_of: Vec::new(), typ: None, ..any.clone() };
    let at = match only {
        // What stands beside a `$ref` is not one level deeper in the text.
        ReferenceOr::Reference { .. } => at.clone(),
        ReferenceOr::Item(_) => at.child("allOf").index(0),
    };
    (rest == AnySchema::default()).then(|| (only.clone(), at))
}

/// The other branch of "this or null".
pub(super) fn nullable_alternative(
    any: &AnySchema,
    at: &Pointer,
) -> Option<(ReferenceOr<Schema>, Pointer)> {
    let (keyword, branches) =
        if any.one_of.is_empty() { ("anyOf", &any.any_of) } else { ("oneOf", &any.one_of) };
    let mut others = branches.iter().enumerate().filter(|(_, branch)| !is_null(branch));
    let (index, branch) = others.next()?;
    others.next().is_none().then(|| (branch.clone(), at.child(keyword).index(index)))
}

fn is_null(schema: &ReferenceOr<Schema>) -> bool {
    match schema {
        ReferenceOr::Item(Schema { schema_kind: SchemaKind::Any(any), .. }) => {
            any.typ.as_deref() == Some("null")
                || (!any.enumeration.is_empty() && any.enumeration.iter().all(|it| it.is_null()))
        }
        _ => false,
    }
}
