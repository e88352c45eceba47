//! The clock of the fault tests.

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use openai_containers::runtime::{BoxFuture, Clock, SystemClock};
use tokio::sync::Notify;

/// A clock whose waits between attempts take no time, and whose limits pass when the server reports
/// that it stalls. So no test waits, and no attempt times out on a slow machine.
#[derive(Clone, Debug)]
pub(crate) struct StallClock(pub(crate) Arc<Notify>);

impl Clock for StallClock {
    fn now(&self) -> Instant {
        SystemClock.now()
    }

    fn date(&self) -> SystemTime {
        SystemClock.date()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn limit(&self, _: Duration) -> BoxFuture<'static, ()> {
        let stalled = self.0.clone();
        Box::pin(async move { stalled.notified().await })
    }

    fn random(&self) -> f64 {
        0.0
    }
}
