//! The progress of an upload.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::Instant,
};

use bytes::Bytes;
use futures_core::Stream;

use crate::{Body, Clock, Error, FileError, TransportError};

/// What is known of the upload of one attempt.
#[derive(Default)]
pub(crate) struct Progress(Mutex<State>);

#[derive(Default)]
struct State {
    /// When the transport took the last chunk.
    last: Option<Instant>,
    /// Why the body could not be read.
    failure: Option<Error>,
}

impl Progress {
    /// When the transport took the last chunk.
    pub(crate) fn last(&self) -> Option<Instant> {
        self.state().last
    }

    /// Why the body could not be read, if that is why the attempt failed.
    pub(crate) fn failure(&self) -> Option<Error> {
        self.state().failure.take()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Records the progress of sending a body. A body in memory that is sent at once has none.
pub(crate) fn observe(body: Body, clock: Arc<dyn Clock>) -> (Body, Option<Arc<Progress>>) {
    let length = body.length();
    match body.into_bytes() {
        Ok(bytes) => (bytes.into(), None),
        Err(chunks) => {
            let progress = Arc::new(Progress::default());
            let body = Body::stream(Observed { chunks, progress: progress.clone(), clock });
            let body = match length {
                Some(length) => body.with_length(length),
                None => body,
            };
            (body, Some(progress))
        }
    }
}

struct Observed {
    chunks: crate::body::Chunks,
    progress: Arc<Progress>,
    clock: Arc<dyn Clock>,
}

impl Stream for Observed {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.chunks.as_mut().poll_next(context));
        self.progress.state().last = Some(self.clock.now());
        Poll::Ready(chunk.map(|chunk| chunk.map_err(|error| self.progress.failed(error))))
    }
}

impl Progress {
    /// Keeps the error of a file. A transport would wrap it in its own error.
    fn failed(&self, error: TransportError) -> TransportError {
        let TransportError::Permanent(source) = error else { return error };
        match source.downcast::<FileError>() {
            Err(source) => TransportError::Permanent(source),
            Ok(error) => {
                self.state().failure = Some(Error::File(*error));
                TransportError::Permanent("a file of the body cannot be read".into())
            }
        }
    }
}
