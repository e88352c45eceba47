//! The configuration of a client.

use std::{fmt, sync::Arc, time::Duration};

use crate::{
    Api, Clock, Header, HttpTransport, KeyProvider, Region, Secret, Server, SystemClock, Transport,
    environment::Environment, headers::Headers, keys::Keys, secret::Key,
};

mod build;
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
/// [`configure_http`](Self::configure_http) changes these settings:
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
    pub(crate) clock: Arc<dyn Clock>,
    base_url: Option<String>,
    region: Option<&'static Region>,
    pub(crate) keys: Keys,
    headers: Headers,
    pub(crate) environment: Environment,
    connect_timeout: Duration,
    configure: Option<Configure>,
    transport: Source,
    follow_redirects: bool,
    pub(crate) strict: bool,
    layers: Vec<Layer>,
    mistake: Option<String>,
}

/// A middleware: wraps a transport in another one.
type Layer = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// A change to the HTTP client that this crate creates.
type Configure = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Where the transport comes from.
#[derive(Clone)]
enum Source {
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
            clock: Arc::new(SystemClock),
            base_url: None,
            region: None,
            keys: Keys::default(),
            headers: Headers::default(),
            environment: Environment::default(),
            connect_timeout: Duration::from_secs(10),
            configure: None,
            transport: Source::Own(None),
            follow_redirects: false,
            strict: false,
            layers: Vec::new(),
            mistake: None,
        }
    }

    /// Reads the API's environment variables. They are read now, not in [`build`](Self::build). An
    /// empty or blank variable counts as unset. White space around a value is removed.
    pub fn env(mut self) -> Self {
        match Environment::read(self.api, |name| std::env::var_os(name)) {
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

    /// Sets the base URL to that of the region with this name, one of `regions`. It overrides a base
    /// URL from the environment. An unknown name is an error of [`build`](Self::build), and so is a
    /// region together with a [`base_url`](Self::base_url).
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

    /// Sets the time limit of each attempt, from connecting to the last byte of the body. The
    /// default is 10 minutes.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time limit for opening a connection. The default is 10 seconds. It has no effect on
    /// an [`http_client`](Self::http_client) or [`transport`](Self::transport) of the caller.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self.disconnect();
        self
    }

    /// Sets the time limit of a whole call: all attempts and the waits between them. By default
    /// there is none. Each page of a listing is one call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets how many times a failed request is sent again. The default is 2.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the longest wait before a retry that the server may ask for. The default is 2 minutes.
    /// If the server asks for a longer wait, the call is not retried and returns the error, whose
    /// [`retry_after`](crate::Error::retry_after) is that wait.
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
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

    /// Sets whether a response that differs from the document is an error. The default is `false`:
    /// a required property that is missing, null or of another type has the empty value of its
    /// type, an optional property of another type is `None`, and
    /// [`Answer::notes`](crate::Answer::notes) has the paths.
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

    /// Changes the HTTP client that this crate creates: its proxies, TLS settings or connection
    /// pool. It has no effect on an [`http_client`](Self::http_client) or
    /// [`transport`](Self::transport) of the caller.
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
        self.configure = Some(Arc::new(configure));
        self.disconnect();
        self
    }

    /// Uses this HTTP client, with its own settings for proxies, TLS and redirects. A client that
    /// follows redirects may send headers to another origin. With the feature `rustls`, this
    /// crate's `reqwest` has no default cryptography provider: building a `reqwest::Client` panics
    /// unless a `rustls` provider is installed or TLS is preconfigured.
    /// [`configure_http`](Self::configure_http) does not need that.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(HttpTransport::from(client))
    }

    /// Sends requests with this transport instead of over HTTP connections of this crate.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Source::Given(Arc::new(transport));
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

    /// Uses this clock for time, waits and random numbers.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Drops the shared connections, because they were opened with other settings.
    fn disconnect(&mut self) {
        if let Source::Own(pool) = &mut self.transport {
            *pool = None;
        }
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
            .field("connect_timeout", &self.connect_timeout)
            .field("deadline", &self.deadline)
            .field("max_retries", &self.max_retries)
            .field("max_retry_after", &self.max_retry_after)
            .finish_non_exhaustive()
    }
}
