//! What documents say beside the standard, and what an answer is when it is no JSON.

use futures_util::TryStreamExt;
use obstacles::{
    ErrorKind, RawJson,
    runtime::Location,
    types::{ListSlagsRangesItem, TranscribeSlagBody},
};
use wiremock::ResponseTemplate;

use super::{client, sent, server};

#[tokio::test]
async fn the_query_of_a_path_is_always_sent() {
    let server = server(ResponseTemplate::new(204)).await;
    client(&server).beta().slags().list().limit(3).await.expect("nothing");
    let request = sent(&server).await;
    assert_eq!(request.url.path(), "/slags");
    assert_eq!(request.url.query(), Some("beta=true&limit=3"));
}

#[tokio::test]
async fn a_parameter_in_the_query_of_a_path_is_a_query_parameter() {
    let server = server(ResponseTemplate::new(204)).await;
    client(&server).slags().dark_slag("a?b", "c&d").await.expect("nothing");
    let request = sent(&server).await;
    assert_eq!(request.url.path(), "/slags/a%3Fb");
    assert_eq!(request.url.query(), Some("kind=c%26d"));
}

#[tokio::test]
async fn the_fragment_of_a_path_is_not_sent() {
    let server = server(ResponseTemplate::new(204)).await;
    client(&server).slags().light_slag("a").await.expect("nothing");
    let request = sent(&server).await;
    assert_eq!((request.url.path(), request.url.query()), ("/slags/a", None));
}

#[tokio::test]
async fn a_list_of_objects_is_json_in_a_query() {
    let server = server(ResponseTemplate::new(204)).await;
    let ranges =
        [ListSlagsRangesItem::new().set_from(1).to(2), ListSlagsRangesItem::new().set_from(5)];
    client(&server).beta().slags().list().ranges(ranges).await.expect("nothing");
    let request = sent(&server).await;
    let ranges = request.url.query_pairs().find(|(name, _)| name == "ranges").expect("ranges");
    assert_eq!(ranges.1, r#"[{"from":1,"to":2},{"from":5}]"#);
}

#[tokio::test]
async fn a_body_without_properties_is_not_asked_for() {
    let server = server(ResponseTemplate::new(204)).await;
    let slags = client(&server).slags();
    slags.delete_slag("a").await.expect("nothing");
    let request = sent(&server).await;
    assert!(request.body.is_empty() && !request.headers.contains_key("content-type"));
    let body = RawJson::from(serde_json::json!({"melt": true}));
    slags.delete_slag("a").body(body).await.expect("nothing");
    let requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(requests[1].body, br#"{"melt":true}"#);
}

#[tokio::test]
async fn all_media_types_of_a_file_are_accepted() {
    let server = server(ResponseTemplate::new(200).set_body_bytes(*b"\x89PNG")).await;
    let photo = client(&server).slags().photo().retrieve("a").await.expect("a photo");
    let pieces: Vec<_> = photo.try_collect().await.expect("bytes");
    assert_eq!(pieces.concat(), b"\x89PNG");
    assert_eq!(sent(&server).await.headers["accept"], "image/jpeg, image/png");
}

#[tokio::test]
async fn a_text_that_is_said_to_be_json_is_read_as_bytes() {
    let server = server(ResponseTemplate::new(200).set_body_bytes(*b"not JSON")).await;
    let report = client(&server).slags().report().content("a").await.expect("a report");
    let pieces: Vec<_> = report.try_collect().await.expect("bytes");
    assert_eq!(pieces.concat(), b"not JSON");
    assert_eq!(sent(&server).await.headers["accept"], "*/*");
}

#[tokio::test]
async fn a_redirect_is_the_answer_of_an_operation_that_has_no_other() {
    let answer = ResponseTemplate::new(302).insert_header("location", "/pages/a?signature=s");
    let server = server(answer).await;
    let page: Location = client(&server).slags().page().retrieve("a").await.expect("a location");
    assert_eq!(*page, format!("{}/pages/a?signature=s", server.uri()));
    assert_eq!(sent(&server).await.url.path(), "/slags/a/page");
}

#[tokio::test]
async fn what_is_no_redirect_is_an_error() {
    let server = server(ResponseTemplate::new(404)).await;
    let error = client(&server).slags().page().retrieve("a").await.expect_err("no page");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn changes_are_watched_line_by_line() {
    let lines = "{\"changes\":1}\n{\"changes\":2}\n";
    let answer = ResponseTemplate::new(200).set_body_raw(lines, "application/json");
    let server = server(answer).await;
    let changes = client(&server).slag_changes().retrieve_stream().await.expect("changes");
    let changes: Vec<_> = changes.try_collect().await.expect("two changes");
    assert_eq!(changes.iter().map(|it| it.changes).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let request = sent(&server).await;
    assert_eq!(request.url.query(), Some("watch=true"));
    assert_eq!(request.headers["accept"], "application/json;stream=watch");
}

#[tokio::test]
async fn a_text_is_an_answer_where_the_body_asks_for_one() {
    let server = server(ResponseTemplate::new(200).set_body_raw("1\nHiss", "text/plain")).await;
    let body = TranscribeSlagBody::new().response_format("srt");
    let text = client(&server).slags().transcript().create_text("a", body).await.expect("a text");
    assert_eq!(&*text, "1\nHiss");
    assert_eq!(sent(&server).await.headers["accept"], "*/*");
}
