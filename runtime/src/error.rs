//! The error type of the SDK and its variants.

use std::{fmt, io, path::PathBuf, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::{ApiError, ErrorKind, Operation};

mod box_error;
mod closed;
mod connection;
mod response;

pub use box_error::BoxError;
pub use closed::Closed;
pub use connection::{ConnectionError, TimeoutError};
pub use response::{InvalidResponse, TooLarge};

/// The reason why a call failed.
///
/// The text of an error names the operation, the status and the server's message. It never contains
/// a credential, a query, a header or a body, so it can be logged and shown.
///
/// ```
/// use bessemer_runtime::{Error, ErrorKind};
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Api(error) if error.kind() == ErrorKind::NotFound => "check the ID",
///         error if error.is_timeout() => "try again later",
///         _ => "contact support",
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The configuration of the client is invalid, or a credential is missing.
    Config(ConfigError),
    /// A parameter or a header of the request is invalid. Nothing was sent.
    InvalidRequest(InvalidRequest),
    /// There was no response, or it was incomplete.
    Connection(ConnectionError),
    /// The call or an attempt took longer than its time limit.
    Timeout(TimeoutError),
    /// The server returned an error: a status other than 2xx.
    Api(Box<ApiError>),
    /// The status is 2xx, but the body is not what the operation returns.
    Decode(Box<InvalidResponse>),
    /// A body or an event of the response is larger than the limit of the client.
    TooLarge(TooLarge),
    /// A listing cannot continue.
    Pagination(PaginationError),
    /// The server closed a WebSocket with a code that is no success.
    Closed(Closed),
    /// A local file cannot be read or written.
    File(FileError),
}

