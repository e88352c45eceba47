//! Time, waits and random numbers, which tests can replace.

use std::{
    cell::Cell,
    fmt::Debug,
    time::{Duration, Instant, SystemTime},
};

use futures_core::future::BoxFuture;
use tokio::runtime;

use crate::BoxError;

/// The source of time, waits and random numbers of a client. [`SystemClock`] is the default. The
/// `ManualClock` of the feature `testing` never waits.
///
/// ```
/// use bessemer_runtime::{Clock, SystemClock};
///
/// let fraction = SystemClock.random();
/// assert!((0.0..1.0).contains(&fraction));
/// ```
pub trait Clock: Debug + Send + Sync + 'static {
    /// Checks that the clock works in the current context. It is called once at the start of each
    /// call.
    ///
    /// # Errors
    ///
    /// An error ends the call as [`Error::Config`](crate::Error::Config); nothing is sent.
    fn check(&self) -> Result<(), BoxError> {
        Ok(())
    }

    /// The current instant, for measuring durations.
    fn now(&self) -> Instant;

    /// The current date and time, for comparing with dates that a server sends.
    fn date(&self) -> SystemTime;

    /// Waits before the next attempt.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Completes when a time limit of `duration` has passed. If [`sleep`](Self::sleep) of this
    /// clock returns at once, implement this method too: a limit that completes at once cancels the
    /// work.
    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }

    /// A random number in `[0, 1)`.
    fn random(&self) -> f64;
}

/// The clock of the system, with the timers of `tokio`.
///
/// Calls have to be awaited in a `tokio` runtime with timers and I/O enabled, such as that of
/// `#[tokio::main]`. Without one they return an error. Programs without such a runtime can use the
/// feature `blocking`.
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
        has_timers(in_tokio()?)
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // The timer is created inside the future, because creating it needs a runtime.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    fn random(&self) -> f64 {
        fastrand::f64()
    }
}

/// The `tokio` runtime, because its timers and sockets panic without one.
pub(crate) fn in_tokio() -> Result<runtime::Id, BoxError> {
    runtime::Handle::try_current().map(|it| it.id()).map_err(|_| {
        "there is no tokio runtime here: await the call under #[tokio::main] or in a tokio \
         task, or use the blocking calls of the feature `blocking`"
            .into()
    })
}

/// Checks that the current runtime has timers.
fn has_timers(id: runtime::Id) -> Result<(), BoxError> {
    thread_local! {
        /// The runtime that was checked last: all calls of a thread mostly use one.
        static CHECKED: Cell<Option<runtime::Id>> = const { Cell::new(None) };
    }
    if CHECKED.get() == Some(id) {
        return Ok(());
    }
    // The only way to find out: without timers, creating one panics.
    let timer = std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)));
    timer.map_err(|_| "the tokio runtime has no timers: build it with `enable_all()`")?;
    CHECKED.set(Some(id));
    Ok(())
}
