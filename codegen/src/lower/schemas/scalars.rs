//! Numbers and text: what a `format` makes of them.

use openapiv3::SchemaData;

use crate::{model::TypeRef, openapi};

/// `format` (OpenAPI 3.1 §4.4.1 and its format registry). Without one, an integer may be large.
pub(super) fn integer(format: Option<&str>) -> TypeRef {
    match format {
        Some("int8" | "int16" | "int32") => TypeRef::I32,
        Some("uint8" | "uint16" | "uint32") => TypeRef::U32,
        Some("uint64" | "uint") => TypeRef::U64,
        Some("unixtime" | "unix-time") => TypeRef::UnixTime,
        _ => TypeRef::I64,
    }
}

/// `format: byte` of 3.0 and `contentEncoding` of 3.1; any other format is text.
pub(super) fn string(format: Option<&str>, data: &SchemaData) -> TypeRef {
    match (format, openapi::content_encoding(data)) {
        (Some("byte" | "base64"), _) | (_, Some("base64")) => TypeRef::Base64,
        _ => TypeRef::String,
    }
}
