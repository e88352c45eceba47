//! The generated crate with a server: its requests, and how it handles responses.

use std::time::Duration;

use futures_util::TryStreamExt;
use openai_containers::{
    Client, Error, ErrorKind, Page, UnixTime,
    types::{Container, ExpiresAfterAnchor, MemoryLimit, NetworkPolicyType, Order},
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path, query_param, query_param_is_missing},
};

async fn client(server: &MockServer) -> Client {
    Client::builder()
        .api_key("sk-wire")
        .base_url(format!("{}/v1", server.uri()))
        .build()
        .expect("a valid configuration")
}

fn container(id: &str) -> Value {
    json!({
        "id": id, "object": "container", "name": "Scratch", "created_at": 1_747_844_794,
        "status": "running",
    })
}

fn page(ids: &[&str], more: bool) -> Value {
    let data: Vec<Value> = ids.iter().map(|id| container(id)).collect();
    json!({
        "object": "list", "data": data, "first_id": ids.first(), "last_id": ids.last(),
        "has_more": more,
    })
}

fn answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// Serves three pages, for no cursor, `b` and `c`.
async fn three_pages(server: &MockServer) {
    Mock::given(path("/v1/containers"))
        .and(query_param_is_missing("after"))
        .respond_with(answer(page(&["a", "b"], true)))
        .mount(server)
        .await;
    for (after, ids, more) in [("b", ["c"], true), ("c", ["d"], false)] {
        Mock::given(path("/v1/containers"))
            .and(query_param("after", after))
            .respond_with(answer(page(&ids, more)))
            .mount(server)
            .await;
    }
}

