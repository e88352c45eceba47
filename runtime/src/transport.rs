//! Transports: how requests are sent and responses received.

use futures_core::future::BoxFuture;
use http::{Request, Response};

use crate::{Body, TransportError};

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
