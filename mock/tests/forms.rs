//! Bodies: nested values of forms, samples of requests, and bodies that may be missing.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use bessemer_mock::Document;
use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};

const ALLOYS: &str = r"
openapi: 3.1.0
info: {title: Alloys, version: '1'}
paths:
  /alloys:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Alloy'}}
      responses: {'200': {$ref: '#/components/responses/Alloy'}}
  /alloys/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      parameters: [{name: state, in: query, schema: {type: string, enum: [], allOf: [{oneOf: [{const: hot}, {const: cold}]}]}}]
      responses: {'200': {$ref: '#/components/responses/Alloy'}}
    delete:
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {}}}}}
      responses: {'204': {description: Gone.}}
  /heats/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    delete:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [why], properties: {why: {type: string}}}}}
      responses: {'204': {description: Gone.}}
    put:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [grade]}}}}
      responses: {'204': {description: Changed.}}
  /heats:
    delete:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [ids]
              properties:
                ids: {type: array, minItems: 3, uniqueItems: true, items: {type: string, pattern: '^(0|[1-9][0-9]*)$'}}
      responses: {'204': {description: Gone.}}
components:
  responses: {Alloy: {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Alloy'}}}}}
  schemas:
    Alloy:
      type: object
      required: [id]
      properties:
        id: {type: string, readOnly: true}
        metals:
          type: [array, 'null']
          items: {type: object, required: [name], properties: {name: {type: string}, grams: {type: integer}, marks: {type: array, items: {type: string}}}}
        owner: {type: object, properties: {name: {type: string}, at: {type: object, properties: {row: {type: integer}}}}}
        tags: {type: array, items: {type: string}}
";

fn alloys() -> Document {
    Document::parse("alloys.yaml", ALLOYS).unwrap()
}

fn post(document: &Document, form: &str) -> Response<Bytes> {
    let request =
        Request::post("/alloys").header("content-type", "application/x-www-form-urlencoded");
    document.respond(&request.body(Bytes::copy_from_slice(form.as_bytes())).unwrap())
}

fn status(method: &str, uri: &str) -> u16 {
    let request = Request::builder().method(method).uri(uri).body(Bytes::new());
    alloys().respond(&request.unwrap()).status().as_u16()
}

#[test]
fn nested_values_of_a_form_are_read() {
    let document = alloys().with_memory();
    let form = "metals[0][name]=Tin&metals[0][grams]=30&metals[0][marks][]=a&metals[0][marks][]=b\
                &metals[1][name]=Lead&owner[name]=Ada&owner[at][row]=7&tags[]=x&tags[]=y";
    let created: Value = serde_json::from_slice(post(&document, form).body()).unwrap();
    let metals = json!([{"name": "Tin", "grams": 30, "marks": ["a", "b"]}, {"name": "Lead"}]);
    assert_eq!(created["metals"], metals);
    assert_eq!(created["owner"], json!({"name": "Ada", "at": {"row": 7}}));
    assert_eq!(created["tags"], json!(["x", "y"]));
}

#[test]
fn nested_values_that_cannot_be_read_are_not_checked() {
    for form in ["metals[0][grams]=30", "owner[at]=7", "owner.name=Ada", "metals[0]name=x"] {
        assert_eq!(post(&alloys(), form).status(), 200, "{form}");
    }
    let deep = format!("owner{}=x", "[at]".repeat(100_000));
    assert_eq!(post(&alloys(), &deep).status(), 200);
}

#[test]
fn a_body_without_meaning_may_be_missing_if_it_says_nothing() {
    assert_eq!(status("DELETE", "/alloys/a"), 204);
    assert_eq!(status("DELETE", "/heats/a"), 400);
    assert_eq!(status("PUT", "/heats/a"), 400);
}

#[test]
fn values_to_send_are_valid() {
    let document = alloys();
    let call = |operation: &str| document.calls(operation).unwrap().remove(0);
    let ids = call("DELETE /heats").body_value("application/json").unwrap();
    let mut ids: Vec<String> = serde_json::from_value(ids["ids"].clone()).unwrap();
    assert!(ids.iter().all(|it| it.parse::<u64>().is_ok()), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    // A property that is required but not described is a text, which forms have, too.
    let heat = call("PUT /heats/{id}").body_value("application/json").unwrap();
    assert!(heat["grade"].is_string(), "{heat}");
    // An empty list of values says nothing.
    let state = call("GET /alloys/{id}").value("state").unwrap();
    assert!(state == "hot" || state == "cold", "{state}");
}
