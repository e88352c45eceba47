//! Parameters and headers of Swagger 2.0: their types become schemas.

use serde_json::{Map, Value};

use super::{
    conversion::{At, Conversion},
    schemas,
};

/// Keywords of a parameter that belong into its schema.
const OF_SCHEMA: [&str; 18] = [
    "type",
    "format",
    "items",
    "default",
    "enum",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
    "x-nullable",
    "x-ms-enum",
];

/// Whether a parameter is a body or a part of a form.
pub(super) fn is_body(parameter: &Value) -> bool {
    let location = parameter.get("in").and_then(Value::as_str);
    matches!(location, Some("body" | "formData"))
}

/// The type of a parameter, header or part of a form as a schema.
pub(super) fn schema_of(members: &Map<String, Value>) -> Value {
    let is_of_schema = |key: &str| OF_SCHEMA.contains(&key) || key.starts_with("x-enum");
    let own = members.iter().filter(|(key, _)| is_of_schema(key));
    schemas::schema(&Value::Object(own.map(|(key, it)| (key.clone(), it.clone())).collect()))
}

impl Conversion<'_, '_> {
    /// A parameter that is no body.
    pub(super) fn parameter(&mut self, value: &Value, at: &At) -> Value {
        let Some(members) = value.as_object().filter(|it| !it.contains_key("$ref")) else {
            return value.clone();
        };
        let location = members.get("in").and_then(Value::as_str).unwrap_or_default();
        let mut new = self.with_schema(members, at);
        if let Some((style, explode)) = self.style(members, location, at) {
            new.insert("style".to_owned(), style.into());
            new.insert("explode".to_owned(), explode.into());
        }
        Value::Object(new)
    }

    /// A header of a response.
    pub(super) fn header(&mut self, value: &Value, at: &At) -> Value {
        match value {
            Value::Object(members) => Value::Object(self.with_schema(members, at)),
            other => other.clone(),
        }
    }

    fn with_schema(&mut self, members: &Map<String, Value>, at: &At) -> Map<String, Value> {
        let is_kept = |key: &str| !OF_SCHEMA.contains(&key) && key != "collectionFormat";
        let kept = members.iter().filter(|(key, _)| is_kept(key));
        let mut new: Map<String, Value> =
            kept.map(|(key, value)| (key.clone(), value.clone())).collect();
        if !new.contains_key("schema") {
            new.insert("schema".to_owned(), schema_of(members));
            self.moved.insert(at.new.child("schema"), at.old.clone());
        }
        new
    }

    /// How the items of a list are sent (Swagger 2.0, Parameter Object): style and `explode`.
    pub(super) fn style(
        &mut self,
        members: &Map<String, Value>,
        location: &str,
        at: &At,
    ) -> Option<(&'static str, bool)> {
        if members.get("type").and_then(Value::as_str) != Some("array") {
            return None;
        }
        let is_query = matches!(location, "query" | "formData");
        let format = members.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv");
        match format {
            "multi" if is_query => Some(("form", true)),
            "ssv" if is_query => Some(("spaceDelimited", false)),
            "pipes" if is_query => Some(("pipeDelimited", false)),
            other => {
                if other != "csv" {
                    let message = format!(
                        "`collectionFormat: {other}` is not supported here; the items are sent with \
                         commas"
                    );
                    let place = at.new.child("collectionFormat");
                    self.moved.insert(place.clone(), at.old.child("collectionFormat"));
                    self.warn(&place, message, "use csv, or in a query multi, ssv or pipes");
                }
                Some((if is_query { "form" } else { "simple" }, false))
            }
        }
    }
}
