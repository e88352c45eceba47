//! Methods of OpenAPI 3.2.

use std::time::Duration;

use obstacles::{Client, types::SearchMouldsBody};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{client, sent, server, text};

#[tokio::test]
async fn a_query_has_a_body() {
    let found = json!([{"id": 7}]);
    let server = server(ResponseTemplate::new(200).set_body_json(found)).await;
    let moulds =
        client(&server).moulds().query(SearchMouldsBody::new("round")).await.expect("moulds");
    assert_eq!(moulds[0].id, 7);
    let request = sent(&server).await;
    assert_eq!(request.method.as_str(), "QUERY");
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(text(&request), r#"{"shape":"round"}"#);
}

#[tokio::test]
async fn a_query_is_retried_with_its_body() {
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "0");
    let server = server(busy).await;
    let builder = Client::builder().token("tk").base_url(server.uri()).max_retries(1);
    let client = builder.timeout(Duration::from_secs(10)).build().expect("a configuration");
    client.moulds().query(SearchMouldsBody::new("round")).await.expect_err("it stays busy");
    let requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(requests.iter().map(text).collect::<Vec<_>>(), [r#"{"shape":"round"}"#; 2]);
}

#[tokio::test]
async fn any_method_is_sent_as_it_is_written() {
    let server = server(ResponseTemplate::new(204)).await;
    client(&server).files().copy_content("f 1", "/files/2").await.expect("a copy");
    let request = sent(&server).await;
    assert_eq!(request.method.as_str(), "COPY");
    assert_eq!(request.url.path(), "/files/f%201/content");
    assert_eq!(request.headers["destination"], "/files/2");
    assert!(request.body.is_empty());
}
