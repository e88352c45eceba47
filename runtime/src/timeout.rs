//! Time limits of a call, its attempts and its stream.

use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use futures_core::future::BoxFuture;
use futures_util::future::{Either, select};

use crate::{Clock, Limit, upload::Progress};

/// The time limits of one call, measured from its start.
#[derive(Clone)]
pub(crate) struct Budget {
    clock: Arc<dyn Clock>,
    start: Instant,
    limits: Limits,
}

/// The durations of the limits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of each attempt.
    pub(crate) timeout: Duration,
    /// Between two chunks of a stream.
    pub(crate) idle: Duration,
    /// Of the whole call.
    pub(crate) deadline: Option<Duration>,
}

impl Budget {
    /// Starts now.
    pub(crate) fn start(clock: Arc<dyn Clock>, limits: Limits) -> Self {
        Self { start: clock.now(), clock, limits }
    }

    /// Starts the timer of an attempt. It ends no later than the deadline of the call.
    pub(crate) fn attempt(&self, upload: Option<Arc<Progress>>) -> Timer {
        let (limit, duration) =
            self.earlier(Limit::Attempt(self.limits.timeout), self.limits.timeout);
        Timer { budget: self.clone(), upload, limit, over: self.clock.limit(duration) }
    }

    /// Starts the timer of a stream.
    pub(crate) fn stream(&self) -> StreamTimer {
        let deadline =
            self.limits.deadline.zip(self.remaining()).map(|(deadline, left)| Deadline {
                limit: Limit::Call(deadline),
                end: self.start.checked_add(deadline),
                over: self.clock.limit(left),
            });
        let Limits { idle, .. } = self.limits;
        StreamTimer { clock: self.clock.clone(), idle, waiting: None, deadline }
    }

    /// Whether time is left after a wait.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        self.remaining().is_none_or(|left| wait < left)
    }

    fn remaining(&self) -> Option<Duration> {
        let spent = self.clock.now().saturating_duration_since(self.start);
        self.limits.deadline.map(|deadline| deadline.saturating_sub(spent))
    }

    /// The limit that ends first: this one, or the deadline of the call.
    fn earlier(&self, limit: Limit, duration: Duration) -> (Limit, Duration) {
        match (self.limits.deadline, self.remaining()) {
            (Some(deadline), Some(left)) if left < duration => (Limit::Call(deadline), left),
            _ => (limit, duration),
        }
    }
}

/// The timer of one attempt.
pub(crate) struct Timer {
    budget: Budget,
    upload: Option<Arc<Progress>>,
    limit: Limit,
    over: BoxFuture<'static, ()>,
}

impl Timer {
    /// Runs a part of an attempt. If the time ends first, drops the future and returns the limit; the
    /// timer cannot be used again after that.
    pub(crate) async fn run<F: Future>(&mut self, work: F) -> Result<F::Output, Limit> {
        let mut work = pin!(work);
        loop {
            if let Either::Left((done, _)) = select(work.as_mut(), &mut self.over).await {
                return Ok(done);
            }
            if !self.extend() {
                return Err(self.limit);
            }
        }
    }

    /// Extends the limit if the upload has made progress: it limits the time without progress.
    fn extend(&mut self) -> bool {
        let Limits { timeout, .. } = self.budget.limits;
        let last = self.upload.as_ref().and_then(|upload| upload.last());
        let (Limit::Attempt(_), Some(last)) = (self.limit, last) else { return false };
        let passed = self.budget.clock.now().saturating_duration_since(last);
        let left = timeout.saturating_sub(passed);
        let (limit, duration) = self.budget.earlier(self.limit, left);
        self.limit = limit;
        self.over = self.budget.clock.limit(duration);
        !left.is_zero()
    }
}

/// The timer of a stream: it limits the time between two chunks, and the whole stream if the call has
/// a deadline.
pub(crate) struct StreamTimer {
    clock: Arc<dyn Clock>,
    idle: Duration,
    /// The time since the stream has been waiting for a chunk.
    waiting: Option<BoxFuture<'static, ()>>,
    deadline: Option<Deadline>,
}

/// The deadline of a stream.
struct Deadline {
    limit: Limit,
    /// `None` if it is too far away.
    end: Option<Instant>,
    over: BoxFuture<'static, ()>,
}

impl StreamTimer {
    /// The deadline, if it has passed. A stream that always has a chunk must end then, too.
    pub(crate) fn passed(&self) -> Option<Limit> {
        let deadline = self.deadline.as_ref()?;
        deadline.end.filter(|end| self.clock.now() >= *end).map(|_| deadline.limit)
    }

