//! Operations whose result is ready later.

use obstacles::{Error, types::CastState};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use super::client;

/// A server that starts casts, and says these states one after the other.
async fn foundry(states: &[&str]) -> MockServer {
    let server = MockServer::start().await;
    let cast = |state: &str| {
        let body = json!({"id": "c 1", "state": state});
        ResponseTemplate::new(200).set_body_json(body).insert_header("foundry-wait-ms", "1")
    };
    Mock::given(method("POST"))
        .and(path("/ladles/l1/casts"))
        .respond_with(cast("liquid"))
        .expect(1)
        .mount(&server)
        .await;
    for state in states {
        Mock::given(method("GET"))
            .and(path("/ladles/l1/casts/c%201"))
            .respond_with(cast(state))
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    server
}

#[tokio::test]
async fn a_call_waits_until_its_result_is_ready() {
    let server = foundry(&["liquid", "liquid", "solid"]).await;
    let casts = client(&server).ladles().casts();
    let cast = casts.create_and_poll("l1").await.expect("a cast");
    assert_eq!((cast.id.as_str(), cast.state), ("c 1", CastState::Solid));
    assert_eq!(server.received_requests().await.expect("requests").len(), 4);
}

#[tokio::test]
async fn setters_are_those_of_the_first_request() {
    let server = foundry(&["cracked"]).await;
    let casts = client(&server).ladles().casts();
    let request = casts.create("l1").fast(true).header("x-shift", "night");
    // How it ended is a result: the configuration names no state as an error.
    assert_eq!(request.until_done().await.expect("a cast").state, CastState::Cracked);
    let requests = server.received_requests().await.expect("requests");
    let queries: Vec<_> = requests.iter().map(|it| it.url.query()).collect();
    assert_eq!(queries, [Some("fast=true"), None]);
    assert!(requests.iter().all(|it| it.headers["x-shift"] == "night"));
}

#[tokio::test]
async fn a_failed_request_ends_it() {
    let server = foundry(&["liquid"]).await;
    let error = client(&server).ladles().casts().create_and_poll("l1").await.unwrap_err();
    assert!(matches!(&error, Error::Api(it) if it.status == 404), "{error}");
}

#[tokio::test]
async fn a_header_has_the_url_of_the_state() {
    let server = MockServer::start().await;
    let melt = |status: &str| {
        let body = json!({"status": status, "tons": 2.5});
        ResponseTemplate::new(200).set_body_json(body).insert_header("retry-after-ms", "1")
    };
    let started = ResponseTemplate::new(202)
        .set_body_json(json!({"status": "notStarted"}))
        .insert_header("operation-location", format!("{}/melts/m1?key=1", server.uri()));
    Mock::given(method("POST"))
        .and(path("/ladles/l1/melts"))
        .respond_with(started)
        .expect(1)
        .mount(&server)
        .await;
    for status in ["notStarted", "running", "succeeded"] {
        Mock::given(method("GET"))
            .and(path("/melts/m1"))
            .respond_with(melt(status))
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    let request = client(&server).ladles().melts().create("l1").header("x-shift", "night");
    let melt = request.until_done().await.expect("a melt");
    assert_eq!((melt.status.as_str(), melt.tons), ("succeeded", Some(2.5)));
    let requests = server.received_requests().await.expect("requests");
    assert_eq!(requests.len(), 4);
    for request in &requests {
        assert_eq!(request.headers["authorization"], "Bearer tk");
        assert_eq!(request.headers["x-shift"], "night");
    }
    assert_eq!(requests[3].url.query(), Some("key=1"));
}