#[tokio::test]
async fn retrieve_sends_one_get_and_decodes_every_property() {
    let server = MockServer::start().await;
    let mut body = container("cntr_1");
    body["last_active_at"] = json!(1_747_844_999);
    body["expires_after"] = json!({"anchor": "last_active_at", "minutes": 20});
    body["memory_limit"] = json!("4g");
    body["network_policy"] = json!({"type": "allowlist", "allowed_domains": ["pypi.org"]});
    body["region"] = json!({"name": "north"});
    Mock::given(method("GET"))
        .and(path("/v1/containers/cntr_1"))
        .and(header("authorization", "Bearer sk-wire"))
        .and(header("accept", "application/json"))
        .respond_with(answer(body.clone()))
        .expect(1)
        .mount(&server)
        .await;

    let container =
        client(&server).await.containers().retrieve("cntr_1").await.expect("a container");

    assert_eq!(container.id, "cntr_1");
    assert_eq!(container.created_at, UnixTime::new(1_747_844_794));
    assert_eq!(container.memory_limit, Some(MemoryLimit::G4));
    let expires = container.expires_after.clone().expect("it expires");
    assert_eq!(
        (expires.anchor, expires.minutes),
        (Some(ExpiresAfterAnchor::LastActiveAt), Some(20))
    );
    let policy = container.network_policy.clone().expect("a policy");
    assert_eq!(policy.r#type, NetworkPolicyType::Allowlist);
    assert_eq!(policy.allowed_domains.as_deref(), Some(&["pypi.org".to_owned()][..]));
    assert_eq!(container.extra.get("region"), Some(r#"{"name":"north"}"#));
    assert_eq!(serde_json::to_value(&container).expect("it serializes"), body);
}

#[tokio::test]
async fn unknown_values_are_kept() {
    let server = MockServer::start().await;
    let mut body = container("cntr_1");
    body["memory_limit"] = json!("128g");
    Mock::given(method("GET")).respond_with(answer(body)).mount(&server).await;
    let container =
        client(&server).await.containers().retrieve("cntr_1").await.expect("a container");
    assert_eq!(container.memory_limit, Some(MemoryLimit::Unknown("128g".to_owned())));
}

#[tokio::test]
async fn list_sends_only_parameters_that_are_set() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(answer(page(&["a"], false))).mount(&server).await;
    let client = client(&server).await;
    client.containers().list().await.expect("a page");
    client
        .containers()
        .list()
        .limit(50)
        .order(Order::Asc)
        .after("x y&z")
        .name("")
        .query("extra", "1")
        .await
        .expect("a page");
    let requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(requests[0].url.query(), None);
    let query: Vec<(String, String)> = requests[1].url.query_pairs().into_owned().collect();
    let wanted =
        [("limit", "50"), ("order", "asc"), ("after", "x y&z"), ("name", ""), ("extra", "1")];
    assert_eq!(query, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn pages_follow_one_another() {
    let server = MockServer::start().await;
    three_pages(&server).await;
    let client = client(&server).await;

    let first: Page<Container> = client.containers().list().limit(2).await.expect("a page");
    assert_eq!((first.data.len(), first.has_more), (2, Some(true)));
    assert_eq!((first.first_id.as_deref(), first.last_id.as_deref()), (Some("a"), Some("b")));
    let second: Option<Page<Container>> = first.next_page().await.expect("an answer");
    let second = second.expect("a page");
    assert_eq!(second.data[0].id, "c");
    let third = second.next_page().await.expect("an answer").expect("a page");
    assert!(third.next_page().await.expect("an answer").is_none());

    let items: Vec<Container> =
        client.containers().list().items().try_collect().await.expect("all items");
    let ids: Vec<_> = items.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d"]);
    let pages: Vec<_> = client.containers().list().pages().try_collect().await.expect("all pages");
    assert_eq!(pages.iter().map(|it| it.data.len()).collect::<Vec<_>>(), [2, 1, 1]);
}

#[tokio::test]
async fn every_page_keeps_parameters_and_options() {
    let server = MockServer::start().await;
    three_pages(&server).await;
    let listing =
        client(&server).await.containers().list().limit(2).header("x-trace", "7").query("q", "1");
    listing.items().try_collect::<Vec<_>>().await.expect("all items");
    let requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.headers["x-trace"], "7");
        let query: Vec<_> = request.url.query_pairs().filter(|(name, _)| name != "after").collect();
        assert_eq!(query.len(), 2, "{}", request.url);
    }
}

#[tokio::test]
async fn an_error_keeps_the_whole_response() {
    let server = MockServer::start().await;
    let body = json!({"error": {
        "message": "No such container", "type": "invalid_request_error", "param": "container_id",
        "code": "not_found",
    }});
    let response = ResponseTemplate::new(404)
        .set_body_json(&body)
        .insert_header("x-request-id", "req_1")
        .insert_header("retry-after", "7");
    Mock::given(method("GET")).respond_with(response).mount(&server).await;

    let error = client(&server).await.containers().retrieve("cntr_1").await.expect_err("not found");

    assert_eq!((error.kind(), error.is_timeout()), (ErrorKind::NotFound, false));
    let shown = error.to_string();
    for part in ["/containers/{container_id}", "404", "No such container", "not_found", "req_1"] {
        assert!(shown.contains(part), "{shown} lacks {part}");
    }
    let Error::Api(error) = error else { panic!("{error:?}") };
    assert_eq!(error.status.as_u16(), 404);
    assert_eq!(error.code.as_deref(), Some("not_found"));
    assert_eq!(error.param.as_deref(), Some("container_id"));
    assert_eq!(error.r#type.as_deref(), Some("invalid_request_error"));
    assert_eq!(error.request_id.as_deref(), Some("req_1"));
    assert_eq!(error.retry_after, Some(Duration::from_secs(7)));
    assert_eq!(serde_json::from_slice::<Value>(&error.body).expect("JSON"), body);
}

#[tokio::test]
async fn a_temporary_failure_is_retried_and_counted() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(503).insert_header("retry-after", "0"))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .respond_with(answer(container("cntr_1")).insert_header("x-request-id", "req_3"))
        .mount(&server)
        .await;

    let request = client(&server).await.containers().retrieve("cntr_1").with_response();
    let response = request.await.expect("a container");

    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.retries(), 2);
    assert_eq!(response.request_id(), Some("req_3"));
    assert!(response.text().contains("cntr_1"));
    assert_eq!(response.into_inner().id, "cntr_1");
}

