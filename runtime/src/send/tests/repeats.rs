//! Which requests are sent again.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use bytes::Bytes;
use futures_util::stream;

use super::*;
use crate::{
    Api, BoxFuture, ClientBuilder, Part, Stage, Transport, TransportError,
    fixture::api,
    testing::{Reply, refused},
};

static CREATE: Operation = Operation::post("ladles.create", "/ladles");
static CHANGE: Operation = Operation::patch("ladles.change", "/ladles");
static REPLACE: Operation = Operation::put("ladles.replace", "/ladles");

static KEYED: Api = Api { idempotency_header: Some("X-Once"), ..api() };
static PLAIN: Api = api();
static EAGER: Api = Api { retry_all_methods: true, ..api() };

fn of(fake: &FakeTransport, api: &'static Api) -> Client {
    ClientBuilder::new(api).transport(fake.clone()).clock(fake.clock()).build().unwrap()
}

/// How many requests a call sends that fails in this way.
async fn sent(api: &'static Api, operation: &'static Operation, failure: Reply) -> usize {
    let fake = FakeTransport::new().on(operation.id(), failure);
    Request::<()>::new(&of(&fake, api), operation).max_retries(1).await.unwrap_err();
    fake.requests().len()
}

#[tokio::test]
async fn only_idempotent_requests_are_repeated_after_the_server_may_have_acted() {
    for (failure, is_safe) in [
        (refused("nobody listens"), true),
        (status(429), true),
        (status(408), true),
        (lost("reset"), false),
        (status(500), false),
        (status(503), false),
        (status(409), false),
        (status(200).after(seconds(700.0)), false),
    ] {
        for operation in [&CREATE, &CHANGE] {
            let expected = if is_safe { 2 } else { 1 };
            assert_eq!(sent(&PLAIN, operation, failure.clone()).await, expected, "{failure:?}");
        }
        for (api, operation) in [(&PLAIN, &REPLACE), (&EAGER, &CREATE), (&KEYED, &CHANGE)] {
            assert_eq!(sent(api, operation, failure.clone()).await, 2, "{failure:?}");
        }
    }
    let asked = status(503).header("x-should-retry", "true");
    assert_eq!(sent(&PLAIN, &CREATE, asked).await, 2);
}

#[tokio::test]
async fn all_attempts_of_a_call_have_one_key() {
    let fake = FakeTransport::new()
        .on("ladles.create", status(503))
        .on("ladles.create", lost("reset"))
        .on("ladles.create", status(204));
    let client = of(&fake, &KEYED);
    fake.clock().set_random(0.25);
    Request::<()>::new(&client, &CREATE).await.unwrap();
    fake.clock().set_random(0.75);
    Request::<()>::new(&client, &CREATE).await.unwrap();
    Request::<()>::new(&client, &CREATE).idempotency_key("mine").await.unwrap();
    let keys: Vec<_> = fake.requests().iter().map(|sent| sent.headers["x-once"].clone()).collect();
    assert!(keys[0] == keys[1] && keys[1] == keys[2] && keys[2] != keys[3], "{keys:?}");
    assert_eq!(keys[4], "mine");
    assert_eq!(keys[0].len(), 36);

    Request::<()>::new(&client, &REPLACE).max_retries(0).await.unwrap_err();
    assert!(!fake.requests()[5].headers.contains_key("x-once"));
}

#[tokio::test]
async fn a_key_of_the_caller_makes_any_request_repeatable() {
    for name in ["Idempotency-Key", "idempotency-key"] {
        let fake = FakeTransport::new().on("ladles.create", status(500));
        let request = Request::<()>::new(&of(&fake, &PLAIN), &CREATE).header(name, "k");
        request.max_retries(3).await.unwrap_err();
        assert_eq!(fake.requests().len(), 4);
    }
    let fake = FakeTransport::new().on("ladles.create", status(500));
    let request = Request::<()>::new(&of(&fake, &PLAIN), &CREATE).idempotency_key("k");
    request.max_retries(1).await.unwrap_err();
    let keys: Vec<_> =
        fake.requests().iter().map(|it| it.headers["idempotency-key"].clone()).collect();
    assert_eq!(keys, ["k", "k"]);
}

/// Fails with an error of this kind, and counts.
struct Failing(fn() -> TransportError, Arc<AtomicU32>);

impl Transport for Failing {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(Err((self.0)())))
    }
}

