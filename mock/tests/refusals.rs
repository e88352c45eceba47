//! Requests that a document forbids, and why each of them is refused.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use bessemer_mock::Document;
use bytes::Bytes;
use http::{Request, header::CONTENT_TYPE};
use serde_json::Value;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of problem documents (RFC 9457).
const PROBLEM: &str = "application/problem+json";
const PATCH: &str = "application/merge-patch+json";
const MULTIPART: &str = "multipart/form-data; boundary=b";

/// The method and URL, the expected status, and a part of the expected problem.
type Refused = (&'static str, u16, &'static str);

/// Requests without a body.
const PLAIN: &[Refused] = &[
    ("GET /pots", 404, "no operation is GET /pots"),
    ("GET /ladles/a/pours/log/b", 404, "no operation is GET"),
    ("GET /", 404, "no operation is GET /"),
    ("PUT /ladles", 405, "no operation is PUT /ladles"),
    ("DELETE /files", 405, "no operation is DELETE /files"),
    ("COPY /moulds", 405, "no operation is COPY /moulds"),
    ("GET /slags", 404, "no operation is GET /slags"),
    ("GET /ladles?limit=0", 400, "query parameter `limit`: 0 is less than the minimum of 1"),
    ("GET /ladles?limit=101", 400, "101 is greater than the maximum of 100"),
    ("GET /ladles?limit=many", 400, "\"many\" is not of type \"integer\""),
    ("GET /ladles?limit=1.5", 400, "1.5 is not of type \"integer\""),
    ("GET /ladles?color=red", 400, "the operation has no query parameter `color`"),
    ("GET /ladles?filter[state]=lost", 400, "query parameter `filter`: \"lost\" is not one of"),
    ("GET /ladles?filter[min_heat]=hot", 400, "\"hot\" is not of type \"number\""),
    ("GET /ladles?box=%7B%22state%22%3A1%7D", 400, "query parameter `box`: 1 is not one of"),
    ("GET /ladles?box=full", 400, "query parameter `box`: \"full\" is not of type \"object\""),
    ("GET /ladles?within=1", 400, "query parameter `within`: [1] has less than 2 items"),
    ("GET /ladles?within=1%7C2%7C3", 400, "has more than 2 items"),
    ("GET /ladles?within=a%7Cb", 400, "\"a\" is not of type \"number\""),
    ("GET /moulds?page=0", 400, "0 is less than the minimum of 1"),
    ("GET /moulds/iron/castings", 400, "path parameter `id`: \"iron\" is not of type \"integer\""),
    ("GET /ladles/a/samples/first", 400, "path parameter `number`: \"first\""),
    ("GET /cells.a.b/rows;rows=1;rows=x/at/x,1,y,2", 400, "path parameter `rows`: \"x\""),
    (
        "GET /cells.a.b/rows;rows=1/at/x,1",
        400,
        "path parameter `point`: \"y\" is a required property",
    ),
    ("POST /ladles/a/casts?fast=maybe", 400, "\"maybe\" is not of type \"boolean\""),
    ("COPY /files/a/content", 400, "the header parameter `Destination` is missing"),
    ("GET /slags?beta=true&limit=all", 400, "query parameter `limit`"),
    ("GET /ladles/a/coat?layer=top", 400, "query parameter `layer`: \"top\" is not of type"),
    ("POST /ladles", 400, "the request body is missing"),
    ("POST /tools", 400, "the request body is missing"),
];

