//! The types of numbers and strings, by `format`.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData};

use super::{alternatives, view::parts};
use crate::{model::TypeRef, openapi};

/// The type of a `format` (OpenAPI 3.1 §4.4.1 and its format registry). An integer without a format may be
/// large.
pub(super) fn integer(format: Option<&str>) -> TypeRef {
    match format {
        Some("int8" | "int16" | "int32") => TypeRef::I32,
        Some("uint8" | "uint16" | "uint32") => TypeRef::U32,
        Some("uint64" | "uint") => TypeRef::U64,
        Some("unixtime" | "unix-time") => TypeRef::UnixTime,
        _ => TypeRef::I64,
    }
}

/// The type of alternatives that are all numbers, whatever their formats and limits.
pub(super) fn one_number(alternatives: &[ReferenceOr<Schema>]) -> Option<TypeRef> {
    let is_null = |it: &&ReferenceOr<Schema>| !alternatives::is_null(it);
    let mut types = alternatives.iter().filter(is_null).map(|it| match it {
        ReferenceOr::Item(schema) => number(parts(schema).0),
        ReferenceOr::Reference { .. } => None,
    });
    let first = types.next()??;
    types.try_fold(first, |one, other| Some(wider(one, other?)))
}

/// The type of a number that is nothing else.
fn number(any: &AnySchema) -> Option<TypeRef> {
    let is_plain = any.enumeration.is_empty()
        && any.all_of.is_empty()
        && any.any_of.is_empty()
        && any.one_of.is_empty();
    match any.typ.as_deref() {
        Some("integer") if is_plain => Some(integer(any.format.as_deref())),
        Some("number") if is_plain => Some(TypeRef::F64),
        _ => None,
    }
}

/// The type of all numbers of two types.
pub(super) fn wider(one: TypeRef, other: TypeRef) -> TypeRef {
    match (one, other) {
        (one, other) if one == other => one,
        (TypeRef::F64, _) | (_, TypeRef::F64) => TypeRef::F64,
        (TypeRef::U32, TypeRef::U64) | (TypeRef::U64, TypeRef::U32) => TypeRef::U64,
        _ => TypeRef::I64,
    }
}

/// `format: byte` of 3.0 and `contentEncoding` of 3.1 are base64. Dates and times keep their text. Any other
/// format is a string.
pub(super) fn string(format: Option<&str>, data: &SchemaData) -> TypeRef {
    match (format, openapi::content_encoding(data)) {
        (Some("byte" | "base64"), _) | (_, Some("base64")) => TypeRef::Base64,
        (Some("date-time"), _) => TypeRef::DateTime,
        (Some("date"), _) => TypeRef::Date,
        _ => TypeRef::String,
    }
}
