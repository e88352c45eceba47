//! The program `containers`, which calls the SDK from a shell.

use std::process::{Command, Output};

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{path, query_param, query_param_is_missing},
};

async fn run(server: &MockServer, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_containers"));
    command.env_clear().args(["--base-url", &format!("{}/v1", server.uri()), "--api-key", "k"]);
    command.args(arguments);
    tokio::task::spawn_blocking(move || command.output())
        .await
        .expect("it runs")
        .expect("it starts")
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn page(ids: &[&str], more: bool) -> ResponseTemplate {
    let data: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id, "object": "container", "name": "n", "created_at": 1, "status": "s"}))
        .collect();
    let body =
        json!({"object": "list", "data": data, "first_id": "x", "last_id": "x", "has_more": more});
    ResponseTemplate::new(200).set_body_json(body)
}

#[tokio::test]
async fn lists_three_pages() {
    let server = MockServer::start().await;
    let first = Mock::given(path("/v1/containers")).and(query_param_is_missing("after"));
    first.respond_with(page(&["a", "b"], true)).mount(&server).await;
    for (after, ids, more) in [("b", ["c"], true), ("c", ["d"], false)] {
        let next = Mock::given(path("/v1/containers")).and(query_param("after", after));
        next.respond_with(page(&ids, more)).mount(&server).await;
    }
    for blocking in [&[][..], &["--blocking"]] {
        let output = run(&server, &[blocking, &["list", "--all"]].concat()).await;
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let ids: Vec<_> = lines(&output.stdout).iter().map(|it| it["id"].clone()).collect();
        assert_eq!(ids, ["a", "b", "c", "d"]);
    }
}

#[tokio::test]
async fn reports_a_failure_as_one_line() {
    let server = MockServer::start().await;
    let body = json!({"error": {"message": "gone", "type": "t", "param": null, "code": "c"}});
    let response =
        ResponseTemplate::new(404).set_body_json(body).insert_header("x-request-id", "req_1");
    Mock::given(path("/v1/containers/x")).respond_with(response).mount(&server).await;
    let output = run(&server, &["retrieve", "x"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let report = &lines(&output.stderr)[0];
    assert_eq!((&report["kind"], &report["status"]), (&json!("not_found"), &json!(404)));
    assert_eq!((&report["code"], &report["request_id"]), (&json!("c"), &json!("req_1")));
}

#[tokio::test]
async fn unknown_arguments_are_errors() {
    let server = MockServer::start().await;
    assert_eq!(run(&server, &["retrieve", "x", "--nope"]).await.status.code(), Some(2));
    assert_eq!(run(&server, &["list", "--order", "sideways"]).await.status.code(), Some(2));
    assert_eq!(run(&server, &["--help"]).await.status.code(), Some(0));
}

#[tokio::test]
async fn prints_what_is_nested_deeply() {
    let server = MockServer::start().await;
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let body = format!(
        r#"{{"id":"x","object":"container","name":"n","created_at":1,"status":"s","deep":{deep}}}"#
    );
    let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
    Mock::given(path("/v1/containers/x")).respond_with(response).mount(&server).await;
    let output = run(&server, &["retrieve", "x"]).await;
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains(&deep));
}

#[tokio::test]
async fn a_list_without_data_is_empty() {
    for body in ["{}", r#"{"data":null}"#, r#"{"object":"list","has_more":true}"#] {
        let server = MockServer::start().await;
        let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        Mock::given(path("/v1/containers")).respond_with(response).mount(&server).await;
        let output = run(&server, &["list", "--all"]).await;
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stdout.is_empty(), "{body}");
    }
}
