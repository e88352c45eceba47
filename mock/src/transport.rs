//! A document as the transport of a client.

use bessemer_runtime::{Body, BoxFuture, Transport, TransportError, http};

use crate::Document;

impl Transport for Document {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let request = http::Request::from_parts(head, body.collect().await?);
            Ok(self.respond(&request).map(Body::from))
        })
    }
}
