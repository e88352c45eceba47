//! The static description of an API.

use crate::Credential;

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
///     credentials: &[Credential::bearer("api_key", Some("CASTING_KEY"))],
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
    /// What proves who is calling, each in a way of its own; none if the API asks nobody. An
    /// operation takes one of them unless it says something else.
    pub credentials: &'static [Credential],
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

/// A place where an API is served, beside the one that it is usually served at.
///
/// ```
/// use bessemer_runtime::Region;
///
/// const REGIONS: &[Region] = &[Region::new("eu", "https://eu.example.com/v1")];
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    pub(crate) name: &'static str,
    pub(crate) base_url: &'static str,
}

impl Region {
    /// The region that callers call `name`, where the API is served at `base_url`.
    pub const fn new(name: &'static str, base_url: &'static str) -> Self {
        Self { name, base_url }
    }
}
