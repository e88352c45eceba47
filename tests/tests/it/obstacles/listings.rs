//! Listings of a few pages.

use futures_util::TryStreamExt;
use obstacles::{
    Error, Page,
    types::{HeatSearch, Mould},
};
use serde_json::{Value, json};
use wiremock::{Match, Mock, MockServer, Request, ResponseTemplate, matchers};

use super::{client, ladle};

/// Requests whose query is exactly this.
struct Query(Option<&'static str>);

impl Match for Query {
    fn matches(&self, request: &Request) -> bool {
        request.url.query() == self.0
    }
}

/// A server with one page for each query; it sends each page once.
async fn pages(pages: [(Option<&'static str>, Value); 3]) -> MockServer {
    let server = MockServer::start().await;
    for (query, page) in pages {
        let answer = ResponseTemplate::new(200).set_body_json(page);
        Mock::given(Query(query)).respond_with(answer).expect(1).mount(&server).await;
    }
    server
}

#[tokio::test]
async fn by_the_id_of_the_last_item() {
    let page = |ids: &[&str], more| json!({"data": ids.iter().map(|id| ladle(id)).collect::<Vec<_>>(), "has_more": more});
    let server = pages([
        (None, page(&["a", "b"], true)),
        (Some("after=b"), page(&["c"], true)),
        (Some("after=c"), page(&["d"], false)),
    ])
    .await;
    let items = client(&server).ladles().list().items();
    let all: Vec<_> = items.map_ok(|it| it.id).try_collect().await.expect("all items");
    assert_eq!(all, ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn by_the_token_of_a_page() {
    let page =
        |id: &str, next: Value| json!({"files": [{"id": id, "size": 1}], "next_page_token": next});
    let server = pages([
        (None, page("a", json!("t=1"))),
        (Some("page_token=t%3D1"), page("b", json!("t2"))),
        (Some("page_token=t2"), page("c", Value::Null)),
    ])
    .await;
    let items = client(&server).files().list().items();
    let all: Vec<_> = items.map_ok(|it| it.id).try_collect().await.expect("all items");
    assert_eq!(all, ["a", "b", "c"]);
}

#[tokio::test]
async fn by_the_number_of_a_page() {
    let page = |id: i64| json!({"items": [{"id": id}], "total_pages": 3});
    let server =
        pages([(None, page(1)), (Some("page=2"), page(2)), (Some("page=3"), page(3))]).await;
    let items = client(&server).moulds().list().items();
    let all: Vec<_> = items.map_ok(|it| it.id).try_collect().await.expect("all items");
    assert_eq!(all, [1, 2, 3]);
}

/// A server with two pages at `path`. The first has a link to the second.
async fn linked(path: &str, pages: [Value; 2]) -> MockServer {
    let server = MockServer::start().await;
    let link = format!("<{path}?first=1>; rel=prev, <{path}?after=b%2F1&sort=name>; rel=\"next\"");
    let [first, second] = pages.map(|page| ResponseTemplate::new(200).set_body_json(page));
    for (query, answer) in [
        (Some("sort=name"), first.insert_header("Link", &*link)),
        (Some("after=b%2F1&sort=name"), second),
    ] {
        Mock::given(Query(query))
            .and(matchers::path(path))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    server
}

#[tokio::test]
async fn by_the_links_of_arrays() {
    let server =
        linked("/moulds/7/castings", [json!([{"id": 1}, {"id": 2}]), json!([{"id": 3}])]).await;
    let client = client(&server);
    let list = || client.moulds().castings().list(7).sort("name");
    let items = list().items();
    let all: Vec<_> = items.map_ok(|it| it.id).try_collect().await.expect("all items");
    assert_eq!(all, [1, 2, 3]);

    let first: Page<Vec<Mould>> = list().await.expect("a page");
    let second = first.next_page().await.expect("an answer").expect("a page");
    let last = second.next_page().await.expect("no request");
    assert!(first.has_next_page() && last.is_none(), "{second:?}");
    let mut ids = Vec::new();
    for mould in first.into_iter().chain(second) {
        ids.push(mould.id);
    }
    assert_eq!(ids, all);
}

#[tokio::test]
async fn by_the_links_of_envelopes() {
    let page = |name| json!({"total_count": 2, "names": [name]});
    let server = linked("/scrap", [page("a"), page("b")]).await;
    let items = client(&server).scrap().list().query("sort", "name").items();
    let all: Vec<_> = items.try_collect().await.expect("all items");
    assert_eq!(all, ["a", "b"]);
}

#[tokio::test]
async fn by_an_offset() {
    let page = |names: &[&str]| {
        let alloys: Vec<Value> = names.iter().map(|name| json!({"name": name})).collect();
        json!({"results": alloys, "total": 5})
    };
    let server = pages([
        (None, page(&["a", "b"])),
        (Some("offset=2"), page(&["c", "d"])),
        (Some("offset=4"), page(&["e"])),
    ])
    .await;
    let pages = client(&server).alloys().list().pages();
    let all: Vec<_> = pages.map_ok(|it| it.results.len()).try_collect().await.expect("all pages");
    assert_eq!(all, [2, 2, 1]);
}

/// A server that answers each request with the next of these pages.
async fn in_order(pages: Vec<Value>) -> MockServer {
    let server = MockServer::start().await;
    for page in pages {
        let answer = ResponseTemplate::new(200).set_body_json(page);
        let mock = Mock::given(matchers::any()).respond_with(answer);
        mock.up_to_n_times(1).expect(1).mount(&server).await;
    }
    server
}

/// What was asked for, after the origin.
async fn asked(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.expect("they are recorded");
    let asked = |it: &Request| match it.url.query() {
        Some(query) => format!("{} {}?{query}", it.method, it.url.path()),
        None => format!("{} {}", it.method, it.url.path()),
    };
    requests.iter().map(asked).collect()
}

#[tokio::test]
async fn by_the_address_in_a_page() {
    let server = MockServer::start().await;
    for (query, page) in [
        (None, json!({"heats": [1, 2], "nextLink": format!("{}/heats?skip=2", server.uri())})),
        (Some("skip=2"), json!({"heats": [3], "nextLink": "?skip=3#more"})),
        (Some("skip=3"), json!({"heats": [4], "nextLink": ""})),
    ] {
        let answer = ResponseTemplate::new(200).set_body_json(page);
        Mock::given(Query(query)).respond_with(answer).expect(1).mount(&server).await;
    }
    let items = client(&server).heats().list().items();
    let all: Vec<i64> = items.try_collect().await.expect("all items");
    assert_eq!(all, [1, 2, 3, 4]);
    let requests = server.received_requests().await.expect("they are recorded");
    assert!(requests.iter().all(|it| it.headers["authorization"] == "Bearer tk"));
}

#[tokio::test]
async fn an_address_elsewhere_is_not_asked_for() {
    let elsewhere = in_order(Vec::new()).await;
    let next = format!("{}/heats?skip=1", elsewhere.uri());
    let server = in_order(vec![json!({"heats": [1], "nextLink": next})]).await;
    let mut items = client(&server).heats().list().items();
    assert_eq!(items.try_next().await.expect("an item"), Some(1));
    let error = items.try_next().await.expect_err("another origin");
    assert!(matches!(error, Error::Pagination(_)), "{error}");
    assert_eq!(asked(&elsewhere).await, [""; 0]);
}

#[tokio::test]
async fn an_address_in_the_answer_of_a_post_is_a_get() {
    let server = in_order(vec![
        json!({"heats": [1], "nextLink": "/heats/found?skip=1"}),
        json!({"heats": [2]}),
    ])
    .await;
    let items = client(&server).heats().search(HeatSearch::new().steel("S235")).items();
    let all: Vec<i64> = items.try_collect().await.expect("all items");
    assert_eq!(all, [1, 2]);
    assert_eq!(asked(&server).await, ["POST /heats/search", "GET /heats/found?skip=1"]);
    let requests = server.received_requests().await.expect("they are recorded");
    assert!(requests[1].body.is_empty() && !requests[1].headers.contains_key("content-type"));
}

#[tokio::test]
async fn by_counting_arrays() {
    let server = in_order(vec![json!([1, 2]), json!([3]), json!([])]).await;
    let items = client(&server).charges().list().per_page(2).items();
    let all: Vec<i64> = items.try_collect().await.expect("all items");
    assert_eq!(all, [1, 2, 3]);
    let expected = ["", "&page=2", "&page=3"].map(|it| format!("GET /charges?per_page=2{it}"));
    assert_eq!(asked(&server).await, expected);
}

#[tokio::test]
async fn links_end_a_listing_of_arrays_that_has_some() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(json!([1]));
    let answer = answer.insert_header("link", "</charges?page=1>; rel=first");
    Mock::given(matchers::any()).respond_with(answer).expect(1).mount(&server).await;
    let items = client(&server).charges().list().items();
    assert_eq!(items.try_collect::<Vec<i64>>().await.expect("all items"), [1]);
}

#[tokio::test]
async fn by_a_token_beside_items_within_an_object() {
    let server = in_order(vec![
        json!({"result": {"shifts": ["a"], "metadata": {"continue": "t1"}}}),
        json!({"result": {"metadata": {"continue": "t2"}}}),
        json!({"result": null}),
    ])
    .await;
    let items = client(&server).shifts().list().items();
    let all: Vec<String> = items.try_collect().await.expect("all items");
    assert_eq!(all, ["a"]);
    let expected = ["", "?continue=t1", "?continue=t2"].map(|it| format!("GET /shifts{it}"));
    assert_eq!(asked(&server).await, expected);
}
