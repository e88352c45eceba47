//! Replies of a fake transport.

use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{Body, Encode, TransportError, json::to_vec};

/// A reply of a [`FakeTransport`](super::FakeTransport). [`respond`], [`json`], [`status`],
/// [`lost`] and [`refused`] create it.
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
    failure: Option<Failure>,
}

/// A reply with status 200 and the JSON of a value.
///
/// ```
/// use bessemer_runtime::testing::{FakeTransport, respond};
///
/// let fake = FakeTransport::new().on("ladles.weights", respond(vec![1, 2, 3]));
/// # let _ = fake;
/// ```
pub fn respond(value: impl Encode) -> Reply {
    json(to_vec(&value))
}

/// A reply with status 200 and this JSON text as body.
///
/// ```
/// let reply = bessemer_runtime::testing::json("[1, 2, 3]");
/// # let _ = reply;
/// ```
pub fn json(text: impl Into<Bytes>) -> Reply {
    status(200).header("content-type", "application/json").body(text)
}

/// A reply with this status and an empty body. An invalid status becomes 500.
///
/// ```
/// let reply = bessemer_runtime::testing::status(404);
/// # let _ = reply;
/// ```
pub fn status(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Reply { status, headers: Vec::new(), body: Bytes::new(), delay: Duration::ZERO, failure: None }
}

/// No response: the connection fails with this reason.
///
/// ```
/// let reply = bessemer_runtime::testing::lost("connection reset");
/// # let _ = reply;
/// ```
pub fn lost(reason: impl Into<String>) -> Reply {
    Reply { failure: Some(Failure::Lost(reason.into())), ..status(500) }
}

/// No response: the server cannot be reached for this reason, and nothing is sent.
///
/// ```
/// let reply = bessemer_runtime::testing::refused("connection refused");
/// # let _ = reply;
/// ```
pub fn refused(reason: impl Into<String>) -> Reply {
    Reply { failure: Some(Failure::Refused(reason.into())), ..status(500) }
}

/// How a connection fails.
#[derive(Clone, Debug)]
enum Failure {
    /// After the request was sent.
    Lost(String),
    /// Before the request was sent.
    Refused(String),
}

impl Reply {
    pub(super) fn delay(&self) -> Duration {
        self.delay
    }

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

    /// Delays the reply. The time passes on the [`clock`](super::FakeTransport::clock).
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(super) fn into_response(self) -> Result<Response<Body>, TransportError> {
        match self.failure {
            Some(Failure::Lost(reason)) => return Err(TransportError::Connection(reason.into())),
            Some(Failure::Refused(reason)) => return Err(TransportError::Connect(reason.into())),
            None => {}
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
