//! The HTTP transport.

use std::time::Duration;

use futures_core::future::BoxFuture;
use futures_util::stream;
use http::{Request, Response};

use crate::{Body, BoxError, ConfigError, Transport, TransportError, clock::in_tokio};

/// Sends requests over the network, with [`reqwest`].
///
/// The transport that a client creates by default does not follow redirects, because that could send
/// credentials to another origin;
/// [`follow_redirects`](crate::ClientBuilder::follow_redirects) follows the safe ones. Proxies come
/// from `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`. The transport does not retry; the
/// client does.
///
/// ```
/// use bessemer_runtime::{HttpTransport, reqwest};
///
/// # fn example(http: reqwest::Client) {
/// let transport = HttpTransport::from(http);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct HttpTransport(reqwest::Client);

impl HttpTransport {
    /// A transport with a new connection pool. `configure` can override every setting.
    pub(crate) fn new(
        connect_timeout: Duration,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, ConfigError> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(connect_timeout);
        let client = configure(secure(builder)?).build();
        client.map(Self).map_err(|error| failed(error.without_url()))
    }
}

fn failed(source: impl Into<BoxError>) -> ConfigError {
    ConfigError::caused("cannot set up the HTTP client", source.into())
}

#[cfg(feature = "native-tls")]
fn secure(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, ConfigError> {
    Ok(builder.tls_backend_native())
}

/// Builds the TLS settings. `reqwest` would use the cryptography provider of the process and panic
/// if there is none. A library should not install one for the whole process.
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
fn secure(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, ConfigError> {
    use rustls::{ClientConfig, crypto};
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = crypto::CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| crypto::ring::default_provider().into());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_platform_verifier())
        .map_err(failed)?
        .with_no_client_auth();
    let protocols: &[&str] =
        if cfg!(feature = "http2") { &["h2", "http/1.1"] } else { &["http/1.1"] };
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn secure(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, ConfigError> {
    Ok(builder)
}

/// Keeps the client's settings for redirects, proxies, TLS and timeouts.
impl From<reqwest::Client> for HttpTransport {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for HttpTransport {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            in_tokio().map_err(TransportError::Connection)?;
            let (head, body) = request.into_parts();
            let body = reqwest::Body::from(body.collect().await?);
            let request = Request::from_parts(head, body).try_into().map_err(lost)?;
            let response = self.0.execute(request).await.map_err(lost)?;
            Ok(arrived(response))
        })
    }
}

fn arrived(mut response: reqwest::Response) -> Response<Body> {
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let pieces = stream::unfold(response, |mut response| async {
        let piece = response.chunk().await.map_err(lost).transpose()?;
        Some((piece, response))
    });
    let mut arrived = Response::new(Body::stream(pieces));
    *arrived.status_mut() = status;
    *arrived.headers_mut() = headers;
    arrived
}

/// Removes the URL from the error, because it may contain secrets.
fn lost(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_timeout() {
        TransportError::Timeout(error.into())
    } else {
        TransportError::Connection(error.into())
    }
}
