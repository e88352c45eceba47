//! The events of the feature `tracing`. Without the feature, these functions do nothing.
//!
//! Events contain no URL, no header, no body and no text of an error, because each of them may
//! contain secrets or personal data.
#![cfg_attr(
    not(feature = "tracing"),
    allow(dead_code, unused_variables, reason = "events are off")
)]

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Response;

use crate::{call::Call, failure::Failure, json::Notes};

/// Emits an event of an attempt with its operation, its number and further fields.
#[cfg(feature = "tracing")]
macro_rules! tell {
    ($level:ident, $attempt:ident, $message:literal $(, $name:ident = $value:expr)*) => {
        tracing::event!(
            target: "bessemer_runtime",
            tracing::Level::$level,
            operation = $attempt.call.operation.id(),
            method = $attempt.call.operation.method(),
            path = $attempt.call.operation.path(),
            attempt = $attempt.number,
            $($name = $value,)*
            $message
        )
    };
}

/// An attempt that has started.
pub(crate) struct Attempt<'c> {
    call: &'c Call,
    /// The number of the attempt, from 1.
    number: u32,
    start: Instant,
}

impl<'c> Attempt<'c> {
    /// Starts an attempt: the event `sending`.
    pub(crate) fn begin(call: &'c Call, retries: u32) -> Self {
        let start = call.client.settings().clock.now();
        let attempt = Self { call, number: retries.saturating_add(1), start };
        #[cfg(feature = "tracing")]
        tell!(DEBUG, attempt, "sending");
        attempt
    }

    /// The attempt succeeded.
    pub(crate) fn received(&self, response: &Response<Bytes>) {
        #[cfg(feature = "tracing")]
        tell!(
            DEBUG,
            self,
            "received",
            status = response.status().as_u16(),
            request_id = self.call.request_id(response.headers()),
            bytes = response.body().len(),
            elapsed_ms = self.elapsed_ms()
        );
    }

    /// The attempt failed.
    pub(crate) fn failed(&self, failure: &Failure) {
        #[cfg(feature = "tracing")]
        match failure {
            Failure::Refused(refusal) => tell!(
                INFO,
                self,
                "refused",
                status = refusal.response.status().as_u16(),
                request_id = refusal.request_id(self.call),
                bytes = refusal.response.body().len(),
                elapsed_ms = self.elapsed_ms()
            ),
            other => tell!(
                INFO,
                self,
                "failed",
                reason = match other {
                    Failure::Late(..) => "timeout",
                    Failure::Impossible(_) => "config",
                    _ => "connection",
                },
                elapsed_ms = self.elapsed_ms()
            ),
        }
    }

    /// Another attempt follows after `wait`.
    pub(crate) fn retried(&self, wait: Duration) {
        #[cfg(feature = "tracing")]
        tell!(DEBUG, self, "waiting", wait_ms = milliseconds(wait));
    }

    fn elapsed_ms(&self) -> u64 {
        let now = self.call.client.settings().clock.now();
        milliseconds(now.saturating_duration_since(self.start))
    }
}

/// A response differs from the document. The paths are not logged, because they may contain keys of
/// maps.
#[cold]
pub(crate) fn lacking(call: &Call, retries: u32, notes: &Notes) {
    #[cfg(feature = "tracing")]
    tracing::event!(
        target: "bessemer_runtime",
        tracing::Level::WARN,
        operation = call.operation.id(),
        method = call.operation.method(),
        path = call.operation.path(),
        attempt = retries.saturating_add(1),
        missing = notes.missing().count(),
        unread = notes.unread().count(),
        "lacking"
    );
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
