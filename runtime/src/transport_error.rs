//! Errors of transports.

use std::{error::Error, fmt};

use crate::BoxError;

/// The reason why there is no response, or an incomplete one. It decides whether the client may send
/// the request again.
///
/// ```
/// use bessemer_runtime::TransportError;
///
/// let error = TransportError::Connection("connection reset".into());
/// assert_eq!(error.to_string(), "connection reset");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// The connection broke. The server may have received the request, so only requests that are
    /// safe to repeat are sent again.
    Connection(BoxError),
    /// A time limit of the transport passed after the request was sent. Only requests that are safe
    /// to repeat are sent again.
    Timeout(BoxError),
    /// The server could not be reached, so nothing was sent. Every request may be sent again.
    Connect(BoxError),
    /// The time limit for opening a connection passed, so nothing was sent. Every request may be sent
    /// again.
    ConnectTimeout(BoxError),
    /// Another attempt would fail in the same way: an untrusted certificate, a proxy that rejects the
    /// login, an invalid request. The request is not sent again.
    Permanent(BoxError),
}

impl TransportError {
    fn inner(&self) -> &(dyn Error + Send + Sync + 'static) {
        match self {
            Self::Connection(source)
            | Self::Timeout(source)
            | Self::Connect(source)
            | Self::ConnectTimeout(source)
            | Self::Permanent(source) => &**source,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl Error for TransportError {
    // `Display` already shows the source, so the chain continues with the source's source.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.inner().source()
    }
}
