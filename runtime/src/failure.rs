//! Why an attempt failed, and the error that it becomes.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use crate::{
    ApiError, BoxError, ConnectionError, Error, Limit, Secret, TimeoutError, TransportError,
    api_error::{Details, meaning},
    call::Call,
    retry,
};

/// Why an attempt failed.
pub(crate) enum Failure {
    /// The server answered with an error status.
    Refused(Box<Refusal>),
    /// There was no response, or it was incomplete.
    Lost(BoxError),
    /// A time limit was exceeded.
    Late(Limit, Option<BoxError>),
    /// The request could not be sent.
    Impossible(Error),
}

/// A response with an error status, and the secrets to hide in its text.
pub(crate) struct Refusal {
    pub(crate) response: Response<Bytes>,
    secrets: Secrets,
}

impl From<Limit> for Failure {
    fn from(limit: Limit) -> Self {
        Self::Late(limit, None)
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Connection(source) => Self::Lost(source),
            TransportError::Timeout(source) => Self::Late(Limit::Transport, Some(source)),
        }
    }
}

impl Failure {
    pub(crate) fn into_error(self, call: &Call, retries: u32) -> Error {
        let operation = call.operation;
        match self {
            Self::Impossible(error) => error,
            Self::Lost(source) => Error::Connection(ConnectionError { operation, retries, source }),
            Self::Late(limit, source) => {
                Error::Timeout(TimeoutError { operation, retries, limit, source })
            }
            Self::Refused(refusal) => Error::Api(Box::new(refusal.into_error(call, retries))),
        }
    }
}

impl Refusal {
    pub(crate) fn new(response: Response<Bytes>, secrets: Secrets) -> Self {
        Self { response, secrets }
    }

    /// The server's ID of the request.
    #[cfg(feature = "tracing")]
    pub(crate) fn request_id(&self, call: &Call) -> Option<String> {
        let id = call.request_id(self.response.headers())?;
        Some(self.secrets.hide(id.to_owned()))
    }

    fn into_error(self, call: &Call, retries: u32) -> ApiError {
        let (head, body) = self.response.into_parts();
        ApiError::read(call, (head.status, head.headers), body, &self.secrets, retries)
    }
}

impl ApiError {
    /// Reads what the server says in a body.
    pub(crate) fn read(
        call: &Call,
        (status, headers): (StatusCode, HeaderMap),
        body: Bytes,
        secrets: &Secrets,
        retries: u32,
    ) -> Self {
        let Details { message, code, param, r#type } = Details::read(&body);
        let hide = |text: Option<String>| text.map(|text| secrets.hide(text));
        Self {
            status,
            code: hide(code),
            param: hide(param),
            r#type: hide(r#type),
            message: hide(message).unwrap_or_else(|| meaning(status)),
            request_id: hide(call.request_id(&headers).map(str::to_owned)),
            retry_after: retry::retry_after(&headers, call.client.settings().clock.date()),
            headers,
            body,
            operation: call.operation,
            retries,
        }
    }
}

impl Call {
    /// The server's ID of the request, from a response header.
    pub(crate) fn request_id<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers.get(self.client.api().request_id)?.to_str().ok()
    }
}

/// The credentials of one attempt, to be hidden in error messages: some servers quote the key that
/// they reject, and messages end up in logs.
#[derive(Clone)]
pub(crate) struct Secrets {
    /// The values of headers marked as sensitive.
    values: Vec<HeaderValue>,
    /// The secrets that were added to a header, the query or a cookie.
    added: Vec<Secret>,
}

impl Secrets {
    pub(crate) fn of(headers: &HeaderMap, added: Vec<Secret>) -> Self {
        let values = headers.values().filter(|value| value.is_sensitive());
        Self { values: values.cloned().collect(), added }
    }

    /// Every value, with and without its authentication scheme, the longest first.
    fn words(&self) -> Vec<&str> {
        let texts = self.values.iter().filter_map(|value| value.to_str().ok());
        let words = texts.flat_map(|text| [Some(text), text.split_once(' ').map(|(_, word)| word)]);
        let words = words.flatten().chain(self.added.iter().map(Secret::expose));
        // A word of a few letters is not a secret and may occur in any text.
        let mut words: Vec<_> = words.filter(|word| word.len() >= 6).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    }

    pub(crate) fn hide(&self, text: String) -> String {
        self.words().into_iter().fold(text, |text, secret| text.replace(secret, "[hidden]"))
    }
}
