//! The HTTP transport.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_core::future::BoxFuture;
use futures_util::stream;
use http::{Request, Response, Uri, uri::Authority};
use tokio::runtime::Id;
use url::{ParseError, Position, Url};

#[cfg(feature = "websocket")]
use crate::Operation;
use crate::{
    Body, BoxError, ConfigError, Transport, TransportError, clock::in_tokio, tls::Tls,
    transport_failure::classified,
};

/// Sends requests over the network, with [`reqwest`].
///
/// By default, the transport of a client does not follow redirects, because that could send
/// credentials to another origin. With
/// [`follow_redirects`](crate::ClientBuilder::follow_redirects), it follows safe redirects. Proxies
/// come from `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`. The client retries; the
/// transport does not.
///
/// ```
/// use bessemer_runtime::{HttpTransport, reqwest};
///
/// # fn example(http: reqwest::Client) {
/// let transport = HttpTransport::from(http);
/// # }
/// ```
#[derive(Clone)]
pub struct HttpTransport {
    clients: Arc<Clients>,
    /// The origin of the first request. Parsing it again for each request takes longer than everything else
    /// in a URL.
    origin: Arc<OnceLock<Url>>,
}

enum Clients {
    /// The client of the caller.
    Given(reqwest::Client),
    Own(Box<Connections>, Mutex<Pools>),
}

/// A connection makes progress only in the runtime that opened it, so each runtime has its own
/// connection pool.
#[derive(Default)]
struct Pools {
    /// A client that no runtime uses yet.
    spare: Option<reqwest::Client>,
    by_runtime: Vec<(Id, reqwest::Client)>,
}

/// How many runtimes have a pool. More are used one after the other, as in tests, and the oldest has
/// most likely ended.
const MAX_POOLS: usize = 8;

/// A change to the HTTP client that this crate creates.
pub(crate) type Configure =
    Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// The settings of connections.
#[derive(Clone)]
pub(crate) struct Connections {
    pub(crate) connect_timeout: Duration,
    pub(crate) tls: Tls,
    pub(crate) configure: Option<Configure>,
}

impl Default for Connections {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(10), tls: Tls::default(), configure: None }
    }
}

/// Certificates are not shown.
impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections")
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}

impl Connections {
    /// A client with a new connection pool.
    fn open(&self) -> Result<reqwest::Client, ConfigError> {
        self.open_with(|builder| builder)
    }

    fn open_with(
        &self,
        last: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<reqwest::Client, ConfigError> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout);
        let builder = self.tls.apply(builder, self.configure.is_some())?;
        let builder = match &self.configure {
            Some(configure) => configure(builder),
            None => builder,
        };
        let failed = |error: reqwest::Error| {
            ConfigError::caused("cannot set up the HTTP client", error.without_url().into())
        };
        last(builder).build().map_err(failed)
    }
}

impl HttpTransport {
    /// A transport with new connection pools.
    pub(crate) fn open(connections: Connections) -> Result<Self, ConfigError> {
        let spare = Some(connections.open()?);
        let pools = Pools { spare, by_runtime: Vec::new() };
        Ok(Self::of(Clients::Own(Box::new(connections), Mutex::new(pools))))
    }

    fn of(clients: Clients) -> Self {
        Self { clients: Arc::new(clients), origin: Arc::default() }
    }

    /// The client for the current runtime.
    fn client(&self) -> Result<reqwest::Client, BoxError> {
        let runtime = in_tokio()?;
        match &*self.clients {
            Clients::Given(client) => Ok(client.clone()),
            Clients::Own(connections, pools) => {
                let mut pools = pools.lock().unwrap_or_else(PoisonError::into_inner);
                let known = pools.by_runtime.iter().find(|(id, _)| *id == runtime);
                if let Some((_, client)) = known {
                    return Ok(client.clone());
                }
                let client = pools.spare.take().map_or_else(|| connections.open(), Ok)?;
                if pools.by_runtime.len() == MAX_POOLS {
                    pools.by_runtime.remove(0);
                }
                pools.by_runtime.push((runtime, client.clone()));
                Ok(client)
            }
        }
    }

    /// The request of `reqwest`.
    fn converted(&self, request: Request<Body>) -> Result<reqwest::Request, TransportError> {
        let (head, body) = request.into_parts();
        let url = self.url(&head.uri).map_err(|error| TransportError::Permanent(error.into()))?;
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        *request.version_mut() = head.version;
        *request.body_mut() = Some(sent(body));
        Ok(request)
    }

