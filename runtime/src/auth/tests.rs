use std::sync::Arc;

use super::*;
use crate::{
    ErrorKind, Operation, Request,
    testing::{FakeTransport, Sent, status},
};

static API: Api = Api {
    user_agent: "casting/1.0",
    base_url: Some("https://api.example.com/v1?team=7"),
    base_url_env: None,
    headers_env: None,
    request_id: "x-request-id",
    credentials: &[
        Credential::bearer("token", Some("CASTING_TOKEN")),
        Credential::basic("login", None).optional(),
        Credential::header("header_key", None, "X-Key"),
        Credential::query("query_key", None, "key"),
        Credential::cookie("session", None, "session"),
    ],
    headers: &[],
    idempotency_header: None,
    retry_all_methods: false,
};

static ANY: Operation = Operation::get("any", "/any");
static NONE: Operation = Operation::get("none", "/none").auth(&[]);
static LOGIN: Operation = Operation::get("login", "/login").auth(&[&["login"]]);
static BOTH: Operation =
    Operation::get("both", "/").auth(&[&["header_key", "query_key"], &["token"]]);
static PERHAPS: Operation = Operation::get("perhaps", "/perhaps").auth(&[&[], &["token"]]);
static COOKIE: Operation = Operation::get("cookie", "/cookie").auth(&[&["session"]]);

fn builder(fake: &FakeTransport) -> ClientBuilder {
    ClientBuilder::new(&API).transport(fake.clone()).clock(fake.clock())
}