#[tokio::test]
async fn options_apply_to_one_request_only() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    let client = client(&server).await;
    let request = client.containers().retrieve("cntr_1").max_retries(0).header("x-trace", "1");
    request.await.expect_err("a failure");
    let requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].headers["x-trace"], "1");
}

#[tokio::test]
async fn a_missing_response_is_a_timeout() {
    let server = MockServer::start().await;
    let late = answer(container("cntr_1")).set_delay(Duration::from_secs(60));
    Mock::given(method("GET")).respond_with(late).mount(&server).await;
    let request = client(&server).await.containers().retrieve("cntr_1").max_retries(0);
    let error = request.timeout(Duration::from_millis(50)).await.expect_err("no answer");
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_body_of_the_wrong_type_is_an_error_with_a_place() {
    let server = MockServer::start().await;
    let mut body = page(&["a", "b"], false);
    body["data"][1]["expires_after"] = json!({"minutes": "soon"});
    let response = answer(body).insert_header("x-request-id", "req_9");
    Mock::given(method("GET")).respond_with(response).mount(&server).await;
    let client = client(&server).await;
    let page = client.containers().list().with_response().await.expect("a page");
    assert_eq!(page.notes().unread().collect::<Vec<_>>(), ["data[1].expires_after.minutes"]);
    assert_eq!(page.value().extra.unread().count(), 1);
    let strict = client.to_builder().strict(true).build().expect("a client");
    let error = strict.containers().list().await.expect_err("a wrong type");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
    assert_eq!(error.request_id(), Some("req_9"));
    assert!(error.to_string().contains("data[1].expires_after.minutes"), "{error}");
}

#[tokio::test]
async fn invalid_requests_are_not_sent() {
    let server = MockServer::start().await;
    let client = client(&server).await;
    for id in ["", ".", ".."] {
        let error = client.containers().retrieve(id).await.expect_err("no such path");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error:?}");
    }
    let error = client
        .containers()
        .retrieve("a")
        .header("bad name", "x")
        .await
        .expect_err("no such header");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(server.received_requests().await.map(|it| it.len()), Some(0));
}

#[test]
fn blocking_calls_do_the_same() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (server, client) = runtime.block_on(async {
        let server = MockServer::start().await;
        three_pages(&server).await;
        Mock::given(path("/v1/containers/cntr_1"))
            .respond_with(answer(container("cntr_1")))
            .mount(&server)
            .await;
        let client = client(&server).await;
        (server, client)
    });
    let container = client.containers().retrieve("cntr_1").send_blocking().expect("a container");
    assert_eq!(container.id, "cntr_1");
    let items: Result<Vec<_>, Error> = client.containers().list().items_blocking().collect();
    assert_eq!(items.expect("all items").len(), 4);
    // This also works inside of an async runtime: it blocks the thread and does not panic.
    runtime.block_on(async {
        client.containers().retrieve("cntr_1").send_blocking().expect("a container");
    });
    drop(server);
}

#[test]
fn no_output_contains_the_key() {
    let client = Client::new("sk-very-secret").expect("a valid key");
    let request =
        client.containers().retrieve("cntr_1").header("authorization", "Bearer sk-very-secret");
    for text in
        [format!("{client:?}"), format!("{request:?}"), format!("{:?}", client.to_builder())]
    {
        assert!(!text.contains("secret"), "{text}");
    }
}

#[test]
fn clients_are_send_sync_and_clone() {
    fn fits<T: Clone + Send + Sync + 'static>() {}
    fits::<Client>();
    fn is_send<T: Send + 'static>() {}
    is_send::<Error>();
    is_send::<Container>();
    is_send::<Page<Container>>();
}
