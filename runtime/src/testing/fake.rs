//! A transport without network.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_core::future::BoxFuture;
use http::{Request, Response};

use super::{ManualClock, Matcher, Reply, Sent};
use crate::{Body, Transport, TransportError};

/// Returns the replies that a test configures, and records the requests. Clones share replies and
/// records, so a test can give one clone to the client and keep another.
///
/// If several replies match a request, the first one is used and removed. The last one that matches
/// stays and answers all further requests. A request without a matching reply fails with a
/// connection error.
///
/// ```
/// use bessemer_runtime::{ClientBuilder, testing::{FakeTransport, json, status}};
/// # use bessemer_runtime::{Api, Client, Error, Operation, Request, object};
/// # static API: Api = Api {
/// #     user_agent: "casting/1.0", base_url: Some("http://localhost"), base_url_env: None,
/// #     headers_env: None, request_id: "x-request-id", credentials: &[], headers: &[],
/// #     idempotency_header: None, retry_all_methods: false,
/// # };
/// # static RETRIEVE: Operation = Operation::get("ladles.retrieve", "/ladles/{ladle_id}");
/// # struct Ladle { id: String }
/// # object! { Ladle { id } }
/// # fn retrieve(client: &Client, ladle_id: &str) -> Request<Ladle> {
/// #     Request::new(client, &RETRIEVE).path("ladle_id", ladle_id)
/// # }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # rt.block_on(async {
/// let fake = FakeTransport::new();
/// let client = ClientBuilder::new(&API).transport(fake.clone()).clock(fake.clock()).build()?;
/// fake.on(retrieve(&client, "l_1"), status(503)).on("ladles.retrieve", json(r#"{"id": "l_1"}"#));
///
/// assert_eq!(retrieve(&client, "l_1").await?.id, "l_1");
/// fake.assert_sent(retrieve(&client, "l_1"), 2);
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
    /// Creates a transport without replies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reply to requests that match `matcher`.
    pub fn on(&self, matcher: impl Matcher, reply: Reply) -> Self {
        self.state().rules.push_back((Box::new(matcher), reply));
        self.clone()
    }

    /// The clock of this transport. Use it as the client's clock too, so that the delays of replies
    /// count towards time limits.
    pub fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    /// The requests so far, in order.
    pub fn requests(&self) -> Vec<Sent> {
        self.state().sent.clone()
    }

    /// The requests so far that match `matcher`, in order.
    pub fn requests_of(&self, matcher: impl Matcher) -> Vec<Sent> {
        self.state().sent.iter().filter(|sent| matcher.matches(sent)).cloned().collect()
    }

    /// Asserts that `matcher` matches `times` of the requests so far. Each attempt counts as one
    /// request.
    ///
    /// # Panics
    ///
    /// If the number is different. The message lists all requests, without their secrets.
    #[track_caller]
    pub fn assert_sent(&self, matcher: impl Matcher, times: usize) {
        let found = self.requests_of(matcher).len();
        let all = self.requests();
        assert!(found == times, "expected {times} requests, found {found} among these: {all:#?}");
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
            let reply = self.reply(Sent::record(request).await?)?;
            self.clock.pass(reply.delay()).await;
            reply.into_response()
        })
    }
}
