//! Parameters of every style in a request (OpenAPI 3.1 §4.8.12.4).

use obstacles::types::{Coat, Filter, FindBrokenMouldsFormNear, Point, PointArgs, State};
use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::path};

use super::{client, sent, server, text};

#[tokio::test]
async fn queries_and_headers_have_their_styles() {
    let page = json!({"data": [], "has_more": false});
    let server = server(ResponseTemplate::new(200).set_body_json(page)).await;
    let filter = Filter::new().state(State::Cracked).min_heat(1535.5);
    client(&server)
        .ladles()
        .list()
        .limit(2)
        .filter(filter.clone())
        .tags(["a b", "c"])
        .kinds(["x", "y&z"])
        .r#box(filter)
        .within((0.5, 1535.5))
        .x_trace("t1")
        .x_scopes(["read", "write"])
        .await
        .expect("a page");
    let request = sent(&server).await;
    let query: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
    let wanted = [
        ("limit", "2"),
        ("filter[state]", "cracked"),
        ("filter[min_heat]", "1535.5"),
        ("tags", "a b|c"),
        ("kinds", "x"),
        ("kinds", "y&z"),
        ("box", r#"{"state":"cracked","min_heat":1535.5}"#),
        ("within", "0.5|1535.5"),
    ];
    assert_eq!(query, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(request.headers["x-trace"], "t1");
    assert_eq!(request.headers["x-scopes"], "read,write");
}

#[tokio::test]
async fn reserved_characters_stay_where_the_document_allows_them() {
    let page = json!({"data": [], "has_more": false});
    let server = server(ResponseTemplate::new(200).set_body_json(page)).await;
    let request = client(&server).ladles().list().folder("/a b/c?d:e,f&g=h#i%2F+");
    request.await.expect("a page");
    let query = sent(&server).await.url.query().map(str::to_owned);
    // What would end the value or the query is encoded all the same.
    assert_eq!(query.as_deref(), Some("folder=/a%20b/c?d:e,f%26g%3Dh%23i%2F%2B"));
}

#[tokio::test]
async fn a_whole_query_string_may_be_one_parameter() {
    let server = server(ResponseTemplate::new(200).set_body_json(json!([]))).await;
    let near = FindBrokenMouldsFormNear::new().row(-2);
    let request = client(&server).moulds().broken().list("1 May");
    request.kinds(["x", "y&z"]).near(near).await.expect("no moulds");
    let query = sent(&server).await.url.query().map(str::to_owned);
    let wanted = "since=1%20May&kinds=x&kinds=y%26z&near%5Brow%5D=-2";
    assert_eq!(query.as_deref(), Some(wanted));
}

#[tokio::test]
async fn paths_and_cookies_have_their_styles() {
    let server = server(ResponseTemplate::new(200).set_body_string("café")).await;
    let point = Point::new(PointArgs { x: 1, y: -2 });
    let request = client(&server).cells().rows().at().retrieve(["a/b", "c"], [7, 8], point);
    let read = request.session("s 1").seen([3, 4]).await.expect("a text");
    assert_eq!(&*read, "café");
    let request = sent(&server).await;
    assert_eq!(request.url.path(), "/cells.a%2Fb,c/rows;rows=7;rows=8/at/x,1,y,-2");
    assert_eq!(request.headers["accept"], "text/plain");
    let cookie = request.headers["cookie"].to_str().expect("text");
    assert_eq!(cookie.split("; ").collect::<Vec<_>>(), ["session=s%201", "seen=3,4"]);
}

#[tokio::test]
async fn a_single_value_has_a_style_too() {
    let server = server(ResponseTemplate::new(204)).await;
    client(&server).cells().rows().at().update("a", "b", 3, "für").await.expect("done");
    let request = sent(&server).await;
    assert_eq!(request.url.path(), "/cells.a/rows;rows=b/at/3");
    assert_eq!(request.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(text(&request), "für");
}

#[tokio::test]
async fn a_nested_resource_has_its_own_calls() {
    let server = MockServer::start().await;
    let sample = json!({"number": 7, "degrees": 1530.5});
    for (place, answer) in
        [("/ladles/a/samples", json!([sample])), ("/ladles/a/samples/7", sample.clone())]
    {
        let answer = ResponseTemplate::new(200).set_body_json(answer);
        Mock::given(path(place)).respond_with(answer).expect(1).mount(&server).await;
    }
    let samples = client(&server).ladles().samples();
    let all = samples.list("a").await.expect("the samples");
    assert_eq!(all, [samples.retrieve("a", all[0].number).await.expect("the sample")]);
}

#[tokio::test]
async fn members_beside_the_ref_of_a_path_item_are_used() {
    let coat = |body| async move {
        let server = server(ResponseTemplate::new(200).set_body_json(body)).await;
        let coat = client(&server).ladles().coat().retrieve("l1").layer(2).await.expect("a coat");
        let url = sent(&server).await.url;
        assert_eq!((url.path(), url.query()), ("/ladles/l1/coat", Some("layer=2")));
        coat
    };
    let glaze = coat(json!({"kind": "glaze", "fired": true})).await;
    assert!(matches!(glaze, Coat::Glaze(glaze) if glaze.fired == Some(true)));
    for paint in [json!({"colour": "red"}), json!({"kind": "tar", "colour": "red"})] {
        let paint = coat(paint).await;
        assert!(matches!(paint, Coat::Paint(paint) if paint.colour.as_deref() == Some("red")));
    }
    assert!(matches!(coat(json!([])).await, Coat::Unknown(_)));
}
