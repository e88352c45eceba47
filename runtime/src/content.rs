//! Responses that are not JSON: text, bytes, and bodies that are read as they arrive.

use std::{
    fmt,
    ops::Deref,
    path::Path,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use futures_core::{FusedStream, Stream};

use futures_util::TryStreamExt;

use crate::{
    Answer, Body, Error, FromAnswer, Reads,
    attempts::Attempts,
    failure::Failure,
    file::{Partial, in_background},
    timeout::StreamTimer,
};

#[cfg(test)]
pub(crate) mod tests;

/// A response body as text, such as `text/plain` or `text/csv`. Bytes that are not UTF-8 become
/// replacement characters.
///
/// ```
/// # use bessemer_runtime::{Client, Error, Operation, Request};
/// use bessemer_runtime::Text;
///
/// static EXPORT: Operation = Operation::get("ladles.export", "/ladles.csv").accept("text/csv");
///
/// async fn lines(client: &Client) -> Result<usize, Error> {
///     let table: Text = Request::new(client, &EXPORT).await?;
///     Ok(table.lines().count())
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text(pub String);

impl FromAnswer for Text {
    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        Ok(Self(answer.text().into_owned()))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

/// The whole body, of any media type.
impl FromAnswer for Bytes {
    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        Ok(answer.body().clone())
    }
}

/// The body of a response as a stream of chunks.
///
/// The time limit of an attempt, and retries, apply only until the head of the response has
/// arrived. After that, an [idle limit](crate::ClientBuilder::idle_timeout) applies between two
/// chunks. If the call has a [deadline](crate::Request::deadline), it applies to the whole stream.
/// If a limit passes or the connection breaks, the last item of the stream is an error. Dropping
/// the stream closes the connection.
///
/// ```
/// use bessemer_runtime::{BodyStream, Error, Request};
/// use futures_util::TryStreamExt;
///
/// async fn size(download: Request<BodyStream>) -> Result<usize, Error> {
///     let mut body = download.await?;
///     let mut size = 0;
///     while let Some(piece) = body.try_next().await? {
///         size += piece.len();
///     }
///     Ok(size)
/// }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct BodyStream {
    pub(crate) answer: Answer,
    rest: Body,
    timer: StreamTimer,
    ended: bool,
}

#[cfg(feature = "blocking")]
impl BodyStream {
    /// Iterates over the chunks without async.
    ///
    /// ```
    /// # use bessemer_runtime::{BodyStream, Error, Request};
    /// fn size(download: Request<BodyStream>) -> Result<usize, Error> {
    ///     download.send_blocking()?.blocking().map(|piece| Ok(piece?.len())).sum()
    /// }
    /// ```
    pub fn blocking(self) -> crate::BlockingIter<Self> {
        crate::BlockingIter::over(self)
    }
}

impl BodyStream {
    /// Reads the whole body into memory.
    ///
    /// ```
    /// # use bessemer_runtime::{BodyStream, Error, Request};
    /// async fn size(request: Request<BodyStream>) -> Result<usize, Error> {
    ///     Ok(request.await?.bytes().await?.len())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if the body is larger than
    /// [`max_body`](crate::ClientBuilder::max_body), and the errors of the stream.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let limit = self.answer.call.client.settings().max_body;
        let mut body = BytesMut::new();
        while let Some(piece) = self.try_next().await? {
            body.extend_from_slice(&piece);
            if body.len() as u64 > limit {
                return Err(self.answer.too_large("body", limit));
            }
        }
        Ok(body.freeze())
    }

    /// Reads the whole body as text. Bytes that are not UTF-8 become replacement characters.
    ///
    /// # Errors
    ///
    /// The same as [`bytes`](Self::bytes).
    pub async fn text(self) -> Result<String, Error> {
        Ok(String::from_utf8_lossy(&self.bytes().await?).into_owned())
    }

    /// Like [`bytes`](Self::bytes), but blocks the current thread.
    ///
    /// # Errors
    ///
    /// The same as [`bytes`](Self::bytes).
    #[cfg(feature = "blocking")]
    pub fn bytes_blocking(self) -> Result<Bytes, Error> {
        crate::blocking::wait(self.bytes())?
    }

    /// Like [`text`](Self::text), but blocks the current thread.
    ///
    /// # Errors
    ///
    /// The same as [`bytes`](Self::bytes).
    #[cfg(feature = "blocking")]
    pub fn text_blocking(self) -> Result<String, Error> {
        crate::blocking::wait(self.text())?
    }

    /// Saves the body to the file at `path`, as it arrives, and returns the number of bytes.
    ///
    /// The file appears when the body is complete. Until then the bytes are in a temporary file in
    /// the same folder, which is removed if the connection breaks or the future is dropped. An
    /// existing file is replaced.
    ///
    /// ```
    /// # use bessemer_runtime::{BodyStream, Error, Request};
    /// async fn download(request: Request<BodyStream>) -> Result<u64, Error> {
    ///     request.await?.save("speech.mp3").await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the file cannot be written, and the errors of the stream.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref().to_owned();
        let mut partial = in_background(move || Partial::create(path)).await??;
        while let Some(piece) = self.try_next().await? {
            partial = in_background(move || partial.write(&piece)).await??;
        }
        in_background(move || partial.finish()).await?
    }

    /// Like [`save`](Self::save), but blocks the current thread.
    ///
    /// # Errors
    ///
    /// The same as [`save`](Self::save).
    #[cfg(feature = "blocking")]
    pub fn save_blocking(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref().to_owned();
        crate::blocking::wait(self.save(path))?
    }
}

impl FromAnswer for BodyStream {
    const READS: Reads = Reads::Stream;

    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        Self::from_stream(answer, answer.body().clone().into())
    }

    fn from_stream(answer: &Answer, rest: Body) -> Result<Self, Error> {
        Ok(Self { timer: answer.budget.stream(), answer: answer.clone(), rest, ended: false })
    }
}

impl Stream for BodyStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let piece = ready!(self.poll_piece(context));
        self.ended = !matches!(piece, Ok(Some(_)));
        if self.ended {
            // Closes the connection if a limit has passed.
            self.rest = Body::empty();
        }
        let failed = |failure: Failure| {
            failure.into_error(&self.answer.call, Attempts::after(self.answer.retries))
        };
        Poll::Ready(piece.map_err(failed).transpose())
    }
}

impl BodyStream {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Failure>> {
        if let Some(limit) = self.timer.passed() {
            return Poll::Ready(Err(limit.into()));
        }
        match self.rest.poll_chunk(context) {
            Poll::Ready(piece) => {
                self.timer.restart();
                Poll::Ready(piece.map_err(Failure::from))
            }
            Poll::Pending => self.timer.poll(context).map(|limit| Err(limit.into())),
        }
    }
}

impl FusedStream for BodyStream {
    fn is_terminated(&self) -> bool {
        self.ended
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BodyStream").field(&self.answer).finish()
    }
}
