//! Blocking calls, for programs without async.
//!
//! They run on a background thread of this crate. The caller's thread may
//! already run an async runtime, and a second one cannot be started inside it.

use std::{
    fmt,
    sync::{OnceLock, mpsc},
    thread::{self, ThreadId},
};

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::runtime::{Builder, Handle};

use crate::{BoxError, ConfigError, Error};

/// Runs `future` on the background thread and waits for its result. This works on any thread, with
/// or without an async runtime.
pub(crate) fn wait<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> Result<T, Error> {
    let background = background()?;
    if background.thread == thread::current().id() {
        return Err(stopped("a blocking call inside a blocking call would never return".into()));
    }
    let (sender, receiver) = mpsc::sync_channel(1);
    background.runtime.spawn(async move {
        // Sending fails only if the waiting thread is gone, and then nobody needs the result.
        let _ = sender.send(future.await);
    });
    receiver.recv().map_err(|error| stopped(error.into()))
}

/// The thread that makes the calls. It is started once for all clients.
struct Background {
    runtime: Handle,
    thread: ThreadId,
}

fn background() -> Result<&'static Background, Error> {
    static BACKGROUND: OnceLock<Background> = OnceLock::new();
    if let Some(background) = BACKGROUND.get() {
        return Ok(background);
    }
    let background = start().map_err(|error| stopped(error.into()))?;
    // If two threads get here at the same time, one of the two runtimes is not used.
    Ok(BACKGROUND.get_or_init(|| background))
}

fn start() -> std::io::Result<Background> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let serve = move || runtime.block_on(std::future::pending::<()>());
    let thread = thread::Builder::new().name("blocking-calls".into()).spawn(serve)?;
    Ok(Background { runtime: handle, thread: thread.thread().id() })
}

fn stopped(source: BoxError) -> Error {
    ConfigError::caused("the background thread for blocking calls is not running", source).into()
}

/// A blocking iterator over a stream. Each step waits for the next element.
///
/// ```
/// # use bessemer_runtime::{Error, List, PageRequest};
/// fn all<L: List>(request: PageRequest<L>) -> Result<Vec<L::Item>, Error> {
///     request.items_blocking().collect()
/// }
/// ```
#[must_use = "an iterator does nothing until it is used"]
pub struct BlockingIter<S>(Option<S>);

impl<S> BlockingIter<S> {
    /// Iterates over an open stream.
    pub(crate) fn over(stream: S) -> Self {
        Self(Some(stream))
    }
}

impl<T, S> Iterator for BlockingIter<S>
where
    T: Send + 'static,
    S: Stream<Item = Result<T, Error>> + Unpin + Send + 'static,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.0.take()?;
        match wait(async move { (stream.next().await, stream) }) {
            Ok((next, stream)) => {
                self.0 = next.is_some().then_some(stream);
                next
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl<S> fmt::Debug for BlockingIter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlockingIter")
    }
}
