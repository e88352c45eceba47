//! Responses that are not JSON: text, bytes, and bodies that are read as they arrive.

use std::{
    fmt,
    ops::Deref,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::{FusedStream, Stream};

use crate::{Answer, Body, Error, FromAnswer, Reads, failure::Failure};

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
/// The limit on an attempt ends with the head of the response, and so do retries: a connection that
/// breaks later is an error in the stream, the last thing in it. Dropping the stream closes the
/// connection.
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
    ended: bool,
}

#[cfg(feature = "blocking")]
impl BodyStream {
    /// The same chunks, without async.
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

impl FromAnswer for BodyStream {
    const READS: Reads = Reads::Stream;

    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        Self::from_stream(answer, answer.body().clone().into())
    }

    fn from_stream(answer: &Answer, rest: Body) -> Result<Self, Error> {
        Ok(Self { answer: answer.clone(), rest, ended: false })
    }
}

impl Stream for BodyStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.rest.poll_chunk(context));
        self.ended = !matches!(piece, Ok(Some(_)));
        let failed = |error| {
            let Answer { call, retries, .. } = &self.answer;
            Failure::from(error).into_error(call, *retries)
        };
        Poll::Ready(piece.map_err(failed).transpose())
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
