//! Time limits of a call and its attempts.

use std::{
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_core::future::BoxFuture;
use futures_util::future::{Either, select};

use crate::{Clock, Limit};

/// The time limits of one call, measured from its start.
pub(crate) struct Budget {
    clock: Arc<dyn Clock>,
    start: Instant,
    timeout: Duration,
    deadline: Option<Duration>,
}

impl Budget {
    /// Starts now. `timeout` limits each attempt, `deadline` the whole call.
    pub(crate) fn start(
        clock: Arc<dyn Clock>,
        timeout: Duration,
        deadline: Option<Duration>,
    ) -> Self {
        Self { start: clock.now(), clock, timeout, deadline }
    }

    /// Starts the timer of an attempt. It ends no later than the deadline of the call.
    pub(crate) fn attempt(&self) -> Timer {
        let (limit, duration) = match (self.deadline, self.remaining()) {
            (Some(deadline), Some(left)) if left < self.timeout => (Limit::Call(deadline), left),
            _ => (Limit::Attempt(self.timeout), self.timeout),
        };
        Timer { limit, over: self.clock.limit(duration) }
    }

    /// Whether time is left after a wait.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        self.remaining().is_none_or(|left| wait < left)
    }

    fn remaining(&self) -> Option<Duration> {
        let spent = self.clock.now().saturating_duration_since(self.start);
        self.deadline.map(|deadline| deadline.saturating_sub(spent))
    }
}

/// The timer of one attempt.
pub(crate) struct Timer {
    limit: Limit,
    over: BoxFuture<'static, ()>,
}

impl Timer {
    /// Runs a part of an attempt. If the time ends first, drops the future and returns the limit; the
    /// timer cannot be used again after that.
    pub(crate) async fn run<F: Future>(&mut self, work: F) -> Result<F::Output, Limit> {
        match select(pin!(work), &mut self.over).await {
            Either::Left((done, _)) => Ok(done),
            Either::Right(_) => Err(self.limit),
        }
    }
}
