//! The alternatives of `oneOf` and `anyOf`, and those that only make a schema nullable.

use std::borrow::Cow;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind};

use super::view::{item, parts};
use crate::pointer::Pointer;

/// The keyword and its alternatives.
pub(crate) fn of(any: &AnySchema) -> (&'static str, &[ReferenceOr<Schema>]) {
    if any.one_of.is_empty() { ("anyOf", &any.any_of) } else { ("oneOf", &any.one_of) }
}

/// The only alternative other than null.
pub(super) fn nullable_alternative<'s>(
    any: &'s AnySchema,
    at: &Pointer,
) -> Option<(&'s ReferenceOr<Schema>, Pointer)> {
    let (keyword, branches) = of(any);
    let mut others = branches.iter().enumerate().filter(|(_, branch)| !is_null(branch));
    let (index, branch) = others.next()?;
    let at = at.child(keyword).index(index);
    (others.next().is_none() && stands_alone(any)).then_some((branch, at))
}

/// Whether the alternatives are only constraints, such as "one of these properties is required".
pub(crate) fn are_constraints(branches: &[ReferenceOr<Schema>]) -> bool {
    let is_constraint = |branch: &ReferenceOr<Schema>| match branch {
        ReferenceOr::Item(schema) => {
            let any = parts(schema).0;
            if !any.properties.is_empty() || any.items.is_some() || !any.enumeration.is_empty() {
                return false;
            }
            let any = AnySchema { required: Vec::new(), not: None, ..any.clone() };
            any == AnySchema::default()
                || any == AnySchema { typ: Some("object".to_owned()), ..AnySchema::default() }
        }
        ReferenceOr::Reference { .. } => false,
    };
    branches.iter().all(is_constraint)
}

/// Whether a schema has no keywords that count beside its alternatives. `type: object` alone adds nothing to
/// them.
fn stands_alone(any: &AnySchema) -> bool {
    let AnySchema {
        one_of: _,
        any_of: _,
        typ: _,
        required: _,
        additional_properties: _,
        properties,
        all_of,
        items,
        not,
        enumeration,
        format,
        pattern,
        multiple_of,
        exclusive_minimum,
        exclusive_maximum,
        minimum,
        maximum,
        min_properties,
        max_properties,
        min_items,
        max_items,
        unique_items,
        min_length,
        max_length,
    } = any;
    let sizes = [min_properties, max_properties, min_items, max_items, min_length, max_length];
    properties.is_empty()
        && all_of.is_empty()
        && items.is_none()
        && not.is_none()
        && enumeration.is_empty()
        && [format, pattern].iter().all(|it| it.is_none())
        && [multiple_of, minimum, maximum].iter().all(|it| it.is_none())
        && [exclusive_minimum, exclusive_maximum, unique_items].iter().all(|it| it.is_none())
        && sizes.iter().all(|it| it.is_none())
}

/// The alternatives, each merged with the keywords beside them.
pub(crate) fn with_base<'s>(
    any: &AnySchema,
    branches: &'s [ReferenceOr<Schema>],
) -> Cow<'s, [ReferenceOr<Schema>]> {
    if any.properties.is_empty() && any.all_of.is_empty() {
        return Cow::Borrowed(branches);
    }
    let base = AnySchema { one_of: Vec::new(), any_of: Vec::new(), ..any.clone() };
    let together = |branch: &ReferenceOr<Schema>| {
        let mut all_of = vec![item(base.clone())];
        all_of.push(branch.clone());
        item(AnySchema { all_of, ..AnySchema::default() })
    };
    Cow::Owned(branches.iter().map(together).collect())
}

pub(crate) fn is_null(schema: &ReferenceOr<Schema>) -> bool {
    match schema {
        ReferenceOr::Item(Schema { schema_kind: SchemaKind::Any(any), schema_data }) => {
            // `nullable: true` alone: 3.0 has no other way to say that an alternative is null.
            schema_data.nullable && *any == AnySchema::default()
                || any.typ.as_deref() == Some("null")
                || (!any.enumeration.is_empty() && any.enumeration.iter().all(|it| it.is_null()))
        }
        _ => false,
    }
}
