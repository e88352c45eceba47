//! The configuration of a client.

use std::{fmt, sync::Arc, time::Duration};

use crate::{
    Api, Clock, Header, KeyProvider, Region, Secret, Server, SystemClock, Transport, WebhookScheme,
    attempt_event::Observer, environment::Environment, headers::Headers,
    http_transport::Connections, keys::Keys, retry::RetryBudget, secret::Key,
};

mod build;
mod connections;
mod limits;
#[cfg(test)]
mod tests;
mod wrapper;

/// Configures a [`Client`](crate::Client).
///
/// A value that the program sets overrides the environment, and the environment overrides the
/// defaults. Environment variables are only read by [`env`](Self::env). An invalid value is an
/// error of [`build`](Self::build).
///
/// ```
/// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
/// use std::time::Duration;
///
/// fn client(api: &'static Api) -> Result<Client, Error> {
///     let builder = ClientBuilder::new(api).env().header("x-team", "castings");
///     builder.timeout(Duration::from_secs(30)).max_retries(5).build()
/// }
/// ```
///
/// # Headers
///
/// Every request has the headers `accept` and `user-agent`. Headers from the environment override
/// them. Headers of the program override both, and headers of a single request override all others.
/// Names are case-insensitive (RFC 9110 §5.1). If the caller sets or removes the header that would
/// carry the credential, the client does not add the credential.
///
/// ```
/// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
/// fn behind_a_gateway(api: &'static Api) -> Result<Client, Error> {
///     let builder = ClientBuilder::new(api).base_url("https://gateway.example.com/openai/v1?team=7");
///     builder.remove_header("authorization").header("x-gateway-key", "sesame").build()
/// }
/// ```
///
/// # Connections
///
/// A client, its clones and the clients made from its
/// [`to_builder`](crate::Client::to_builder) share one connection pool. The feature `rustls` or
/// `native-tls` selects the TLS library; both trust the certificates of the platform. Proxies come
/// from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
/// [`root_certificate`](Self::root_certificate) trusts another certificate authority,
/// [`client_identity`](Self::client_identity) sends a client certificate (mutual TLS), and
/// [`configure_http`](Self::configure_http) changes all other settings:
///
/// ```
/// # use bessemer_runtime::{Api, BoxError, Client, ClientBuilder};
/// use bessemer_runtime::reqwest::Proxy;
///
/// fn through_a_proxy(api: &'static Api) -> Result<Client, BoxError> {
///     let proxy = Proxy::https("https://proxy.example.com:8443")?;
///     let builder = ClientBuilder::new(api).env();
///     Ok(builder.configure_http(move |http| http.proxy(proxy.clone())).build()?)
/// }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    pub(crate) api: &'static Api,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_retries: u32,
    pub(crate) max_retry_after: Duration,
    pub(crate) retry_budget: Arc<RetryBudget>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) max_body: u64,
    pub(crate) max_error_body: u64,
    pub(crate) max_event: u64,
    pub(crate) clock: Arc<dyn Clock>,
    base_url: Option<String>,
    region: Option<&'static Region>,
    pub(crate) keys: Keys,
    headers: Headers,
    pub(crate) environment: Environment,
    connections: Connections,
    transport: TransportSource,
    follow_redirects: bool,
    pub(crate) strict: bool,
    pub(crate) observer: Option<Observer>,
    pub(crate) webhooks: Option<WebhookScheme>,
    #[cfg_attr(not(feature = "standard-webhooks"), allow(dead_code, reason = "webhooks need it"))]
    webhook_secret: Option<Secret>,
    layers: Vec<Layer>,
    mistake: Option<String>,
}

/// A middleware: wraps a transport in another one.
type Layer = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// Where the transport comes from.
#[derive(Clone)]
enum TransportSource {
    /// Created by this crate; `None` until a client is built.
    Own(Option<Arc<dyn Transport>>),
    Given(Arc<dyn Transport>),
}