#[tokio::test]
async fn the_transport_tells_what_may_be_repeated() {
    let fake = FakeTransport::new();
    for (error, kind, reads, writes) in [
        (
            (|| TransportError::Connection("x".into())) as fn() -> TransportError,
            ErrorKind::Connection,
            3,
            1,
        ),
        (|| TransportError::Timeout("x".into()), ErrorKind::Timeout, 3, 1),
        (|| TransportError::Connect("x".into()), ErrorKind::Connection, 3, 3),
        (|| TransportError::ConnectTimeout("x".into()), ErrorKind::Timeout, 3, 3),
        (|| TransportError::Permanent("x".into()), ErrorKind::Connection, 1, 1),
    ] {
        for (operation, expected) in [(&REPLACE, reads), (&CREATE, writes)] {
            let count = Arc::new(AtomicU32::new(0));
            let client = builder(&fake).transport(Failing(error, count.clone())).build().unwrap();
            let failed = Request::<()>::new(&client, operation).await.unwrap_err();
            assert_eq!((failed.kind(), failed.retries() + 1), (kind, expected));
            assert_eq!(count.load(Ordering::Relaxed), expected);
        }
    }
}

#[tokio::test]
async fn an_outage_is_not_multiplied() {
    let fake = fake([status(503)]);
    let client = builder(&fake).retry_budget(10).build().unwrap();
    // Clients that share connections share the budget.
    let other = client.to_builder().max_retries(2).build().unwrap();
    let mut limited = 0;
    for _ in 0..50 {
        let error = retrieve(&other).await.unwrap_err();
        limited += u32::from(error.not_retried().is_some());
        assert_eq!(error.not_retried().is_some(), error.to_string().contains("not retried"));
    }
    assert_eq!((fake.requests().len(), limited), (60, 45));

    // Ten successes are worth one retry.
    let fake = fake.on("ladles.list", status(204)).on("ladles.create", status(429));
    for _ in 0..10 {
        Request::<()>::new(&client, &crate::fixture::LIST).await.unwrap();
    }
    Request::<()>::new(&client, &CREATE).await.unwrap_err();
    assert_eq!(fake.requests_of("ladles.create").len(), 2);
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let fake = FakeTransport::new().on("ladles.replace", status(503));
    let part = || Part::stream(stream::iter([Ok::<_, std::io::Error>("iron"), Ok(" ore")]));
    let request = Request::<()>::new(&of(&fake, &PLAIN), &REPLACE).body("text/plain", part());
    let error = request.clone().await.unwrap_err();
    assert_eq!(fake.requests().len(), 1);
    assert_eq!(fake.requests()[0].body, "iron ore");
    assert!(error.to_string().contains("not retried: the body is a stream"), "{error}");
    assert!(error.not_retried().is_some());

    // A clone of the request has the same stream.
    let error = request.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert_eq!(fake.requests().len(), 1);

    // Bytes can be sent again.
    let bytes = Part::new(Bytes::from(vec![b'x'; 600_000]));
    Request::<()>::new(&of(&fake, &PLAIN), &REPLACE).body("text/plain", bytes).await.unwrap_err();
    let sent = &fake.requests()[1..];
    assert!(sent.len() == 3 && sent.iter().all(|sent| sent.body.len() == 600_000));
}

#[tokio::test]
async fn an_observer_sees_each_attempt_begin_and_end() {
    let fake = FakeTransport::new()
        .on("ladles.replace", status(503).after(seconds(2.0)))
        .on("ladles.replace", lost("reset"))
        .on("ladles.replace", status(204));
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let events = seen.clone();
    let client = builder(&fake).on_attempt(move |event| {
        events.lock().unwrap().push((event.operation.id(), event.number, event.stage));
    });
    Request::<()>::new(&client.build().unwrap(), &REPLACE).await.unwrap();
    let end = |status: Option<u16>, error_type, elapsed| {
        let status = status.map(|it| StatusCode::from_u16(it).unwrap());
        Stage::End { status, error_type, elapsed: seconds(elapsed) }
    };
    let expected = [
        (1, Stage::Begin),
        (1, end(Some(503), Some("status"), 2.0)),
        (2, Stage::Begin),
        (2, end(None, Some("connection"), 0.0)),
        (3, Stage::Begin),
        (3, end(Some(204), None, 0.0)),
    ];
    let expected = expected.map(|(number, stage)| ("ladles.replace", number, stage));
    assert_eq!(*seen.lock().unwrap(), expected);
}
