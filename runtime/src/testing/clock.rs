//! A clock for tests that does not wait.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

use futures_core::future::BoxFuture;

use crate::Clock;

/// A clock whose time does not pass on its own. A sleep moves it forward and returns at once.
///
/// Sleeps are recorded. A time limit passes when sleeps or [`advance`](Self::advance) have moved the
/// clock that far. The random number is 0, or that of [`set_random`](Self::set_random). All clones
/// share one time.
///
/// ```
/// use std::time::Duration;
///
/// use bessemer_runtime::{Clock, testing::ManualClock};
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # rt.block_on(async {
/// let clock = ManualClock::new();
/// clock.sleep(Duration::from_secs(3600)).await;
/// assert_eq!(clock.sleeps(), [Duration::from_secs(3600)]);
/// # });
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    start: Instant,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    date: SystemTime,
    passed: Duration,
    sleeps: Vec<Duration>,
    random: f64,
    /// The limits that have not passed, with the wakers of the tasks that wait for them.
    limits: Vec<(Duration, Waker)>,
}

impl ManualClock {
    /// Creates a clock that starts at the current date and time.
    pub fn new() -> Self {
        let state = State {
            date: SystemTime::now(),
            passed: Duration::ZERO,
            sleeps: Vec::new(),
            random: 0.0,
            limits: Vec::new(),
        };
        Self { start: Instant::now(), state: Arc::new(Mutex::new(state)) }
    }

    /// The sleeps so far, in order.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.state().sleeps.clone()
    }

    /// Sets the date and time.
    pub fn set_date(&self, date: SystemTime) {
        let mut state = self.state();
        state.date = date.checked_sub(state.passed).unwrap_or(date);
    }

    /// Sets the random number, at least 0 and less than 1.
    pub fn set_random(&self, random: f64) {
        self.state().random = random;
    }

    /// Moves the clock forward.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.state();
        let time = state.passed.saturating_add(duration);
        state.move_to(time);
    }

    /// Moves the clock forward by `duration`. It stops at every limit on the way, so that each limit
    /// passes at its own time and not later.
    pub(super) async fn pass(&self, duration: Duration) {
        let end = self.state().passed.saturating_add(duration);
        // A limit is known only after its first poll, so other tasks run once before the first stop.
        let mut known = false;
        poll_fn(|context| {
            let mut state = self.state();
            if state.passed >= end {
                return Poll::Ready(());
            }
            if !std::mem::replace(&mut known, true) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let stop = state.limits.iter().map(|(limit, _)| *limit).min();
            state.move_to(stop.map_or(end, |stop| stop.min(end)));
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn move_to(&mut self, time: Duration) {
        self.passed = time;
        self.limits.retain(|(limit, waker)| {
            let pending = *limit > time;
            if !pending {
                waker.wake_by_ref();
            }
            pending
        });
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        self.start.checked_add(self.state().passed).unwrap_or(self.start)
    }

    fn date(&self) -> SystemTime {
        let state = self.state();
        state.date.checked_add(state.passed).unwrap_or(state.date)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            clock.state().sleeps.push(duration);
            clock.pass(duration).await;
        })
    }

    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let end = clock.state().passed.saturating_add(duration);
        Box::pin(poll_fn(move |context| {
            let mut state = clock.state();
            if state.passed >= end {
                return Poll::Ready(());
            }
            let waker = context.waker();
            if !state.limits.iter().any(|(limit, known)| *limit == end && known.will_wake(waker)) {
                state.limits.push((end, waker.clone()));
            }
            Poll::Pending
        }))
    }

    fn random(&self) -> f64 {
        self.state().random
    }
}
