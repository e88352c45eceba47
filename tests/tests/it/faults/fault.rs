//! The faults of a server, and the result that a client must return for each.

use openai_containers::ErrorKind;

/// A fault in the response to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    ResetBeforeHead,
    ResetInHead,
    ResetAfterHead,
    ResetInBody,
    CloseBeforeHead,
    CloseInHead,
    /// The connection closes before the end of the body.
    Truncated,
    StallBeforeHead,
    StallInHead,
    StallInBody,
    /// A complete response, one byte at a time.
    Drip,
    /// A body that never ends, one byte at a time.
    Endless,
    /// `Content-Length` is larger than the body.
    LengthTooLong,
    /// `Content-Length` is smaller than the body.
    LengthTooShort,
    /// `Content-Length` is not a number.
    LengthNotANumber,
    ChunkedBrokenOff,
    ChunkedGarbage,
    /// The server does not use HTTP: it sends the request back.
    Echo,
    /// The head is valid, but the body is the request and not JSON.
    GarbageBody,
    /// A response, followed by another one without a request.
    Stray,
    /// An error status with an incomplete body.
    BusyBrokenOff,
    /// A response, after which the server closes its half of the connection, while the client keeps
    /// the connection for its next request.
    HalfClosed,
}

/// What the server does after it has sent the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Waits for the next request.
    KeepAlive,
    Reset,
    Close,
    HalfClose,
    /// Does nothing until the client goes away.
    Stall,
    /// Sends white space until the client goes away.
    Drip,
}

/// What the server sends instead of a valid response, and what it does then.
pub(crate) struct Act {
    pub(crate) bytes: Vec<u8>,
    /// Whether each byte is sent separately.
    pub(crate) slow: bool,
    pub(crate) end: End,
}

impl Fault {
    pub(crate) const ALL: [Self; 22] = [
        Self::ResetBeforeHead,
        Self::ResetInHead,
        Self::ResetAfterHead,
        Self::ResetInBody,
        Self::CloseBeforeHead,
        Self::CloseInHead,
        Self::Truncated,
        Self::StallBeforeHead,
        Self::StallInHead,
        Self::StallInBody,
        Self::Drip,
        Self::Endless,
        Self::LengthTooLong,
        Self::LengthTooShort,
        Self::LengthNotANumber,
        Self::ChunkedBrokenOff,
        Self::ChunkedGarbage,
        Self::Echo,
        Self::GarbageBody,
        Self::Stray,
        Self::BusyBrokenOff,
        Self::HalfClosed,
    ];

    /// The error of a call with this fault and no retry; `None` if the call succeeds.
    pub(crate) fn error(self) -> Option<ErrorKind> {
        match self {
            Self::Drip | Self::Stray | Self::HalfClosed => None,
            Self::StallBeforeHead | Self::StallInHead | Self::StallInBody | Self::Endless => {
                Some(ErrorKind::Timeout)
            }
            Self::LengthTooShort | Self::GarbageBody => Some(ErrorKind::Decode),
            Self::BusyBrokenOff => Some(ErrorKind::InternalServer),
            _ => Some(ErrorKind::Connection),
        }
    }

    /// Whether the call is retried. A complete but invalid response is not retried.
    pub(crate) fn is_passing(self) -> bool {
        self.error() != Some(ErrorKind::Decode)
    }

    pub(crate) fn act(self, request: &[u8], body: &str) -> Act {
        let good = answer(body);
        let head = good.len() - body.len();
        let cut = |length: usize| good.as_bytes()[..length].to_vec();
        let (bytes, end) = match self {
            Self::ResetBeforeHead => (cut(0), End::Reset),
            Self::ResetInHead => (cut(head / 2), End::Reset),
            Self::ResetAfterHead => (cut(head), End::Reset),
            Self::ResetInBody => (cut(good.len() - 9), End::Reset),
            Self::CloseBeforeHead => (cut(0), End::Close),
            Self::CloseInHead => (cut(head / 2), End::Close),
            Self::Truncated => (cut(good.len() - 9), End::Close),
            Self::StallBeforeHead => (cut(0), End::Stall),
            Self::StallInHead => (cut(head / 2), End::Stall),
            Self::StallInBody => (cut(good.len() - 9), End::Stall),
            Self::Drip => (cut(good.len()), End::KeepAlive),
            Self::Endless => (labelled("content-length: 1000000000000", body), End::Drip),
            Self::LengthTooLong => (sized(body.len() + 9, body), End::Close),
            Self::LengthTooShort => (sized(body.len() - 9, body), End::KeepAlive),
            Self::LengthNotANumber => (labelled("content-length: many", body), End::Close),
            Self::ChunkedBrokenOff => (chunked(&format!("ff\r\n{body}")), End::Close),
            Self::ChunkedGarbage => (chunked(&format!("many\r\n{body}")), End::Close),
            Self::Echo => (request.to_vec(), End::Close),
            Self::GarbageBody => {
                (answer(&String::from_utf8_lossy(request)).into_bytes(), End::KeepAlive)
            }
            Self::Stray => ((good + &answer(r#"{"id": "stray"}"#)).into_bytes(), End::KeepAlive),
            Self::BusyBrokenOff => {
                let head = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 99\r\n\r\n";
                (format!("{head}{{\"error\"").into_bytes(), End::Close)
            }
            Self::HalfClosed => (cut(good.len()), End::HalfClose),
        };
        Act { bytes, slow: self == Self::Drip, end }
    }
}

/// A valid response.
pub(crate) fn answer(body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

fn sized(length: usize, body: &str) -> Vec<u8> {
    labelled(&format!("content-length: {length}"), body)
}

fn chunked(body: &str) -> Vec<u8> {
    labelled("transfer-encoding: chunked", body)
}

fn labelled(label: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\n{label}\r\n\r\n{body}").into_bytes()
}
