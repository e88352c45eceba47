//! The attempts of a call.

use std::fmt;

/// How many attempts a call made, and why it made no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attempts {
    /// How many attempts followed the first one.
    pub(crate) retries: u32,
    /// Why there was no other attempt, although the failure may be temporary.
    pub(crate) not_retried: Option<&'static str>,
}

impl Attempts {
    pub(crate) fn after(retries: u32) -> Self {
        Self { retries, not_retried: None }
    }
}

/// For the end of an error message; empty if there is no reason to tell.
impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.not_retried {
            Some(reason) => write!(f, " (not retried: {reason})"),
            None => Ok(()),
        }
    }
}
