//! Errors of calls without a complete response.

use std::fmt;

use super::box_error::BoxError;
use crate::{Limit, Operation, attempts::Attempts};

/// There was no response, or it was incomplete; the source says why.
///
/// ```
/// use std::error::Error as _;
///
/// use bessemer_runtime::Error;
///
/// fn cause(error: &Error) -> Option<String> {
///     match error {
///         Error::Connection(error) => error.source().map(ToString::to_string),
///         _ => None,
///     }
/// }
/// ```
#[derive(Debug)]
pub struct ConnectionError {
    pub(crate) operation: &'static Operation,
    pub(crate) attempts: Attempts,
    /// How many events of a stream came before.
    pub(crate) events: Option<u64>,
    /// Scheme, host and port of the server.
    pub(crate) origin: String,
    pub(crate) source: BoxError,
}

impl ConnectionError {
    /// How many events of a stream arrived before the error; `None` if the response is not a stream
    /// of events.
    pub fn events(&self) -> Option<u64> {
        self.events
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: no complete response from {}", self.operation, self.origin)?;
        write_events(f, self.events)?;
        self.attempts.fmt(f)
    }
}

impl std::error::Error for ConnectionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// A call or an attempt took longer than its time limit.
///
/// ```
/// use bessemer_runtime::{Error, Limit};
///
/// fn was_slow_to_connect(error: &Error) -> bool {
///     matches!(error, Error::Timeout(error) if error.limit() == Limit::Transport)
/// }
/// ```
#[derive(Debug)]
pub struct TimeoutError {
    pub(crate) operation: &'static Operation,
    pub(crate) attempts: Attempts,
    /// How many events of a stream came before.
    pub(crate) events: Option<u64>,
    pub(crate) limit: Limit,
    pub(crate) source: Option<BoxError>,
}

impl TimeoutError {
    /// The limit that was exceeded.
    pub fn limit(&self) -> Limit {
        self.limit
    }

    /// How many events of a stream arrived before the error; `None` if the response is not a stream
    /// of events.
    pub fn events(&self) -> Option<u64> {
        self.events
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.limit)?;
        write_events(f, self.events)?;
        self.attempts.fmt(f)
    }
}

impl std::error::Error for TimeoutError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

fn write_events(f: &mut fmt::Formatter<'_>, events: Option<u64>) -> fmt::Result {
    match events {
        None => Ok(()),
        Some(1) => f.write_str(", after 1 event"),
        Some(events) => write!(f, ", after {events} events"),
    }
}
