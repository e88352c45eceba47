use super::*;
use crate::{
    Body, ErrorKind, TransportError,
    fixture::{API, RETRIEVE, builder, retrieve},
    testing::{FakeTransport, json},
};

fn fake() -> FakeTransport {
    FakeTransport::new().on("ladles.retrieve", json(r#"{"id": "l_1"}"#))
}

/// The header `name` that a client of this builder sends.
async fn sent(builder: ClientBuilder, fake: &FakeTransport, name: &str) -> Option<String> {
    retrieve(&builder.build().unwrap()).await.unwrap();
    let sent = fake.requests().pop().unwrap();
    sent.headers.get(name).map(|value| value.to_str().unwrap().to_owned())
}

fn environment(variables: &'static [(&str, &str)]) -> Environment {
    let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
    Environment::read(&API, None, |name| find(name).map(|(_, value)| value.into())).unwrap()
}

#[test]
fn build_reports_invalid_settings() {
    for builder in [
        ClientBuilder::new(&API),
        ClientBuilder::new(&API).credential(" "),
        ClientBuilder::new(&API).credential("sk-a\nX-Injected: 1"),
        ClientBuilder::new(&API).credential("sk-a").base_url("::"),
        ClientBuilder::new(&API).credential("sk-a").base_url(""),
        ClientBuilder::new(&API).credential("sk-a").header("bad name", "x"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error} {error:?}").contains("sk-a"), "{error:?}");
    }
}

#[test]
fn a_region_overrides_the_environment() {
    const REGIONS: &[Region] = &[Region::new("eu", "https://eu.example.com/v1")];
    let mut builder = builder(&fake());
    let base_url = |builder: &ClientBuilder| {
        format!("{:?}", builder.clone().build().unwrap().base_url(&RETRIEVE).unwrap())
    };
    assert_eq!(base_url(&builder), "https://api.example.com");
    builder.environment = environment(&[("CASTING_BASE_URL", "https://env.example.com")]);
    assert_eq!(base_url(&builder), "https://env.example.com");
    assert_eq!(base_url(&builder.clone().region(REGIONS, "eu")), "https://eu.example.com");
    assert_eq!(base_url(&builder.base_url("https://own.example.com")), "https://own.example.com");
}

#[test]
fn configure_http_changes_only_the_own_http_client() {
    use std::sync::atomic::{AtomicU32, Ordering};

    let count = Arc::new(AtomicU32::new(0));
    let counter = count.clone();
    let builder = ClientBuilder::new(&API).credential("sk-a").configure_http(move |http| {
        counter.fetch_add(1, Ordering::Relaxed);
        http.no_proxy()
    });
    let client = builder.build().unwrap();
    client.to_builder().build().unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 1, "connections are shared");
    client.to_builder().transport(fake()).build().unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 1);
    client.to_builder().configure_http(|http| http).build().unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 1, "the last call of configure_http counts");
}

#[tokio::test]
async fn the_program_overrides_the_environment() {
    let fake = fake();
    let mut builder = builder(&fake);
    builder.environment = environment(&[
        ("CASTING_KEY", "sk-env"),
        ("CASTING_PLANT", "north"),
        ("CASTING_HEADERS", "Authorization: Custom\nX-Plant: south"),
    ]);
    assert_eq!(sent(builder.clone(), &fake, "x-plant").await.as_deref(), Some("south"));
    assert_eq!(sent(builder.clone(), &fake, "authorization").await.unwrap(), "Bearer sk-sesame");
    let with_header = builder.clone().header("x-plant", "west");
    assert_eq!(sent(with_header, &fake, "x-plant").await.as_deref(), Some("west"));
    builder.keys = Keys::default();
    assert_eq!(sent(builder, &fake, "authorization").await.as_deref(), Some("Custom"));
}

#[tokio::test]
async fn setting_or_removing_the_header_replaces_the_credential() {
    let fake = fake();
    let none = || ClientBuilder::new(&API).transport(fake.clone()).clock(fake.clock());
    let own = none().header("Authorization", "Custom abc");
    assert_eq!(sent(own, &fake, "authorization").await.as_deref(), Some("Custom abc"));
    assert_eq!(sent(none().remove_header("authorization"), &fake, "authorization").await, None);
}

#[tokio::test]
async fn a_client_can_be_built_from_another() {
    let fake = fake();
    let client = builder(&fake).header("x-a", "1").max_retries(7).build().unwrap();
    let other = client.to_builder().header("x-a", "2").max_retries(1);
    assert_eq!(sent(other, &fake, "x-a").await.as_deref(), Some("2"));
    assert_eq!(client.settings().max_retries, 7);
    assert_eq!(sent(client.to_builder(), &fake, "x-a").await.as_deref(), Some("1"));
}

#[tokio::test]
async fn the_first_middleware_is_the_outermost() {
    struct Mark(&'static str, Arc<dyn Transport>);

    impl Transport for Mark {
        fn send(
            &self,
            mut request: http::Request<Body>,
        ) -> crate::BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
            request.headers_mut().append("x-mark", http::HeaderValue::from_static(self.0));
            self.1.send(request)
        }
    }

    let fake = fake();
    let builder = builder(&fake).middleware(|inner| Mark("a", inner));
    let client = builder.middleware(|inner| Mark("b", inner)).build().unwrap();
    retrieve(&client).await.unwrap();
    let marks = fake.requests()[0].headers.get_all("x-mark").iter().cloned().collect::<Vec<_>>();
    assert_eq!(marks, ["a", "b"]);
}

#[test]
fn debug_shows_no_secrets() {
    let builder = ClientBuilder::new(&API).credential("sk-sesame").header("x-token", "hidden");
    let client = builder.base_url("http://user:pass@h/path?q=slag").build().unwrap();
    let request = retrieve(&client).header("x-b", "hidden").query("q", "slag");
    let shown = format!("{client:?} {request:?}");
    for secret in ["sesame", "hidden", "pass", "slag"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
