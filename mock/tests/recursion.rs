//! Schemas that refer to themselves, and large samples.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use bessemer_mock::Document;
use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

/// A document with one operation, whose request and response have the schema `Alloy`.
fn document(schemas: &Value) -> Document {
    let schema = json!({ "$ref": "#/components/schemas/Alloy" });
    let content = json!({ "application/json": { "schema": schema } });
    let parameter = json!({ "name": "filter", "in": "query", "schema": schema });
    let post = json!({
        "parameters": [parameter],
        "requestBody": { "content": content },
        "responses": { "200": { "description": "Done.", "content": content } },
    });
    let info = json!({ "title": "Alloys", "version": "1" });
    let text = json!({
        "openapi": "3.1.0",
        "info": info,
        "paths": { "/alloys": { "post": post } },
        "components": { "schemas": schemas },
    });
    Document::parse("alloys.json", text.to_string()).unwrap()
}

fn post(document: &Document, uri: &str, body: &Value) -> Response<Bytes> {
    let request = Request::post(uri).header("content-type", "application/json");
    document.respond(&request.body(body.to_string().into()).unwrap())
}

/// References to `Alloy` and `Metal`, several times.
fn both() -> Vec<Value> {
    let names = ["Alloy", "Metal", "Alloy", "Metal", "Alloy", "Metal"];
    names.iter().map(|it| json!({ "$ref": format!("#/components/schemas/{it}") })).collect()
}

#[test]
fn a_schema_that_is_a_part_of_itself_is_read_once() {
    let schemas = json!({
        "Alloy": { "allOf": both(), "type": "object", "properties": { "tons": { "type": "integer" } } },
        "Metal": { "allOf": both(), "required": ["tons"] },
    });
    let document = document(&schemas);
    let answer = post(&document, "/alloys?tons=3", &json!({ "tons": 7 }));
    let value: Value = serde_json::from_slice(answer.body()).unwrap();
    assert!(answer.status() == 200 && value["tons"].is_i64(), "{value}");
}

#[test]
fn a_schema_that_is_its_own_alternative_is_read_once() {
    let mut metal = both();
    metal.push(json!({ "type": "string" }));
    let schemas = json!({ "Alloy": { "anyOf": both() }, "Metal": { "anyOf": metal } });
    let answer = post(&document(&schemas), "/alloys?filter=tin", &json!("tin"));
    assert_eq!(answer.status(), 200, "{answer:?}");
}

#[test]
fn samples_of_trees_end() {
    let names: Vec<String> = (0..40).map(|it| format!("part_{it}")).collect();
    let part = json!({ "$ref": "#/components/schemas/Alloy" });
    let parts = |required: &[String]| {
        let properties: Value = names.iter().map(|it| (it.clone(), part.clone())).collect();
        json!({ "Alloy": { "type": "object", "properties": properties, "required": required } })
    };
    for required in [&names[..0], &names[..2]] {
        let answer = post(&document(&parts(required)), "/alloys", &json!({}));
        if required.is_empty() {
            assert_eq!(answer.status(), 200, "{answer:?}");
            assert!(answer.body().len() < 100_000, "{} bytes", answer.body().len());
        } else {
            // No value is valid: each tree needs two others.
            assert_eq!(answer.status(), 400, "{answer:?}");
            let wanted = Request::post("/alloys").body(Bytes::new()).unwrap();
            let answer = document(&parts(required)).respond(&wanted);
            assert!(answer.body().len() < 1_000_000, "{} bytes", answer.body().len());
        }
    }
}

#[test]
fn an_id_of_an_example_may_have_any_letters() {
    let text = r##"{
      "openapi": "3.1.0",
      "info": { "title": "Moulds", "version": "1" },
      "paths": {
        "/moulds": { "post": { "responses": { "201": { "$ref": "#/components/responses/Mould" } } } },
        "/moulds/{id}": {
          "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
          "get": { "responses": { "200": { "$ref": "#/components/responses/Mould" } } }
        }
      },
      "components": { "responses": { "Mould": { "description": "The mould.", "content": { "application/json": {
        "schema": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
        "example": { "id": "EXAMPLE" }
      } } } } }
    }"##;
    let ids = [
        "----\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        "aa---\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}-abcdefghijkl",
        "0000000a-0000-4000-8000-00000000000a",
    ];
    for id in ids {
        assert_eq!(id.len(), 36, "{id}");
        let document = Document::parse("moulds.json", text.replace("EXAMPLE", id)).unwrap();
        let document = document.with_memory();
        let request = || Request::post("/moulds").body(Bytes::new()).unwrap();
        let id = |it: Response<Bytes>| {
            serde_json::from_slice::<Value>(it.body()).unwrap()["id"].as_str().unwrap().to_owned()
        };
        let (first, second) = (id(document.respond(&request())), id(document.respond(&request())));
        assert_ne!(first, second);
        let path = format!(
            "/moulds/{}",
            percent_encoding::utf8_percent_encode(&first, percent_encoding::NON_ALPHANUMERIC)
        );
        let found = document.respond(&Request::get(path).body(Bytes::new()).unwrap());
        assert_eq!(id(found), first);
    }
}
