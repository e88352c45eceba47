//! The kinds of errors.

use std::fmt;

use http::StatusCode;

/// The kind of an [`Error`](crate::Error), to match on.
///
/// ```
/// use bessemer_runtime::ErrorKind;
///
/// assert_eq!(ErrorKind::NotFound.to_string(), "not_found");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the client is invalid, or a credential is missing.
    Config,
    /// A parameter or a header of the request is invalid. Nothing was sent.
    InvalidRequest,
    /// There was no response, or it was incomplete.
    Connection,
    /// The call or an attempt took longer than its time limit.
    Timeout,
    /// 400
    BadRequest,
    /// 401: the credential is missing or wrong.
    Authentication,
    /// 403
    PermissionDenied,
    /// 404
    NotFound,
    /// 409
    Conflict,
    /// 422
    UnprocessableEntity,
    /// 429: too many requests, or a quota is used up.
    RateLimit,
    /// 500 to 599
    InternalServer,
    /// Any other status outside 2xx, including redirects.
    Api,
    /// The status is 2xx, but the body is not what the operation returns.
    Decode,
    /// A body or an event of the response is larger than the limit of the client.
    TooLarge,
    /// A listing cannot continue.
    Pagination,
    /// The server closed a WebSocket with a code that is no success.
    Closed,
    /// A local file cannot be read or written.
    File,
}

impl ErrorKind {
    /// The kind in snake case, for logs and metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::InvalidRequest => "invalid_request",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::BadRequest => "bad_request",
            Self::Authentication => "authentication",
            Self::PermissionDenied => "permission_denied",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::UnprocessableEntity => "unprocessable_entity",
            Self::RateLimit => "rate_limit",
            Self::InternalServer => "internal_server",
            Self::Api => "api",
            Self::Decode => "decode",
            Self::TooLarge => "too_large",
            Self::Pagination => "pagination",
            Self::Closed => "closed",
            Self::File => "file",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<StatusCode> for ErrorKind {
    fn from(status: StatusCode) -> Self {
        match status.as_u16() {
            400 => Self::BadRequest,
            401 => Self::Authentication,
            403 => Self::PermissionDenied,
            404 => Self::NotFound,
            409 => Self::Conflict,
            422 => Self::UnprocessableEntity,
            429 => Self::RateLimit,
            500..=599 => Self::InternalServer,
            _ => Self::Api,
        }
    }
}
