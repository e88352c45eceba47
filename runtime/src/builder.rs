//! The configuration of a client.

use std::{fmt, sync::Arc, time::Duration};

use http::HeaderMap;

use crate::{
    Api, Client, Clock, ConfigError, Credential, Error, Header, HttpTransport, KeyProvider, Secret,
    SystemClock, Transport,
    environment::Environment,
    headers::{Headers, parse_value},
    secret::Key,
    url::BaseUrl,
};

#[cfg(test)]
mod tests;

/// Configures a [`Client`]. What the program sets ranks above the environment, and that, which is
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
    key: Option<Key>,
    headers: Headers,
    environment: Environment,
    connect_timeout: Duration,
    transport: Source,
    layers: Vec<Layer>,
    mistake: Option<String>,
}

/// A middleware: makes a transport of another one.
type Layer = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

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
            key: None,
            headers: Headers::default(),
            environment: Environment::default(),
            connect_timeout: Duration::from_secs(10),
            transport: Source::Own(None),
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

    /// What proves who is calling. An `Authorization` header of the caller's own replaces it.
    pub fn credential(mut self, secret: impl Into<Secret>) -> Self {
        self.key = Some(Key::Fixed(secret.into()));
        self
    }

    /// Asks `provider` for the credential before each attempt.
    pub fn credential_provider(mut self, provider: impl KeyProvider) -> Self {
        self.key = Some(Key::Provided(Arc::new(provider)));
        self
    }

    /// Where the API is served: `http` or `https`, with any path. A user name and a password in it
    /// are dropped.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
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
        if let Source::Own(pool) = &mut self.transport {
            *pool = None;
        }
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

    /// Takes an HTTP client as it is set up: its proxies, its TLS, its redirects. One that follows
    /// redirects may carry headers to where they do not belong.
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

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the base URL, a header or the credential is of no use, if there is no
    /// credential and no header in its place, or if TLS cannot be set up.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(mistake) = self.mistake.take() {
            return Err(ConfigError::new(mistake).into());
        }
        let base_url = self.base_url.as_deref().or(self.environment.base_url.as_deref());
        let base_url = base_url.or(self.api.base_url).ok_or(ConfigError::new("no base URL"))?;
        let base_url = BaseUrl::parse(base_url).map_err(ConfigError::new)?;
        let headers = self.default_headers().map_err(ConfigError::new)?;
        let key = self.default_key(&headers)?;
        let mut header_map = HeaderMap::new();
        headers.apply(&mut header_map).map_err(ConfigError::new)?;
        let transport = self.open(&base_url)?;
        Ok(Client::new(self, base_url, header_map, key, transport))
    }

    /// The headers of every request, then the environment's, then the program's. A credential that
    /// the program sets is not replaced by a header from the environment.
    fn default_headers(&self) -> Result<Headers, String> {
        let mut headers = Headers::default();
        headers.set("accept", "application/json")?;
        headers.set("user-agent", self.api.user_agent)?;
        headers.extend(&self.environment.headers);
        if let (Some(credential), Some(_)) = (self.api.credential, &self.key) {
            headers.forget(credential.header);
        }
        headers.extend(&self.headers);
        Ok(headers)
    }

    /// The credential to send, `None` if headers stand in for it.
    fn default_key(&self, headers: &Headers) -> Result<Option<Key>, ConfigError> {
        let Some(credential) = self.api.credential else { return Ok(None) };
        if headers.mention(credential.header) {
            return Ok(None);
        }
        let environment = || self.environment.key.clone().map(Key::Fixed);
        let key = self.key.clone().or_else(environment).ok_or_else(|| missing(&credential))?;
        if let Key::Fixed(secret) = &key {
            credential.value(secret)?;
        }
        Ok(Some(key))
    }

    fn open(&mut self, base_url: &BaseUrl) -> Result<Arc<dyn Transport>, ConfigError> {
        let inner = match &self.transport {
            Source::Own(Some(inner)) | Source::Given(inner) => inner.clone(),
            Source::Own(None) => {
                let inner = self.connect(base_url)?;
                self.transport = Source::Own(Some(inner.clone()));
                inner
            }
        };
        Ok(self.wrap(inner))
    }

    fn connect(&self, base_url: &BaseUrl) -> Result<Arc<dyn Transport>, ConfigError> {
        if base_url.is_https() && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err(ConfigError::new("https takes one of the features `rustls`, `native-tls`"));
        }
        Ok(Arc::new(HttpTransport::new(self.connect_timeout)?))
    }

    fn wrap(&self, inner: Arc<dyn Transport>) -> Arc<dyn Transport> {
        self.layers.iter().rev().fold(inner, |inner, layer| layer(inner))
    }

    /// Another transport like the client's own, with connections that no other thread drives;
    /// `None` if the transport is the caller's.
    #[cfg(feature = "blocking")]
    pub(crate) fn reopen(&self) -> Option<Result<Arc<dyn Transport>, ConfigError>> {
        match self.transport {
            Source::Given(_) => None,
            Source::Own(_) => {
                let inner = HttpTransport::new(self.connect_timeout);
                Some(inner.map(|inner| self.wrap(Arc::new(inner))))
            }
        }
    }

    fn note(&mut self, mistake: String) {
        self.mistake.get_or_insert(mistake);
    }
}

