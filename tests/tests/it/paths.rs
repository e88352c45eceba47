//! The URLs of requests: base URLs and path parameters.

use openai_containers::{ErrorKind, testing::FakeTransport};

use crate::fake::{answering, builder, client, found};

/// The URL of a request for `id` with the base URL `base`.
async fn url(base: &str, id: &str) -> String {
    let fake = answering([found()]);
    let client = builder(&fake).base_url(base).build().expect("a valid configuration");
    client.containers().retrieve(id).await.expect("a container");
    fake.requests()[0].uri.to_string()
}

#[tokio::test]
async fn any_id_is_one_path_segment() {
    for (id, segment) in [
        ("cntr_1", "cntr_1"),
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("../files", "..%2Ffiles"),
        ("..\\files", "..%5Cfiles"),
        ("%2e%2e", "%252e%252e"),
        (".%2E", ".%252E"),
        ("...", "..."),
        (".hidden", ".hidden"),
        ("100%", "100%25"),
        ("a\tb\r\n", "a%09b%0D%0A"),
        ("a b+c", "a%20b+c"),
        ("žluť😀", "%C5%BElu%C5%A5%F0%9F%98%80"),
        ("!$&'()*+,;=:@-._~", "!$&'()*+,;=:@-._~"),
        ("https://evil.example/x", "https:%2F%2Fevil.example%2Fx"),
        ("//evil.example", "%2F%2Fevil.example"),
        ("\0", "%00"),
    ] {
        let expected = format!("https://api.openai.com/v1/containers/{segment}");
        assert_eq!(url("https://api.openai.com/v1", id).await, expected, "{id:?}");
    }
}

#[tokio::test]
async fn an_empty_or_dot_segment_id_is_an_error() {
    for id in ["", ".", ".."] {
        let fake = FakeTransport::new();
        let error = client(&fake).containers().retrieve(id).await.expect_err("no such path");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{id:?}");
        assert!(error.to_string().contains("`container_id`"), "{error}");
        assert!(fake.requests().is_empty());
    }
}

#[tokio::test]
async fn the_base_url_keeps_its_path_and_query() {
    for (base, expected) in [
        ("http://h", "http://h/containers/x"),
        ("http://h/", "http://h/containers/x"),
        ("http://h/v1/", "http://h/v1/containers/x"),
        ("http://h:8080/a/b", "http://h:8080/a/b/containers/x"),
        ("http://h/a%20b", "http://h/a%20b/containers/x"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/containers/x"),
        ("http://h/v1?team=7", "http://h/v1/containers/x?team=7"),
        ("https://user:pass@h/v1", "https://h/v1/containers/x"),
    ] {
        assert_eq!(url(base, "x").await, expected, "{base}");
    }
}

#[tokio::test]
async fn query_values_cannot_add_or_truncate_parameters() {
    let fake = answering([crate::fake::page(&[], None)]);
    let containers = client(&fake).containers();
    for (request, expected) in [
        (containers.list(), None),
        (containers.list().limit(0), Some("limit=0")),
        (containers.list().name(""), Some("name=")),
        (containers.list().name("a b&c=d#é/+%"), Some("name=a%20b%26c%3Dd%23%C3%A9%2F%2B%25")),
        (containers.list().after("a/b?c"), Some("after=a%2Fb%3Fc")),
        (containers.list().query("x[]", "1"), Some("x%5B%5D=1")),
        (containers.list().limit(2).query("limit", "007"), Some("limit=007")),
        (containers.list().query("t", "1").append_query("t", "2"), Some("t=1&t=2")),
    ] {
        request.await.expect("a page");
        let sent = fake.requests().pop().expect("a request");
        assert_eq!(sent.uri.query(), expected);
    }
}
