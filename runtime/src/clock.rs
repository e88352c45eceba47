//! Time and chance, so that tests need neither.

use std::{
    fmt::Debug,
    time::{Duration, Instant, SystemTime},
};

use futures_core::future::BoxFuture;

/// Where a client takes time and chance from. [`SystemClock`] is the real one; the `ManualClock`
/// of the feature `testing` never waits.
///
/// ```
/// use bessemer_runtime::{Clock, SystemClock};
///
/// let fraction = SystemClock.random();
/// assert!((0.0..1.0).contains(&fraction));
/// ```
pub trait Clock: Debug + Send + Sync + 'static {
    /// The time for measuring how long something takes.
    fn now(&self) -> Instant;

    /// The time of day, for comparing with dates that a server sends.
    fn date(&self) -> SystemTime;

    /// Waits before the next attempt.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Ends when a limit of `duration` on some work has passed. A clock that only seems to wait
    /// in [`sleep`](Self::sleep) must not let limits pass while the work goes on.
    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }

    /// A random number of at least 0 and less than 1.
    fn random(&self) -> f64;
}

/// The time of this machine, by `tokio`.
///
/// ```
/// use bessemer_runtime::{Clock, SystemClock};
///
/// assert!(SystemClock.now() <= std::time::Instant::now());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // The timer is made inside, where there is a runtime for certain.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    fn random(&self) -> f64 {
        fastrand::f64()
    }
}
