//! The static description of an API.

/// What sets one API apart from another: the part of a client that is generated.
///
/// ```no_run
/// use bessemer_runtime::{Api, ClientBuilder, Credential, Header};
///
/// static API: Api = Api {
///     user_agent: "casting/1.0",
///     base_url: Some("https://api.example.com/v1"),
///     base_url_env: Some("CASTING_BASE_URL"),
///     headers_env: None,
///     request_id: "x-request-id",
///     credential: Some(Credential::bearer("api_key", Some("CASTING_KEY"))),
///     headers: &[Header { name: "Casting-Plant", env: Some("CASTING_PLANT") }],
/// };
///
/// let client = ClientBuilder::new(&API).credential("sesame").build()?;
/// # Ok::<(), bessemer_runtime::Error>(())
/// ```
#[derive(Debug)]
pub struct Api {
    /// The `User-Agent` of every request (RFC 9110 §10.1.5).
    pub user_agent: &'static str,
    /// Where the API is served unless something else is configured; `None` if that differs from
    /// user to user.
    pub base_url: Option<&'static str>,
    /// The environment variable that holds another base URL.
    pub base_url_env: Option<&'static str>,
    /// The environment variable that holds more headers, one `Name: value` a line.
    pub headers_env: Option<&'static str>,
    /// The response header that names a request in the server's logs.
    pub request_id: &'static str,
    /// What proves who is calling; `None` if the API asks nobody.
    pub credential: Option<Credential>,
    /// Headers with a setting of their own.
    pub headers: &'static [Header],
}

/// A request header that has a setting of its own, such as a tenant.
///
/// ```
/// use bessemer_runtime::Header;
///
/// const PLANT: Header = Header { name: "Casting-Plant", env: Some("CASTING_PLANT") };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The name of the header.
    pub name: &'static str,
    /// The environment variable that holds its value.
    pub env: Option<&'static str>,
}

/// How a credential is called, found and sent.
///
/// ```
/// use bessemer_runtime::Credential;
///
/// const KEY: Credential = Credential::bearer("api_key", Some("CASTING_KEY"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credential {
    pub(crate) setting: &'static str,
    pub(crate) env: Option<&'static str>,
    pub(crate) header: &'static str,
    pub(crate) scheme: &'static str,
}

impl Credential {
    /// A bearer token (RFC 6750 §2.1), set by `setting` of the client builder or by the
    /// environment variable `env`.
    pub const fn bearer(setting: &'static str, env: Option<&'static str>) -> Self {
        Self { setting, env, header: "authorization", scheme: "Bearer " }
    }

    /// A key that is the whole value of `header`.
    pub const fn header(
        setting: &'static str,
        env: Option<&'static str>,
        header: &'static str,
    ) -> Self {
        Self { setting, env, header, scheme: "" }
    }
}
