//! An operation that is added changes nothing for the others.

use bessemer_codegen::{Config, Document, Output, generate, generate_with};
use serde_json::{Value, json};

use super::{answer, body, code, file, grown, lock, reference};

/// A document with two security schemes.
fn secured(paths: Value) -> Document {
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": {
            "petsKey": {"type": "http", "scheme": "bearer"},
            "apiKey": {"type": "apiKey", "in": "header", "name": "X-Key"},
        }},
    });
    Document::parse("pets.json", text.to_string().as_bytes()).expect("a valid document")
}

fn operation(scheme: &str) -> Value {
    json!({"security": [{scheme: []}], "responses": {"204": {"description": "Done."}}})
}

#[test]
fn a_credential_keeps_its_setter_and_its_variable() {
    let old = secured(json!({"/pets": {"get": operation("petsKey")}}));
    // The new operation comes first, and its credential could have the same setter.
    let new = secured(
        json!({"/cats": {"get": operation("apiKey")}, "/pets": {"get": operation("petsKey")}}),
    );
    let output = grown(&old, &new);
    let client = file(&output, "src/client.rs");
    for kept in [
        "pub fn new(api_key: impl Into<Secret>)",
        "Credential::bearer(\"api_key\", Some(\"PETS_API_KEY\"))",
    ] {
        assert!(
            file(&generate(&old, &Config::default()).expect("an output"), "src/client.rs")
                .contains(kept),
            "{kept}"
        );
        assert!(client.contains(kept), "{kept}: {client}");
    }
    assert!(client.contains("Credential::header(\"api_key_x"), "{client}");
    let text = file(&output, "bessemer.lock");
    assert!(text.contains("\n/components/securitySchemes/petsKey = api_key new\n"), "{text}");
    // The configuration still decides.
    let config = super::config("credentials.petsKey.name = \"token\"");
    let renamed = generate_with(&new, &config, &lock(&output)).expect("an output");
    assert!(file(&renamed, "src/client.rs").contains("pub fn token("));
}

#[test]
fn a_variant_keeps_its_name_when_another_alternative_gets_its_property() {
    let shape = |names: &[&str]| {
        let properties: serde_json::Map<String, Value> =
            names.iter().map(|it| ((*it).to_owned(), json!({"type": "string"}))).collect();
        json!({"type": "object", "required": names, "properties": properties})
    };
    let document = |one: &[&str]| {
        let shapes = json!({
            "Shape": {"oneOf": [reference("Circle"), reference("Square")]},
            "Circle": shape(one),
            "Square": shape(&["size"]),
        });
        let paths = json!({"/shapes": {"get": {"responses": {"200": answer(reference("Shape"))}}}});
        super::document(paths, shapes)
    };
    let old = document(&["radius"]);
    let variants = |output: &Output| {
        let code = code(output);
        let shape = code.split("pub enum Shape {").nth(1).and_then(|it| it.split('}').next());
        let words = shape.expect("an enum").split([' ', ',']);
        words.filter(|it| it.ends_with(')')).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = variants(&generate(&old, &Config::default()).expect("an output"));
    assert!(before.len() >= 2, "{before:?}");
    assert_eq!(variants(&grown(&old, &document(&["radius", "size"]))), before);
}

#[test]
fn a_type_keeps_its_fields_when_a_listing_returns_it_too() {
    let page = json!({"type": "object", "required": ["data", "next_cursor"], "properties": {
        "data": {"type": "array", "items": {"type": "string"}}, "next_cursor": {"type": "string"}}});
    let list = json!({
        "parameters": [{"name": "cursor", "in": "query", "schema": {"type": "string"}}],
        "responses": {"200": answer(reference("Names"))},
    });
    let search = json!({"requestBody": body(json!({"type": "object"})), "responses": {"200": answer(reference("Names"))}});
    let document = |paths: Value| super::document(paths, json!({"Names": page}));
    let old = document(json!({"/search": {"post": search}}));
    let new = document(json!({"/names": {"get": list}, "/search": {"post": search}}));
    let first = code(&generate(&new, &Config::default()).expect("an output"));
    assert!(first.contains("pub next_cursor: Option<String>"), "{first}");
    let output = grown(&old, &new);
    let after = code(&output);
    assert!(after.contains("pub next_cursor: String"), "{after}");
    assert_eq!(output.listings().len(), 1);
    assert!(file(&output, "bessemer.lock").contains("\nNames strict "), "{after}");
}

#[test]
fn the_webhooks_keep_their_accessor() {
    let document = |paths: Value| {
        let text = json!({
            "openapi": "3.1.0",
            "info": {"title": "Pets", "version": "1"},
            "paths": paths,
            "webhooks": {"born": {"post": {"requestBody": body(json!({"type": "object", "properties": {"name": {"type": "string"}}}))}}},
        });
        Document::parse("pets.json", text.to_string().as_bytes()).expect("a valid document")
    };
    let done = json!({"responses": {"204": {"description": "Done."}}});
    let old = document(json!({"/pets": {"post": done}}));
    let new = document(json!({"/pets": {"post": done}, "/webhooks": {"get": done}}));
    let before = code(&generate(&new, &Config::default()).expect("an output"));
    assert!(before.contains("pub fn webhook_events("), "{before}");
    let after = code(&grown(&old, &new));
    assert!(!after.contains("webhook_events("), "{after}");
    assert!(
        after.contains("pub fn webhooks_api(&self) -> crate::resources::WebhooksApi"),
        "{after}"
    );
}

#[test]
fn a_type_that_was_only_sent_keeps_its_fields_when_it_is_received() {
    let stamp = json!({"type": "object", "required": ["at"], "properties": {"at": {"type": "integer", "readOnly": true}, "by": {"type": "string"}}});
    let group = json!({"type": "object", "properties": {"stamp": reference("Stamp")}});
    let put = json!({"requestBody": body(reference("Group")), "responses": {"200": answer(reference("Stamp"))}});
    let get = json!({"responses": {"200": answer(reference("Group"))}});
    let document = |item: Value| {
        super::document(json!({"/groups": item}), json!({"Stamp": stamp, "Group": group}))
    };
    let old = document(json!({"put": put}));
    let after = code(&grown(&old, &document(json!({"get": get, "put": put}))));
    assert!(after.contains("pub stamp: Option<StampWrite>"), "{after}");
    let write = after.split("pub struct StampWrite {").nth(1).and_then(|it| it.split('}').next());
    assert!(write.is_some_and(|it| !it.contains("pub at:")), "{after}");
}
