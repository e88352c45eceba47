//! The alternatives of `oneOf` and `anyOf`, and those that only make a schema nullable.

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
    (others.next().is_none() && base(any) == AnySchema::default()).then_some((branch, at))
}

/// Whether the alternatives are only constraints, such as "one of these properties is required".
pub(crate) fn are_constraints(branches: &[ReferenceOr<Schema>]) -> bool {
    let is_constraint = |branch: &ReferenceOr<Schema>| match branch {
        ReferenceOr::Item(schema) => {
            let any = AnySchema { required: Vec::new(), not: None, ..parts(schema).0.clone() };
            any == AnySchema::default()
                || any == AnySchema { typ: Some("object".to_owned()), ..AnySchema::default() }
        }
        ReferenceOr::Reference { .. } => false,
    };
    branches.iter().all(is_constraint)
}

/// The keywords of a schema beside its alternatives.
fn base(any: &AnySchema) -> AnySchema {
    let mut base = AnySchema { one_of: Vec::new(), any_of: Vec::new(), ..any.clone() };
    if base.properties.is_empty() && base.all_of.is_empty() {
        // `type: object` alone adds nothing to the alternatives.
        base.typ = None;
        base.required = Vec::new();
        base.additional_properties = None;
    }
    base
}

/// The alternatives, each merged with the keywords beside them.
pub(crate) fn with_base(
    any: &AnySchema,
    branches: &[ReferenceOr<Schema>],
) -> Vec<ReferenceOr<Schema>> {
    let base = base(any);
    if base.properties.is_empty() && base.all_of.is_empty() {
        return branches.to_vec();
    }
    let together = |branch: &ReferenceOr<Schema>| {
        let mut all_of = vec![item(base.clone())];
        all_of.push(branch.clone());
        item(AnySchema { all_of, ..AnySchema::default() })
    };
    branches.iter().map(together).collect()
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
