//! Random schemas as documents of several versions of OpenAPI.

use serde_json::{Map, Value, json};

use super::schema::{
    Components, Direction, Discrimination, NAMES, Object, Property, Rest, Schema, TAG, Union, Use,
};

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Version {
    /// 3.0.3, with `nullable`, and nothing beside a `$ref`.
    Three,
    /// 3.2.0, with the keywords of JSON Schema.
    ThreeTwo,
}

/// A document with an operation for each component.
pub(super) fn document(all: &[Components], version: Version) -> Value {
    let (mut schemas, mut paths) = (Map::new(), Map::new());
    for components in all {
        let writer = Writer { components, version };
        for (index, schema) in components.schemas.iter().enumerate() {
            let name = components.name(index);
            paths.insert(format!("/{name}"), json!({"post": writer.operation(index)}));
            schemas.insert(name, writer.json(schema));
        }
    }
    json!({
        "openapi": if version == Version::Three { "3.0.3" } else { "3.2.0" },
        "info": {"title": "Random", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

struct Writer<'a> {
    components: &'a Components,
    version: Version,
}

impl Writer<'_> {
    fn operation(&self, index: usize) -> Value {
        let content = json!({"application/json": {"schema": self.reference(index)}});
        let mut operation = json!({
            "operationId": format!("use {}", self.components.name(index)),
            "tags": ["all"],
            "responses": {"204": {"description": "Nothing."}},
        });
        if self.components.used.is_open() {
            operation["responses"] = json!({"200": {"description": "It.", "content": content}});
        }
        if self.components.used != Use::Received {
            operation["requestBody"] = json!({"required": true, "content": content});
        }
        operation
    }

    fn json(&self, schema: &Schema) -> Value {
        match schema {
            Schema::Any => json!({}),
            Schema::Bool => json!({"type": "boolean"}),
            Schema::Integer(format) => json!({"type": "integer", "format": format}),
            Schema::Number => json!({"type": "number"}),
            Schema::Text => json!({"type": "string"}),
            Schema::Base64 if self.version == Version::Three => {
                json!({"type": "string", "format": "byte"})
            }
            Schema::Base64 => json!({"type": "string", "contentEncoding": "base64"}),
            Schema::Time => json!({"type": "integer", "format": "unixtime"}),
            Schema::Words(words) => json!({"type": "string", "enum": words}),
            Schema::Integers(values) => json!({"type": "integer", "enum": values}),
            Schema::Titled(values) => self.titled(values),
            Schema::Constant(value) => self.constant(value),
            Schema::List(item) => json!({"type": "array", "items": self.json(item)}),
            Schema::Places(first, rest) => self.places(first, rest.as_deref()),
            Schema::Map(rest) => self.with_rest(json!({"type": "object"}), rest),
            Schema::Object(object) => self.object(object),
            Schema::Nullable(inner) => self.nullable(self.json(inner)),
            Schema::Union(union) => self.union(union),
            Schema::Component(index) => self.reference(*index),
        }
    }

    fn reference(&self, index: usize) -> Value {
        json!({"$ref": format!("#/components/schemas/{}", self.components.name(index))})
    }

    /// One value: `const`, or an `enum` of one value in 3.0.
    fn constant(&self, value: &Value) -> Value {
        match self.version {
            Version::Three => json!({"enum": [value]}),
            Version::ThreeTwo => json!({"const": value}),
        }
    }

    fn titled(&self, values: &Schema) -> Value {
        let values: Vec<Value> = match values {
            Schema::Words(words) => words.iter().map(|it| json!(it)).collect(),
            Schema::Integers(values) => values.iter().map(|it| json!(it)).collect(),
            _ => Vec::new(),
        };
        let titled = values.iter().zip(NAMES).map(|(value, title)| {
            let mut schema = self.constant(value);
            schema["title"] = json!(title);
            schema
        });
        json!({"oneOf": titled.collect::<Vec<_>>()})
    }

    fn nullable(&self, mut schema: Value) -> Value {
        if self.version == Version::ThreeTwo {
            return json!({"oneOf": [schema, {"type": "null"}]});
        }
        if schema.get("$ref").is_some() {
            return json!({"allOf": [schema], "nullable": true});
        }
        if let Some(Value::Array(values)) = schema.get_mut("enum") {
            values.push(Value::Null);
        }
        schema["nullable"] = json!(true);
        schema
    }

    fn places(&self, first: &[Schema], rest: Option<&Schema>) -> Value {
        let first: Vec<Value> = first.iter().map(|it| self.json(it)).collect();
        let rest = rest.map_or(Value::Bool(false), |it| self.json(it));
        json!({"type": "array", "prefixItems": first, "items": rest})
    }

    fn with_rest(&self, mut schema: Value, rest: &Rest) -> Value {
        let value = self.json(&rest.schema);
        match rest.by_pattern {
            true => schema["patternProperties"] = json!({"^": value}),
            false => schema["additionalProperties"] = value,
        }
        schema
    }

    fn object(&self, object: &Object) -> Value {
        let properties = object.properties.iter().map(|it| (it.name.clone(), self.property(it)));
        let properties: Map<String, Value> = properties.collect();
        let required = object.properties.iter().filter(|it| it.required).map(|it| &it.name);
        let required: Vec<&String> = required.collect();
        let mut json = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            json["required"] = json!(required);
        }
        if let Some(rest) = &object.rest {
            json = self.with_rest(json, rest);
        }
        match object.base {
            Some(base) => json!({"allOf": [self.reference(base), json]}),
            None => json,
        }
    }

    fn property(&self, property: &Property) -> Value {
        let mut schema = self.json(&property.schema);
        let keyword = match property.direction {
            Direction::Both => return schema,
            Direction::Received => "readOnly",
            Direction::Sent => "writeOnly",
        };
        if self.version == Version::Three && schema.get("$ref").is_some() {
            schema = json!({"allOf": [schema]});
        }
        schema[keyword] = json!(true);
        schema
    }

    fn union(&self, union: &Union) -> Value {
        let variants: Vec<Value> = union.variants.iter().map(|it| self.json(it)).collect();
        let Discrimination::Tag { stated: true, words, has_default } = &union.by else {
            return json!({"oneOf": variants});
        };
        let names = words.iter().zip(&variants);
        let mapping: Map<String, Value> =
            names.map(|(word, variant)| ((*word).to_owned(), variant["$ref"].clone())).collect();
        let mut discriminator = json!({"propertyName": TAG, "mapping": mapping});
        if let Some(default) = variants.last().filter(|_| *has_default) {
            discriminator["defaultMapping"] = default["$ref"].clone();
        }
        json!({"oneOf": variants, "discriminator": discriminator})
    }
}
