//! `readOnly` and `writeOnly` of schemas.

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use super::view::SchemaRef;
use crate::{lower::draft::Direction, openapi::Resolver};

/// The direction of a property's schema: its own, that of its `allOf`, or that of the target of a
/// reference.
pub(super) fn stated(schema: SchemaRef<'_>, resolver: Resolver<'_>) -> Direction {
    let schema = match schema {
        SchemaRef::Item(schema) => schema,
        SchemaRef::Reference(reference) => return referenced(reference, resolver),
    };
    let SchemaKind::Any(any) = &schema.schema_kind else { return Direction::Both };
    let parts = any.all_of.iter().map(|part| match part {
        ReferenceOr::Item(_) => stated(part.into(), resolver),
        ReferenceOr::Reference { reference } => referenced(reference, resolver),
    });
    parts.fold(of(schema), Direction::and)
}

fn referenced(reference: &str, resolver: Resolver<'_>) -> Direction {
    let found = resolver.find::<Schema>(reference);
    found.map_or(Direction::Both, |found| of(&found.value))
}

fn of(schema: &Schema) -> Direction {
    match (schema.schema_data.read_only, schema.schema_data.write_only) {
        (true, false) => Direction::Received,
        (false, true) => Direction::Sent,
        // With both, nobody would send the property, so both are ignored.
        _ => Direction::Both,
    }
}
