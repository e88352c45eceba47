//! What a fake server answers.

use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{Body, Encode, TransportError, json::to_vec};

/// What a [`FakeTransport`](super::FakeTransport) answers; made by [`respond`], [`json`], [`status`] and [`lost`].
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
/// use bessemer_runtime::testing::{FakeTransport, respond};
///
/// let fake = FakeTransport::new().on("ladles.weights", respond(vec![1, 2, 3]));
/// # let _ = fake;
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

    /// Lets time pass on the [`clock`](super::FakeTransport::clock) before the reply.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(super) fn into_response(self) -> Result<Response<Body>, TransportError> {
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
