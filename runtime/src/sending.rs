//! Calls in progress.

use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::future::BoxFuture;

use crate::{Answer, Body, Error, FromAnswer, call::Call, send::send};

/// A call in progress.
///
/// Dropping it cancels the call: the connection of the current attempt is closed, a wait between
/// two attempts ends, and nothing more is sent. So `select`, your own timeout or an aborted task
/// can cancel a call. The server may nevertheless have processed the request.
///
/// ```
/// use std::future::{Future, IntoFuture};
///
/// use bessemer_runtime::{Error, Request};
/// use futures_util::future::{Either, select};
///
/// async fn unless<T: bessemer_runtime::Decode>(
///     request: Request<T>,
///     cancelled: impl Future<Output = ()> + Unpin,
/// ) -> Option<Result<T, Error>> {
///     match select(request.into_future(), cancelled).await {
///         Either::Left((result, _)) => Some(result),
///         Either::Right(_) => None,
///     }
/// }
/// ```
#[must_use = "a future does nothing until it is awaited"]
pub struct Sending<T> {
    answer: BoxFuture<'static, Result<(Answer, Body), Error>>,
    result: PhantomData<fn() -> T>,
}

impl<T: FromAnswer> Sending<T> {
    pub(crate) fn of(call: Box<Call>) -> Self {
        Self { answer: Box::pin(send(call, T::READS)), result: PhantomData }
    }
}

// Only decoding depends on the type; everything before it is compiled once.
impl<T: FromAnswer> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer.as_mut().poll(context).map(|answer| {
            let (answer, rest) = answer?;
            T::from_stream(&answer, rest)
        })
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}
