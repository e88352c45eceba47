//! The content of errors, and what they must not show.

use openai_containers::{
    Error, ErrorKind,
    testing::{FakeTransport, Reply, lost, status},
};

use crate::fake::{answering, builder, client, found};

async fn failure(reply: Reply) -> Error {
    let fake = answering([reply]);
    let request = client(&fake).containers().retrieve("cntr_1").max_retries(0);
    request.await.expect_err("a failure")
}

#[tokio::test]
async fn the_status_decides_the_kind() {
    for (code, kind) in [
        (300, ErrorKind::Api),
        (304, ErrorKind::Api),
        (400, ErrorKind::BadRequest),
        (401, ErrorKind::Authentication),
        (402, ErrorKind::Api),
        (403, ErrorKind::PermissionDenied),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (422, ErrorKind::UnprocessableEntity),
        (429, ErrorKind::RateLimit),
        (500, ErrorKind::InternalServer),
        (599, ErrorKind::InternalServer),
        (600, ErrorKind::Api),
        (999, ErrorKind::Api),
    ] {
        let error = failure(status(code).header("x-request-id", "req_1")).await;
        assert_eq!((error.kind(), error.status().map(|it| it.as_u16())), (kind, Some(code)));
        assert_eq!(error.request_id(), Some("req_1"));
        assert!(error.to_string().contains(&code.to_string()), "{error}");
    }
}

#[tokio::test]
async fn any_error_body_gives_an_api_error() {
    const NONE: Option<&str> = None;
    for (body, message, code) in [
        (&br#"{"error":{"message":"m","type":"t","param":"p","code":"c"}}"#[..], "m", Some("c")),
        (br#"{"error":{"message":"m","type":"t","param":null,"code":null}}"#, "m", NONE),
        (br#"{"error":{"message":{"reason":"xyz"}}}"#, r#"{"reason":"xyz"}"#, NONE),
        (br#"{"error":"the reason"}"#, "the reason", NONE),
        (br#"{"message":"top level","code":"c_9"}"#, "top level", Some("c_9")),
        (br#"{"error":{}}"#, "403 Forbidden", NONE),
        (br#"{"error":null}"#, "403 Forbidden", NONE),
        (b"[]", "403 Forbidden", NONE),
        (b"5", "403 Forbidden", NONE),
        (b"null", "403 Forbidden", NONE),
        (b"", "403 Forbidden", NONE),
        (b"<html>Forbidden</html>", "403 Forbidden", NONE),
        (br#"{"error": {"message": "ab"#, "403 Forbidden", NONE),
        (b"\xff\xfe\x00{", "403 Forbidden", NONE),
        (b"\xef\xbb\xbf{}", "403 Forbidden", NONE),
    ] {
        let reply = status(403).body(body).header("retry-after", "7").header("x-a", "1");
        let Error::Api(error) = failure(reply.header("x-request-id", "req_1")).await else {
            panic!("another error for {body:?}")
        };
        assert_eq!((error.message.as_str(), error.code.as_deref()), (message, code));
        assert_eq!((&error.body[..], error.status.as_u16()), (body, 403));
        assert_eq!(
            (error.headers["x-a"].as_bytes(), error.request_id.as_deref()),
            (&b"1"[..], Some("req_1"))
        );
        assert_eq!(error.retry_after.map(|it| it.as_secs()), Some(7));
    }
}

#[tokio::test]
async fn a_lost_connection_keeps_its_cause() {
    let error = failure(lost("connection reset")).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Connection, None));
    let cause = std::error::Error::source(&error).expect("a cause");
    assert_eq!(cause.to_string(), "connection reset");
}

#[tokio::test]
async fn a_success_with_an_invalid_body_is_a_decode_error() {
    for (body, path) in [
        ("", ""),
        (" \n", ""),
        ("<html>", ""),
        ("null", ""),
        ("[]", ""),
        ("{}", ""),
        (r#"{"title": 1}"#, ""),
        (r#"{"id": "c", "object": "#, "object"),
    ] {
        let reply = status(200).body(body).header("x-request-id", "req_1");
        let fake = answering([reply]);
        let error = client(&fake).containers().retrieve("c").await.expect_err("no container");
        assert_eq!(
            (error.kind(), error.request_id()),
            (ErrorKind::Decode, Some("req_1")),
            "{body}"
        );
        assert_eq!(fake.requests().len(), 1, "asking again would not help");
        let Error::Decode(error) = error else { panic!("{error:?}") };
        assert_eq!((error.path(), &error.body()[..]), (path, body.as_bytes()));
    }
}

#[tokio::test]
async fn no_output_contains_a_secret() {
    let echo = r#"{"error": {"message": "Incorrect API key: sk-sesame", "code": "sk-sesame"}}"#;
    for reply in [
        status(401).body(echo).header("set-cookie", "jar").header("x-request-id", "sk-sesame"),
        status(200).body(r#"{"name": "bodysecret", "id": }"#).header("set-cookie", "jar"),
        lost("connection reset"),
    ] {
        let fake = answering([reply]);
        let client = builder(&fake).base_url("https://user:password@h/v1").build().expect("valid");
        let request = client.containers().retrieve("cntr_1").query("token", "querysecret");
        let error = request.header("x-token", "headersecret").await.expect_err("a failure");
        let shown = format!("{error} {error:?}");
        for secret in ["sesame", "jar", "password", "querysecret", "headersecret", "bodysecret"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[tokio::test]
async fn redirects_are_errors_by_default() {
    for location in ["https://api.openai.com/v2", "https://evil.example/"] {
        let fake = answering([status(302).header("location", location), found()]);
        let error = client(&fake).containers().retrieve("c").await.expect_err("a redirect");
        assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::Api, 1));
    }
}

/// The URLs that a client requests if it follows redirects, and whether it gets a container.
async fn visited(fake: FakeTransport) -> (Vec<String>, bool) {
    let client = builder(&fake).follow_redirects(true).build().expect("a client");
    let found = client.containers().retrieve("c").await.is_ok();
    (fake.requests().iter().map(|sent| sent.uri.to_string()).collect(), found)
}

#[tokio::test]
async fn redirects_are_followed_within_the_origin_only() {
    const START: &str = "https://api.openai.com/v1/containers/c";
    for (code, location, next) in [
        (301, "/v2/c", Some("https://api.openai.com/v2/c")),
        (302, "https://api.openai.com:443/v2/c?x=1", Some("https://api.openai.com/v2/c?x=1")),
        (303, "d", Some("https://api.openai.com/v1/containers/d")),
        (307, "/v2", Some("https://api.openai.com/v2")),
        (308, "/v2", Some("https://api.openai.com/v2")),
        (302, "https://evil.example/v1", None),
        (302, "//evil.example/v1", None),
        (302, "http://api.openai.com/v1", None),
        (302, "https://api.openai.com:8443/v1", None),
        (300, "/v2", None),
        (304, "/v2", None),
    ] {
        let fake = answering([status(code).header("location", location), found()]);
        let expected: Vec<_> = [START].into_iter().chain(next).map(str::to_owned).collect();
        assert_eq!(visited(fake.clone()).await, (expected, next.is_some()), "{code} {location}");
        let keys = fake.requests().into_iter().map(|sent| sent.headers["authorization"].clone());
        assert!(keys.into_iter().all(|key| key == "Bearer sk-sesame"));
    }
    let circle = answering([status(302).header("location", "")]);
    let (urls, found) = visited(circle).await;
    assert_eq!((urls.len(), found), (6, false));
}
