//! Errors of transports.

use std::{error::Error, fmt};

use crate::BoxError;

/// The reason why there is no response, or an incomplete one. The client retries both kinds.
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
    /// The server could not be reached, or the connection broke.
    Connection(BoxError),
    /// A time limit of the transport passed, such as that for opening a connection.
    Timeout(BoxError),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connection(source) | Self::Timeout(source) => source.fmt(f),
        }
    }
}

impl Error for TransportError {
    // `Display` already shows the source, so the chain continues with the source's source.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Connection(source) | Self::Timeout(source) => source.source(),
        }
    }
}
