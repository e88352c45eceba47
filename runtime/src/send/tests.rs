use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::*;
use crate::{
    Client, ErrorKind, Limit, Operation, Request, Secret,
    fixture::{builder, client, retrieve},
    headers::parse_value,
    testing::{FakeTransport, json, lost, status},
};

mod bounds;
mod repeats;

const LADLE: &str = r#"{"id": "l_1"}"#;

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

fn fake(replies: impl IntoIterator<Item = crate::testing::Reply>) -> FakeTransport {
    replies.into_iter().fold(FakeTransport::new(), |fake, reply| fake.on("ladles.retrieve", reply))
}

#[tokio::test]
async fn a_call_is_one_request() {
    let fake = fake([json(LADLE)]);
    assert_eq!(retrieve(&client(&fake)).await.unwrap().id, "l_1");
    let [sent] = &fake.requests()[..] else { panic!("{fake:?}") };
    assert_eq!(sent.uri, "https://api.example.com/v1/ladles/l_1");
    let headers: Vec<_> =
        sent.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    assert_eq!(
        headers,
        [
            ("accept", "application/json"),
            ("user-agent", "casting/1.0"),
            ("authorization", "Bearer sk-sesame"),
        ]
    );
    assert!(sent.headers["authorization"].is_sensitive());
}