impl Error {
    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Config(_) => ErrorKind::Config,
            Self::InvalidRequest(_) => ErrorKind::InvalidRequest,
            Self::Connection(_) => ErrorKind::Connection,
            Self::Timeout(_) => ErrorKind::Timeout,
            Self::Api(error) => error.kind(),
            Self::Decode(_) => ErrorKind::Decode,
            Self::TooLarge(_) => ErrorKind::TooLarge,
            Self::Pagination(_) => ErrorKind::Pagination,
            Self::Closed(_) => ErrorKind::Closed,
            Self::File(_) => ErrorKind::File,
        }
    }

    /// Whether the call or an attempt took longer than its time limit.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_))
    }

    /// The operation that was called; `None` for [`Error::Config`].
    pub fn operation(&self) -> Option<&'static Operation> {
        match self {
            Self::Config(_) | Self::File(_) => None,
            Self::InvalidRequest(error) => Some(error.operation),
            Self::Connection(error) => Some(error.operation),
            Self::Timeout(error) => Some(error.operation),
            Self::Api(error) => Some(error.operation),
            Self::Decode(error) => Some(error.operation),
            Self::TooLarge(error) => Some(error.operation),
            Self::Pagination(error) => Some(error.operation),
            Self::Closed(error) => Some(error.operation),
        }
    }

    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
            Self::TooLarge(error) => Some(error.status),
            _ => None,
        }
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(error) => Some(&error.headers),
            Self::Decode(error) => Some(&error.headers),
            _ => None,
        }
    }

    /// The server's ID of the request, from a response header. It identifies the request in the
    /// server's logs.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id.as_deref(),
            Self::Decode(error) => error.request_id.as_deref(),
            _ => None,
        }
    }

    /// How long the server asks to wait before the next attempt, from `Retry-After` or
    /// `Retry-After-Ms`.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after,
            _ => None,
        }
    }

    /// Why the call was not retried although the failure may be temporary: the body can be sent only
    /// once, or the [budget for retries](crate::ClientBuilder::retry_budget) is used up.
    pub fn not_retried(&self) -> Option<&'static str> {
        match self {
            Self::Connection(error) => error.attempts.not_retried,
            Self::Timeout(error) => error.attempts.not_retried,
            Self::Api(error) => error.attempts.not_retried,
            _ => None,
        }
    }

    /// Sets how many events of a stream came before the error.
    pub(crate) fn after_events(mut self, count: u64) -> Self {
        match &mut self {
            Self::Connection(error) => error.events = Some(count),
            Self::Timeout(error) => error.events = Some(count),
            _ => {}
        }
        self
    }

    /// How many attempts were made after the first one.
    pub fn retries(&self) -> u32 {
        match self {
            Self::Connection(error) => error.attempts.retries,
            Self::Timeout(error) => error.attempts.retries,
            Self::Api(error) => error.attempts.retries,
            Self::Decode(error) => error.retries,
            Self::TooLarge(error) => error.retries,
            Self::Config(_) | Self::InvalidRequest(_) | Self::Pagination(_) => 0,
            Self::Closed(_) | Self::File(_) => 0,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::InvalidRequest(error) => error.fmt(f),
            Self::Connection(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::TooLarge(error) => error.fmt(f),
            Self::Pagination(error) => error.fmt(f),
            Self::Closed(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    // `Display` already shows the variant's error, so the source is the next error in the chain.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Config(error) => std::error::Error::source(error),
            Self::Connection(error) => std::error::Error::source(error),
            Self::Timeout(error) => std::error::Error::source(error),
            Self::Decode(error) => std::error::Error::source(&**error),
            Self::File(error) => std::error::Error::source(error),
            Self::InvalidRequest(_) | Self::Api(_) | Self::TooLarge(_) => None,
            Self::Pagination(_) | Self::Closed(_) => None,
        }
    }
}

/// The configuration of a client is invalid, or a credential is missing.
///
/// ```
/// # use bessemer_runtime::{Api, ClientBuilder};
/// fn explain(api: &'static Api) -> Option<String> {
///     ClientBuilder::new(api).base_url("nowhere").build().err().map(|error| error.to_string())
/// }
/// ```
#[derive(Debug)]
pub struct ConfigError {
    message: String,
    source: Option<BoxError>,
}

impl ConfigError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    pub(crate) fn caused(message: impl Into<String>, source: BoxError) -> Self {
        Self { message: message.into(), source: Some(source) }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

/// A parameter or a header of a request is invalid. Nothing was sent, and another attempt would fail
/// in the same way.
///
/// ```
/// use bessemer_runtime::Error;
///
/// fn is_my_mistake(error: &Error) -> bool {
///     matches!(error, Error::InvalidRequest(_))
/// }
/// ```
#[derive(Debug)]
pub struct InvalidRequest {
    pub(crate) operation: &'static Operation,
    pub(crate) message: String,
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.message)
    }
}

impl std::error::Error for InvalidRequest {}

/// A listing cannot continue. Either the server sent the same cursor twice, so the listing would
/// never end, or the link to the next page has another origin. All items before the error are
/// valid.
///
/// ```
/// use bessemer_runtime::Error;
///
/// fn is_pagination_error(error: &Error) -> bool {
///     matches!(error, Error::Pagination(_))
/// }
/// ```
#[derive(Debug)]
pub struct PaginationError {
    pub(crate) operation: &'static Operation,
    pub(crate) reason: &'static str,
}

impl fmt::Display for PaginationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.reason)
    }
}

impl std::error::Error for PaginationError {}

/// A local file cannot be read or written; the source says why.
///
/// ```
/// use bessemer_runtime::{Error, Part};
///
/// async fn scan() -> Result<Option<Part>, Error> {
///     match Part::from_path("scan.png").await {
///         Ok(part) => Ok(Some(part)),
///         Err(Error::File(error)) if error.io_kind() == std::io::ErrorKind::NotFound => Ok(None),
///         Err(error) => Err(error),
///     }
/// }
/// ```
#[derive(Debug)]
pub struct FileError {
    pub(crate) what: &'static str,
    pub(crate) path: PathBuf,
    pub(crate) source: io::Error,
}

impl FileError {
    /// The file.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// The kind of the I/O error.
    pub fn io_kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} `{}`", self.what, self.path.display())
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
