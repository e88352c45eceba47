//! The configuration of a client: precedence, credentials, headers, regions and runtimes.

use std::{
    error::Error as _,
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant, SystemTime},
};

use futures_util::FutureExt;
use openai_containers::{
    Client, ClientBuilder, ErrorKind, Secret,
    runtime::{BoxError, BoxFuture, Clock},
    testing::status,
};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use crate::fake::{answering, builder, client, container, found, sent_header};

/// The base URL that a client of this builder uses.
async fn place(builder: ClientBuilder) -> String {
    let fake = answering([found()]);
    let client = builder.api_key("k").transport(fake.clone()).build().expect("a client");
    client.containers().retrieve("c").await.expect("a container");
    fake.requests()[0].uri.to_string().replace("/containers/c", "")
}

#[tokio::test]
async fn a_region_is_a_base_url() {
    for (region, base_url) in [
        ("global", "https://api.openai.com/v1"),
        ("us", "https://us.api.openai.com/v1"),
        ("eu", "https://eu.api.openai.com/v1"),
        ("ae", "https://ae.api.openai.com/v1"),
    ] {
        assert_eq!(place(Client::builder().data_residency(region)).await, base_url);
    }
    assert_eq!(place(Client::builder()).await, "https://api.openai.com/v1");
}

#[test]
fn invalid_settings_are_errors_of_build() {
    let builder = || Client::builder().api_key("sk-sesame");
    for (number, builder) in [
        Client::builder(),
        Client::builder().api_key(""),
        Client::builder().api_key(" \t"),
        Client::builder().api_key("sk-sesame\r\nx-injected: 1"),
        builder().base_url(""),
        builder().base_url("::not a url"),
        builder().base_url("/v1"),
        builder().base_url("ftp://host/v1"),
        builder().header("bad name", "x"),
        builder().header("x-a", "1\r\nx-b: 2"),
        builder().organization("a\nb"),
        builder().data_residency("mars"),
        builder().data_residency(""),
        builder().data_residency("EU"),
        builder().data_residency("eu").base_url("https://api.openai.com/v1"),
        builder().base_url("https://api.openai.com/v1").data_residency("eu"),
    ]
    .into_iter()
    .enumerate()
    {
        let error = builder.build().expect_err("a mistake");
        assert_eq!(error.kind(), ErrorKind::Config, "{number}");
        assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
    }
    let error = Client::builder().build().expect_err("no key");
    let help = "no credential: set `api_key`, or read OPENAI_API_KEY from the environment";
    assert_eq!(error.to_string(), help);
}

