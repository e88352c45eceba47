//! Decoding of response bodies.

use openai_containers::{
    runtime::json::{from_slice_strict, from_str, to_string},
    testing::{json, status},
    types::{Container, ContainerList},
};
use serde_json::{Value, json};

use crate::fake::{answering, client, container};

/// `container` with additional or changed members.
fn with(members: Value) -> Value {
    let mut body = container("cntr_1");
    for (name, value) in members.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

#[tokio::test]
async fn a_decoded_body_is_encoded_unchanged() {
    for body in [
        container("cntr_1"),
        with(
            json!({"last_active_at": 1, "expires_after": {"anchor": "last_active_at", "minutes": 20}}),
        ),
        with(
            json!({"memory_limit": "4g", "network_policy": {"type": "allowlist", "allowed_domains": ["a"]}}),
        ),
        with(
            json!({"memory_limit": "128g", "status": "weird", "expires_after": {"anchor": "new"}}),
        ),
        with(json!({"network_policy": {"type": "walled", "inner": {"deep": [1, null]}}})),
        with(json!({"new": {"a": [1, null, "x"]}, "f": 1.5, "u": "é\u{2028}😃", "l": [], "o": {}})),
        with(json!({"expires_after": {}})),
        with(json!({"created_at": 9_007_199_254_740_993_i64})),
        with(json!({"created_at": -1})),
    ] {
        let fake = answering([json(body.to_string())]);
        let container = client(&fake).containers().retrieve("cntr_1").await.expect("a container");
        let text = to_string(&container);
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), body, "{text}");
    }
}

#[test]
fn null_counts_as_absent() {
    let text = with(json!({"memory_limit": null, "expires_after": null, "network_policy": null}));
    let container: Container = from_str(&text.to_string()).expect("a container");
    assert_eq!((&container.memory_limit, &container.expires_after), (&None, &None));
    let envelope = r#"{"object": "list", "data": [], "first_id": null, "last_id": null}"#;
    let list: ContainerList = from_str(envelope).expect("a list");
    assert_eq!((list.first_id, list.has_more, list.data.len()), (None, None, 0));
}

#[test]
fn numbers_are_exact() {
    for (text, seconds) in [
        ("1747844794.0", 1_747_844_794),
        ("1.747844794e9", 1_747_844_794),
        ("9007199254740993", 9_007_199_254_740_993),
        ("-9223372036854775808", i64::MIN),
    ] {
        let text = container("c").to_string().replace("1747844794", text);
        let container: Container = from_str(&text).expect("a container");
        assert_eq!(container.created_at.seconds(), seconds, "{text}");
    }
    for wrong in ["1.5", "9223372036854775808", "1e400", "\"1\"", "true"] {
        let text = container("c").to_string().replace("1747844794", wrong);
        let error = from_slice_strict::<Container>(text.as_bytes()).expect_err("no time");
        assert_eq!(error.path(), "created_at", "{wrong}");
    }
}

#[tokio::test]
async fn a_body_is_read_as_json_with_any_content_type() {
    for label in [
        Some("application/json; charset=utf-8"),
        Some("application/problem+json"),
        Some("text/plain"),
        Some("nonsense"),
        None,
    ] {
        let reply = status(200).body(container("c").to_string());
        let fake = answering([match label {
            Some(label) => reply.header("content-type", label),
            None => reply,
        }]);
        let container = client(&fake).containers().retrieve("c").await.expect("a container");
        assert_eq!(container.id, "c", "{label:?}");
    }
}

#[test]
fn missing_and_wrong_values_have_a_place() {
    let page = |last: Value| json!({"data": [container("a"), last]}).to_string();
    for (text, expected) in [
        (page(json!({})), "missing property `id` at `data[1]`"),
        (page(with(json!({"id": null}))), "expected a string at `data[1].id`"),
        (
            page(with(json!({"expires_after": {"minutes": "soon"}}))),
            "expected an integer at `data[1].expires_after.minutes`",
        ),
        (
            page(with(json!({"network_policy": {}}))),
            "missing property `type` at `data[1].network_policy`",
        ),
        (page(json!(3)), "expected an object at `data[1]`"),
    ] {
        let error = from_slice_strict::<ContainerList>(text.as_bytes()).expect_err("no list");
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn deep_and_large_bodies_are_decoded() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("\"{}\"", "x".repeat(20_000_000));
    for value in [deep, long] {
        let text = container("c").to_string();
        let text = format!("{}, \"new\": {value}}}", text.trim_end_matches('}'));
        let fake = answering([json(text)]);
        let container = client(&fake).containers().retrieve("c").await.expect("a container");
        assert_eq!(container.extra.get("new"), Some(&*value));
    }
}

#[tokio::test]
async fn the_raw_response_is_available() {
    let body = format!("  {}\n", container("c"));
    let fake = answering([json(body.clone()).header("x-a", "1")]);
    let response =
        client(&fake).containers().retrieve("c").with_response().await.expect("a response");
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-a"]),
        (200, &"1".parse().expect("a value"))
    );
    assert_eq!((response.request_id(), response.retries()), (None, 0));
    assert_eq!((response.text(), response.value().id.as_str()), (body.into(), "c"));
}
