//! A document as the server of a generated client, and over HTTP.
#![cfg(all(feature = "transport", feature = "serve"))]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use bessemer_mock::{Document, Error};
use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{Request, Response};
use openai_containers::Client;

const LADLES: &str = "
openapi: 3.0.3
info: {title: Ladles, version: '1'}
servers: [{url: 'https://{region}.example.com/v1'}]
security: [{key: []}]
paths:
  /ladles:
    get:
      operationId: listLadles
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - name: filter
          in: query
          style: deepObject
          schema: {type: object, properties: {tons: {type: integer}}, additionalProperties: false}
      responses:
        '200':
          description: Ladles.
          content:
            application/json:
              schema:
                type: object
                required: [data, next_page]
                properties:
                  data: {type: array, items: {$ref: '#/components/schemas/Ladle'}}
                  next_page: {type: string, nullable: true}
    post:
      operationId: createLadle
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Ladle'}}}
      responses:
        '201':
          description: The ladle.
          content: {application/json: {schema: {$ref: '#/components/schemas/Ladle'}}}
  /ladles/{ladle_id}:
    parameters: [{name: ladle_id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getLadle
      security: []
      responses:
        '200':
          description: The ladle.
          content: {application/json: {schema: {$ref: '#/components/schemas/Ladle'}}}
        '404':
          description: There is no such ladle.
          content: {application/json: {example: {message: no such ladle}}}
    delete:
      responses: {'204': {description: Deleted.}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}
  schemas:
    Ladle:
      type: object
      required: [id, name]
      properties:
        id: {type: string, readOnly: true, pattern: '^ldl_[0-9a-f]{8}$'}
        name: {type: string, minLength: 3}
        tons: {type: integer, minimum: 80, exclusiveMinimum: true}
        secret: {type: string, writeOnly: true}
";

fn ladles() -> Document {
    Document::parse("ladles.yaml", LADLES).unwrap()
}

fn send(document: &Document, method: &str, uri: &str, body: &str) -> Response<Bytes> {
    let request = Request::builder().method(method).uri(uri).header("x-key", "k");
    let request = request.header("content-type", "application/json");
    document.respond(&request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

fn json(response: &Response<Bytes>) -> serde_json::Value {
    serde_json::from_slice(response.body()).unwrap()
}

#[test]
fn samples_are_valid_and_alike() {
    let first = json(&send(&ladles(), "GET", "/v1/ladles/a", ""));
    assert_eq!(first, json(&send(&ladles(), "GET", "/ladles/b", "")));
    assert_eq!(first["id"], "ldl_aaaaaaaa");
    assert!(first["tons"].as_i64().unwrap() > 80, "{first}");
    assert!(first.get("secret").is_none(), "{first}");
    let other = json(&send(&ladles().with_seed(7), "GET", "/ladles/b", ""));
    assert_ne!(first, other);
    let page = json(&send(&ladles(), "GET", "/ladles", ""));
    assert_eq!(page["next_page"], serde_json::Value::Null);
}

#[test]
fn requests_that_the_document_forbids_are_refused() {
    let refusals = [
        ("GET", "/pots", "", 404, "no operation is GET /pots"),
        ("PUT", "/ladles", "", 405, "no operation is PUT /ladles"),
        ("GET", "/ladles?limit=many", "", 400, "query parameter `limit`: \"many\" is not of type"),
        ("GET", "/ladles?limit=101", "", 400, "101 is greater than the maximum of 100"),
        ("GET", "/ladles?color=red", "", 400, "the operation has no query parameter `color`"),
        ("GET", "/ladles?filter[tons]=x", "", 400, "query parameter `filter`"),
        ("POST", "/ladles", "{}", 400, "\"name\" is a required property"),
        ("POST", "/ladles", r#"{"name": "ab"}"#, 400, "/name: \"ab\" is shorter than 3"),
        ("POST", "/ladles", "{", 400, "the body is not JSON"),
        ("DELETE", "/ladles/a", "{}", 400, "the operation has no request body"),
    ];
    for (method, uri, body, status, detail) in refusals {
        let response = send(&ladles(), method, uri, body);
        let text = json(&response)["detail"].as_str().unwrap().to_owned();
        assert_eq!(response.status(), status, "{method} {uri}: {text}");
        assert!(text.contains(detail), "{method} {uri}: {text}");
    }
    let allowed = ["/ladles?limit=100&tags=a,b", "/ladles?filter[tons]=3"];
    for uri in allowed {
        assert_eq!(send(&ladles(), "GET", uri, "").status(), 200, "{uri}");
    }
}

#[test]
fn a_credential_is_needed_where_the_document_says_so() {
    let without = |uri: &str| ladles().respond(&Request::get(uri).body(Bytes::new()).unwrap());
    assert_eq!(without("/ladles").status(), 401);
    assert_eq!(without("/ladles/a").status(), 200);
}

#[test]
fn another_status_is_answered_on_request() {
    let document = ladles();
    document.set_status("getLadle", 404).unwrap();
    let answer = send(&document, "GET", "/ladles/a", "");
    assert_eq!(
        (answer.status().as_u16(), json(&answer)["message"].as_str()),
        (404, Some("no such ladle"))
    );
    document.set_status("DELETE /ladles/{ladle_id}", 503).unwrap();
    assert_eq!(send(&document, "DELETE", "/ladles/a", "").status(), 503);
    let error = document.set_status("getPot", 404).unwrap_err();
    assert!(matches!(error, Error::UnknownOperation(name) if name == "getPot"));
    let preferred = Request::get("/ladles/a").header("prefer", "code=404").body(Bytes::new());
    assert_eq!(ladles().respond(&preferred.unwrap()).status(), 404);
}

#[test]
fn items_are_remembered() {
    let document = ladles().with_memory();
    assert_eq!(send(&document, "GET", "/ladles/a", "").status(), 404);
    let created = json(&send(&document, "POST", "/ladles", r#"{"name": "Iron", "secret": "s"}"#));
    assert_eq!((created["name"].as_str(), created.get("secret")), (Some("Iron"), None));
    let uri = format!("/ladles/{}", created["id"].as_str().unwrap());
    assert_eq!(json(&send(&document, "GET", &uri, "")), created);
    assert_eq!(json(&send(&document, "GET", "/ladles", ""))["data"], serde_json::json!([created]));
    assert_eq!(send(&document, "DELETE", &uri, "").status(), 204);
    assert_eq!(send(&document, "GET", &uri, "").status(), 404);
}

#[tokio::test]
async fn a_generated_client_uses_the_document_as_its_server() {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/containers.yaml");
    let document = Document::from_path(spec).unwrap();
    let client = Client::builder().api_key("test").transport(document).build().unwrap();
    let container = client.containers().retrieve("cntr_1").await.unwrap();
    assert!(!container.id.is_empty());
    let all: Vec<_> = client.containers().list().limit(2).items().try_collect().await.unwrap();
    assert!(!all.is_empty());
    let error = client.containers().list().limit(1000).await.unwrap_err();
    assert!(error.to_string().contains("1000 is greater than the maximum"), "{error}");
}

#[tokio::test]
async fn a_document_is_served_over_http() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(bessemer_mock::serve(ladles(), listener));
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = "GET /ladles/a HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("ldl_aaaaaaaa"), "{answer}");
    server.abort();
}
