//! The static description of an API.

use crate::Credential;

/// The static description of an API: the generated part of a client.
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
///     idempotency_header: None,
///     retry_all_methods: false,
/// };
///
/// let client = ClientBuilder::new(&API).credential("sesame").build()?;
/// # Ok::<(), bessemer_runtime::Error>(())
/// ```
#[derive(Debug)]
pub struct Api {
    /// The `User-Agent` of every request (RFC 9110 §10.1.5).
    pub user_agent: &'static str,
    /// The default base URL; `None` if every user has their own.
    pub base_url: Option<&'static str>,
    /// The environment variable that overrides the base URL.
    pub base_url_env: Option<&'static str>,
    /// The environment variable with additional headers, one `Name: value` per line.
    pub headers_env: Option<&'static str>,
    /// The response header with the server's ID of the request.
    pub request_id: &'static str,
    /// The credentials of the API; empty if it needs none. An operation that does not name its
    /// credentials takes one of these.
    pub credentials: &'static [Credential],
    /// Request headers with their own setting in the client builder.
    pub headers: &'static [Header],
    /// The request header for idempotency keys, if the server supports them. Every call whose
    /// method is not idempotent (RFC 9110 §9.2.2) gets a new key. All attempts of the call send the
    /// same key.
    pub idempotency_header: Option<&'static str>,
    /// Whether to retry requests of all methods after server errors and broken connections. If
    /// `false`, only idempotent requests are retried then, because others could take effect twice.
    pub retry_all_methods: bool,
}

/// A request header with its own setting in the client builder, such as a tenant ID.
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
    /// The environment variable that sets its value.
    pub env: Option<&'static str>,
}

/// A region with its own base URL.
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
    /// The region `name`, whose base URL is `base_url`.
    pub const fn new(name: &'static str, base_url: &'static str) -> Self {
        Self { name, base_url }
    }
}