#[tokio::test]
async fn an_operation_may_have_headers_of_its_own() {
    static TILT: Operation = Operation::post("ladles.tilt", "/tilt").headers(&[("X-Beta", "1")]);
    static WRONG: Operation = Operation::post("ladles.tilt", "/tilt").headers(&[("host", "b")]);
    let fake = FakeTransport::new().on("ladles.tilt", status(204));
    let client = builder(&fake).header("x-beta", "0").build().unwrap();
    let tilt = || Request::<()>::new(&client, &TILT);
    tilt().await.unwrap();
    tilt().header("x-beta", "2").await.unwrap();
    let sent = fake.requests().into_iter().map(|it| it.headers["x-beta"].clone());
    assert_eq!(sent.collect::<Vec<_>>(), ["1", "2"]);
    let error = Request::<()>::new(&client, &WRONG).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn an_operation_may_have_its_own_server() {
    static UPLOAD: Operation =
        Operation::post("ladles.upload", "/ladles").server("https://uploads.example.com/v2/");
    let upload = |client: &Client| Request::<()>::new(client, &UPLOAD);
    let fake = FakeTransport::new().on("ladles.upload", status(204));
    upload(&client(&fake)).await.unwrap();
    let moved = builder(&fake).base_url("http://localhost:1/here").build().unwrap();
    upload(&moved).await.unwrap();
    let sent = fake.requests().into_iter().map(|it| it.uri.to_string());
    assert_eq!(
        sent.collect::<Vec<_>>(),
        ["https://uploads.example.com/v2/ladles", "http://localhost:1/here/ladles"]
    );
}

#[tokio::test]
async fn any_token_is_an_http_method() {
    static COPY: Operation = Operation::new("COPY", "ladles.copy", "/ladles");
    static WRONG: Operation = Operation::new("NO TOKEN", "ladles.wrong", "/ladles");
    let fake = FakeTransport::new().on("ladles.copy", status(204));
    Request::<()>::new(&client(&fake), &COPY).await.unwrap();
    assert_eq!(fake.requests()[0].method.as_str(), "COPY");
    let error = Request::<()>::new(&client(&fake), &WRONG).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn transient_failures_are_retried_with_growing_waits() {
    let fake =
        fake([status(503), lost("cut"), status(429).header("retry-after", "3"), json(LADLE)]);
    let response = retrieve(&client(&fake)).max_retries(3).with_response().await.unwrap();
    assert_eq!(response.retries(), 3);
    assert_eq!(fake.clock().sleeps(), [seconds(0.5), seconds(1.0), seconds(3.0)]);
}

#[tokio::test]
async fn the_last_failure_is_the_one_reported() {
    let fake = fake([status(503), status(503), status(404).header("x-request-id", "req_1")]);
    let error = retrieve(&client(&fake)).max_retries(5).await.unwrap_err();
    assert_eq!((error.kind(), error.retries()), (ErrorKind::NotFound, 2));
    assert_eq!(error.request_id(), Some("req_1"));
    assert_eq!(
        error.to_string(),
        "ladles.retrieve (GET /ladles/{ladle_id}): 404 Not Found (request req_1)"
    );
}

#[tokio::test]
async fn a_long_retry_after_ends_the_call_and_is_in_the_error() {
    let fake = fake([status(429).header("retry-after", "121")]);
    let error = retrieve(&client(&fake)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(seconds(121.0)));
    assert_eq!(fake.requests().len(), 1);
    assert!(fake.clock().sleeps().is_empty());
}

#[tokio::test]
async fn slow_attempts_time_out_and_are_retried() {
    let fake = fake([json(LADLE).after(seconds(601.0)), json(LADLE).after(seconds(599.0))]);
    let response = retrieve(&client(&fake)).with_response().await.unwrap();
    assert_eq!(response.retries(), 1);

    let error = retrieve(&client(&fake)).timeout(seconds(5.0)).max_retries(1).await.unwrap_err();
    let Error::Timeout(error) = error else { panic!("{error:?}") };
    assert_eq!(error.limit(), Limit::Attempt(seconds(5.0)));
}

#[tokio::test]
async fn the_deadline_bounds_attempts_and_waits() {
    // Attempts of 4 s with waits of 0.5 and 1 s leave half a second for the third.
    let slow = fake([json(LADLE).after(seconds(60.0))]);
    let request = retrieve(&client(&slow)).timeout(seconds(4.0)).deadline(seconds(10.0));
    let Error::Timeout(error) = request.max_retries(9).await.unwrap_err() else { panic!() };
    assert_eq!(error.limit(), Limit::Call(seconds(10.0)));
    assert_eq!(slow.requests().len(), 3);

    // The wait would exceed the deadline: the failure is returned at once.
    let busy = fake([status(503).header("retry-after", "20")]);
    let error = retrieve(&client(&busy)).deadline(seconds(1.5)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InternalServer);
    assert!(busy.clock().sleeps().is_empty());
}

#[tokio::test]
async fn invalid_requests_are_not_sent() {
    let fake = fake([json(LADLE)]);
    let client = client(&fake);
    for request in [
        retrieve(&client).header("bad name", "x"),
        retrieve(&client).header("x-a", "1\r\nx-b: 2"),
        retrieve(&client).path("ladle_id", "").header("bad name", "x"),
        crate::Request::new(&client, &crate::fixture::RETRIEVE),
        crate::Request::new(&client, &crate::fixture::RETRIEVE).path("ladle_id", ".."),
    ] {
        assert_eq!(request.await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn the_credential_is_asked_for_before_each_attempt() {
    use std::sync::atomic::{AtomicU32, Ordering};

    let fake = fake([status(401).header("x-should-retry", "true"), json(LADLE)]);
    let count = AtomicU32::new(0);
    let provider = move || {
        let key = format!("key-{}", count.fetch_add(1, Ordering::Relaxed));
        std::future::ready(Ok(Secret::from(key)))
    };
    let client = builder(&fake).credential_provider(provider).build().unwrap();
    retrieve(&client).await.unwrap();
    let sent = fake.requests();
    assert_eq!(sent[0].headers["authorization"], "Bearer key-0");
    assert_eq!(sent[1].headers["authorization"], "Bearer key-1");

    retrieve(&client).header("Authorization", "Custom abc").await.unwrap();
    assert_eq!(fake.requests()[2].headers["authorization"], "Custom abc");
}

#[tokio::test]
async fn an_error_of_the_provider_ends_the_call() {
    let fake = fake([json(LADLE)]);
    let none = || std::future::ready(Err("the token has expired".into()));
    let blank = || std::future::ready(Ok(Secret::from(" ")));
    for client in [
        builder(&fake).credential_provider(none).build().unwrap(),
        builder(&fake).credential_provider(blank).build().unwrap(),
    ] {
        assert_eq!(retrieve(&client).await.unwrap_err().kind(), ErrorKind::Config);
    }
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn a_key_that_the_server_quotes_is_hidden() {
    let body = r#"{"error": {"message": "Incorrect API key: sk-sesame.", "code": "sk-sesame"}}"#;
    let fake = fake([status(401).body(body).header("set-cookie", "jar")]);
    let error = retrieve(&client(&fake)).query("token", "query-secret").await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("Incorrect API key: [hidden]."), "{shown}");
    for secret in ["sesame", "jar", "query-secret"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn an_operation_without_a_result_ignores_the_body() {
    static DELETE: crate::Operation = crate::Operation::delete("ladles.delete", "/ladles");
    for body in ["", "null", r#"{"deleted": true}"#, "[1]", "OK", "<html>", "{"] {
        let fake = FakeTransport::new().on("ladles.delete", status(200).body(body));
        let request = crate::Request::<()>::new(&client(&fake), &DELETE);
        request.clone().await.unwrap();
        assert_eq!(request.with_response().await.unwrap().text(), body);
    }
    let fake = FakeTransport::new().on("ladles.delete", status(404));
    let error = crate::Request::<()>::new(&client(&fake), &DELETE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_value_of_another_type_names_the_place() {
    let fake = fake([json(r#"{"id": 17}"#).header("x-request-id", "req_1")]);
    let error = retrieve(&client(&fake)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)));
    assert!(error.to_string().contains("`id`") && !error.to_string().contains("17"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    let Error::Decode(error) = error else { panic!() };
    assert_eq!(error.path(), "id");
}

#[test]
fn credentials_are_removed_from_texts() {
    let headers = HeaderMap::from_iter([
        (
            HeaderName::from_static("authorization"),
            parse_value("authorization", "Bearer sk-sesame").unwrap(),
        ),
        (HeaderName::from_static("x-trace"), HeaderValue::from_static("trace")),
    ]);
    let secrets = Secrets::of(&headers, Vec::new());
    let text = "`Bearer sk-sesame` is wrong, and so is sk-sesame; trace it";
    assert_eq!(secrets.hide(text.into()), "`[hidden]` is wrong, and so is [hidden]; trace it");
}

#[test]
fn encoded_forms_of_a_secret_are_removed_too() {
    let secrets = Secrets::of(&HeaderMap::new(), vec![Secret::basic("ada", "p/ss \"w\"rd")]);
    for form in [
        "p/ss \"w\"rd",
        "p%2Fss%20%22w%22rd",
        "p%2Fss+%22w%22rd",
        r#"p/ss \"w\"rd"#,
        "YWRhOnAvc3MgIncicmQ=",
        "cC9zcyAidyJyZA==",
        "cC9zcyAidyJyZA",
    ] {
        let text = secrets.hide(format!("not {form}!"));
        assert!(text.starts_with("not [hidden]") && text.len() < 20, "{form}: {text}");
    }
}

#[tokio::test]
async fn headers_of_the_connection_cannot_be_set() {
    let fake = fake([json(LADLE)]);
    let client = client(&fake);
    for name in ["Host", "content-length", "Transfer-Encoding", "connection", "upgrade"] {
        for request in
            [retrieve(&client).header(name, "1"), retrieve(&client).append_header(name, "1")]
        {
            let error = request.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name}");
        }
        let error = builder(&fake).header(name, "1").build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{name}");
    }
    assert!(fake.requests().is_empty());
}