impl ClientBuilder {
    /// Creates a builder with the defaults of `api`.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            timeout: Duration::from_secs(600),
            deadline: None,
            max_retries: 2,
            max_retry_after: Duration::from_secs(120),
            retry_budget: Arc::new(RetryBudget::new(500)),
            idle_timeout: None,
            max_body: 256 << 20,
            max_error_body: 1 << 20,
            max_event: 64 << 20,
            clock: Arc::new(SystemClock),
            base_url: None,
            region: None,
            keys: Keys::default(),
            headers: Headers::default(),
            environment: Environment::default(),
            connections: Connections::default(),
            transport: TransportSource::Own(None),
            follow_redirects: false,
            strict: false,
            observer: None,
            webhooks: None,
            webhook_secret: None,
            layers: Vec::new(),
            mistake: None,
        }
    }

    /// Reads the API's environment variables. They are read now, not in [`build`](Self::build). An
    /// empty or blank variable counts as unset. White space around a value is removed.
    pub fn env(mut self) -> Self {
        match Environment::read(self.api, self.webhooks.as_ref(), |name| std::env::var_os(name)) {
            Ok(environment) => self.environment = environment,
            Err(mistake) => self.note(mistake),
        }
        self
    }

    /// Sets the credential; if the API has several, the first one. If the caller sets the header
    /// that would carry the credential, that header is sent instead.
    pub fn credential(self, secret: impl Into<Secret>) -> Self {
        let first = self.api.credentials.first();
        self.key(first.map(|credential| credential.setting), Key::Fixed(secret.into()))
    }

    /// Asks `provider` for the credential before each attempt, so that a retry uses a fresh one.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, BoxError, Client, ClientBuilder, Error, Secret};
    /// async fn token() -> Result<Secret, BoxError> {
    ///     Ok(Secret::from("fetched, or taken from a cache"))
    /// }
    ///
    /// fn rotating(api: &'static Api) -> Result<Client, Error> {
    ///     ClientBuilder::new(api).credential_provider(token).build()
    /// }
    /// ```
    pub fn credential_provider(self, provider: impl KeyProvider) -> Self {
        let first = self.api.credentials.first();
        self.key(first.map(|credential| credential.setting), Key::Provided(Arc::new(provider)))
    }

    /// Sets one of several credentials. `setting` is the name of the [`Credential`](crate::Credential).
    ///
    /// ```
    /// # use bessemer_runtime::{Api, Client, ClientBuilder, Error, Secret};
    /// fn administrator(api: &'static Api, password: &str) -> Result<Client, Error> {
    ///     let login = Secret::basic("admin", password);
    ///     ClientBuilder::new(api).credential_as("login", login).build()
    /// }
    /// ```
    pub fn credential_as(self, setting: &'static str, secret: impl Into<Secret>) -> Self {
        self.key(Some(setting), Key::Fixed(secret.into()))
    }

    /// Asks `provider` for one of several credentials before each attempt; see
    /// [`credential_provider`](Self::credential_provider).
    pub fn credential_provider_as(self, setting: &'static str, provider: impl KeyProvider) -> Self {
        self.key(Some(setting), Key::Provided(Arc::new(provider)))
    }

    /// Sets the key of a credential. Ignores it if the API has no credentials.
    fn key(mut self, setting: Option<&'static str>, key: Key) -> Self {
        if let Some(setting) = setting {
            self.keys.set(setting, key);
        }
        self
    }

    /// Sets the base URL of the API. The scheme is `http` or `https`. The path of an operation is
    /// appended to the path of the base URL, and its query to the query of the base URL. A trailing
    /// slash makes no difference. A user name and a password in the URL are ignored.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the base URL to the URL of a server from the OpenAPI document; see
    /// [`base_url`](Self::base_url).
    ///
    /// ```
    /// # use bessemer_runtime::{Api, ClientBuilder, Server};
    /// fn with_invalid_value(api: &'static Api) {
    ///     let server = Server::filled("https://{region}.example.com", &[("region", "eu/west")]);
    ///     let error = ClientBuilder::new(api).server(server).build().unwrap_err();
    ///     assert_eq!(error.to_string(), "invalid value for server variable `region`");
    /// }
    /// ```
    pub fn server(mut self, server: Server) -> Self {
        match server.into_url() {
            Ok(url) => self.base_url(url),
            Err(mistake) => {
                self.note(mistake);
                self
            }
        }
    }

    /// Sets the base URL to that of the region with this name, one of `regions`. It overrides a
    /// base URL from the environment. An unknown name is an error of [`build`](Self::build). A
    /// region together with a [`base_url`](Self::base_url) is also an error.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, ClientBuilder, Region};
    /// const REGIONS: &[Region] = &[Region::new("eu", "https://eu.example.com/v1")];
    ///
    /// fn in_unknown_region(api: &'static Api) {
    ///     let error = ClientBuilder::new(api).region(REGIONS, "mars").build().unwrap_err();
    ///     assert_eq!(error.to_string(), "unknown region; expected one of: `eu`");
    /// }
    /// ```
    pub fn region(mut self, regions: &'static [Region], name: impl AsRef<str>) -> Self {
        self.region = regions.iter().find(|region| region.name == name.as_ref());
        if self.region.is_none() {
            let names: Vec<_> = regions.iter().map(|it| format!("`{}`", it.name)).collect();
            self.note(format!("unknown region; expected one of: {}", names.join(", ")));
        }
        self
    }

    /// Sets one of the headers in [`Api::headers`].
    pub fn setting(self, header: Header, value: impl AsRef<str>) -> Self {
        self.header(header.name, value)
    }

    /// Sends a header with every request. It replaces any other header with that name.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if let Err(mistake) = self.headers.set(name.as_ref(), value.as_ref()) {
            self.note(mistake);
        }
        self
    }

    /// Does not send the header with this name, even if it is one of the default headers.
    pub fn remove_header(mut self, name: impl AsRef<str>) -> Self {
        if let Err(mistake) = self.headers.remove(name.as_ref()) {
            self.note(mistake);
        }
        self
    }

    /// Sets whether a response that differs from the document is an error. The default is `false`:
    /// a required property that is missing, null or of another type has the empty value of its
    /// type. An optional property of another type is `None`.
    /// [`Answer::notes`](crate::Answer::notes) returns the paths of these properties.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
    /// fn exact(api: &'static Api) -> Result<Client, Error> {
    ///     ClientBuilder::new(api).env().strict(true).build()
    /// }
    /// ```
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets how the server signs its webhooks. Call it before [`env`](Self::env), which reads the
    /// environment variable that the scheme names.
    pub fn webhooks(mut self, scheme: WebhookScheme) -> Self {
        self.webhooks = Some(scheme);
        self
    }

    /// Sets the secret of the webhooks that the server sends.
    pub fn webhook_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.webhook_secret = Some(secret.into());
        self
    }

    fn note(&mut self, mistake: String) {
        self.mistake.get_or_insert(mistake);
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("keys", &self.keys)
            .field("headers", &self.headers)
            .field("timeout", &self.timeout)
            .field("connections", &self.connections)
            .field("deadline", &self.deadline)
            .field("max_retries", &self.max_retries)
            .field("max_retry_after", &self.max_retry_after)
            .finish_non_exhaustive()
    }
}
