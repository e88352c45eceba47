//! Events about the attempts of calls, for an observer.

use std::{fmt, sync::Arc, time::Duration};

use http::StatusCode;

use crate::Operation;

/// The start or the end of an attempt; see
/// [`ClientBuilder::on_attempt`](crate::ClientBuilder::on_attempt).
///
/// It contains no URL, header or body, so it can be logged and counted.
///
/// ```
/// use bessemer_runtime::{AttemptEvent, Stage};
///
/// fn print(event: &AttemptEvent) {
///     if let Stage::End { status, error_type, elapsed, .. } = event.stage {
///         println!("{} {}: {status:?} {error_type:?} {elapsed:?}", event.operation, event.number);
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptEvent {
    /// The operation that is called.
    pub operation: &'static Operation,
    /// The number of the attempt, from 1.
    pub number: u32,
    /// Whether the attempt starts or ends, and how it ends.
    pub stage: Stage,
}

/// The stage of an attempt.
///
/// ```
/// use bessemer_runtime::Stage;
///
/// fn has_failed(stage: &Stage) -> bool {
///     matches!(stage, Stage::End { error_type: Some(_), .. })
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// The request is about to be sent.
    Begin,
    /// The response has arrived, or there is none. For a stream, the head of the response has
    /// arrived.
    #[non_exhaustive]
    End {
        /// The status of the response, if there is one.
        status: Option<StatusCode>,
        /// What failed: `status`, `connection`, `timeout`, `body` or `config`; `None` for a success.
        error_type: Option<&'static str>,
        /// The time since the start of the attempt.
        elapsed: Duration,
    },
}

/// A function that is called at the start and at the end of each attempt.
#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<dyn Fn(&AttemptEvent) + Send + Sync>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
