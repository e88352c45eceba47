//! What the server says when it refuses.

use std::{borrow::Cow, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use crate::{Decode, DecodeError, ErrorKind, Operation, headers::Names, json};

/// A response with a status other than 2xx.
///
/// What it has to say is found in bodies of many shapes: an object or a text under `error`, the
/// same members at the top level, or a problem description (RFC 9457). Whatever the body, the
/// status, the headers and the body itself are here.
///
/// ```
/// use bessemer_runtime::ApiError;
///
/// fn ticket(error: &ApiError) -> String {
///     format!("{} {:?} {:?}", error.status, error.code, error.request_id)
/// }
/// ```
#[non_exhaustive]
pub struct ApiError {
    /// The status.
    pub status: StatusCode,
    /// The server's name for what went wrong, such as `rate_limit_exceeded`.
    pub code: Option<String>,
    /// The parameter that is at fault.
    pub param: Option<String>,
    /// The server's name for this family of errors, such as `invalid_request_error`.
    pub r#type: Option<String>,
    /// What the server says, or the meaning of the status if it says nothing.
    pub message: String,
    /// What the server calls this request in its logs.
    pub request_id: Option<String>,
    /// How long the server asks to wait before another try.
    pub retry_after: Option<Duration>,
    /// The headers of the response.
    pub headers: HeaderMap,
    /// The body as it was received; empty if it could not be read.
    pub body: Bytes,
    pub(crate) operation: &'static Operation,
    pub(crate) retries: u32,
}

impl ApiError {
    /// The kind that belongs to the status.
    pub fn kind(&self) -> ErrorKind {
        self.status.into()
    }

    /// The operation that was called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// How many attempts were made after the first one.
    pub fn retries(&self) -> u32 {
        self.retries
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Reads the body as JSON: as what the documentation of the method says, which may be an enum
    /// that goes by the status.
    ///
    /// ```
    /// # use bessemer_runtime::{Error, FromError};
    /// fn told<T: FromError>(error: &Error) -> Option<T> {
    ///     match error {
    ///         Error::Api(error) => error.decode().ok(),
    ///         _ => None,
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not a `T`.
    pub fn decode<T: FromError>(&self) -> Result<T, DecodeError> {
        T::from_error(self)
    }
}

/// What the body of an error can be read as: whatever is JSON, and the enums of
/// [`errors!`](crate::errors).
///
/// ```
/// use bessemer_runtime::{ApiError, DecodeError, FromError};
///
/// struct Length(usize);
///
/// impl FromError for Length {
///     fn from_error(error: &ApiError) -> Result<Self, DecodeError> {
///         Ok(Self(error.body.len()))
///     }
/// }
/// ```
pub trait FromError: Sized {
    /// Reads an error.
    ///
    /// # Errors
    ///
    /// If the body is something else.
    fn from_error(error: &ApiError) -> Result<Self, DecodeError>;
}

impl<T: Decode> FromError for T {
    fn from_error(error: &ApiError) -> Result<Self, DecodeError> {
        json::from_slice(&error.body)
    }
}

/// `containers.retrieve (GET /containers/{container_id}): 404 Not Found, gone: No such container
/// (request req_1)`
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, meaning(self.status))?;
        if let Some(code) = &self.code {
            write!(f, ", {code}")?;
        }
        if self.message != meaning(self.status) {
            write!(f, ": {}", self.message)?;
        }
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("param", &self.param)
            .field("type", &self.r#type)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("retry_after", &self.retry_after)
            .field("retries", &self.retries)
            .field("headers", &Names(&self.headers))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

/// The status in words.
pub(crate) fn meaning(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => format!("status {}", status.as_u16()),
    }
}

/// What the body of an error says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Details {
    pub(crate) message: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) param: Option<String>,
    pub(crate) r#type: Option<String>,
}

impl Details {
    /// Looks into a body of any shape; what is not JSON says nothing.
    pub(crate) fn read(body: &[u8]) -> Self {
        match serde_json::from_slice(body) {
            Ok(Value::Object(mut body)) => match body.remove("error") {
                Some(Value::Object(error)) => Self::of(&error),
                Some(error @ Value::String(_)) => Self { message: text(&error), ..Self::of(&body) },
                _ => Self::of(&body),
            },
            _ => Self::default(),
        }
    }

    /// `detail` and `title` are RFC 9457's; the former is about this occurrence and more telling.
    fn of(object: &Map<String, Value>) -> Self {
        let member = |name| object.get(name).and_then(text);
        Self {
            message: member("message").or_else(|| member("detail")).or_else(|| member("title")),
            code: member("code"),
            param: member("param"),
            r#type: member("type"),
        }
    }
}

/// A member as text: null and empty texts say nothing, other values are shown as JSON.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        value => Some(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> [Option<String>; 4] {
        let Details { message, code, param, r#type } = Details::read(body.as_bytes());
        [message, code, param, r#type]
    }

    fn told(words: [&str; 4]) -> [Option<String>; 4] {
        words.map(|word| (!word.is_empty()).then(|| word.to_owned()))
    }

    #[test]
    fn bodies_of_every_shape() {
        for (body, expected) in [
            (
                r#"{"error":{"message":"m","type":"t","param":"p","code":"c"}}"#,
                ["m", "c", "p", "t"],
            ),
            (
                r#"{"error":{"message":"m","type":"t","param":null,"code":429}}"#,
                ["m", "429", "", "t"],
            ),
            (r#"{"error":{"message":{"reason":"xyz"}}}"#, [r#"{"reason":"xyz"}"#, "", "", ""]),
            (r#"{"error":"the reason"}"#, ["the reason", "", "", ""]),
            (r#"{"error":"the reason","code":"c"}"#, ["the reason", "c", "", ""]),
            (r#"{"message":"top","code":"c"}"#, ["top", "c", "", ""]),
            (
                r#"{"type":"about:blank","title":"Gone","detail":"It is gone."}"#,
                ["It is gone.", "", "", "about:blank"],
            ),
            (r#"{"title":"Gone"}"#, ["Gone", "", "", ""]),
            (r#"{"error":{}}"#, [""; 4]),
            (r#"{"error":null}"#, [""; 4]),
            ("{}", [""; 4]),
            ("null", [""; 4]),
            ("[]", [""; 4]),
            ("5", [""; 4]),
            ("\"text\"", [""; 4]),
            ("", [""; 4]),
            ("<html>", [""; 4]),
            (r#"{"error": {"message": "ab"#, [""; 4]),
        ] {
            assert_eq!(read(body), told(expected), "{body}");
        }
        assert_eq!(Details::read(b"\xff\xfe\x00{"), Details::default());
    }

    #[test]
    fn every_status_has_a_meaning() {
        assert_eq!(meaning(StatusCode::NOT_FOUND), "404 Not Found");
        assert_eq!(meaning(StatusCode::from_u16(999).unwrap()), "status 999");
    }
}
