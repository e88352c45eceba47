//! A transport without a network.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};

use super::ManualClock;
use crate::{Body, Encode, Operation, Transport, TransportError, headers::Names, json::to_vec};

/// Answers requests with what a test says, and keeps a record of them. Clones share both.
///
/// Of the replies for the same requests each answers one, in the order in which they were given;
/// the last one answers all that follow. A request that nothing was said about is an error of the
/// connection.
///
/// ```
/// use bessemer_runtime::{ClientBuilder, testing::{FakeTransport, json}};
/// # use bessemer_runtime::{Api, Client, Error, Operation, Request, object};
/// # static API: Api = Api {
/// #     user_agent: "casting/1.0", base_url: Some("http://localhost"), base_url_env: None,
/// #     headers_env: None, request_id: "x-request-id", credential: None, headers: &[],
/// # };
/// # static RETRIEVE: Operation = Operation::get("ladles.retrieve", "/ladles/{ladle_id}");
/// # struct Ladle { id: String }
/// # object! { Ladle { id } }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # rt.block_on(async {
/// let fake = FakeTransport::new().on("ladles.retrieve", json(r#"{"id": "l_1"}"#));
/// let client = ClientBuilder::new(&API).transport(fake.clone()).clock(fake.clock()).build()?;
///
/// let ladle: Ladle = Request::new(&client, &RETRIEVE).path("ladle_id", "l_1").await?;
/// assert_eq!(ladle.id, "l_1");
/// assert_eq!(fake.requests()[0].uri.path(), "/ladles/l_1");
/// # Ok::<(), Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Default)]
pub struct FakeTransport {
    clock: ManualClock,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    rules: VecDeque<(Box<dyn Matcher>, Reply)>,
    sent: Vec<Sent>,
}

impl FakeTransport {
    /// A transport that knows no answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a request that `matcher` takes with `reply`.
    #[must_use]
    pub fn on(self, matcher: impl Matcher, reply: Reply) -> Self {
        self.state().rules.push_back((Box::new(matcher), reply));
        self
    }

    /// The clock on which the delays of replies pass; make it the client's too, so that time
    /// limits see them.
    pub fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    /// The requests so far, in their order.
    pub fn requests(&self) -> Vec<Sent> {
        self.state().sent.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, sent: Sent) -> Result<Reply, TransportError> {
        let mut state = self.state();
        let of: Vec<_> =
            (0..state.rules.len()).filter(|at| state.rules[*at].0.matches(&sent)).collect();
        let name = sent.operation;
        state.sent.push(sent);
        let reply = match of[..] {
            [] => None,
            [last] => state.rules.get(last).map(|(_, reply)| reply.clone()),
            [first, ..] => state.rules.remove(first).map(|(_, reply)| reply),
        };
        reply.ok_or_else(|| TransportError::Connection(format!("no reply for {name}").into()))
    }
}

impl fmt::Debug for FakeTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("FakeTransport")
            .field("rules", &state.rules.len())
            .field("sent", &state.sent)
            .finish()
    }
}

impl Transport for FakeTransport {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let operation = head.extensions.get::<&'static Operation>().map_or("", |it| it.id());
            let body = body.collect().await?;
            let sent =
                Sent { operation, method: head.method, uri: head.uri, headers: head.headers, body };
            let reply = self.reply(sent)?;
            self.clock.pass(reply.delay).await;
            reply.into_response()
        })
    }
}

/// A request that a [`FakeTransport`] was given.
#[derive(Clone)]
#[non_exhaustive]
pub struct Sent {
    /// The operation, such as `containers.list`.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub uri: Uri,
    /// The headers, the credential among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.uri.path())
            .field("headers", &Names(&self.headers))
            .finish_non_exhaustive()
    }
}

/// Which requests a reply is for: those of an operation, by its id, or those that a closure takes.
///
/// ```
/// use bessemer_runtime::testing::{FakeTransport, Sent, status};
///
/// let posts = |sent: &Sent| sent.method == "POST";
/// let fake = FakeTransport::new().on(posts, status(403)).on("ladles.list", status(404));
/// # let _ = fake;
/// ```
pub trait Matcher: Send + 'static {
    /// Whether it is this one.
    fn matches(&self, sent: &Sent) -> bool;
}

impl Matcher for &'static str {
    fn matches(&self, sent: &Sent) -> bool {
        sent.operation == *self
    }
}

impl<F: Fn(&Sent) -> bool + Send + 'static> Matcher for F {
    fn matches(&self, sent: &Sent) -> bool {
        self(sent)
    }
}

/// What a [`FakeTransport`] answers; made by [`respond`], [`json`], [`status`] and [`lost`].
///
/// ```
/// use std::time::Duration;
///
/// use bessemer_runtime::testing::status;
///
/// let busy = status(429).header("retry-after", "3").after(Duration::from_secs(1));
/// # let _ = busy;
/// ```
#[derive(Clone, Debug)]
pub struct Reply {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Bytes,
    delay: Duration,
    lost: Option<String>,
}

/// A success with a value, written as JSON.
///
/// ```
/// let reply = bessemer_runtime::testing::respond(vec![1, 2, 3]);
/// # let _ = reply;
/// ```
pub fn respond(value: impl Encode) -> Reply {
    json(to_vec(&value))
}

/// A success with a body of JSON.
///
/// ```
/// let reply = bessemer_runtime::testing::json("[1, 2, 3]");
/// # let _ = reply;
/// ```
pub fn json(text: impl Into<Bytes>) -> Reply {
    status(200).header("content-type", "application/json").body(text)
}

/// A response without a body. A number that is no status becomes 500.
///
/// ```
/// let reply = bessemer_runtime::testing::status(404);
/// # let _ = reply;
/// ```
pub fn status(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Reply { status, headers: Vec::new(), body: Bytes::new(), delay: Duration::ZERO, lost: None }
}

/// No response: the connection breaks, for the given reason.
///
/// ```
/// let reply = bessemer_runtime::testing::lost("the cable is cut");
/// # let _ = reply;
/// ```
pub fn lost(reason: impl Into<String>) -> Reply {
    Reply { lost: Some(reason.into()), ..status(500) }
}

impl Reply {
    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Lets time pass on the [`clock`](FakeTransport::clock) before the reply.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn into_response(self) -> Result<Response<Body>, TransportError> {
        if let Some(reason) = self.lost {
            return Err(TransportError::Connection(reason.into()));
        }
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response
            .body(Body::from(self.body))
            .map_err(|error| TransportError::Connection(error.into()))
    }
}