#[tokio::test]
async fn headers_of_the_request_override_those_of_the_client() {
    let fake = answering([found()]);
    let with = builder(&fake).header("X-Foo", "client").header("x-gone", "1").organization("org");
    let client = with.build().expect("a client");
    let retrieve = || client.containers().retrieve("c");
    let own = concat!("openai-containers/", env!("CARGO_PKG_VERSION"));
    for (request, name, expected) in [
        (retrieve(), "x-foo", &["client"][..]),
        (retrieve().header("x-FOO", "request"), "x-foo", &["request"]),
        (retrieve().append_header("x-foo", "2"), "x-foo", &["client", "2"]),
        (retrieve().header("x-a", "1").append_header("X-A", "2"), "x-a", &["1", "2"]),
        (retrieve().remove_header("X-GONE"), "x-gone", &[]),
        (retrieve().header("Authorization", "Custom abc"), "authorization", &["Custom abc"]),
        (retrieve().remove_header("authorization"), "authorization", &[]),
        (retrieve(), "authorization", &["Bearer sk-sesame"]),
        (retrieve(), "user-agent", &[own]),
        (retrieve().header("user-agent", "mine/1"), "user-agent", &["mine/1"]),
        (retrieve(), "accept", &["application/json"]),
        (retrieve(), "content-type", &[]),
        (retrieve(), "openai-organization", &["org"]),
        (retrieve(), "openai-project", &[]),
        (retrieve(), "x-stainless-lang", &[]),
    ] {
        request.await.expect("a container");
        assert_eq!(sent_header(&fake, name), expected, "{name}");
    }
    for request in [retrieve().header("bad name", "x"), retrieve().header("x", "a\nb")] {
        let error = request.await.expect_err("no such header");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn a_client_built_from_another_does_not_change_it() {
    let fake = answering([found()]);
    let first = builder(&fake).header("x-a", "1").build().expect("a client");
    let second =
        first.to_builder().header("x-a", "2").api_key("sk-other").build().expect("another");
    for (client, header, key) in
        [(&second, "2", "Bearer sk-other"), (&first, "1", "Bearer sk-sesame")]
    {
        client.containers().retrieve("c").await.expect("a container");
        assert_eq!(sent_header(&fake, "x-a"), [header]);
        assert_eq!(sent_header(&fake, "authorization"), [key]);
    }
}

#[tokio::test]
async fn the_key_is_fetched_for_each_attempt() {
    let fake = answering([status(401).header("x-should-retry", "true"), status(503), found()]);
    let fetched = std::sync::Arc::new(AtomicU32::new(0));
    let count = fetched.clone();
    let provider = move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        async move {
            tokio::task::yield_now().await;
            Ok(Secret::from(format!("key-{number}")))
        }
    };
    let client = builder(&fake).api_key_provider(provider).build().expect("a client");
    client.containers().retrieve("c").await.expect("a container");
    let keys: Vec<_> =
        fake.requests().iter().map(|sent| sent.headers["authorization"].clone()).collect();
    assert_eq!(keys, ["Bearer key-0", "Bearer key-1", "Bearer key-2"]);
    assert!(fake.requests().iter().all(|sent| sent.headers["authorization"].is_sensitive()));
    let own = client.containers().retrieve("c").header("authorization", "Custom abc");
    own.await.expect("a container");
    assert_eq!(fetched.load(Ordering::Relaxed), 3, "a header replaces the key");
}

#[tokio::test]
async fn a_key_that_cannot_be_fetched_ends_the_call() {
    let fake = answering([found()]);
    let closed = || async { Err(BoxError::from("the token has expired")) };
    let error = retrieve_with(builder(&fake).api_key_provider(closed)).await;
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("the token has expired"));
    let empty = || async { Ok(Secret::from(" ")) };
    retrieve_with(builder(&fake).api_key_provider(empty)).await;
    let broken = || async { Ok(Secret::from("a\nb")) };
    retrieve_with(builder(&fake).api_key_provider(broken)).await;
    assert!(fake.requests().is_empty());
}

async fn retrieve_with(builder: ClientBuilder) -> openai_containers::Error {
    let client = builder.build().expect("a client");
    let error = client.containers().retrieve("c").await.expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::Config);
    error
}

#[tokio::test]
async fn a_key_that_takes_too_long_is_a_timeout() {
    let fake = answering([found()]);
    let clock = fake.clock();
    let slow = move || {
        let clock = clock.clone();
        async move {
            clock.sleep(Duration::from_secs(60)).await;
            Ok(Secret::from("late"))
        }
    };
    let client = builder(&fake).api_key_provider(slow).max_retries(0).build().expect("a client");
    let request = client.containers().retrieve("c").timeout(Duration::from_secs(5));
    assert!(request.await.expect_err("no key").is_timeout());
    assert!(fake.requests().is_empty());
}

#[test]
fn a_call_outside_of_a_runtime_is_an_error_that_says_what_to_do() {
    let client = Client::new("sk-sesame").expect("a client");
    let request = client.containers().retrieve("c").into_future();
    let error = request.now_or_never().expect("no wait").expect_err("no runtime");
    assert_eq!(error.kind(), ErrorKind::Config);
    let advice = error.source().expect("a cause").to_string();
    assert!(advice.contains("#[tokio::main]") && advice.contains("`blocking`"), "{advice}");
}