fn missing(credential: &Credential) -> ConfigError {
    let Credential { setting, env, .. } = credential;
    let env = env.map(|env| format!(", or read {env} from the environment")).unwrap_or_default();
    ConfigError::new(format!("no credential: set `{setting}`{env}"))
}

impl Credential {
    /// The header value for a secret, marked so that transports and logs do not show it.
    pub(crate) fn value(&self, secret: &Secret) -> Result<http::HeaderValue, ConfigError> {
        if secret.expose().trim().is_empty() {
            return Err(missing(self));
        }
        let value = format!("{}{}", self.scheme, secret.expose());
        let mut value = parse_value(self.header, &value).map_err(ConfigError::new)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("key", &self.key)
            .field("headers", &self.headers)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("deadline", &self.deadline)
            .field("max_retries", &self.max_retries)
            .field("max_retry_after", &self.max_retry_after)
            .finish_non_exhaustive()
    }
}

/// Gives the builder and the client of a generated crate, which wrap those of this one, the
/// settings that every API has.
///
/// ```
/// use bessemer_runtime::{Api, client_builder};
///
/// # static API: Api = Api {
/// #     user_agent: "casting/1.0", base_url: Some("http://localhost"), base_url_env: None,
/// #     headers_env: None, request_id: "x-request-id", credential: None, headers: &[],
/// # };
/// pub struct Client { core: bessemer_runtime::Client }
/// pub struct ClientBuilder(bessemer_runtime::ClientBuilder);
///
/// client_builder! { ClientBuilder => Client }
///
/// let builder = ClientBuilder(bessemer_runtime::ClientBuilder::new(&API));
/// let client = builder.max_retries(5).build()?;
/// # Ok::<(), bessemer_runtime::Error>(())
/// ```
#[macro_export]
macro_rules! client_builder {
    ($builder:ident => $client:ident) => {
        impl $builder {
            /// Reads the environment for what the program does not set, now. Blank variables count
            /// as unset, white space around values is dropped.
            pub fn env(self) -> Self {
                Self(self.0.env())
            }

            /// Where the API is served: `http` or `https`, with any path. A user name and a
            /// password in it are dropped.
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// The limit on each attempt, from before the connection to the last byte of the body;
            /// 10 minutes unless set.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// The limit on making a connection; 10 seconds unless set. It has no effect on an
            /// HTTP client or transport of your own.
            pub fn connect_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.connect_timeout(timeout))
            }

            /// The limit on a whole call, with all attempts and the waits between them; none
            /// unless set. Each page of a listing is a call.
            pub fn deadline(self, deadline: ::std::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// How many attempts may follow the first one; 2 unless set.
            pub fn max_retries(self, retries: u32) -> Self {
                Self(self.0.max_retries(retries))
            }

            /// The longest wait that the server may ask for; 2 minutes unless set. If it asks for
            /// more, the call ends with the error, which holds the wish.
            pub fn max_retry_after(self, wait: ::std::time::Duration) -> Self {
                Self(self.0.max_retry_after(wait))
            }

            /// Sends a header with every request, in place of any other of that name.
            pub fn header(
                self,
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// Does not send a header, not even one that every request has.
            pub fn remove_header(self, name: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.remove_header(name))
            }

            /// Takes an HTTP client as it is set up: its proxies, its TLS, its redirects. One that
            /// follows redirects may carry headers to where they do not belong.
            pub fn http_client(self, client: $crate::reqwest::Client) -> Self {
                Self(self.0.http_client(client))
            }

            /// Takes another way to carry requests.
            pub fn transport(self, transport: impl $crate::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// Wraps the transport: `wrap` is given the one inside. The first middleware is the
            /// outermost.
            pub fn middleware<T: $crate::Transport>(
                self,
                wrap: impl ::std::ops::Fn(::std::sync::Arc<dyn $crate::Transport>) -> T
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.middleware(wrap))
            }

            /// Takes time and chance from elsewhere.
            pub fn clock(self, clock: impl $crate::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// Builds the client.
            ///
            /// # Errors
            ///
            /// `Error::Config` if the base URL, a header or the credential is of no use, if there
            /// is no credential and no header in its place, or if TLS cannot be set up.
            pub fn build(self) -> ::std::result::Result<$client, $crate::Error> {
                ::std::result::Result::Ok($client { core: self.0.build()? })
            }
        }

        impl $client {
            /// A builder with the settings of this client, to make one that differs. Both share
            /// their connections.
            pub fn to_builder(&self) -> $builder {
                $builder(self.core.to_builder())
            }
        }
    };
}