/// Requests with a body, and its media type.
const WITH_BODY: &[(Refused, &str, &str)] = &[
    (("POST /ladles", 415, "the media type is `text/plain`"), "text/plain", "x"),
    (("POST /ladles", 415, "the media type is `application/xml`"), "application/xml", "<x/>"),
    (("POST /ladles", 415, "the media type is ``"), "", "{}"),
    (("PATCH /ladles/a", 415, "the document has application/merge-patch+json"), JSON, "{}"),
    (("POST /files", 415, "the document has multipart/form-data"), JSON, "{}"),
    (("POST /ladles", 400, "the body is not JSON"), JSON, "{\"name\""),
    (("POST /ladles", 400, "[] is not of type \"object\""), JSON, "[]"),
    (("POST /ladles", 400, "\"name\" is a required property"), JSON, "{}"),
    (
        ("POST /ladles", 400, "\"owner\" is a required property"),
        JSON,
        r#"{"name": "a", "content": {"kind": "slag"}}"#,
    ),
    (
        ("POST /ladles", 400, "/name: 7 is not of type \"string\""),
        JSON,
        r#"{"name": 7, "content": {"kind": "slag"}, "owner": null}"#,
    ),
    (
        ("POST /ladles", 400, "/content: "),
        JSON,
        r#"{"name": "a", "content": {"depth": 1}, "owner": null}"#,
    ),
    (
        ("POST /ladles", 400, "/limit: true is not of type"),
        JSON,
        r#"{"name": "a", "content": {"kind": "slag"}, "owner": null, "limit": true}"#,
    ),
    (
        ("POST /ladles", 400, "/spout/0: \"wide\" is not of type \"number\""),
        JSON,
        r#"{"name": "a", "content": {"kind": "slag"}, "owner": null, "spout": ["wide"]}"#,
    ),
    (
        ("POST /ladles", 400, "/plan: "),
        JSON,
        r#"{"name": "a", "content": {"kind": "slag"}, "owner": null, "plan": {"step": "jump"}}"#,
    ),
    (("PATCH /ladles/a", 400, "/state: \"lost\" is not one of"), PATCH, r#"{"state": "lost"}"#),
    (("PATCH /ladles/a", 400, "/name: 7 is not of types"), PATCH, r#"{"name": 7}"#),
    (("POST /ladles/a/pours", 400, "\"mould\" is a required property"), JSON, r#"{"grams": 1}"#),
    (
        ("POST /ladles/a/pours", 400, "/stream: \"yes\" is not of type \"boolean\""),
        JSON,
        r#"{"mould": "a", "stream": "yes"}"#,
    ),
    (("QUERY /moulds", 400, "/shape: [] is not of type \"string\""), JSON, r#"{"shape": []}"#),
    (("POST /tools", 400, "\"kind\" is a required property"), JSON, r#"{"spare": {}}"#),
    (("POST /tokens", 400, "\"grant\" is a required property"), FORM, "scopes=a"),
    (("POST /tokens", 400, "/grant: \"luck\" is not one of"), FORM, "grant=luck"),
    (("POST /files", 400, "the part `file` of the form is missing"), MULTIPART, "--b--"),
    (("GET /ladles", 400, "the operation has no request body"), JSON, "{}"),
];

fn obstacles() -> Document {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/obstacles/api.yaml");
    Document::from_path(path).unwrap()
}

/// What is wrong with the answer; `None` if the request is refused as expected.
fn failure(document: &Document, refused: Refused, media_type: &str, body: &str) -> Option<String> {
    let (call, status, problem) = refused;
    let (method, uri) = call.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(uri);
    request = request.header("authorization", "Bearer t");
    if !media_type.is_empty() {
        request = request.header(CONTENT_TYPE, media_type);
    }
    let answer = document.respond(&request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap());
    let text = String::from_utf8_lossy(answer.body());
    let said: Value = serde_json::from_str(&text).unwrap_or_default();
    let is_problem = answer.headers().get(CONTENT_TYPE).is_some_and(|it| it == PROBLEM);
    let details: Vec<&str> = said["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| it["detail"].as_str())
        .collect();
    let is_right = answer.status() == status
        && is_problem
        && said["status"] == status
        && said["detail"].as_str().is_some_and(|it| it.contains(problem))
        && !details.is_empty();
    (!is_right).then(|| format!("{call} {body}: {} {text}", answer.status()))
}

#[test]
fn forbidden_requests_are_refused() {
    let document = obstacles();
    let plain = PLAIN.iter().map(|it| (*it, "", ""));
    let requests: Vec<_> = plain.chain(WITH_BODY.iter().copied()).collect();
    let failures: Vec<String> = requests
        .iter()
        .filter_map(|(refused, media_type, body)| failure(&document, *refused, media_type, body))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(requests.len() >= 50);
}

#[test]
fn requests_without_the_credential_of_the_operation_are_refused() {
    let document = obstacles();
    for (path, header, value) in [
        ("/ladles", "authorization", "Basic dDp0"),
        ("/by/login", "authorization", "Bearer t"),
        ("/by/key", "x-other", "k"),
        ("/by/query?key=k", "x-key", "k"),
        ("/by/cookie", "cookie", "other=s"),
        ("/by/both", "x-key", "k"),
    ] {
        let request = Request::get(path).header(header, value).body(Bytes::new()).unwrap();
        let answer = document.respond(&request);
        assert_eq!(answer.status(), 401, "{path}: {answer:?}");
    }
}

#[test]
fn a_path_without_parameters_is_not_one_with_parameters() {
    let text = r"
openapi: 3.1.0
info: {title: Ladles, version: '1'}
paths:
  /ladles/{id}: {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: One.}}}}
  /ladles/several: {get: {parameters: [{name: ids, in: query, required: true, schema: {type: string}}], responses: {'204': {description: Some.}}}}
";
    let document = Document::parse("ladles.yaml", text).unwrap();
    let status = |uri: &str| {
        document.respond(&Request::get(uri).body(Bytes::new()).unwrap()).status().as_u16()
    };
    let all = ["/ladles/7", "/ladles/several?ids=7", "/ladles/several"].map(status);
    assert_eq!(all, [204, 204, 400]);
}
