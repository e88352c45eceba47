//! Swagger 2.0, converted to OpenAPI 3.0 before it is read. Every node keeps its place in the original.

mod bodies;
mod conversion;
mod operations;
mod parameters;
mod responses;
mod schemas;
mod security;
mod servers;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{
    diagnostics::Diagnostics,
    pointer::{Path, Pointer},
    source::{FILES, is_data},
    tree::Tree,
};
use conversion::{At, Conversion, Moved, media_types};

/// Whether a document is Swagger 2.0.
pub(crate) fn is_swagger(tree: &Tree) -> bool {
    let is_swagger = match tree.get("swagger") {
        Some(Tree::String(version)) => ["2.0", "2"].contains(&&**version),
        Some(Tree::Number(version)) => version.as_f64() == Some(2.0),
        _ => false,
    };
    is_swagger && tree.get("openapi").is_none()
}

/// Converts a document that is Swagger 2.0. Returns the new places of its nodes.
pub(crate) fn upgrade(tree: &mut Tree, diagnostics: &mut Diagnostics) -> Moved {
    let (new, moved) = upgraded(&tree.to_json(), diagnostics);
    *tree = Tree::of_json(&new);
    moved
}

fn upgraded(old: &Value, diagnostics: &mut Diagnostics) -> (Value, Moved) {
    let (moved, targets) = (Moved::new(), BTreeMap::new());
    let mut conversion = Conversion { old, moved, targets, diagnostics };
    let mut new = conversion.document();
    refer(&mut new, &Path::Root, &conversion.targets);
    (new, conversion.moved)
}

impl Conversion<'_, '_> {
    fn document(&mut self) -> Value {
        let old = self.old;
        let mut new = Map::new();
        new.insert("openapi".to_owned(), "3.0.3".into());
        let mut components = Map::new();
        for (key, value) in old.as_object().into_iter().flatten() {
            let at = At::root().child(key);
            match (&**key, value) {
                ("definitions", Value::Object(all)) => {
                    let schemas = all.iter().map(|(key, it)| (key.clone(), schemas::schema(it)));
                    let mut schemas = schemas.collect();
                    schemas::name_subtypes(&mut schemas);
                    self.section("schemas", &at, schemas, &mut components);
                }
                ("parameters", Value::Object(all)) => {
                    let to = Pointer::root().child("components").child("parameters");
                    let section = At { new: to, old: at.old.clone() };
                    let kept = all.iter().filter(|(_, it)| !parameters::is_body(it));
                    let kept = kept
                        .map(|(key, it)| (key.clone(), self.parameter(it, &section.child(key))));
                    let kept = kept.collect();
                    self.section("parameters", &at, kept, &mut components);
                }
                ("responses", Value::Object(all)) => {
                    let to = Pointer::root().child("components").child("responses");
                    let section = At { new: to, old: at.old.clone() };
                    let produces = media_types(old, "produces");
                    let all = all.iter().map(|(key, it)| {
                        (key.clone(), self.response(it, &section.child(key), &produces))
                    });
                    let all = all.collect();
                    self.section("responses", &at, all, &mut components);
                }
                ("securityDefinitions", Value::Object(all)) => {
                    let all = all.iter().map(|(key, it)| (key.clone(), security::scheme(it)));
                    self.section("securitySchemes", &at, all.collect(), &mut components);
                }
                ("paths" | "x-ms-paths", Value::Object(_)) => self.paths(value, &at, &mut new),
                (FILES, Value::Object(files)) => {
                    let files =
                        files.iter().map(|(key, it)| (key.clone(), self.file(it, &at.child(key))));
                    let files = files.collect();
                    new.insert(key.clone(), Value::Object(files));
                }
                ("swagger" | "consumes" | "produces", _) => {}
                (key, _) if servers::KEYS.contains(&key) => {}
                _ => {
                    new.insert(key.clone(), value.clone());
                }
            }
        }
        if let Some(server) = self.server() {
            new.insert("servers".to_owned(), Value::Array(vec![server]));
        }
        new.insert("components".to_owned(), Value::Object(components));
        Value::Object(new)
    }

    /// Adds a section of the components, which was at `from`.
    fn section(
        &mut self,
        name: &str,
        from: &At,
        content: Map<String, Value>,
        components: &mut Map<String, Value>,
    ) {
        let at = Pointer::root().child("components").child(name);
        self.moves(at, from.old.clone());
        components.insert(name.to_owned(), Value::Object(content));
    }

    /// Another file, whose parts stay where they are.
    fn file(&mut self, value: &Value, at: &At) -> Value {
        let Value::Object(members) = value else { return value.clone() };
        let sections = ["definitions", "parameters", "responses", "paths"];
        if !members.keys().any(|key| sections.contains(&&**key)) {
            return self.fragment(value, at);
        }
        let section = |(key, value): (&String, &Value)| {
            let at = at.child(key);
            let value = match value {
                Value::Object(all) if sections.contains(&&**key) => {
                    let all = all
                        .iter()
                        .map(|(key, it)| (key.clone(), self.fragment(it, &at.child(key))));
                    Value::Object(all.collect())
                }
                other => other.clone(),
            };
            (key.clone(), value)
        };
        Value::Object(members.iter().map(section).collect())
    }

