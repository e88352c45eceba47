//! Pages of listings, as a generated client reads them.
#![cfg(feature = "transport")]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::fmt::Debug;

use bessemer_codegen::{Config, Overlay};
use bessemer_mock::Document;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt};
use http::{Request, Response};
use obstacles::{Client, types::HeatSearch};
use serde_json::{Value, json};

/// Listings with an example of a page that has a next page.
const EXAMPLES: &str = r"
overlay: 1.0.0
info: {title: Examples, version: '1'}
actions:
  - target: $.paths['/ladles'].get.responses['200'].content['application/json']
    update:
      example:
        data:
          - {id: a, name: A, state: full, owner: null, content: {kind: slag}}
          - {id: b, name: B, state: full, owner: null, content: {kind: slag}}
        has_more: true
  - target: $.paths['/files'].get.responses['200'].content['application/json']
    update: {example: {files: [{id: a, size: 1}, {id: b, size: 2}], next_page_token: t1}}
  - target: $.paths['/moulds'].get.responses['200'].content['application/json']
    update: {example: {items: [{id: 1}, {id: 2}], total_pages: 7}}
  - target: $.paths['/alloys'].get.responses['200'].content['application/json']
    update: {example: {results: [{name: a}, {name: b}], total: 9}}
  - target: $.paths['/moulds/{id}/castings'].get.responses['200']
    update:
      headers: {Link: {required: true, schema: {example: '<https://x.example/castings?page=2>; rel=next'}}}
      content: {application/json: {example: [{id: 1}, {id: 2}]}}
  - target: $.paths['/scrap'].get.responses['200']
    update:
      headers: {Link: {required: true, schema: {example: '</2>; rel=next, </9>; rel=last'}}}
      content: {application/json: {example: {total_count: 9, names: [a, b]}}}
  - target: $.components.responses.Heats.content['application/json']
    update: {example: {heats: [1, 2], nextLink: 'https://x.example/heats/2'}}
  - target: $.paths['/charges'].get.responses['200'].content['application/json']
    update: {example: [1, 2]}
  - target: $.paths['/shifts'].get.responses['200'].content['application/json']
    update: {example: {result: {shifts: [a, b], metadata: {continue: t1}}}}
";

