//! The end of a WebSocket.

use std::fmt;

use crate::Operation;

/// The server closed a WebSocket with a code other than 1000 (RFC 6455 §7.4).
///
/// ```
/// use bessemer_runtime::Error;
///
/// fn is_restart(error: &Error) -> bool {
///     matches!(error, Error::Closed(closed) if closed.code == 1012)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Closed {
    pub(crate) operation: &'static Operation,
    /// The close code; 1005 if the server sent none, 1006 if the connection ended without a close.
    pub code: u16,
    /// What the server says about it. It may be empty.
    pub reason: String,
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the server closed the connection with code {}", self.operation, self.code)?;
        if self.reason.is_empty() { Ok(()) } else { write!(f, ": {}", self.reason) }
    }
}

impl std::error::Error for Closed {}
