//! Credentials of an API: where they come from and where they are sent.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, Request, Uri, header, uri::PathAndQuery};
use percent_encoding::{percent_decode_str, utf8_percent_encode};

use crate::{
    Body, ConfigError, Secret,
    headers::{parse_name, parse_value},
    style::RESERVED,
};

/// The description of a credential: its setting, its environment variable and where it is sent.
///
/// ```
/// use bessemer_runtime::Credential;
///
/// const KEY: Credential = Credential::bearer("api_key", Some("CASTING_KEY"));
/// const LOGIN: Credential = Credential::basic("login", None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credential {
    pub(crate) setting: &'static str,
    pub(crate) env: Option<&'static str>,
    pub(crate) optional: bool,
    pub(crate) on_demand: bool,
    place: Place,
}

/// Where a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Bearer,
    Basic,
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
}

impl Credential {
    const fn new(setting: &'static str, env: Option<&'static str>, place: Place) -> Self {
        Self { setting, env, optional: false, on_demand: false, place }
    }

    /// A bearer token (RFC 6750 §2.1). The method `setting` of the client builder or the environment
    /// variable `env` sets it.
    pub const fn bearer(setting: &'static str, env: Option<&'static str>) -> Self {
        Self::new(setting, env, Place::Bearer)
    }

    /// A user name and a password (RFC 7617), joined by a colon; see [`Secret::basic`].
    pub const fn basic(setting: &'static str, env: Option<&'static str>) -> Self {
        Self::new(setting, env, Place::Basic)
    }

    /// A key that is sent as the value of `header`.
    pub const fn header(
        setting: &'static str,
        env: Option<&'static str>,
        header: &'static str,
    ) -> Self {
        Self::new(setting, env, Place::Header(header))
    }

    /// A key that is sent as the query parameter `name`.
    pub const fn query(
        setting: &'static str,
        env: Option<&'static str>,
        name: &'static str,
    ) -> Self {
        Self::new(setting, env, Place::Query(name))
    }

    /// A key that is sent as the cookie `name`.
    pub const fn cookie(
        setting: &'static str,
        env: Option<&'static str>,
        name: &'static str,
    ) -> Self {
        Self::new(setting, env, Place::Cookie(name))
    }

    /// Makes the credential optional, for APIs with operations that do not need it: a client can be
    /// built without it. An operation that needs it returns an error when it is called.
    pub const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Sends the credential only with operations that name it.
    ///
    /// ```
    /// use bessemer_runtime::Credential;
    ///
    /// const ADMIN: Credential = Credential::bearer("admin_key", None).on_demand();
    /// ```
    pub const fn on_demand(self) -> Self {
        Self { on_demand: true, ..self }
    }

    /// The header that the credential is sent in, if it is the whole value. A header with that name
    /// from the caller replaces the credential.
    pub(crate) fn header_name(&self) -> Option<&'static str> {
        match self.place {
            Place::Bearer | Place::Basic => Some("authorization"),
            Place::Header(name) => Some(name),
            Place::Query(_) | Place::Cookie(_) => None,
        }
    }

    /// Checks that a secret is not blank and fits into a request. Returns its header, unless it is
    /// sent elsewhere or together with others.
    pub(crate) fn header_of(
        &self,
        secret: &Secret,
    ) -> Result<Option<(HeaderName, HeaderValue)>, ConfigError> {
        let mut request = Request::new(Body::empty());
        self.add(secret, &mut request)?;
        let headers = std::mem::take(request.headers_mut());
        let mut headers = headers.into_iter().filter(|_| self.header_name().is_some());
        Ok(headers.find_map(|(name, value)| Some((name?, value))))
    }

    /// Adds a secret to a request. Its header is marked as sensitive, so that transports and logs do
    /// not show it.
    pub(crate) fn add(
        &self,
        secret: &Secret,
        request: &mut Request<Body>,
    ) -> Result<(), ConfigError> {
        let text = secret.expose();
        if text.trim().is_empty() {
            return Err(missing(&[vec![self]]));
        }
        let added = match self.place {
            Place::Bearer => insert(request, "authorization", &format!("Bearer {text}")),
            Place::Basic => {
                insert(request, "authorization", &format!("Basic {}", STANDARD.encode(text)))
            }
            Place::Header(name) => insert(request, name, text),
            Place::Query(name) => set_query(request, name, text),
            Place::Cookie(name) => add_cookie(request, name, text),
        };
        added.map_err(ConfigError::new)
    }
}

fn insert(request: &mut Request<Body>, name: &str, value: &str) -> Result<(), String> {
    let (name, mut value) = (parse_name(name)?, parse_value(name, value)?);
    value.set_sensitive(true);
    let inserted = request.headers_mut().try_insert(name, value);
    inserted.map(drop).map_err(|_| "there are too many headers".to_owned())
}

/// Sets the query parameter. A link to the next page may already have it.
fn set_query(request: &mut Request<Body>, name: &str, value: &str) -> Result<(), String> {
    let uri = request.uri();
    let is_it = |pair: &str| {
        let key = pair.split('=').next().unwrap_or_default().replace('+', " ");
        percent_decode_str(&key).eq(name.bytes())
    };
    let others = uri.query().unwrap_or_default().split('&');
    let others = others.filter(|pair| !pair.is_empty() && !is_it(pair)).map(str::to_owned);
    let [name, value] = [name, value].map(|text| utf8_percent_encode(text, RESERVED));
    let pairs: Vec<_> = others.chain([format!("{name}={value}")]).collect();
    let (path, query) = (uri.path(), pairs.join("&"));
    let mut parts = uri.clone().into_parts();
    // The error could quote the secret.
    let changed = PathAndQuery::try_from(format!("{path}?{query}"));
    parts.path_and_query = Some(changed.map_err(|_| "the URL with the credential is invalid")?);
    let uri = Uri::from_parts(parts).map_err(|_| "the URL with the credential is invalid")?;
    *request.uri_mut() = uri;
    Ok(())
}

fn add_cookie(request: &mut Request<Body>, name: &str, value: &str) -> Result<(), String> {
    let cookie = format!("{name}={}", utf8_percent_encode(value, RESERVED));
    let cookies = request.headers().get(header::COOKIE).map(HeaderValue::to_str).transpose();
    let cookies = match cookies.map_err(|_| "the header `cookie` is not ASCII text")? {
        Some(cookies) => format!("{cookies}; {cookie}"),
        None => cookie,
    };
    insert(request, "cookie", &cookies)
}

/// The error that the client has none of these alternatives. Each is a list of credentials.
pub(crate) fn missing(alternatives: &[Vec<&Credential>]) -> ConfigError {
    let text = |credentials: &Vec<&Credential>| {
        let settings: Vec<_> = credentials.iter().map(|it| format!("`{}`", it.setting)).collect();
        let variables: Vec<_> = credentials.iter().filter_map(|it| it.env).collect();
        let set = format!("set {}", settings.join(" and "));
        match &variables[..] {
            [] => set,
            names => format!("{set}, or read {} from the environment", names.join(" and ")),
        }
    };
    let texts: Vec<_> = alternatives.iter().map(text).collect();
    ConfigError::new(format!("no credential: {}", texts.join("; or ")))
}
