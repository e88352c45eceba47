//! The configuration of a client.

use std::{fmt, sync::Arc, time::Duration};

use crate::{
    Api, Clock, Header, HttpTransport, KeyProvider, Region, Secret, Server, SystemClock, Transport,
    auth::Keys, environment::Environment, headers::Headers, secret::Key,
};

mod build;
#[cfg(test)]
mod tests;
mod wrapper;

/// Configures a [`Client`](crate::Client). What the program sets ranks above the environment, and that, which is
/// only read if [`env`](Self::env) asks for it, above the defaults. A mistake is told by
/// [`build`](Self::build).
///
/// ```
/// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
/// use std::time::Duration;
///
/// fn patient(api: &'static Api) -> Result<Client, Error> {
///     let builder = ClientBuilder::new(api).env().header("x-team", "castings");
///     builder.timeout(Duration::from_secs(30)).max_retries(5).build()
/// }
/// ```
///
/// # Headers
///
/// Every request has `accept` and `user-agent`. The environment's headers replace them, the
/// program's replace those, and a request's own replace all. Names are compared without regard to
/// case (RFC 9110 §5.1). A header that carries the credential stands in for it, and so does the
/// removal of that header.
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
/// A client and its clones share one pool of connections, and so do clients that are made by
/// [`to_builder`](crate::Client::to_builder). TLS is that of the features `rustls` or `native-tls`, with
/// the certificates that the platform trusts; proxies are those of `HTTPS_PROXY`, `HTTP_PROXY`,
/// `ALL_PROXY` and `NO_PROXY`. [`configure_http`](Self::configure_http) changes that:
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
    layers: Vec<Layer>,
    mistake: Option<String>,
}

/// A middleware: makes a transport of another one.
type Layer = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// A change of the HTTP client that this crate makes for itself.
type Configure = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Where the transport comes from.
#[derive(Clone)]
enum Source {
    /// Made by this crate; there once a client was built.
    Own(Option<Arc<dyn Transport>>),
    Given(Arc<dyn Transport>),
}