    /// A part of another file, which is what it looks like.
    fn fragment(&mut self, value: &Value, at: &At) -> Value {
        let Value::Object(members) = value else { return value.clone() };
        let has = |keys: &[&str]| keys.iter().any(|key| members.contains_key(*key));
        match () {
            () if has(&operations::METHODS) => self.path_item(members, at),
            () if has(&["in"]) && has(&["name"]) => match parameters::is_body(value) {
                true => value.clone(),
                false => self.parameter(value, at),
            },
            () if has(&["schema"]) => {
                let produces = media_types(self.old, "produces");
                self.response(value, at, &produces)
            }
            () => schemas::schema(value),
        }
    }
}

/// Makes the references of a document lead to where their targets are now.
fn refer(value: &mut Value, at: &Path<'_>, targets: &BTreeMap<Pointer, Pointer>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "$ref" => {
                        if let Some(new) = referred(text, targets) {
                            *text = new;
                        }
                    }
                    _ if is_data(key, at) => {}
                    other => refer(other, &at.key(key), targets),
                }
            }
        }
        Value::Array(items) => {
            let items = items.iter_mut().enumerate();
            items.for_each(|(index, it)| refer(it, &at.index(index), targets));
        }
        _ => {}
    }
}

fn referred(reference: &str, targets: &BTreeMap<Pointer, Pointer>) -> Option<String> {
    let at = Pointer::from_reference(reference)?;
    let mut next = Some(at.clone());
    while let Some(outer) = next {
        if let Some(new) = targets.get(&outer) {
            return Some(at.moved(&outer, new).to_string());
        }
        next = outer.parent();
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn converted(tree: Value) -> Value {
        let mut diagnostics = Diagnostics::default();
        let (tree, _) = upgraded(&tree, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics}");
        tree
    }

    #[test]
    fn host_base_path_and_schemes_are_a_server() {
        let server = |tree: Value| converted(tree)["servers"][0]["url"].clone();
        let tree =
            json!({"swagger": "2.0", "host": "a.example", "basePath": "v1/", "schemes": ["http"]});
        assert_eq!(server(tree), "http://a.example/v1");
        let tree = json!({"swagger": 2.0, "host": "a.example:8080", "schemes": ["http", "https"]});
        assert_eq!(server(tree), "https://a.example:8080");
        assert_eq!(server(json!({"swagger": "2.0", "basePath": "/v1"})), "/v1");
        assert_eq!(server(json!({"swagger": "2.0"})), Value::Null);
    }

    #[test]
    fn lists_are_sent_as_their_format_says() {
        let styles = |location: &str, format: &str| {
            let parameter = json!({"name": "a", "in": location, "type": "array", "items": {"type": "string"},
                "collectionFormat": format});
            let tree =
                json!({"swagger": "2.0", "paths": {"/": {"get": {"parameters": [parameter]}}}});
            let parameter = converted(tree)["paths"]["/"]["get"]["parameters"][0].clone();
            assert_eq!(parameter["schema"], json!({"type": "array", "items": {"type": "string"}}));
            (parameter["style"].clone(), parameter["explode"].clone())
        };
        assert_eq!(styles("query", "csv"), (json!("form"), json!(false)));
        assert_eq!(styles("query", "multi"), (json!("form"), json!(true)));
        assert_eq!(styles("query", "ssv"), (json!("spaceDelimited"), json!(false)));
        assert_eq!(styles("query", "pipes"), (json!("pipeDelimited"), json!(false)));
        assert_eq!(styles("header", "csv"), (json!("simple"), json!(false)));
    }

    #[test]
    fn bodies_forms_and_files_have_media_types() {
        let operation = |operation: Value| {
            let tree = json!({"swagger": "2.0", "consumes": ["application/xml"], "produces": ["*/*"],
                "paths": {"/": {"post": operation}}});
            converted(tree)["paths"]["/"]["post"].clone()
        };
        let body = json!({"parameters": [{"in": "body", "name": "b", "required": true, "schema": {"type": "object"}}],
            "responses": {"200": {"description": "A file.", "schema": {"type": "file"}}}});
        assert_eq!(
            operation(body),
            json!({"parameters": [],
            "requestBody": {"required": true, "content": {"application/xml": {"schema": {"type": "object"}}}},
            "responses": {"200": {"description": "A file.",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}})
        );
        let form = json!({"parameters": [{"in": "formData", "name": "f", "type": "file", "required": true}]});
        assert_eq!(
            operation(form)["requestBody"],
            json!({"required": true, "content": {"multipart/form-data":
            {"schema": {"type": "object", "properties": {"f": {"type": "string", "format": "binary"}},
                "required": ["f"]}}}})
        );
    }

    #[test]
    fn references_lead_to_the_new_places() {
        let tree = converted(json!({"swagger": "2.0",
            "parameters": {"P": {"name": "p", "in": "query", "type": "string"}},
            "paths": {"/": {"get": {"parameters": [{"$ref": "#/parameters/P"}],
                "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/A~1B/items"}}}}}},
            "definitions": {"A/B": {"type": "array", "items": {"discriminator": "kind"}}}}));
        let get = &tree["paths"]["/"]["get"];
        assert_eq!(get["parameters"][0]["$ref"], "#/components/parameters/P");
        assert_eq!(
            tree["components"]["parameters"]["P"],
            json!({"name": "p", "in": "query", "schema": {"type": "string"}})
        );
        let schema = &get["responses"]["200"]["content"]["application/json"]["schema"];
        assert_eq!(schema["$ref"], "#/components/schemas/A~1B/items");
        let discriminator = &tree["components"]["schemas"]["A/B"]["items"]["discriminator"];
        assert_eq!(*discriminator, json!({"propertyName": "kind"}));
    }
}
