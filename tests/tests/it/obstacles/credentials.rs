//! Security schemes: where each is sent, and the error if it is missing.

use obstacles::{Client, ClientBuilder, Error, IntoRequest};
use wiremock::{MockServer, ResponseTemplate};

use super::{sent, server};

async fn done() -> MockServer {
    server(ResponseTemplate::new(204)).await
}

/// The value of `header` in the only request of `call`.
async fn said<R: IntoRequest<Value = ()>>(
    with: impl FnOnce(ClientBuilder) -> ClientBuilder,
    call: impl FnOnce(&Client) -> R,
    header: &str,
) -> Option<String> {
    let server = done().await;
    let builder = with(Client::builder().base_url(server.uri()));
    let client = builder.build().expect("a valid configuration");
    call(&client).into_request().await.expect("an answer");
    let request = sent(&server).await;
    request.headers.get(header).map(|it| it.to_str().expect("text").to_owned())
}

#[tokio::test]
async fn each_scheme_is_sent_where_it_belongs() {
    let login = said(|it| it.login("Ada", "x:y"), |it| it.by().login(), "authorization");
    assert_eq!(login.await.as_deref(), Some("Basic QWRhOng6eQ=="));
    let key = said(|it| it.key("k1"), |it| it.by().key().retrieve(), "x-key");
    assert_eq!(key.await.as_deref(), Some("k1"));
    let cookie = said(|it| it.session("s1"), |it| it.by().cookie().retrieve(), "cookie");
    assert_eq!(cookie.await.as_deref(), Some("sid=s1"));
    let token = said(|it| it.token("t1"), |it| it.by().maybe().retrieve(), "authorization");
    assert_eq!(token.await.as_deref(), Some("Bearer t1"));
}

#[tokio::test]
async fn a_key_may_be_in_the_query() {
    let server = done().await;
    let builder = Client::builder().base_url(server.uri()).code("c&1");
    let client = builder.build().expect("a valid configuration");
    client.by().query().await.expect("an answer");
    assert_eq!(sent(&server).await.url.query(), Some("code=c%261"));
}

#[tokio::test]
async fn credentials_of_one_requirement_are_sent_together() {
    let both = |builder: ClientBuilder| builder.token("t1").key("k1").login("Ada", "x");
    let call = |client: &Client| client.by().both().retrieve();
    assert_eq!(said(both, call, "authorization").await.as_deref(), Some("Bearer t1"));
    assert_eq!(said(both, call, "x-key").await.as_deref(), Some("k1"));
    // One of two required credentials is not enough, so the other alternative is used.
    let one = |builder: ClientBuilder| builder.token("t1").login("Ada", "x");
    assert_eq!(said(one, call, "authorization").await.as_deref(), Some("Basic QWRhOng="));
    assert_eq!(said(one, call, "x-key").await, None);
}

#[tokio::test]
async fn credentials_that_the_operation_does_not_name_are_not_sent() {
    let all = |builder: ClientBuilder| builder.token("t1").key("k1").session("s1").code("c1");
    let call = |client: &Client| client.by().key().retrieve();
    assert_eq!(said(all, call, "authorization").await, None);
    assert_eq!(said(all, call, "cookie").await, None);
    assert_eq!(said(|it| it, |it| it.by().maybe().retrieve(), "authorization").await, None);
}

#[tokio::test]
async fn a_missing_credential_is_an_error_that_names_it() {
    let server = done().await;
    let builder = Client::builder().base_url(server.uri()).token("t1");
    let client = builder.build().expect("a valid configuration");
    for (call, name) in [
        (client.by().login().into_request(), "login"),
        (client.by().key().retrieve().into_request(), "key"),
        (client.by().query().into_request(), "code"),
        (client.by().cookie().retrieve().into_request(), "session"),
        (client.by().both().retrieve().into_request(), "key"),
    ] {
        let error = call.await.expect_err("no credential");
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert!(error.to_string().contains(name), "{error} lacks {name}");
    }
    assert_eq!(server.received_requests().await.map(|it| it.len()), Some(0));
}