impl ClientBuilder {
    /// Starts with the defaults of `api`.
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
            layers: Vec::new(),
            mistake: None,
        }
    }

    /// Reads the environment variables that the API names, now. Blank ones count as unset, white
    /// space around values is dropped.
    pub fn env(mut self) -> Self {
        match Environment::read(self.api, |name| std::env::var_os(name)) {
            Ok(environment) => self.environment = environment,
            Err(mistake) => self.note(mistake),
        }
        self
    }

    /// What proves who is calling: the first credential, if there are several. An `Authorization`
    /// header of the caller's own replaces it.
    pub fn credential(self, secret: impl Into<Secret>) -> Self {
        let first = self.api.credentials.first();
        self.key(first.map(|credential| credential.setting), Key::Fixed(secret.into()))
    }

    /// Asks `provider` for the credential before each attempt, so that a retry has a fresh one.
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

    /// Sets one of several credentials, by the name of its setting.
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

    /// Asks `provider` for one of several credentials; see
    /// [`credential_provider`](Self::credential_provider).
    pub fn credential_provider_as(self, setting: &'static str, provider: impl KeyProvider) -> Self {
        self.key(Some(setting), Key::Provided(Arc::new(provider)))
    }

    /// Sets the key of a credential; of an API that takes none, it is of no use.
    fn key(mut self, setting: Option<&'static str>, key: Key) -> Self {
        if let Some(setting) = setting {
            self.keys.set(setting, key);
        }
        self
    }

    /// Where the API is served: `http` or `https`, with any path, to which those of operations are
    /// added, and any query, which goes before theirs. A slash at the end makes no difference. A
    /// user name and a password in it are dropped.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Uses the API at a server that its document names; the same as [`base_url`](Self::base_url)
    /// with the URL of that.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, ClientBuilder, Server};
    /// fn misplaced(api: &'static Api) {
    ///     let server = Server::filled("https://{region}.example.com", &[("region", "eu/west")]);
    ///     let error = ClientBuilder::new(api).server(server).build().unwrap_err();
    ///     let text = "the variable `region` of the server's URL has a value of no use there";
    ///     assert_eq!(error.to_string(), text);
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

    /// Uses the API as it is served in the region of that name, one of `regions`. It ranks above a
    /// base URL from the environment; to set a [`base_url`](Self::base_url) as well is a mistake,
    /// and so is a name that is not among them.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, ClientBuilder, Region};
    /// const REGIONS: &[Region] = &[Region::new("eu", "https://eu.example.com/v1")];
    ///
    /// fn misplaced(api: &'static Api) {
    ///     let error = ClientBuilder::new(api).region(REGIONS, "mars").build().unwrap_err();
    ///     assert_eq!(error.to_string(), "there is no region of that name, only `eu`");
    /// }
    /// ```
    pub fn region(mut self, regions: &'static [Region], name: impl AsRef<str>) -> Self {
        self.region = regions.iter().find(|region| region.name == name.as_ref());
        if self.region.is_none() {
            let names: Vec<_> = regions.iter().map(|it| format!("`{}`", it.name)).collect();
            self.note(format!("there is no region of that name, only {}", names.join(", ")));
        }
        self
    }

    /// The limit on each attempt, from before the connection to the last byte of the body;
    /// 10 minutes unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The limit on making a connection; 10 seconds unless set. It has no effect on an
    /// [`http_client`](Self::http_client) or [`transport`](Self::transport) of the caller's own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self.disconnect();
        self
    }

    /// The limit on a whole call, with all attempts and the waits between them; none unless set.
    /// Each page of a listing is a call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How many attempts may follow the first one; 2 unless set.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// The longest wait that a server may ask for; 2 minutes unless set. If it asks for more, the
    /// call ends with the error, which holds the wish.
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Sets a header that the API has a setting for.
    pub fn setting(self, header: Header, value: impl AsRef<str>) -> Self {
        self.header(header.name, value)
    }

    /// Sends a header with every request, in place of any other of that name.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if let Err(mistake) = self.headers.set(name.as_ref(), value.as_ref()) {
            self.note(mistake);
        }
        self
    }

    /// Does not send a header, not even one that every request has.
    pub fn remove_header(mut self, name: impl AsRef<str>) -> Self {
        if let Err(mistake) = self.headers.remove(name.as_ref()) {
            self.note(mistake);
        }
        self
    }

    /// Whether redirects are followed that lead to the same origin (RFC 6454 §4) over https; they
    /// are not unless set. Only requests by `GET`, `HEAD` and `QUERY` are, five times at the most.
    /// Every other redirect is an [`Error::Api`](crate::Error::Api), and no header is ever sent to
    /// another origin.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
    /// fn lenient(api: &'static Api) -> Result<Client, Error> {
    ///     ClientBuilder::new(api).env().follow_redirects(true).build()
    /// }
    /// ```
    pub fn follow_redirects(mut self, follow: bool) -> Self {
        self.follow_redirects = follow;
        self
    }

    /// Changes the HTTP client that this crate makes for itself: its proxies, its TLS, its pool. It
    /// has no effect on an [`http_client`](Self::http_client) or [`transport`](Self::transport) of
    /// the caller's own.
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

    /// Takes an HTTP client as it is set up: its proxies, its TLS, its redirects. One that follows
    /// redirects may carry headers to where they do not belong. With the feature `rustls`, the
    /// `reqwest` of this crate has no cryptography of its own, and its builder panics unless a
    /// provider of `rustls` is installed or TLS is preconfigured;
    /// [`configure_http`](Self::configure_http) has no such needs.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(HttpTransport::from(client))
    }

    /// Takes another way to carry requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Source::Given(Arc::new(transport));
        self
    }

    /// Wraps the transport: `wrap` is given the one inside. The first middleware is the outermost.
    pub fn middleware<T: Transport>(
        mut self,
        wrap: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.layers.push(Arc::new(move |inner| Arc::new(wrap(inner))));
        self
    }

    /// Takes time and chance from elsewhere.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Makes sure that the next client does not share connections that are made otherwise.
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