#[test]
fn no_runtime_is_needed_without_network_and_clock() {
    let fake = answering([status(503), found()]);
    let mut call = client(&fake).containers().retrieve("c").into_future();
    let found = (0..10).find_map(|_| (&mut call).now_or_never());
    found.expect("no wait").expect("a container");
}

/// A clock that needs no runtime.
#[derive(Debug)]
struct Elsewhere;

impl Clock for Elsewhere {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    fn random(&self) -> f64 {
        0.0
    }
}

#[test]
fn the_network_needs_a_runtime_with_any_clock() {
    let builder = Client::builder().api_key("k").clock(Elsewhere).max_retries(0);
    let call = builder.build().expect("a client").containers().retrieve("c").into_future();
    let error = call.now_or_never().expect("no wait").expect_err("no runtime");
    assert!(error.source().expect("a cause").to_string().contains("tokio"), "{error:?}");
}

/// The headers of the request that the driver sends with these variables and arguments; `None` if it
/// sends none.
async fn driven(
    server: &MockServer,
    environment: &[(&str, &str)],
    arguments: &[&str],
) -> Option<wiremock::Request> {
    server.reset().await;
    let found = ResponseTemplate::new(200).set_body_json(container("c"));
    Mock::given(any()).respond_with(found).mount(server).await;
    let mut command = Command::new(env!("CARGO_BIN_EXE_containers"));
    command.env_clear().envs(environment.iter().copied()).args(arguments).args(["retrieve", "c"]);
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.expect("it runs").expect("it starts");
    let sent = server.received_requests().await.expect("they are recorded").pop();
    assert_eq!(output.status.code(), Some(if sent.is_some() { 0 } else { 1 }), "{output:?}");
    sent
}

#[tokio::test]
async fn the_program_overrides_the_environment() {
    let server = MockServer::start().await;
    let base = format!("{}/v1", server.uri());
    let blanks = format!(" {base} \n");
    let here = ("OPENAI_BASE_URL", base.as_str());
    let key = ("OPENAI_API_KEY", "k-env");
    let nowhere = ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
    let headers = ("OPENAI_CUSTOM_HEADERS", "X-Env:  env \nno colon\n\nX-B: b:c");
    for (environment, arguments, name, expected) in [
        (&[here, key][..], &[][..], "authorization", Some("Bearer k-env")),
        (&[here, key], &["--api-key", "k-flag"], "authorization", Some("Bearer k-flag")),
        (&[nowhere, key], &["--base-url", &base], "authorization", Some("Bearer k-env")),
        (
            &[("OPENAI_BASE_URL", &blanks), ("OPENAI_API_KEY", "\tk ")],
            &[],
            "authorization",
            Some("Bearer k"),
        ),
        (&[here, key, ("OPENAI_ORG_ID", " org ")], &[], "openai-organization", Some("org")),
        (&[here, key, ("OPENAI_ORG_ID", " ")], &[], "openai-organization", None),
        (
            &[here, key, ("OPENAI_PROJECT_ID", "p")],
            &["--project", "q"],
            "openai-project",
            Some("q"),
        ),
        (&[here, key, headers], &[], "x-env", Some("env")),
        (&[here, key, headers], &[], "x-b", Some("b:c")),
        (&[here, key, headers], &["--header", "x-env: 2"], "x-env", Some("2")),
        (&[here, key, ("OPENAI_ADMIN_KEY", "a")], &[], "authorization", Some("Bearer k-env")),
    ] {
        let sent = driven(&server, environment, arguments).await.expect("a request");
        let value = sent.headers.get(name).map(|value| value.to_str().expect("text"));
        assert_eq!(value, expected, "{environment:?} {arguments:?}");
    }
    for environment in [
        &[here][..],
        &[here, ("OPENAI_API_KEY", "  ")],
        &[here, ("OPENAI_ADMIN_KEY", "a")],
        &[here, key, ("OPENAI_CUSTOM_HEADERS", "bad name: x")],
    ] {
        assert!(driven(&server, environment, &[]).await.is_none(), "{environment:?}");
    }
}
