//! Answers over HTTP.

use std::{convert::Infallible, io};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{Document, refusal::Refusal};

/// Answers the requests of a listener, until the future is dropped.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let document = bessemer_mock::Document::from_path("ladles.yaml")?.with_memory();
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:4010").await?;
/// bessemer_mock::serve(document, listener).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// If the listener fails. A connection that fails has no effect on others.
pub async fn serve(document: Document, listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let document = document.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(&document, request));
            // A client may close the connection at any time.
            _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(
    document: &Document,
    request: Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let response = match body.collect().await {
        Ok(body) => document.respond(&Request::from_parts(head, body.to_bytes())),
        Err(error) => {
            let message = format!("the request body broke off: {error}");
            Refusal::new(StatusCode::BAD_REQUEST, message).into_response()
        }
    };
    Ok(response.map(Full::new))
}