/// The request that a client with these credentials sends.
async fn sent(
    keys: &[(&'static str, &str)],
    operation: &'static Operation,
) -> Result<Sent, String> {
    let fake = FakeTransport::new().on(|_: &Sent| true, status(200));
    let set = |builder: ClientBuilder, (setting, key): &(&'static str, &str)| {
        builder.credential_as(setting, *key)
    };
    let client =
        keys.iter().fold(builder(&fake), set).build().map_err(|error| error.to_string())?;
    let request = Request::<()>::new(&client, operation);
    request.await.map_err(|error| error.to_string())?;
    Ok(fake.requests().remove(0))
}

const ALL: &[(&str, &str)] = &[
    ("session", "s;1"),
    ("query_key", "q&1"),
    ("header_key", "h1"),
    ("login", "user:pass"),
    ("token", "t1"),
];

#[tokio::test]
async fn each_credential_has_its_place() {
    let any = sent(ALL, &ANY).await.unwrap();
    assert_eq!(any.headers["authorization"], "Bearer t1");
    let login = sent(ALL, &LOGIN).await.unwrap();
    assert_eq!(login.headers["authorization"], "Basic dXNlcjpwYXNz");
    let both = sent(ALL, &BOTH).await.unwrap();
    assert_eq!(
        (both.uri.query(), &both.headers["x-key"]),
        (Some("team=7&key=q%261"), &"h1".parse().unwrap())
    );
    assert!(both.headers["x-key"].is_sensitive() && !both.headers.contains_key("authorization"));
    let cookie = sent(ALL, &COOKIE).await.unwrap();
    assert_eq!(cookie.headers["cookie"], "session=s%3B1");
    let none = sent(ALL, &NONE).await.unwrap();
    assert!(!none.headers.contains_key("authorization") && none.uri.query() == Some("team=7"));
}

#[tokio::test]
async fn the_first_complete_alternative_is_used() {
    let keys = [("query_key", "q1"), ("token", "t1")];
    assert_eq!(sent(&keys, &BOTH).await.unwrap().headers["authorization"], "Bearer t1");
    assert_eq!(sent(&keys, &PERHAPS).await.unwrap().headers["authorization"], "Bearer t1");
    assert!(!sent(&[], &PERHAPS).await.unwrap().headers.contains_key("authorization"));
    assert!(sent(&[], &NONE).await.is_ok());
}

#[tokio::test]
async fn a_credential_on_demand_is_sent_only_where_it_is_named() {
    static ADMIN: Api = Api {
        credentials: &[
            Credential::bearer("admin_key", None).on_demand(),
            Credential::bearer("token", None),
        ],
        ..crate::fixture::api()
    };
    static PURGE: Operation = Operation::delete("purge", "/any").auth(&[&["admin_key"]]);
    let fake = FakeTransport::new().on(|_: &Sent| true, status(200));
    let builder = || ClientBuilder::new(&ADMIN).transport(fake.clone()).clock(fake.clock());
    let builder = || builder().credential_as("admin_key", "a1");
    let client = builder().credential_as("token", "t1").build().unwrap();
    for (operation, expected) in [(&ANY, "Bearer t1"), (&PURGE, "Bearer a1")] {
        Request::<()>::new(&client, operation).await.unwrap();
        assert_eq!(fake.requests().pop().unwrap().headers["authorization"], expected);
    }
    let error = Request::<()>::new(&builder().build().unwrap(), &ANY).await.unwrap_err();
    assert_eq!(error.to_string(), "no credential: set `token`");
}

#[tokio::test]
async fn the_error_names_missing_credentials() {
    assert_eq!(
        sent(&[("header_key", "h1")], &BOTH).await.unwrap_err(),
        "no credential: set `header_key` and `query_key`; \
         or set `token`, or read CASTING_TOKEN from the environment"
    );
    assert_eq!(sent(&[], &LOGIN).await.unwrap_err(), "no credential: set `login`");
    assert!(sent(&[], &ANY).await.unwrap_err().starts_with("no credential: set `token`"));
    assert!(sent(&[("login", " ")], &LOGIN).await.is_err());
}

#[tokio::test]
async fn a_header_of_the_call_replaces_the_credential() {
    let fake = FakeTransport::new().on(|_: &Sent| true, status(200));
    let client = builder(&fake).build().unwrap();
    let request = Request::<()>::new(&client, &LOGIN);
    request.clone().header("Authorization", "Custom").await.unwrap();
    request.clone().remove_header("authorization").await.unwrap();
    assert_eq!(request.await.unwrap_err().kind(), ErrorKind::Config);
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn secrets_of_every_place_are_hidden() {
    let echo = r#"{"error": {"message": "query-secret user:password dXNlcjpwYXNzd29yZA=="}}"#;
    let fake = FakeTransport::new().on(|_: &Sent| true, status(403).body(echo));
    static QUERY: Operation = Operation::get("q", "/q").auth(&[&["query_key", "login"]]);
    let client = builder(&fake).credential_as("query_key", "query-secret");
    let client = client.credential_as("login", Secret::basic("user", "password")).build().unwrap();
    let error = Request::<()>::new(&client, &QUERY).await.unwrap_err();
    assert!(error.to_string().ends_with("[hidden] [hidden] [hidden]"), "{error}");
    let shown = format!("{error:?} {client:?} {:?}", Arc::new(fake));
    assert!(!shown.contains("secret") && !shown.contains("password"), "{shown}");
}

#[test]
fn a_key_in_the_query_replaces_the_one_that_a_link_has() {
    let key = Credential::query("query_key", None, "api key");
    for (before, after) in [
        ("https://h/x", "https://h/x?api%20key=new%26"),
        ("https://h", "https://h/?api%20key=new%26"),
        ("https://h/x?a=1&api%20key=old&b=%26", "https://h/x?a=1&b=%26&api%20key=new%26"),
        ("https://h/x?api+key=old&api%20ke%79&c", "https://h/x?c&api%20key=new%26"),
        ("https://h/x?api%20key2=other", "https://h/x?api%20key2=other&api%20key=new%26"),
    ] {
        let mut request = http::Request::new(crate::Body::empty());
        *request.uri_mut() = before.parse().unwrap();
        key.add(&"new&".into(), &mut request).unwrap();
        assert_eq!(request.uri(), after);
    }
}
