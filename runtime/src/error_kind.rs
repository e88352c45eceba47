//! What sort of thing went wrong.

use std::fmt;

use http::StatusCode;

/// What sort of thing went wrong, to decide by.
///
/// ```
/// use bessemer_runtime::ErrorKind;
///
/// assert_eq!(ErrorKind::NotFound.to_string(), "not_found");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built, or has no credential.
    Config,
    /// The request cannot be sent as it is; nothing was sent.
    InvalidRequest,
    /// There was no response, or not all of it.
    Connection,
    /// A time limit passed.
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
    /// Any other status that is not a success, redirects included.
    Api,
    /// The response is not what the operation returns.
    Decode,
    /// A listing cannot go on.
    Pagination,
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
            Self::Pagination => "pagination",
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
