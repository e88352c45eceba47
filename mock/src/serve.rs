//! Answers over HTTP.

use std::{convert::Infallible, fmt, io, sync::Arc};

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{
    Document,
    refusal::{Reason, Refusal},
};

/// A request and its answer, as a line of a log: `GET /ladles 200`. It has no header, no query and no body, because
/// their values may be secret.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Served {
    /// The method of the request.
    pub method: Method,
    /// The path of the request.
    pub path: String,
    /// The status of the answer.
    pub status: StatusCode,
    /// The first problem of a request that the document does not allow, without the wrong value.
    pub problem: Option<String>,
}

impl fmt::Display for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.method, self.path, self.status.as_u16())?;
        match &self.problem {
            // Names of properties come from the request: a line break would be another line.
            Some(problem) => write!(f, ": {}", problem.replace(char::is_control, " ")),
            None => Ok(()),
        }
    }
}

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
    serve_with(listener, move |request| document.respond(request), |_| {}).await
}

/// Answers requests like [`serve`], with the answers of `respond`, and calls `log` for each of them.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let document = bessemer_mock::Document::from_path("ladles.yaml")?;
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:4010").await?;
/// let respond = move |request: &_| document.respond(request);
/// bessemer_mock::serve_with(listener, respond, |served| eprintln!("{served}")).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// As for [`serve`].
pub async fn serve_with(
    listener: TcpListener,
    respond: impl Fn(&Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
    log: impl Fn(&Served) + Send + Sync + 'static,
) -> io::Result<()> {
    let shared = Arc::new((respond, log));
    loop {
        let (stream, _) = listener.accept().await?;
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let (respond, log) = &*shared;
            let service = service_fn(|request| answer(request, respond, log));
            // A client may close the connection at any time.
            _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    respond: impl Fn(&Request<Bytes>) -> http::Response<Bytes>,
    log: impl Fn(&Served),
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let (method, path) = (head.method.clone(), head.uri.path().to_owned());
    let response = match body.collect().await {
        Ok(body) => respond(&Request::from_parts(head, body.to_bytes())),
        Err(error) => {
            let message = format!("the request body broke off: {error}");
            Refusal::new(StatusCode::BAD_REQUEST, message).into_response()
        }
    };
    let problem = response.extensions().get::<Reason>().map(|it| it.0.clone());
    log(&Served { method, path, status: response.status(), problem });
    Ok(response.map(Full::new))
}
