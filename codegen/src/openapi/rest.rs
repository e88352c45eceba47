//! Properties that an object does not list: `additionalProperties`, and `patternProperties`, for
//! which 3.0 has no word. One schema that speaks of all of them is as good as that of additional ones.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use super::{
    node::{Members, Node},
    schema::{nothing, schema_or_reference},
};
use crate::{
    diagnostics::{Code, Diagnostic},
    pointer::Pointer,
};

const PATTERNS: &str = "patternProperties";

/// What the properties hold that are not listed.
pub(super) fn unlisted(members: &Members<'_>) -> Option<AdditionalProperties> {
    let additional = members.child("additionalProperties", additional_properties);
    let patterns = members.map(PATTERNS, schema_or_reference);
    // A pattern may also say what no property is called.
    let mut patterns = patterns.into_iter().filter(|(_, it)| *it != ReferenceOr::Item(nothing()));
    let Some((pattern, first)) = patterns.next() else { return additional };
    let agrees = match &additional {
        None | Some(AdditionalProperties::Any(false)) => true,
        Some(AdditionalProperties::Any(true)) => false,
        Some(AdditionalProperties::Schema(schema)) => **schema == first,
    };
    if agrees && patterns.all(|(_, it)| it == first) {
        return Some(AdditionalProperties::Schema(Box::new(of_pattern(first, pattern))));
    }
    let message = "what unlisted properties hold depends on their names, so it is any JSON";
    let help = "give all patterns and `additionalProperties` the same schema";
    let at = members.node.pointer().child(PATTERNS);
    members.node.report(Diagnostic::warning(Code::Untyped, &at, message).help(help));
    Some(AdditionalProperties::Any(true))
}

fn additional_properties(node: Node<'_>) -> Option<AdditionalProperties> {
    Some(match node.value {
        Value::Bool(any) => AdditionalProperties::Any(*any),
        _ => AdditionalProperties::Schema(Box::new(schema_or_reference(node)?)),
    })
}

/// A schema that keeps among its extensions which pattern it belongs to.
fn of_pattern(mut schema: ReferenceOr<Schema>, pattern: String) -> ReferenceOr<Schema> {
    if let ReferenceOr::Item(schema) = &mut schema {
        schema.schema_data.extensions.insert(PATTERNS.to_owned(), pattern.into());
    }
    schema
}

/// Where the schema of the unlisted properties of an object stands, which itself stands at `at`.
pub(crate) fn place_of_unlisted(schema: &ReferenceOr<Schema>, at: &Pointer) -> Pointer {
    let pattern = match schema {
        ReferenceOr::Item(schema) => schema.schema_data.extensions.get(PATTERNS),
        ReferenceOr::Reference { .. } => None,
    };
    match pattern.and_then(Value::as_str) {
        Some(pattern) => at.child(PATTERNS).child(pattern),
        None => at.child("additionalProperties"),
    }
}
