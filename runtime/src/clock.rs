//! Time and chance, so that tests need neither.

use std::{
    fmt::Debug,
    time::{Duration, Instant, SystemTime},
};

use futures_core::future::BoxFuture;

use crate::BoxError;

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
    /// Whether the clock can wait in this place; asked once, when a call begins.
    ///
    /// # Errors
    ///
    /// An error ends the call as [`Error::Config`](crate::Error::Config); nothing is sent.
    fn check(&self) -> Result<(), BoxError> {
        Ok(())
    }

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
/// Calls have to be awaited within a `tokio` runtime that has its timers and its I/O enabled, as
/// that of `#[tokio::main]` has. Elsewhere they end with an error; the feature `blocking` is for
/// programs that have no such runtime.
///
/// ```
/// use bessemer_runtime::{Clock, SystemClock};
///
/// assert!(SystemClock.now() <= std::time::Instant::now());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn check(&self) -> Result<(), BoxError> {
        in_tokio()
    }

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

/// Whether there is a `tokio` runtime here, without which its timers and sockets panic.
pub(crate) fn in_tokio() -> Result<(), BoxError> {
    tokio::runtime::Handle::try_current().map(drop).map_err(|_| {
        "there is no tokio runtime here: await the call in an async fn under #[tokio::main], in a \
         task of tokio, or make it with the blocking calls of the feature `blocking`"
            .into()
    })
}
