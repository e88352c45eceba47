//! What carries a request to the server and brings the response back.

use std::{error::Error, fmt};

use futures_core::future::BoxFuture;
use http::{Request, Response};

use crate::{Body, BoxError};

/// Carries requests to a server.
///
/// [`HttpTransport`](crate::HttpTransport) does it over the network, the `FakeTransport` of the
/// feature `testing` only seems to. A transport that hands on to another one is a middleware: it
/// sees every attempt, with its credential and with its
/// [`Operation`](crate::Operation) as an extension, and may change what it likes.
///
/// Retries, time limits and the reading of bodies happen above; dropping the future of
/// [`send`](Self::send) has to abandon the request.
///
/// ```
/// use std::sync::Arc;
///
/// use bessemer_runtime::{Body, BoxFuture, Transport, TransportError, http};
///
/// /// Tells a gateway which team a request belongs to.
/// struct Team(Arc<dyn Transport>);
///
/// impl Transport for Team {
///     fn send(
///         &self,
///         mut request: http::Request<Body>,
///     ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
///         request.headers_mut().insert("x-team", http::HeaderValue::from_static("castings"));
///         self.0.send(request)
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns as soon as the head of the response is there.
    ///
    /// # Errors
    ///
    /// If there is no response. A response with an error status is not an error here.
    fn send(&self, request: Request<Body>)
    -> BoxFuture<'_, Result<Response<Body>, TransportError>>;
}

/// Why there is no response, or no whole one. Either kind is worth another attempt.
///
/// ```
/// use bessemer_runtime::TransportError;
///
/// let error = TransportError::Connection("the cable is cut".into());
/// assert_eq!(error.to_string(), "the cable is cut");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// The server could not be reached, or the connection broke.
    Connection(BoxError),
    /// The transport itself gave up waiting, for a connection perhaps.
    Timeout(BoxError),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connection(source) | Self::Timeout(source) => source.fmt(f),
        }
    }
}

impl Error for TransportError {
    // What is displayed is the source itself, so the chain goes on behind it.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Connection(source) | Self::Timeout(source) => source.source(),
        }
    }
}
