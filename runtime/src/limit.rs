//! The time limits that an error can name.

use std::{fmt, time::Duration};

/// A time limit of a call.
///
/// ```
/// use std::time::Duration;
///
/// use bessemer_runtime::Limit;
///
/// let limit = Limit::Attempt(Duration::from_millis(1500));
/// assert_eq!(limit.to_string(), "the attempt timed out after 1.5s");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// A limit of the transport, usually for opening a connection.
    Transport,
    /// The limit of one attempt, from connecting to the last byte of the body; for a stream, to the
    /// head of the response. During an upload it limits the time without progress.
    Attempt(Duration),
    /// The limit of the whole call: all attempts, the waits between them, and the stream.
    Call(Duration),
    /// The limit on the time between two chunks of a stream.
    Idle(Duration),
    /// The limit on repeating a request; see [`poll`](crate::poll).
    Poll(Duration),
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport => f.write_str("the transport timed out"),
            Self::Attempt(limit) => write!(f, "the attempt timed out after {limit:?}"),
            Self::Call(limit) => write!(f, "the call timed out after {limit:?}"),
            Self::Idle(limit) => write!(f, "the stream sent nothing for {limit:?}"),
            Self::Poll(limit) => write!(f, "polling timed out after {limit:?}"),
        }
    }
}
