//! Schemas of OpenAPI 3.0, as those of 3.1: JSON Schema 2020-12.

use bessemer_codegen::Pointer;
use serde_json::{Map, Value};

/// Who sends a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Request,
    Response,
}

impl Direction {
    /// The keyword of properties that are not required in this direction (OpenAPI 3.1 §4.8.24, JSON
    /// Schema 2020-12 Validation §9.4).
    fn omitted(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }
}

/// Members that hold values and no schemas.
const VALUES: [&str; 7] =
    ["example", "examples", "default", "enum", "const", "required", "extensions"];
/// Members whose keys are names and no keywords.
const MAPS: [&str; 14] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "headers",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// The document with its schemas converted.
pub(super) fn document(tree: &Value, direction: Direction) -> Value {
    let mut whole = tree.clone();
    convert(&mut whole, direction, tree);
    whole
}

fn convert(value: &mut Value, direction: Direction, tree: &Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|it| convert(it, direction, tree)),
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                match member {
                    _ if VALUES.contains(&&**key) || key.starts_with("x-") => {}
                    Value::Object(map) if MAPS.contains(&&**key) => {
                        map.iter_mut().for_each(|(_, it)| convert(it, direction, tree));
                    }
                    member => convert(member, direction, tree),
                }
            }
            leave_out_invalid(members);
            name_objects(members);
            select_by_tag(members);
            allow_null(members);
            bounds(members);
            omit(members, direction, tree);
        }
        _ => {}
    }
}

/// The types of JSON Schema.
const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

/// Removes keywords whose values have another type than JSON Schema says. A check would refuse the whole
/// schema.
fn leave_out_invalid(schema: &mut Map<String, Value>) {
    schema.retain(|key, value| match key.as_str() {
        "type" => match value {
            Value::Array(_) => true,
            Value::String(name) => TYPES.contains(&name.as_str()),
            // In a map, `type` is a name.
            other => other.is_object(),
        },
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
            value.is_u64() || value.is_object()
        }
        "minimum" | "maximum" | "multipleOf" => value.is_number() || value.is_object(),
        // An empty list of values would allow nothing (JSON Schema 2020-12 Validation §6.1.2).
        "enum" => value.as_array().is_none_or(|it| !it.is_empty()),
        _ => true,
    });
}

/// A schema with properties and without a type is an object, as it is for the generator.
fn name_objects(schema: &mut Map<String, Value>) {
    const OTHERS: [&str; 8] =
        ["type", "$ref", "allOf", "oneOf", "anyOf", "enum", "const", "nullable"];
    let is_object = schema.get("properties").is_some_and(Value::is_object)
        && OTHERS.iter().all(|it| !schema.contains_key(*it));
    if is_object {
        schema.insert("type".to_owned(), "object".into());
    }
}

/// A tag selects one of several alternatives (OpenAPI 3.1 §4.8.25). It is no mistake if a value is valid for
/// another one, too: many documents do not say which values the tag has in an alternative.
fn select_by_tag(schema: &mut Map<String, Value>) {
    if schema.contains_key("discriminator")
        && !schema.contains_key("anyOf")
        && let Some(alternatives) = schema.remove("oneOf")
    {
        schema.insert("anyOf".to_owned(), alternatives);
    }
}

/// `nullable: true` is the type `null` (OpenAPI 3.0 §4.7.24).
fn allow_null(schema: &mut Map<String, Value>) {
    if schema.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    match schema.get_mut("type") {
        Some(Value::Array(types)) if !types.contains(&"null".into()) => types.push("null".into()),
        Some(name @ Value::String(_)) => *name = Value::Array(vec![name.take(), "null".into()]),
        _ => {}
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    let union = ["oneOf", "anyOf"].into_iter().find(|it| schema.contains_key(*it));
    if let (None, Some(union)) = (schema.get("type"), union)
        && let Some(Value::Array(alternatives)) = schema.get_mut(union)
    {
        alternatives.push(serde_json::json!({ "type": "null" }));
    }
    if !schema.contains_key("type")
        && let Some(all) = schema.remove("allOf")
    {
        let of_all = serde_json::json!([{ "allOf": all }, { "type": "null" }]);
        schema.insert("anyOf".to_owned(), of_all);
    }
}

/// `exclusiveMinimum: true` and `minimum: 1` are `exclusiveMinimum: 1`.
fn bounds(schema: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        match schema.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(limit) = schema.remove(bound) {
                    schema.insert(exclusive.to_owned(), limit);
                } else {
                    schema.remove(exclusive);
                }
            }
            Some(Value::Bool(false)) => _ = schema.remove(exclusive),
            _ => {}
        }
    }
}

/// Properties of the other direction are not required.
fn omit(schema: &mut Map<String, Value>, direction: Direction, tree: &Value) {
    let target = |property: &Value| {
        let reference = Pointer::from_reference(property.get("$ref")?.as_str()?)?;
        tree.pointer(reference.as_str())
    };
    let stated = |it: &Value| it.get(direction.omitted()) == Some(&Value::Bool(true));
    let is_omitted = |it: &Value| stated(it) || target(it).is_some_and(stated);
    let Some(Value::Object(properties)) = schema.get("properties") else { return };
    let omitted: Vec<String> =
        properties.iter().filter(|(_, it)| is_omitted(it)).map(|(name, _)| name.clone()).collect();
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|it| !omitted.iter().any(|name| it == name));
    }
    if direction == Direction::Response
        && let Some(Value::Object(properties)) = schema.get_mut("properties")
    {
        omitted.iter().for_each(|name| _ = properties.remove(name));
    }
}
