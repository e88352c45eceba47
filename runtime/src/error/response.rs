//! Errors of responses that cannot be used.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{Operation, headers::Names, json::DecodeError};

/// A response with a 2xx status whose body is not what the operation returns. The source says what
/// is wrong, and where in the body.
///
/// ```
/// use bessemer_runtime::Error;
///
/// fn place(error: &Error) -> Option<&str> {
///     match error {
///         Error::Decode(error) => Some(error.path()),
///         _ => None,
///     }
/// }
/// ```
pub struct InvalidResponse {
    pub(crate) operation: &'static Operation,
    pub(crate) retries: u32,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Bytes,
    pub(crate) source: DecodeError,
}

impl InvalidResponse {
    /// The place in the body, such as `data[3].created_at`; empty for the whole body.
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// The status code of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's ID of the request, from a response header. It identifies the request in the
    /// server's logs.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The body as it was received; of a stream, the data of the event.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text. Bytes that are not UTF-8 become replacement characters.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}

impl fmt::Display for InvalidResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, unexpected body: {}", self.operation, self.status, self.source)?;
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for InvalidResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidResponse")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("retries", &self.retries)
            .field("headers", &Names(&self.headers))
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for InvalidResponse {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// A body or an event of a response is larger than the limit of the client; see
/// [`ClientBuilder::max_body`](crate::ClientBuilder::max_body) and
/// [`ClientBuilder::max_event`](crate::ClientBuilder::max_event).
///
/// ```
/// use bessemer_runtime::Error;
///
/// fn limit(error: &Error) -> Option<u64> {
///     match error {
///         Error::TooLarge(error) => Some(error.limit()),
///         _ => None,
///     }
/// }
/// ```
#[derive(Debug)]
pub struct TooLarge {
    pub(crate) operation: &'static Operation,
    pub(crate) retries: u32,
    pub(crate) status: StatusCode,
    pub(crate) what: &'static str,
    pub(crate) limit: u64,
}

impl TooLarge {
    /// The limit, in bytes.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// The status code of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, what, limit, .. } = self;
        write!(f, "{operation}: the {what} is larger than the limit of {limit} bytes")
    }
}

impl std::error::Error for TooLarge {}
