//! Responses with a success status.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{
    ApiError, Decode, Error, InvalidResponse, TooLarge,
    attempts::Attempts,
    call::Call,
    failure::Secrets,
    headers::Names,
    json::{self, Notes},
    log,
    timeout::Budget,
};

/// A response with a 2xx status, before it is decoded.
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
    pub(crate) call: Box<Call>,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The secrets to hide in error messages from the body.
    secrets: Arc<Secrets>,
    /// The notes of the last decoding, shared by all clones.
    notes: Arc<Mutex<Notes>>,
    pub(crate) retries: u32,
    /// The time limits of the call, for its stream.
    pub(crate) budget: Budget,
}

impl Answer {
    pub(crate) fn new(
        call: Box<Call>,
        response: http::Response<Bytes>,
        secrets: Secrets,
        retries: u32,
        budget: Budget,
    ) -> Self {
        let (head, body) = response.into_parts();
        let (status, headers, secrets) = (head.status, head.headers, Arc::new(secrets));
        Self { call, status, headers, body, secrets, notes: Arc::default(), retries, budget }
    }

    /// The status, 200 to 299.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers. If the document describes them, the documentation of the method names a type
    /// that can be created from them; see [`headers!`](crate::headers).
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

    /// How many attempts failed before this one.
    pub fn retries(&self) -> u32 {
        self.retries
    }

    /// Reads the body as JSON, whatever its `Content-Type` is. An empty body is an error, unless
    /// `T` is optional.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the body is not a `T`.
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

    /// Where the response differs from the document: required properties that are missing, and
    /// values of another type. These are the notes of the last decoding. See
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

    /// Stores the notes and logs a warning.
    pub(crate) fn note(&self, notes: Notes) {
        if !notes.is_empty() {
            log::lacking(&self.call, self.retries, &notes);
        }
        *self.notes.lock().unwrap_or_else(PoisonError::into_inner) = notes;
    }

    /// The error for a status that the operation does not have; for [`answers!`](crate::answers).
    #[doc(hidden)]
    pub fn unexpected_status(&self) -> Error {
        self.unexpected(self.body.clone(), json::__private::unexpected_status())
    }

    /// The error that the server reports in this part of the body.
    #[cold]
    pub(crate) fn refused(&self, data: String) -> Error {
        let head = (self.status, self.headers.clone());
        let attempts = Attempts::after(self.retries);
        let mut error =
            ApiError::read(&self.call, head, data.clone().into(), &self.secrets, attempts);
        if error.says_nothing() {
            error.message = self.secrets.hide(data);
        }
        Error::Api(Box::new(error))
    }

    /// The text without secrets.
    #[cfg(feature = "websocket")]
    pub(crate) fn hide(&self, text: String) -> String {
        self.secrets.hide(text)
    }

    /// The error for a body or an event that is larger than the limit.
    #[cold]
    pub(crate) fn too_large(&self, what: &'static str, limit: u64) -> Error {
        let Self { retries, status, .. } = *self;
        let operation = self.call.operation;
        Error::TooLarge(TooLarge { operation, retries, status, what, limit })
    }

    /// The error for a `body`, or an event in it, of another type than the operation returns.
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
