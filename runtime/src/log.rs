//! Spans and events of the feature `tracing`, and the observer of attempts.
//!
//! They contain no URL, no header, no body and no text of an error, because each of them may contain
//! secrets or personal data. The names of fields are those of OpenTelemetry's HTTP conventions.
#![cfg_attr(
    not(feature = "tracing"),
    allow(dead_code, unused_variables, reason = "events are off")
)]

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{AttemptEvent, Stage, call::Call, failure::Failure, json::Notes};

/// Emits an event of an attempt with its operation, its number and further fields.
#[cfg(feature = "tracing")]
macro_rules! tell {
    ($level:ident, $attempt:ident, $message:literal $(, $name:literal = $value:expr)*) => {
        tracing::event!(
            target: "bessemer_runtime",
            tracing::Level::$level,
            operation = $attempt.call.operation.id(),
            http.request.method = $attempt.call.operation.method(),
            url.template = $attempt.call.operation.path(),
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
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

impl<'c> Attempt<'c> {
    /// Starts an attempt: the event `sending`.
    pub(crate) fn begin(call: &'c Call, retries: u32) -> Self {
        let attempt = Self {
            call,
            number: retries.saturating_add(1),
            start: call.client.settings().clock.now(),
            #[cfg(feature = "tracing")]
            span: span(call, retries),
        };
        #[cfg(feature = "tracing")]
        attempt.span.in_scope(|| tell!(DEBUG, attempt, "sending"));
        attempt.observe(Stage::Begin);
        attempt
    }

    /// Runs the attempt in its span.
    #[cfg(feature = "tracing")]
    pub(crate) fn run<F: Future>(&self, work: F) -> impl Future<Output = F::Output> {
        tracing::Instrument::instrument(work, self.span.clone())
    }

    /// Runs the attempt.
    #[cfg(not(feature = "tracing"))]
    pub(crate) fn run<F: Future>(&self, work: F) -> F {
        work
    }

    /// The attempt succeeded.
    pub(crate) fn received(&self, response: &Response<Bytes>) {
        #[cfg(feature = "tracing")]
        self.span.in_scope(|| {
            let status = response.status().as_u16();
            self.span.record("http.response.status_code", status);
            tell!(
                DEBUG,
                self,
                "received",
                "http.response.status_code" = status,
                "request_id" = self.call.request_id(response.headers()),
                "bytes" = response.body().len(),
                "elapsed_ms" = self.elapsed_ms()
            );
        });
        self.end(Some(response.status()), None);
    }

    /// The attempt failed.
    pub(crate) fn failed(&self, failure: &Failure) {
        let (status, error_type) = match failure {
            Failure::Refused(refusal) => (Some(refusal.response.status()), "status"),
            Failure::Unusable(unusable) => (Some(unusable.head.status), "body"),
            Failure::Late(..) => (None, "timeout"),
            Failure::Impossible(_) => (None, "config"),
            Failure::Lost(..) => (None, "connection"),
        };
        #[cfg(feature = "tracing")]
        self.span.in_scope(|| self.tell_failure(failure, status, error_type));
        self.end(status, Some(error_type));
    }

    #[cfg(feature = "tracing")]
    fn tell_failure(
        &self,
        failure: &Failure,
        status: Option<StatusCode>,
        error_type: &'static str,
    ) {
        let code = status.map(|status| status.as_u16());
        if let Some(code) = code {
            self.span.record("http.response.status_code", code);
        }
        // OpenTelemetry's `error.type` of an error status is the status.
        match (failure, status) {
            (Failure::Refused(refusal), Some(status)) => {
                self.span.record("error.type", status.as_str());
                tell!(
                    INFO,
                    self,
                    "refused",
                    "http.response.status_code" = status.as_u16(),
                    "error.type" = status.as_str(),
                    "request_id" = refusal.request_id(self.call),
                    "bytes" = refusal.response.body().len(),
                    "elapsed_ms" = self.elapsed_ms()
                );
            }
            _ => {
                self.span.record("error.type", error_type);
                tell!(
                    INFO,
                    self,
                    "failed",
                    "http.response.status_code" = code,
                    "error.type" = error_type,
                    "elapsed_ms" = self.elapsed_ms()
                );
            }
        }
    }

    /// Another attempt follows after `wait`.
    pub(crate) fn retried(&self, wait: Duration) {
        #[cfg(feature = "tracing")]
        tell!(DEBUG, self, "waiting", "wait_ms" = milliseconds(wait));
    }

    fn end(&self, status: Option<StatusCode>, error_type: Option<&'static str>) {
        // Reads the clock only for an observer.
        if self.call.client.settings().observer.is_some() {
            let elapsed = self.elapsed();
            self.observe(Stage::End { status, error_type, elapsed });
        }
    }

    fn observe(&self, stage: Stage) {
        if let Some(observer) = &self.call.client.settings().observer {
            let (operation, number) = (self.call.operation, self.number);
            (observer.0)(&AttemptEvent { operation, number, stage });
        }
    }

    fn elapsed(&self) -> Duration {
        let now = self.call.client.settings().clock.now();
        now.saturating_duration_since(self.start)
    }

    fn elapsed_ms(&self) -> u64 {
        milliseconds(self.elapsed())
    }
}

/// The span of an attempt.
#[cfg(feature = "tracing")]
fn span(call: &Call, retries: u32) -> tracing::Span {
    let operation = call.operation;
    tracing::span!(
        target: "bessemer_runtime",
        tracing::Level::INFO,
        "attempt",
        otel.kind = "client",
        otel.name = format!("{} {}", operation.method(), operation.path()),
        operation = operation.id(),
        http.request.method = operation.method(),
        url.template = operation.path(),
        http.request.resend_count = (retries > 0).then_some(retries),
        http.response.status_code = tracing::field::Empty,
        "error.type" = tracing::field::Empty,
    )
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
        http.request.method = call.operation.method(),
        url.template = call.operation.path(),
        attempt = retries.saturating_add(1),
        missing = notes.missing().count(),
        unread = notes.unread().count(),
        "lacking"
    );
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
