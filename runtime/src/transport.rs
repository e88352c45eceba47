//! Transports: how requests are sent and responses received.

use std::{error::Error, fmt};

use futures_core::future::BoxFuture;
use http::{Request, Response};

use crate::{Body, BoxError};

/// Sends requests to a server.
///
/// [`HttpTransport`](crate::HttpTransport) sends them over the network; the `FakeTransport` of the
/// feature `testing` returns prepared replies. A transport that calls another one is a middleware. It
/// sees every attempt, with its credential, and can change the request and the response. The
/// request's extensions hold the [`Operation`](crate::Operation).
///
/// The client handles retries, time limits and the decoding of bodies. Dropping the future of
/// [`send`](Self::send) must cancel the request.
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
    /// Sends a request. Returns when the status and the headers of the response have arrived.
    ///
    /// # Errors
    ///
    /// If there is no response. A response with an error status is not an error of the transport.
    fn send(&self, request: Request<Body>)
    -> BoxFuture<'_, Result<Response<Body>, TransportError>>;
}

/// The reason why there is no response, or an incomplete one. The client retries both kinds.
///
/// ```
/// use bessemer_runtime::TransportError;
///
/// let error = TransportError::Connection("connection reset".into());
/// assert_eq!(error.to_string(), "connection reset");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// The server could not be reached, or the connection broke.
    Connection(BoxError),
    /// A time limit of the transport passed, such as that for opening a connection.
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
    // `Display` already shows the source, so the chain continues with the source's source.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Connection(source) | Self::Timeout(source) => source.source(),
        }
    }
}
