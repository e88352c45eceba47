//! Why an attempt failed, and the error that it becomes.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, response};
use percent_encoding::utf8_percent_encode;
use url::form_urlencoded;

use crate::{
    ApiError, BoxError, ConnectionError, DecodeError, Error, InvalidResponse, Limit, Secret,
    TimeoutError, TooLarge, TransportError,
    api_error::{Details, meaning},
    attempts::Attempts,
    call::Call,
    json, retry,
    style::RESERVED,
};

/// Why an attempt failed.
pub(crate) enum Failure {
    /// The server answered with an error status.
    Refused(Box<Refusal>),
    /// There was no response, or it was incomplete.
    Lost(BoxError, Repeat),
    /// A time limit was exceeded.
    Late(Limit, Option<BoxError>, Repeat),
    /// The response is a success, but its body cannot be used.
    Unusable(Box<Unusable>),
    /// The request could not be sent.
    Impossible(Error),
}

/// Whether the request may be sent again after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Always: nothing was sent.
    Always,
    /// If it has the same effect twice.
    IfIdempotent,
    /// Never: it would fail again.
    Never,
}

/// A response with a status of success whose body is not read.
pub(crate) struct Unusable {
    pub(crate) head: response::Parts,
    pub(crate) reason: Reason,
}

/// Why a body is not read.
pub(crate) enum Reason {
    /// It has more bytes than the limit.
    TooLarge(u64),
    /// It is compressed.
    Compressed(String),
    /// It is not the connection that was asked for (RFC 6455 §4.1).
    #[cfg(feature = "websocket")]
    Handshake,
}

/// A response with an error status, and the secrets to hide in its text.
pub(crate) struct Refusal {
    pub(crate) response: Response<Bytes>,
    secrets: Secrets,
}

impl From<Limit> for Failure {
    fn from(limit: Limit) -> Self {
        let repeat = match limit {
            Limit::Attempt(_) | Limit::Transport => Repeat::IfIdempotent,
            Limit::Call(_) | Limit::Idle(_) | Limit::Poll(_) => Repeat::Never,
        };
        Self::Late(limit, None, repeat)
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Connection(source) => Self::Lost(source, Repeat::IfIdempotent),
            TransportError::Connect(source) => Self::Lost(source, Repeat::Always),
            TransportError::Permanent(source) => Self::Lost(source, Repeat::Never),
            TransportError::Timeout(source) => {
                Self::Late(Limit::Transport, Some(source), Repeat::IfIdempotent)
            }
            TransportError::ConnectTimeout(source) => {
                Self::Late(Limit::Transport, Some(source), Repeat::Always)
            }
        }
    }
}

impl Failure {
    pub(crate) fn into_error(self, call: &Call, attempts: Attempts) -> Error {
        let (operation, events) = (call.operation, None);
        match self {
            Self::Impossible(error) => error,
            Self::Lost(source, _) => {
                let origin = call.origin();
                Error::Connection(ConnectionError { operation, attempts, events, origin, source })
            }
            Self::Late(limit, source, _) => {
                Error::Timeout(TimeoutError { operation, attempts, events, limit, source })
            }
            Self::Refused(refusal) => Error::Api(Box::new(refusal.into_error(call, attempts))),
            Self::Unusable(unusable) => unusable.into_error(call, attempts.retries),
        }
    }
}

impl Unusable {
    fn into_error(self, call: &Call, retries: u32) -> Error {
        let (operation, response::Parts { status, headers, .. }) = (call.operation, self.head);
        let source = match self.reason {
            Reason::TooLarge(limit) => {
                let what = "body";
                return Error::TooLarge(TooLarge { operation, retries, status, what, limit });
            }
            Reason::Compressed(encoding) => compressed(&encoding),
            #[cfg(feature = "websocket")]
            Reason::Handshake => json::__private::unexpected(
                "the header `sec-websocket-accept` does not match the request",
            ),
        };
        Error::Decode(Box::new(InvalidResponse {
            operation,
            retries,
            status,
            request_id: call.request_id(&headers).map(str::to_owned),
            headers,
            body: Bytes::new(),
            source,
        }))
    }
}

/// The error that the client cannot decompress a body.
fn compressed(encoding: &str) -> DecodeError {
    let feature = match encoding {
        "gzip" | "x-gzip" => "enable the feature `gzip`",
        "br" => "enable the feature `br`",
        "zstd" => "enable the feature `zstd`",
        _ => "the client cannot decompress it",
    };
    json::__private::unexpected(format!("the body is compressed as `{encoding}`: {feature}"))
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

    fn into_error(self, call: &Call, attempts: Attempts) -> ApiError {
        let (head, body) = self.response.into_parts();
        ApiError::read(call, (head.status, head.headers), body, &self.secrets, attempts)
    }
}

impl ApiError {
    /// Reads what the server says in a body.
    pub(crate) fn read(
        call: &Call,
        (status, headers): (StatusCode, HeaderMap),
        body: Bytes,
        secrets: &Secrets,
        attempts: Attempts,
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
            attempts,
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

    /// Every form of every secret, the longest first.
    fn words(&self) -> Vec<String> {
        let texts = self.values.iter().filter_map(|value| value.to_str().ok());
        // A value, with and without its authentication scheme.
        let values =
            texts.flat_map(|text| [Some(text), text.split_once(' ').map(|(_, word)| word)]);
        // A login is a user name and a password.
        let added = self.added.iter().map(Secret::expose);
        let added = added.flat_map(|text| [Some(text), text.split_once(':').map(|(_, word)| word)]);
        let mut words: Vec<_> = values.chain(added).flatten().flat_map(forms).collect();
        // A word of a few letters is not a secret and may occur in any text.
        words.retain(|word| word.len() >= 6);
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        words
    }

    pub(crate) fn hide(&self, text: String) -> String {
        self.words().iter().fold(text, |text, secret| text.replace(secret, "[hidden]"))
    }
}

/// A secret as it may occur in a text: plain, in a URL, in a form, in JSON, in Base64.
fn forms(secret: &str) -> [String; 6] {
    let json = json::to_string(secret);
    [
        secret.to_owned(),
        utf8_percent_encode(secret, RESERVED).to_string(),
        form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
        json.trim_matches('"').to_owned(),
        STANDARD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ]
}