/// Collections: items can be created and retrieved, and pages have a limit.
const COLLECTIONS: &str = r"
overlay: 1.0.0
info: {title: Collections, version: '1'}
actions:
  - target: $.paths
    update:
      /ladles: {get: {responses: {'200': {content: {application/json: {schema: {properties: {first_id: {type: string}, last_id: {type: string}}}}}}}}}
      /files/{id}: {get: &file {parameters: [&id {name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/File'}}}}}}}
      /files: {get: {parameters: [{name: page_size, in: query, schema: {type: integer}}]}}
      /moulds/{id}: {get: &mould {parameters: [*id], responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Mould'}}}}}}}
      /moulds: {get: {parameters: [{name: per_page, in: query, schema: {type: integer, default: 2}}]}}
      /alloys/{name}: {get: {parameters: [{name: name, in: path, required: true, schema: {type: string}}], responses: {'200': &alloy {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Alloy'}}}}}}}
      /alloys:
        get: {parameters: [{name: limit, in: query, schema: {type: integer}}]}
        post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Alloy'}}}}, responses: {'200': *alloy}}
      /moulds/{id}/castings/{casting}: {get: *mould}
      /moulds/{id}/castings:
        get: {parameters: [{name: size, in: query, schema: {type: integer}}]}
        post: *mould
";

/// Kinds of paging that the client has no listing of objects for.
const OTHERS: &str = r"
openapi: 3.1.0
info: {title: Kilns, version: '1'}
paths:
  /kilns/{id}: {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {$ref: '#/components/responses/Kiln'}}}}
  /kilns:
    post: {responses: {'200': {$ref: '#/components/responses/Kiln'}}}
    get:
      parameters: [&limit {name: limit, in: query, schema: {type: integer}}, {name: offset, in: query, schema: {type: integer, default: 0}}]
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema:
                type: object
                required: [results, next]
                properties:
                  results: {type: array, items: {$ref: '#/components/schemas/Kiln'}}
                  next: {type: [string, 'null'], format: uri}
                  count: {type: integer}
                  total: {type: integer}
  /bricks/{id}: {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {$ref: '#/components/responses/Kiln'}}}}
  /bricks:
    post: {responses: {'200': {$ref: '#/components/responses/Kiln'}}}
    get:
      parameters: [*limit, {name: cursor, in: query, schema: {type: string, minLength: 5}}]
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema:
                type: object
                required: [data, meta]
                properties:
                  data: {type: array, items: {$ref: '#/components/schemas/Kiln'}}
                  meta:
                    type: object
                    required: [next_cursor, has_more]
                    properties: {next_cursor: {type: string}, has_more: {type: boolean}}
  /tongs/{id}: {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {$ref: '#/components/responses/Kiln'}}}}
  /tongs:
    post: {responses: {'200': {$ref: '#/components/responses/Kiln'}}}
    get:
      parameters: [*limit]
      responses: {'200': {description: All., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Kiln'}}}}}}
components:
  responses: {Kiln: {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Kiln'}}}}}
  schemas: {Kiln: {type: object, required: [id], properties: {id: {type: string}}}}
";

/// The obstacle course with an overlay.
fn obstacles(overlay: &str) -> Document {
    let text = include_str!("../../tests/obstacles/api.yaml");
    let overlay = Overlay::parse("overlay.yaml", overlay).unwrap();
    let none = |_: &str| Err("no other file".to_owned());
    let document =
        bessemer_codegen::Document::parse_with_overlays("api.yaml", text, &[overlay], none);
    Document::configured(&document.unwrap(), &Config::default()).unwrap()
}

fn client(document: &Document) -> Client {
    Client::builder().token("t").transport(document.clone()).max_retries(0).build().unwrap()
}

/// All items of a listing; more than a few are too many.
async fn all<T, K: Debug>(
    items: impl Stream<Item = Result<T, obstacles::Error>>,
    key: impl Fn(T) -> K,
) -> Vec<K> {
    items.take(20).map_ok(key).try_collect().await.unwrap()
}

#[tokio::test]
async fn every_listing_ends_after_the_items_of_its_example() {
    let client = client(&obstacles(EXAMPLES));
    let (texts, numbers) = (["a", "b"].map(str::to_owned), [1, 2]);
    assert_eq!(all(client.ladles().list().items(), |it| it.id).await, texts);
    assert_eq!(all(client.files().list().items(), |it| it.id).await, texts);
    assert_eq!(all(client.moulds().list().items(), |it| it.id).await, numbers);
    assert_eq!(all(client.alloys().list().items(), |it| it.name).await, texts);
    assert_eq!(all(client.moulds().castings().list(7).items(), |it| it.id).await, numbers);
    assert_eq!(all(client.scrap().list().items(), |it| it).await, texts);
    assert_eq!(all(client.heats().list().items(), |it| it).await, numbers);
    let search = client.heats().search(HeatSearch::new());
    assert_eq!(all(search.items(), |it| it).await, numbers);
    assert_eq!(all(client.charges().list().items(), |it| it).await, numbers);
    assert_eq!(all(client.charges().list().per_page(2).items(), |it| it).await, numbers);
    assert_eq!(all(client.shifts().list().items(), |it| it).await, texts);
}

#[tokio::test]
async fn the_last_page_says_that_it_is_the_last_one() {
    let document = obstacles(EXAMPLES);
    let page = |uri: &str| json(&send(&document, "GET", uri, ""));
    assert_eq!(page("/ladles?after=b"), json!({"data": [], "has_more": false}));
    assert_eq!(page("/files?page_token=t1"), json!({"files": [], "next_page_token": null}));
    assert_eq!(page("/shifts?continue=t1"), json!({"result": {"shifts": [], "metadata": {}}}));
    assert_eq!(page("/moulds?page=1")["items"], json!([{"id": 1}, {"id": 2}]));
    assert_eq!(page("/alloys?offset=2")["results"], json!([]));
}

#[tokio::test]
async fn a_call_has_its_documented_answer_on_each_page() {
    for call in obstacles(EXAMPLES).calls("list_files").unwrap() {
        let page = json(&send(&call.document(), "GET", "/files?page_token=t1", ""));
        assert_eq!(page["next_page_token"], "t1");
    }
}

fn send(document: &Document, method: &str, uri: &str, body: &str) -> Response<Bytes> {
    let request = Request::builder().method(method).uri(uri).header("authorization", "Bearer t");
    let request =
        request.header("host", "kilns.example").header("content-type", "application/json");
    document.respond(&request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

fn json(response: &Response<Bytes>) -> Value {
    let text = String::from_utf8_lossy(response.body());
    assert!(response.status().is_success(), "{text}");
    serde_json::from_str(&text).unwrap()
}

/// Creates items, and returns the value of a property of each.
fn created(document: &Document, uri: &str, key: &str, bodies: &[&str]) -> Vec<Value> {
    let create = |body: &&str| json(&send(document, "POST", uri, body))[key].clone();
    bodies.iter().map(create).collect()
}

#[tokio::test]
async fn a_memory_has_pages_for_every_kind_of_paging() {
    let document = obstacles(COLLECTIONS).with_memory();
    let client = client(&document);
    let ladle = r#"{"name": "A", "owner": null, "content": {"kind": "steel", "carbon": 0.5}}"#;
    let ids = created(&document, "/v1/ladles", "id", &[ladle; 5]);
    for limit in [1, 2, 5, 9] {
        assert_eq!(
            all(client.ladles().list().limit(limit).items(), |it| it.id).await,
            ids,
            "{limit}"
        );
    }
    let pages: Vec<_> = client.ladles().list().limit(2).pages().try_collect().await.unwrap();
    let told: Vec<_> = pages.iter().map(|it| (it.data.len(), it.has_more)).collect();
    assert_eq!(told, [(2, Some(true)), (2, Some(true)), (1, Some(false))]);

    let part = "--b\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b\r\n\
                content-disposition: form-data; name=\"purpose\"\r\n\r\nlog\r\n--b--\r\n";
    let upload = || {
        let request = Request::post("/v1/files").header("authorization", "Bearer t");
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        json(&document.respond(&request.body(Bytes::from(part)).unwrap()))["id"].clone()
    };
    let ids = [upload(), upload(), upload()];
    assert_eq!(all(client.files().list().query("page_size", "1").items(), |it| it.id).await, ids);
    assert_eq!(all(client.files().list().items(), |it| it.id).await, ids);

    let ids = created(&document, "/v1/moulds", "id", &["{}"; 5]);
    assert_eq!(all(client.moulds().list().items(), |it| it.id).await, ids);
    assert_eq!(all(client.moulds().list().page(2).items(), |it| it.id).await, ids[2..]);
    let page = client.moulds().list().query("per_page", "4").await.unwrap();
    assert_eq!((page.items.len(), page.total_pages), (4, Some(2)));

    let alloys = [r#"{"name": "a"}"#, r#"{"name": "b"}"#, r#"{"name": "c"}"#];
    let names = created(&document, "/v1/alloys", "name", &alloys);
    assert_eq!(all(client.alloys().list().query("limit", "2").items(), |it| it.name).await, names);
    let page = client.alloys().list().offset(1).query("limit", "1").await.unwrap();
    assert_eq!((page.results[0].name.as_str(), page.total), ("b", Some(3)));

    let ids = created(&document, "/v1/moulds/7/castings", "id", &[""; 3]);
    let castings = client.moulds().castings().list(7);
    assert_eq!(all(castings.clone().query("size", "2").items(), |it| it.id).await, ids);
    assert_eq!(all(castings.items(), |it| it.id).await, ids);
    assert_eq!(all(client.moulds().castings().list(8).items(), |it| it.id).await, [0; 0]);
}

#[test]
fn pages_tell_the_first_and_the_last_id() {
    let document = obstacles(COLLECTIONS).with_memory();
    let page = |uri: &str| json(&send(&document, "GET", uri, ""));
    let ladle = r#"{"name": "A", "owner": null, "content": {"kind": "steel", "carbon": 0.5}}"#;
    let empty = page("/v1/ladles");
    assert_eq!((&empty["data"], &empty["has_more"]), (&json!([]), &json!(false)));
    let ids = created(&document, "/v1/ladles", "id", &[ladle; 3]);
    let second = page(&format!("/v1/ladles?limit=2&after={}", ids[0].as_str().unwrap()));
    assert_eq!((&second["first_id"], &second["last_id"]), (&ids[1], &ids[2]));
    let refused = send(&document, "GET", "/v1/ladles?after=lost", "");
    assert_eq!(refused.status(), 400);
}

#[test]
fn a_listing_continues_after_a_deleted_item() {
    let document = obstacles(COLLECTIONS).with_memory();
    let ladle = r#"{"name": "A", "owner": null, "content": {"kind": "steel", "carbon": 0.5}}"#;
    let ids = created(&document, "/v1/ladles", "id", &[ladle; 3]);
    let of = |index: usize| ids[index].as_str().unwrap();
    for index in [0, 1] {
        assert!(
            send(&document, "DELETE", &format!("/v1/ladles/{}", of(index)), "")
                .status()
                .is_success()
        );
    }
    let rest = json(&send(&document, "GET", &format!("/v1/ladles?after={}", of(1)), ""));
    assert_eq!((rest["data"].as_array().unwrap().len(), &rest["data"][0]["id"]), (1, &ids[2]));
}

/// The items of all pages, one on each, and the last page. `next` is the URI of the page after a page.
fn followed(
    document: &Document,
    uri: &str,
    items: &str,
    next: impl Fn(&Value) -> Option<String>,
) -> (Vec<Value>, Value) {
    let (mut all, mut uri) = (Vec::new(), uri.to_owned());
    loop {
        let page = json(&send(document, "GET", &uri, ""));
        all.extend(page[items].as_array().unwrap().iter().map(|it| it["id"].clone()));
        assert!(all.len() < 20, "the listing does not end: {page}");
        match next(&page) {
            Some(next) => uri = next,
            None => return (all, page),
        }
    }
}

#[test]
fn addresses_and_tokens_select_a_part_of_the_memory() {
    let document = Document::parse("kilns.yaml", OTHERS).unwrap().with_memory();
    let ids = created(&document, "/kilns", "id", &[""; 3]);
    let address = |page: &Value| page["next"].as_str().map(str::to_owned);
    let (all, last) = followed(&document, "/kilns?limit=1", "results", address);
    assert_eq!((all, &last["next"], &last["total"]), (ids.clone(), &Value::Null, &json!(3)));
    let first = json(&send(&document, "GET", "/kilns?limit=1", ""));
    assert!(first["next"].as_str().unwrap().starts_with("http://kilns.example/kilns?limit=1&"));
    let second = json(&send(&document, "GET", "/kilns?limit=1&offset=1", ""));
    assert_eq!(second["results"][0]["id"], ids[1]);

    let ids = created(&document, "/bricks", "id", &[""; 3]);
    let token = |page: &Value| {
        let token = page["meta"]["next_cursor"].as_str().filter(|it| !it.is_empty())?;
        assert!(token.len() >= 5 && page["meta"]["has_more"] == true, "{page}");
        Some(format!("/bricks?limit=1&cursor={token}"))
    };
    let (all, last) = followed(&document, "/bricks?limit=1", "data", token);
    assert_eq!((all, &last["meta"]["has_more"]), (ids, &json!(false)));
    assert_eq!(send(&document, "GET", "/bricks?cursor=stale", "").status(), 400);

    let ids = created(&document, "/tongs", "id", &[""; 3]);
    let some = json(&send(&document, "GET", "/tongs?limit=2", ""));
    assert_eq!(some, json!([{"id": ids[0]}, {"id": ids[1]}]));
}

#[tokio::test]
async fn a_configuration_says_which_operations_are_listings() {
    let spec = |name: &str| format!("{}/../spec/{name}", env!("CARGO_MANIFEST_DIR"));
    let document = Document::from_paths(spec("containers.yaml"), spec("containers.toml")).unwrap();
    let page = json(&send(&document, "GET", "/containers?after=cntr_1", ""));
    assert_eq!((&page["data"], &page["has_more"]), (&json!([]), &json!(false)));
    let missing = Document::from_paths(spec("containers.yaml"), spec("none.toml")).unwrap_err();
    assert!(missing.to_string().contains("none.toml"), "{missing}");
}
