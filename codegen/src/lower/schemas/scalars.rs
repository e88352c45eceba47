//! The types of numbers and strings, by `format`.

use openapiv3::SchemaData;

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
