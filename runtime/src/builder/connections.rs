//! Settings of connections: time limit, TLS, proxies, transports.

use std::{sync::Arc, time::Duration};

use super::{ClientBuilder, TransportSource};
use crate::{AttemptEvent, Clock, HttpTransport, Transport, attempt_event::Observer};

impl ClientBuilder {
    /// Sets the time limit for opening a connection. The default is 10 seconds. It has no effect on
    /// an [`http_client`](Self::http_client) or [`transport`](Self::transport) of the caller.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect_timeout = timeout;
        self.disconnect();
        self
    }

    /// Sets whether to follow redirects. The default is `false`. The client follows a redirect only
    /// if the method is `GET`, `HEAD` or `QUERY` and the target has the same origin (RFC 6454 §4)
    /// and uses https; it follows at most five in a row. Every other redirect is an
    /// [`Error::Api`](crate::Error::Api). No header is ever sent to another origin.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
    /// fn redirected(api: &'static Api) -> Result<Client, Error> {
    ///     ClientBuilder::new(api).env().follow_redirects(true).build()
    /// }
    /// ```
    pub fn follow_redirects(mut self, follow: bool) -> Self {
        self.follow_redirects = follow;
        self
    }

    /// Changes the HTTP client that this crate creates: its proxies, TLS settings or connection
    /// pool. It has no effect on an [`http_client`](Self::http_client) or
    /// [`transport`](Self::transport) of the caller. It is called once for each async runtime that
    /// uses the client.
    ///
    /// With the feature `rustls`, all TLS settings of `reqwest` apply. `reqwest` uses the
    /// cryptography provider of the process. If there is none, building the client installs the
    /// provider of `ring`. A program that installs another provider must install it before it
    /// builds the client.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
    /// fn without_proxies(api: &'static Api) -> Result<Client, Error> {
    ///     ClientBuilder::new(api).env().configure_http(|http| http.no_proxy()).build()
    /// }
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.connections.configure = Some(Arc::new(configure));
        self.disconnect();
        self
    }

    /// Trusts a certificate authority in addition to those of the platform. `pem` has one or more
    /// certificates in PEM format (RFC 7468). Invalid PEM is an error of [`build`](Self::build).
    /// To trust no other authority, use [`configure_http`](Self::configure_http) with
    /// `tls_certs_only`.
    ///
    /// ```no_run
    /// # use bessemer_runtime::{Api, BoxError, Client, ClientBuilder};
    /// fn behind_the_company_proxy(api: &'static Api) -> Result<Client, BoxError> {
    ///     let authority = std::fs::read("company-ca.pem")?;
    ///     Ok(ClientBuilder::new(api).env().root_certificate(authority).build()?)
    /// }
    /// ```
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connections.tls.roots.push(pem.into());
        self.disconnect();
        self
    }

    /// Sends a client certificate to servers that ask for one (mutual TLS). `pem` has the certificate
    /// chain and the private key in PEM format; the key is in PKCS #8 (RFC 5958). Invalid PEM is an
    /// error of [`build`](Self::build).
    ///
    /// ```no_run
    /// # use bessemer_runtime::{Api, BoxError, Client, ClientBuilder};
    /// fn with_certificate(api: &'static Api) -> Result<Client, BoxError> {
    ///     let identity = std::fs::read("client.pem")?;
    ///     Ok(ClientBuilder::new(api).env().client_identity(identity).build()?)
    /// }
    /// ```
    pub fn client_identity(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connections.tls.identity = Some(pem.into());
        self.disconnect();
        self
    }

    /// Uses these TLS settings instead of all others: neither
    /// [`root_certificate`](Self::root_certificate) nor the TLS settings of
    /// [`configure_http`](Self::configure_http) apply. Set `alpn_protocols`, at least to `http/1.1`.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use bessemer_runtime::{Api, BoxError, Client, ClientBuilder};
    /// use bessemer_runtime::rustls::{ClientConfig, RootCertStore, crypto::ring};
    ///
    /// fn pinned(api: &'static Api, roots: RootCertStore) -> Result<Client, BoxError> {
    ///     let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
    ///         .with_safe_default_protocol_versions()?
    ///         .with_root_certificates(roots)
    ///         .with_no_client_auth();
    ///     Ok(ClientBuilder::new(api).env().tls_config(config).build()?)
    /// }
    /// ```
    #[cfg(feature = "rustls")]
    pub fn tls_config(mut self, config: rustls::ClientConfig) -> Self {
        self.connections.tls.config = Some(config);
        self.disconnect();
        self
    }

    /// Uses this HTTP client, with its own settings for proxies, TLS and redirects. A client that
    /// follows redirects may send headers to another origin. With the feature `rustls`, this
    /// crate's `reqwest` has no default cryptography provider: building a `reqwest::Client` panics
    /// unless a `rustls` provider is installed or TLS is preconfigured.
    /// [`configure_http`](Self::configure_http) needs no such provider.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(HttpTransport::from(client))
    }

    /// Sends requests with this transport instead of over HTTP connections of this crate.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = TransportSource::Given(Arc::new(transport));
        self
    }

    /// Wraps the transport: `wrap` receives the inner transport and returns the outer one. The
    /// middleware that is added first is the outermost.
    pub fn middleware<T: Transport>(
        mut self,
        wrap: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.layers.push(Arc::new(move |inner| Arc::new(wrap(inner))));
        self
    }

    /// Calls `observe` when an attempt starts and when it ends, for metrics and logs. A second
    /// observer replaces the first one. `observe` runs in the task of the call, so it must not
    /// block.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
    /// use std::sync::{Arc, atomic::{AtomicU64, Ordering}};
    ///
    /// use bessemer_runtime::Stage;
    ///
    /// fn counting(api: &'static Api, attempts: Arc<AtomicU64>) -> Result<Client, Error> {
    ///     let builder = ClientBuilder::new(api).env().on_attempt(move |event| {
    ///         if event.stage == Stage::Begin {
    ///             attempts.fetch_add(1, Ordering::Relaxed);
    ///         }
    ///     });
    ///     builder.build()
    /// }
    /// ```
    pub fn on_attempt(mut self, observe: impl Fn(&AttemptEvent) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(observe)));
        self
    }

    /// Uses this clock for time, waits and random numbers.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Drops the shared connections, because they were opened with other settings.
    fn disconnect(&mut self) {
        if let TransportSource::Own(pool) = &mut self.transport {
            *pool = None;
        }
    }
}
