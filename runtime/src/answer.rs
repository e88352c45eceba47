//! Responses with a status of success.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{
    ApiError, Decode, Error, InvalidResponse,
    call::Call,
    failure::Secrets,
    headers::Names,
    json::{self, Notes},
    log,
};

/// A whole response with a status of success, not decoded yet.
///
/// ```
/// use bessemer_runtime::{Answer, Error, FromAnswer};
///
/// /// For an operation that answers with a text.
/// struct Text(String);
///
/// impl FromAnswer for Text {
///     fn from_answer(answer: &Answer) -> Result<Self, Error> {
///         Ok(Text(answer.text().into_owned()))
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Answer {
    pub(crate) call: Call,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// What an error in the body must not repeat.
    secrets: Arc<Secrets>,
    /// What it was found to lack when it was read; shared, as clones are of one response.
    notes: Arc<Mutex<Notes>>,
    pub(crate) retries: u32,
}

impl Answer {
    pub(crate) fn new(
        call: Call,
        response: http::Response<Bytes>,
        secrets: Secrets,
        retries: u32,
    ) -> Self {
        let (head, body) = response.into_parts();
        let (status, headers, secrets) = (head.status, head.headers, Arc::new(secrets));
        Self { call, status, headers, body, secrets, notes: Arc::default(), retries }
    }

    /// The status, 200 to 299.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers. Where the document says what they hold, the documentation of the method names a
    /// type that is made from them; see [`headers!`](crate::headers).
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it was received.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text. Bytes that are not UTF-8 become replacement characters.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The server's ID of the request, from a response header. It identifies the request in the
    /// server's logs.
    pub fn request_id(&self) -> Option<&str> {
        self.call.request_id(&self.headers)
    }

    /// How many attempts were made before this one.
    pub fn retries(&self) -> u32 {
        self.retries
    }

    /// Reads the body as JSON, whatever its label says. An empty body is an absent value, and so
    /// an error unless `T` is optional.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if it is not a `T`.
    pub fn decode<T: Decode>(&self) -> Result<T, Error> {
        if self.body.is_empty()
            && let Some(absent) = T::absent()
        {
            return Ok(absent);
        }
        let (value, notes) = json::answer(&self.body, self.call.is_strict())
            .map_err(|source| self.unexpected(self.body.clone(), source))?;
        self.note(notes);
        Ok(value)
    }

    /// What the answer lacks that was read last from this response: required properties that are
    /// missing, and values of other types than the document says. See
    /// [`ClientBuilder::strict`](crate::ClientBuilder::strict).
    ///
    /// ```
    /// # use bessemer_runtime::Response;
    /// fn check<T>(response: &Response<T>) {
    ///     for path in response.notes().missing() {
    ///         eprintln!("the answer has no `{path}`");
    ///     }
    /// }
    /// ```
    pub fn notes(&self) -> Notes {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes down what an answer lacks, and tells of it.
    pub(crate) fn note(&self, notes: Notes) {
        if !notes.is_empty() {
            log::lacking(&self.call, self.retries, &notes);
        }
        *self.notes.lock().unwrap_or_else(PoisonError::into_inner) = notes;
    }

    /// The error that the status is not one that the operation has; for [`answers!`](crate::answers).
    #[doc(hidden)]
    pub fn unexpected_status(&self) -> Error {
        self.unexpected(self.body.clone(), json::__private::unexpected_status())
    }

    /// The error that this part of the body says that the server has met.
    #[cold]
    pub(crate) fn refused(&self, data: String) -> Error {
        let head = (self.status, self.headers.clone());
        let mut error =
            ApiError::read(&self.call, head, data.clone().into(), &self.secrets, self.retries);
        if error.says_nothing() {
            error.message = self.secrets.hide(data);
        }
        Error::Api(Box::new(error))
    }

    /// The error that `body`, or this part of the body, is something else.
    #[cold]
    pub(crate) fn unexpected(&self, body: impl Into<Bytes>, source: json::DecodeError) -> Error {
        Error::Decode(Box::new(InvalidResponse {
            operation: self.call.operation,
            retries: self.retries,
            status: self.status,
            headers: self.headers.clone(),
            request_id: self.request_id().map(str::to_owned),
            body: body.into(),
            source,
        }))
    }
}

/// The body may hold anything, so only its length is shown.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("operation", &self.call.operation)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("retries", &self.retries)
            .field("headers", &Names(&self.headers))
            .field("length", &self.body.len())
            .finish()
    }
}