    fn url(&self, uri: &Uri) -> Result<Url, ParseError> {
        let (scheme, authority) = (uri.scheme_str(), uri.authority().map(Authority::as_str));
        let (Some(scheme), Some(authority)) = (scheme, authority) else {
            return uri.path().parse();
        };
        let is_own = |it: &&Url| {
            it.scheme() == scheme && it[Position::BeforeUsername..Position::AfterPort] == *authority
        };
        let mut url = match self.origin.get().filter(is_own) {
            Some(origin) => origin.clone(),
            None => {
                let origin: Url = [scheme, "://", authority].concat().parse()?;
                self.origin.get_or_init(|| origin.clone());
                origin
            }
        };
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }
}

/// Keeps the client's settings for redirects, proxies, TLS and timeouts.
impl From<reqwest::Client> for HttpTransport {
    fn from(client: reqwest::Client) -> Self {
        Self::of(Clients::Given(client))
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpTransport")
    }
}

impl Transport for HttpTransport {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            #[cfg(feature = "websocket")]
            if request.extensions().get::<&Operation>().is_some_and(|it| it.is_upgrade()) {
                return self.upgrade(request).await;
            }
            let client = self.client().map_err(TransportError::Permanent)?;
            let response = client.execute(self.converted(request)?).await.map_err(classified)?;
            Ok(received(response))
        })
    }
}

#[cfg(feature = "websocket")]
impl HttpTransport {
    /// Sends a request for another protocol, and returns its connection.
    async fn upgrade(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        in_tokio().map_err(TransportError::Permanent)?;
        let client = match &*self.clients {
            // HTTP/2 has no upgrade. No other call uses the connection, so that it needs no pool.
            Clients::Own(connections, _) if cfg!(feature = "http2") => {
                connections.open_with(reqwest::ClientBuilder::http1_only).map_err(Into::into)
            }
            _ => self.client(),
        };
        let client = client.map_err(TransportError::Permanent)?;
        let mut response = client.execute(self.converted(request)?).await.map_err(classified)?;
        if response.status() != http::StatusCode::SWITCHING_PROTOCOLS {
            return Ok(received(response));
        }
        let headers = std::mem::take(response.headers_mut());
        let connection = response.upgrade().await.map_err(classified)?;
        let mut upgraded = Response::new(Body::upgraded(connection));
        *upgraded.status_mut() = http::StatusCode::SWITCHING_PROTOCOLS;
        *upgraded.headers_mut() = headers;
        Ok(upgraded)
    }
}

fn sent(body: Body) -> reqwest::Body {
    match body.into_whole() {
        Ok(bytes) => bytes.into(),
        Err(body) => reqwest::Body::wrap(Streamed(Mutex::new(body))),
    }
}

/// A body that is sent as it is read. `reqwest` needs a type that is `Sync`.
struct Streamed(Mutex<Body>);

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = ready!(body.poll_chunk(context)).transpose();
        Poll::Ready(chunk.map(|chunk| chunk.map(http_body::Frame::data).map_err(Into::into)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        body.length().map_or_else(http_body::SizeHint::default, http_body::SizeHint::with_exact)
    }
}

fn received(mut response: reqwest::Response) -> Response<Body> {
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let pieces = stream::unfold(response, |mut response| async {
        let piece = response.chunk().await.map_err(classified).transpose()?;
        Some((piece, response))
    });
    let mut received = Response::new(Body::stream(pieces));
    *received.status_mut() = status;
    *received.headers_mut() = headers;
    received
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_is_that_of_the_request() {
        let transport = HttpTransport::open(Connections::default()).unwrap();
        for text in [
            "https://example.com/v1/ladles?a=b%20c",
            "https://example.com/v1/ladles/a%2Fb",
            "https://example.com/",
            "https://example.com:8443/ladles?",
            "http://example.com/v1//ladles/%2e",
            "https://other.example/v1/!$&'()*+,;=:@",
            "https://[::1]:80/ladles?q='",
        ] {
            let uri: Uri = text.parse().unwrap();
            let url = transport.url(&uri).map(String::from);
            assert_eq!(url, text.parse::<Url>().map(String::from), "{text}");
        }
    }
}
