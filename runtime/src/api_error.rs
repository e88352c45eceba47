//! Error responses.

use std::{borrow::Cow, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use crate::{Decode, DecodeError, ErrorKind, Operation, attempts::Attempts, headers::Names, json};

/// A response with a status other than 2xx, or an error in a stream. For an error in a stream,
/// `status` is the 2xx status of the stream and `body` the data of the event.
///
/// `code`, `param`, `type` and `message` come from the body: from an object under `error`, from the
/// top level, or from a problem document (RFC 9457). A string under `error` is the message. The
/// status, the headers and the body itself are always available.
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
    /// The status code of the response.
    pub status: StatusCode,
    /// The server's error code, such as `rate_limit_exceeded`.
    pub code: Option<String>,
    /// The parameter that caused the error.
    pub param: Option<String>,
    /// The server's category of the error, such as `invalid_request_error`.
    pub r#type: Option<String>,
    /// The server's message; the reason phrase of the status if the body has no message.
    pub message: String,
    /// The server's ID of the request, from a response header. It identifies the request in the
    /// server's logs.
    pub request_id: Option<String>,
    /// How long the server asks to wait before the next attempt, from `Retry-After` or
    /// `Retry-After-Ms`.
    pub retry_after: Option<Duration>,
    /// The headers of the response.
    pub headers: HeaderMap,
    /// The body as it was received; empty if it could not be read, and cut off at the
    /// [limit](crate::ClientBuilder::max_error_body).
    pub body: Bytes,
    pub(crate) operation: &'static Operation,
    pub(crate) attempts: Attempts,
}

impl ApiError {
    /// The kind of error for the status.
    pub fn kind(&self) -> ErrorKind {
        self.status.into()
    }

    /// The operation that was called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// How many attempts were made after the first one.
    pub fn retries(&self) -> u32 {
        self.attempts.retries
    }

    /// Whether the body has no message.
    pub(crate) fn says_nothing(&self) -> bool {
        self.message == meaning(self.status)
    }

    /// The body as text. Bytes that are not UTF-8 become replacement characters.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Decodes the body as the error type that the documentation of the method names: a type that is
    /// read from JSON, or an enum with a variant for each status.
    ///
    /// ```
    /// # use bessemer_runtime::{Error, FromError};
    /// fn details<T: FromError>(error: &Error) -> Option<T> {
    ///     match error {
    ///         Error::Api(error) => error.decode().ok(),
    ///         _ => None,
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// If the body is not a `T`.
    pub fn decode<T: FromError>(&self) -> Result<T, DecodeError> {
        T::from_error(self)
    }
}

/// A type that can be decoded from an error response: every type that implements [`Decode`], and the
/// enums of [`errors!`](crate::errors).
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
    /// Decodes an error response.
    ///
    /// # Errors
    ///
    /// If the body is not of this type.
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
        match self.status.is_success() {
            true => write!(f, "{}: error in the stream", self.operation)?,
            false => write!(f, "{}: {}", self.operation, meaning(self.status))?,
        }
        if let Some(code) = &self.code {
            write!(f, ", {code}")?;
        }
        if !self.says_nothing() {
            write!(f, ": {}", self.message)?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request {id})")?;
        }
        self.attempts.fmt(f)
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
            .field("retries", &self.attempts.retries)
            .field("headers", &Names(&self.headers))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

/// The status code with its reason phrase.
pub(crate) fn meaning(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => format!("status {}", status.as_u16()),
    }
}

/// The members of an error body that [`ApiError`] shows.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Details {
    pub(crate) message: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) param: Option<String>,
    pub(crate) r#type: Option<String>,
}

impl Details {
    /// Reads a body of any shape. A body that is not JSON has no details.
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

    /// `detail` and `title` are members of RFC 9457. `detail` is preferred because it describes this
    /// occurrence of the problem.
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

/// A member as text: `None` for null and blank strings; values of other types become JSON text.
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

    fn strings(words: [&str; 4]) -> [Option<String>; 4] {
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
            assert_eq!(read(body), strings(expected), "{body}");
        }
        assert_eq!(Details::read(b"\xff\xfe\x00{"), Details::default());
    }

    #[test]
    fn every_status_has_a_text() {
        assert_eq!(meaning(StatusCode::NOT_FOUND), "404 Not Found");
        assert_eq!(meaning(StatusCode::from_u16(999).unwrap()), "status 999");
    }
}