    /// Ready when a limit has passed. Call it when the stream has no chunk.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Limit> {
        if let Some(deadline) = &mut self.deadline
            && deadline.over.as_mut().poll(context).is_ready()
        {
            return Poll::Ready(deadline.limit);
        }
        let waiting = self.waiting.get_or_insert_with(|| self.clock.limit(self.idle));
        waiting.as_mut().poll(context).map(|()| Limit::Idle(self.idle))
    }

    /// A chunk has arrived.
    pub(crate) fn restart(&mut self) {
        self.waiting = None;
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use bytes::Bytes;
    use futures_util::{future, stream};

    use super::*;
    use crate::{Body, testing::ManualClock, upload};

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// The limits of a call that starts now: 10 seconds for an attempt, 5 seconds between two chunks.
    fn budget(clock: &ManualClock, deadline: Option<Duration>) -> Budget {
        let limits = Limits { timeout: seconds(10), idle: seconds(5), deadline };
        Budget::start(Arc::new(clock.clone()), limits)
    }

    /// The limit that ends an attempt, and when.
    async fn end(
        clock: &ManualClock,
        mut timer: Timer,
        work: impl Future<Output = ()>,
    ) -> (Limit, Duration) {
        let start = clock.now();
        let ended = async {
            let limit = timer.run(work).await.unwrap_err();
            (limit, clock.now() - start)
        };
        future::join(ended, clock.sleep(seconds(100))).await.0
    }

    #[test]
    fn a_wait_leaves_time_before_the_deadline() {
        let clock = ManualClock::new();
        let budget = |deadline| budget(&clock, deadline);
        let (limited, unlimited) = (budget(Some(seconds(10))), budget(None));
        clock.advance(seconds(4));
        assert!(limited.allows(Duration::from_millis(5999)));
        assert!(!limited.allows(seconds(6)) && !limited.allows(seconds(7)));
        assert!(unlimited.allows(Duration::MAX));
        clock.advance(seconds(7));
        assert!(!limited.allows(Duration::ZERO));
    }

    #[tokio::test]
    async fn an_attempt_ends_with_the_earlier_limit() {
        let (attempt, call) = (Limit::Attempt, Limit::Call);
        for (deadline, spent, limit, after) in [
            (None, 25, attempt(seconds(10)), 10),
            (Some(30), 0, attempt(seconds(10)), 10),
            (Some(30), 20, attempt(seconds(10)), 10),
            (Some(30), 21, call(seconds(30)), 9),
            (Some(30), 31, call(seconds(30)), 0),
            (Some(7), 0, call(seconds(7)), 7),
        ] {
            let clock = ManualClock::new();
            let budget = budget(&clock, deadline.map(seconds));
            clock.advance(seconds(spent));
            let timer = budget.attempt(None);
            let ended = end(&clock, timer, future::pending()).await;
            assert_eq!(ended, (limit, seconds(after)), "{deadline:?} {spent}");
        }
    }

    #[tokio::test]
    async fn an_upload_ends_after_a_time_without_progress() {
        for (deadline, limit, after) in [
            (None, Limit::Attempt(seconds(10)), 34),
            (Some(seconds(30)), Limit::Call(seconds(30)), 30),
        ] {
            let clock = ManualClock::new();
            let chunks = stream::repeat_with(|| Ok(Bytes::from("ore")));
            let (mut body, progress) =
                upload::observe(Body::stream(chunks), Arc::new(clock.clone()));
            let timer = budget(&clock, deadline).attempt(progress);
            let upload = async {
                // Chunks are sent after 8, 16 and 24 seconds.
                for _ in 0..3 {
                    clock.limit(seconds(8)).await;
                    body.chunk().await.unwrap();
                }
                future::pending().await
            };
            assert_eq!(end(&clock, timer, upload).await, (limit, seconds(after)));
        }
    }

    #[test]
    fn a_stream_ends_after_a_time_without_chunks_or_at_the_deadline() {
        let clock = ManualClock::new();
        let mut timer = budget(&clock, Some(seconds(12))).stream();
        let mut context = Context::from_waker(Waker::noop());
        assert!(timer.poll(&mut context).is_pending());
        clock.advance(seconds(4));
        timer.restart();
        assert!(timer.poll(&mut context).is_pending());
        clock.advance(seconds(4));
        assert!(timer.poll(&mut context).is_pending());
        clock.advance(seconds(1));
        assert_eq!(timer.poll(&mut context), Poll::Ready(Limit::Idle(seconds(5))));
        timer.restart();
        assert!(timer.poll(&mut context).is_pending());
        assert_eq!(timer.passed(), None);
        clock.advance(seconds(3));
        assert_eq!(timer.passed(), Some(Limit::Call(seconds(12))));
        assert_eq!(timer.poll(&mut context), Poll::Ready(Limit::Call(seconds(12))));
    }

    #[test]
    fn a_deadline_may_be_too_far_away_for_the_clock() {
        let clock = ManualClock::new();
        let timer = budget(&clock, Some(Duration::MAX)).stream();
        clock.advance(seconds(3600));
        assert_eq!(timer.passed(), None);
    }
}
