//! Schemas of Swagger 2.0.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Keywords that hold a schema, schemas in a list, and schemas by name.
const ONE: [&str; 3] = ["items", "additionalProperties", "not"];
const LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];
const MAPS: [&str; 2] = ["properties", "patternProperties"];

/// The value of the discriminator that selects a schema.
const TAG: &str = "x-ms-discriminator-value";

/// A schema as OpenAPI 3.0 writes it.
pub(super) fn schema(value: &Value) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let mut new = Map::new();
    for (key, value) in members {
        let value = match (&**key, value) {
            ("discriminator", Value::String(property)) => json!({"propertyName": property}),
            ("type", Value::String(kind)) if kind == "file" => {
                new.insert("format".to_owned(), "binary".into());
                "string".into()
            }
            ("x-nullable", Value::Bool(_)) => {
                new.insert("nullable".to_owned(), value.clone());
                continue;
            }
            ("x-ms-enum", Value::Object(names)) => {
                name_values(names, &mut new);
                value.clone()
            }
            (key, _) if ONE.contains(&key) => schema(value),
            (key, Value::Array(items)) if LISTS.contains(&key) => {
                items.iter().map(schema).collect()
            }
            (key, Value::Object(all)) if MAPS.contains(&key) => {
                Value::Object(all.iter().map(|(name, it)| (name.clone(), schema(it))).collect())
            }
            _ => value.clone(),
        };
        new.insert(key.clone(), value);
    }
    Value::Object(new)
}

/// The names of the values of an enum, as other extensions give them.
fn name_values(names: &Map<String, Value>, new: &mut Map<String, Value>) {
    let values = names.get("values").and_then(Value::as_array).into_iter().flatten();
    for (key, extension) in [("name", "x-enum-varnames"), ("description", "x-enum-descriptions")] {
        let mut all = Map::new();
        for value in values.clone() {
            if let (Some(Value::String(text)), Some(of)) = (value.get(key), value.get("value")) {
                let of = of.as_str().map_or_else(|| of.to_string(), str::to_owned);
                all.insert(of, text.as_str().into());
            }
        }
        if !all.is_empty() {
            new.insert(extension.to_owned(), Value::Object(all));
        }
    }
}

/// Gives a discriminator the values that its subtypes state.
pub(super) fn name_subtypes(schemas: &mut Map<String, Value>) {
    let mut mappings: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for (name, schema) in &*schemas {
        let Some(tag) = schema.get(TAG).and_then(Value::as_str) else { continue };
        let mut base = base_of(schema);
        // A schema may extend one that extends the base.
        for _ in 0..schemas.len().min(32) {
            let Some(next) = base else { break };
            if schemas.get(next).is_some_and(|it| it.get("discriminator").is_some()) {
                let to = format!("#/definitions/{}", name.replace('~', "~0").replace('/', "~1"));
                mappings.entry(next.to_owned()).or_default().insert(tag.to_owned(), to.into());
                break;
            }
            base = schemas.get(next).and_then(base_of);
        }
    }
    for (base, mapping) in mappings {
        let found = schemas.get_mut(&base).and_then(|it| it.get_mut("discriminator"));
        if let Some(Value::Object(discriminator)) = found {
            let mapping = mapping.into_iter().map(|(tag, to)| (tag, moved(&to)));
            discriminator.insert("mapping".to_owned(), Value::Object(mapping.collect()));
        }
    }
}

fn moved(reference: &Value) -> Value {
    let text = reference.as_str().unwrap_or_default();
    text.replacen("#/definitions/", "#/components/schemas/", 1).into()
}

/// The name of the schema that a schema extends.
fn base_of(schema: &Value) -> Option<&str> {
    let parts = schema.get("allOf").and_then(Value::as_array)?;
    parts.iter().find_map(|it| it.get("$ref")?.as_str()?.strip_prefix("#/definitions/"))
}
