//! Keywords that 3.0 does not have, and common extensions. Both are stored among the extensions of the
//! 3.0 model, and only these functions read them.

use openapiv3::{AnySchema, MediaType, Operation, SchemaData};
use serde_json::Value;

/// Extensions that name the values of an `enum`: lists beside it, or maps by value.
const ENUM_NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];
/// Extensions that describe them.
const ENUM_DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Extensions that name the method of an operation, and the accessors that lead to it.
const METHOD_NAMES: [&str; 3] =
    ["x-speakeasy-name-override", "x-fern-sdk-method-name", "x-methodName"];
const GROUP_NAMES: [&str; 2] = ["x-speakeasy-group", "x-fern-sdk-group-name"];

/// OpenAPI 3.2 §4.14.1: the schema of each item of a stream.
pub(super) const ITEM_SCHEMA: &str = "itemSchema";

/// `contentEncoding` (JSON Schema 2020-12, Validation §8.3).
pub(crate) fn content_encoding(data: &SchemaData) -> Option<&str> {
    data.extensions.get("contentEncoding")?.as_str()
}

/// `contentMediaType` (JSON Schema 2020-12, Validation §8.4).
fn content_media_type(data: &SchemaData) -> Option<&str> {
    data.extensions.get("contentMediaType")?.as_str()
}

/// Whether a schema is that of bytes. 3.0 says `format: binary`; 3.1 the media type of a string that
/// is not encoded (OpenAPI 3.1 §4.8.14.1).
pub(crate) fn is_binary(any: &AnySchema, data: &SchemaData) -> bool {
    let is_text = |media: &str| media.starts_with("text/") || media.ends_with("json");
    let is_file = content_media_type(data).is_some_and(|it| !is_text(it));
    any.format.as_deref() == Some("binary") || is_file && content_encoding(data).is_none()
}

/// Whether a schema is a number or a text, by the format or the extension of Kubernetes.
pub(crate) fn is_int_or_string(any: &AnySchema, data: &SchemaData) -> bool {
    any.format.as_deref() == Some("int-or-string") && any.typ.as_deref() != Some("integer")
        || data.extensions.get("x-kubernetes-int-or-string") == Some(&Value::Bool(true))
}

/// The keyword that makes a schema depend on the value, if it has one.
pub(crate) fn conditional_keyword(data: &SchemaData) -> Option<&'static str> {
    let has = |keyword: &str| data.extensions.contains_key(keyword);
    match () {
        () if has("if") => Some("`if`"),
        () if has("dependentSchemas") => Some("`dependentSchemas`"),
        () => None,
    }
}

/// Whether the schema of a media type describes each item of a stream, and not the whole body.
pub(crate) fn is_item_schema(media: &MediaType) -> bool {
    media.extensions.contains_key(ITEM_SCHEMA)
}

/// The keyword with the schema of a media type.
pub(crate) fn schema_keyword(media: &MediaType) -> &'static str {
    if is_item_schema(media) { ITEM_SCHEMA } else { "schema" }
}

/// The name that an extension gives to a value of an `enum`.
pub(crate) fn enum_name<'s>(data: &'s SchemaData, index: usize, value: &Value) -> Option<&'s str> {
    of_value(data, &ENUM_NAMES, index, value)
}

/// The description that an extension gives to a value of an `enum`.
pub(crate) fn enum_description<'s>(
    data: &'s SchemaData,
    index: usize,
    value: &Value,
) -> Option<&'s str> {
    of_value(data, &ENUM_DESCRIPTIONS, index, value)
}

fn of_value<'s>(
    data: &'s SchemaData,
    extensions: &[&str],
    index: usize,
    value: &Value,
) -> Option<&'s str> {
    let text = match extensions.iter().find_map(|it| data.extensions.get(*it))? {
        Value::Array(list) => list.get(index)?,
        Value::Object(map) => match value {
            Value::String(key) => map.get(key)?,
            other => map.get(&other.to_string())?,
        },
        _ => return None,
    };
    text.as_str().map(str::trim).filter(|it| !it.is_empty())
}

/// The name that an extension gives to the method of an operation.
pub(crate) fn stated_name(operation: &Operation) -> Option<&str> {
    let all = METHOD_NAMES.iter().filter_map(|it| operation.extensions.get(*it)?.as_str());
    all.map(str::trim).find(|it| it.contains(|it: char| it.is_alphanumeric()))
}

/// The accessors that an extension gives to an operation: a list, or one text with dots.
pub(crate) fn stated_group(operation: &Operation) -> Option<Vec<String>> {
    let value = GROUP_NAMES.iter().find_map(|it| operation.extensions.get(*it))?;
    let parts: Vec<&str> = match value {
        Value::String(text) => text.split('.').collect(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let is_name = |it: &&str| it.contains(|it: char| it.is_alphanumeric());
    let parts: Vec<String> = parts.into_iter().filter(is_name).map(str::to_owned).collect();
    (!parts.is_empty()).then_some(parts)
}
