//! Middlewares: a cache, a rate limit, and a layer of `tower`. It needs no server:
//!
//! ```sh
//! cargo run -p bessemer-runtime --example middleware --features testing
//! ```

#![expect(clippy::print_stdout, reason = "it is a program")]

use std::{
    collections::HashMap,
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bessemer_runtime::{
    Api, Body, BoxFuture, Client, ClientBuilder, Clock, Error, Operation, Request, Transport,
    TransportError,
    bytes::Bytes,
    http,
    testing::{FakeTransport, json},
};
use tower::{Service, ServiceBuilder, ServiceExt, limit::ConcurrencyLimitLayer};

type Sent = http::Request<Body>;
type Received = Result<http::Response<Body>, TransportError>;

/// Keeps the responses of `GET` requests, without an end.
struct Cache {
    inner: Arc<dyn Transport>,
    responses: Mutex<HashMap<http::Uri, http::Response<Bytes>>>,
}

impl Cache {
    fn new(inner: Arc<dyn Transport>) -> Self {
        Self { inner, responses: Mutex::default() }
    }

    fn responses(&self) -> std::sync::MutexGuard<'_, HashMap<http::Uri, http::Response<Bytes>>> {
        self.responses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Cache {
    fn send(&self, request: Sent) -> BoxFuture<'_, Received> {
        Box::pin(async move {
            if request.method() != http::Method::GET {
                return self.inner.send(request).await;
            }
            let uri = request.uri().clone();
            let known = self.responses().get(&uri).cloned();
            if let Some(response) = known {
                return Ok(response.map(Body::from));
            }
            let (head, body) = self.inner.send(request).await?.into_parts();
            let response = http::Response::from_parts(head, body.collect().await?);
            if response.status().is_success() {
                self.responses().insert(uri, response.clone());
            }
            Ok(response.map(Body::from))
        })
    }
}

/// Sends at most one request in each interval. The time limit of an attempt includes the wait.
struct RateLimit {
    inner: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    interval: Duration,
    /// When the next request may be sent.
    next: Mutex<Option<Instant>>,
}

impl RateLimit {
    /// Reserves the next interval and returns the time until then.
    fn reserve(&self) -> Duration {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        let turn = next.map_or(now, |next| next.max(now));
        *next = Some(turn + self.interval);
        turn - now
    }
}

impl Transport for RateLimit {
    fn send(&self, request: Sent) -> BoxFuture<'_, Received> {
        Box::pin(async move {
            self.clock.sleep(self.reserve()).await;
            self.inner.send(request).await
        })
    }
}

/// A transport as a service of `tower`.
#[derive(Clone)]
struct Inner(Arc<dyn Transport>);

impl Service<Sent> for Inner {
    type Response = Received;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Received, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Sent) -> Self::Future {
        let transport = self.0.clone();
        Box::pin(async move { Ok(transport.send(request).await) })
    }
}

/// A service of `tower` as a transport.
struct Tower<S>(S);

impl<S> Transport for Tower<S>
where
    S: Service<Sent, Response = Received, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Future: Send,
{
    fn send(&self, request: Sent) -> BoxFuture<'_, Received> {
        let service = self.0.clone();
        Box::pin(async move {
            match service.oneshot(request).await {
                Ok(received) => received,
                Err(never) => match never {},
            }
        })
    }
}

static API: Api = Api {
    user_agent: "casting/1.0",
    base_url: Some("https://api.example.com/v1"),
    base_url_env: None,
    headers_env: None,
    request_id: "x-request-id",
    credentials: &[],
    headers: &[],
    idempotency_header: None,
    retry_all_methods: false,
};

static WEIGHT: Operation = Operation::get("ladles.weight", "/ladles/{ladle_id}/weight");

fn client(fake: &FakeTransport) -> Result<Client, Error> {
    let clock: Arc<dyn Clock> = Arc::new(fake.clock());
    ClientBuilder::new(&API)
        .transport(fake.clone())
        .clock(fake.clock())
        // The first one is the outermost: a response of the cache does not count for the limits.
        .middleware(Cache::new)
        .middleware(move |inner| RateLimit {
            inner,
            clock: clock.clone(),
            interval: Duration::from_secs(2),
            next: Mutex::new(None),
        })
        .middleware(|inner| {
            let layers = ServiceBuilder::new().layer(ConcurrencyLimitLayer::new(4));
            Tower(layers.service(Inner(inner)))
        })
        .build()
}

async fn weigh(client: &Client, ladle: &str) -> Result<i64, Error> {
    Request::new(client, &WEIGHT).path("ladle_id", ladle).await
}

async fn run() -> Result<(), Error> {
    let fake = FakeTransport::new().on("ladles.weight", json("80"));
    let client = client(&fake)?;
    for ladle in ["l_1", "l_2", "l_1", "l_3", "l_2"] {
        println!("{ladle} weighs {} tons", weigh(&client, ladle).await?);
    }
    assert_eq!(fake.requests().len(), 3, "the cache answers the others");
    let waits: Vec<_> = fake.clock().sleeps().iter().map(Duration::as_secs).collect();
    assert_eq!(waits, [0, 2, 2], "one request in two seconds");
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(run())?)
}

#[test]
fn it_runs() {
    main().expect("no failure");
}
