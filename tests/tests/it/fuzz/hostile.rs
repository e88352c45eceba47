//! Hostile documents: long chains and wide trees of references.

use serde_json::{Map, Value, json};

use super::survives;

const LONG: usize = 3_000;

/// A document whose only operation returns the first of `count` schemas. `link` makes each schema
/// from a reference to the next.
fn chain(count: usize, link: impl Fn(Value, Value) -> Value) -> Vec<u8> {
    let reference = |index: usize| json!({"$ref": format!("#/components/schemas/S{index}")});
    let schemas: Map<String, Value> = (0..count)
        .map(|index| (format!("S{index}"), link(reference((index + 1) % count), reference(0))))
        .collect();
    let content = json!({"application/json": {"schema": reference(0)}});
    let operation = json!({
        "parameters": [{"name": "filter", "in": "query", "schema": reference(0)}],
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    });
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "Chain", "version": "1"},
        "paths": {"/": {"post": operation}}, "components": {"schemas": schemas},
    });
    document.to_string().into_bytes()
}

#[track_caller]
fn holds(count: usize, link: impl Fn(Value, Value) -> Value) {
    survives(&chain(count, link)).expect("files or located errors");
}

#[test]
fn long_chains_of_references_do_not_overflow_the_stack() {
    holds(LONG, |next, _| next);
    holds(LONG, |next, _| json!({"type": "array", "items": next}));
    holds(LONG, |next, _| json!({"type": "object", "additionalProperties": next}));
    holds(LONG, |next, _| json!({"oneOf": [next, {"type": "string"}]}));
    holds(LONG, |next, _| json!({"anyOf": [next, {"type": "null"}]}));
    holds(LONG, |next, _| json!({"allOf": [next, {"properties": {"a": {"type": "string"}}}]}));
    holds(LONG, |next, _| json!({"allOf": [next]}));
}

#[test]
fn chains_through_objects_and_alternatives_do_not_overflow_the_stack() {
    let object =
        |next: Value| json!({"type": "object", "required": ["a"], "properties": {"a": next}});
    holds(300, |next, _| object(next));
    holds(300, |next, _| json!({"oneOf": [object(next), {"type": "string"}]}));
    holds(300, |next, first| json!({"oneOf": [object(next), object(first)]}));
    holds(300, |next, _| json!({"type": "array", "items": object(next)}));
    holds(
        500,
        |next, first| json!({"oneOf": [next, first], "discriminator": {"propertyName": "a"}}),
    );
    holds(
        500,
        |next, first| json!({"allOf": [object(first), {"oneOf": [next, object(json!({}))]}]}),
    );
}

#[test]
fn a_union_may_be_its_own_alternative() {
    holds(2, |next, first| json!({"anyOf": [next, first, {"type": "string"}]}));
    holds(2, |next, first| json!({"oneOf": [first, next, {"type": "array", "items": next}]}));
}

#[test]
fn schemas_that_double_with_each_level_take_linear_time() {
    let twice = |next: Value| [next.clone(), next];
    holds(60, |next, _| json!({"allOf": twice(next)}));
    holds(60, |next, _| json!({"oneOf": twice(next)}));
    holds(60, |next, _| json!({"prefixItems": twice(next), "items": false}));
    holds(60, |next, _| json!({"prefixItems": twice(next), "items": {"type": "string"}}));
    holds(60, |next, _| {
        let [one, other] = twice(next);
        json!({"oneOf": [{"allOf": [one]}, {"allOf": [other, {"properties": {"b": {}}}]}]})
    });
}
