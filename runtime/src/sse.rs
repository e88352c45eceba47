//! Answers that are streams of messages: server-sent events, and JSON values line by line.

use std::{
    collections::VecDeque,
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::{FusedStream, Stream};

use crate::{Answer, Body, BodyStream, Decode, DecodeError, Error, FromAnswer, json::from_str};

mod parser;
#[cfg(test)]
mod tests;

pub use parser::Event;
use parser::{EventParser, LineParser};

/// What an event can be turned into: its data, which are JSON, or the [`Event`] as it came.
///
/// ```
/// use bessemer_runtime::{Event, FromEvent};
///
/// let event = Event { data: "[1, 2]".into(), ..Event::default() };
/// assert_eq!(Vec::<i64>::from_event(&event)?, [1, 2]);
/// # Ok::<(), bessemer_runtime::DecodeError>(())
/// ```
pub trait FromEvent: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// If the data are something else.
    fn from_event(event: &Event) -> Result<Self, DecodeError>;
}

impl<T: Decode> FromEvent for T {
    fn from_event(event: &Event) -> Result<Self, DecodeError> {
        from_str(&event.data)
    }
}

impl FromEvent for Event {
    fn from_event(event: &Event) -> Result<Self, DecodeError> {
        Ok(event.clone())
    }
}

/// Server-sent events, each turned into a `T` as it arrives (HTML §9.2). The stream ends with the
/// body, or with an event whose data are `[DONE]`, which are not JSON and so never a value.
///
/// Data that are no `T` are an error in the stream, which goes on with the next event. A connection
/// that breaks is the last thing in it; it is not made again, since the request would be carried
/// out again. Dropping the stream closes the connection.
///
/// ```
/// use bessemer_runtime::{Error, EventStream, RawJson, Request};
/// use futures_util::TryStreamExt;
///
/// async fn print(request: Request<EventStream<RawJson>>) -> Result<(), Error> {
///     let mut events = request.await?;
///     while let Some(event) = events.try_next().await? {
///         println!("{event}");
///     }
///     Ok(())
/// }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<T> {
    messages: Messages<EventParser>,
    item: PhantomData<fn() -> T>,
}

/// JSON values, one a line, each turned into a `T` as it arrives: `application/x-ndjson`,
/// `application/jsonl` and, where values have no line breaks, `application/json-seq` (RFC 7464), whose
/// record separators are passed over.
///
/// Errors and the end are those of an [`EventStream`].
///
/// ```
/// use bessemer_runtime::{Error, JsonLines, RawJson, Request};
/// use futures_util::TryStreamExt;
///
/// async fn count(request: Request<JsonLines<RawJson>>) -> Result<usize, Error> {
///     let lines: Vec<RawJson> = request.await?.try_collect().await?;
///     Ok(lines.len())
/// }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct JsonLines<T> {
    messages: Messages<LineParser>,
    item: PhantomData<fn() -> T>,
}

/// Takes the messages out of a body, whatever pieces it comes in.
trait Parser: Default {
    /// Adds the messages that `piece` completes to `ready`.
    fn push(&mut self, piece: &[u8], ready: &mut VecDeque<Event>);

    /// Adds what the end of the body completes.
    fn finish(&mut self, ready: &mut VecDeque<Event>);
}

/// The messages of a body. Nothing here depends on what they are turned into.
struct Messages<P> {
    /// `None` once it has ended.
    body: Option<BodyStream>,
    parser: P,
    ready: VecDeque<Event>,
    answer: Answer,
}

impl<P: Parser> Messages<P> {
    fn new(body: BodyStream) -> Self {
        let answer = body.answer.clone();
        Self { body: Some(body), parser: P::default(), ready: VecDeque::new(), answer }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                if event.data == "[DONE]" {
                    self.body = None;
                    self.ready.clear();
                    return Poll::Ready(None);
                }
                return Poll::Ready(Some(Ok(event)));
            }
            let Some(body) = &mut self.body else { return Poll::Ready(None) };
            match ready!(Pin::new(body).poll_next(context)) {
                Some(Ok(piece)) => self.parser.push(&piece, &mut self.ready),
                Some(Err(error)) => {
                    self.body = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.body = None;
                    self.parser.finish(&mut self.ready);
                }
            }
        }
    }

    fn poll_as<T: FromEvent>(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        Poll::Ready(ready!(self.poll(context)).map(|event| {
            let event = event?;
            T::from_event(&event).map_err(|source| self.answer.unexpected(event.data, source))
        }))
    }

    fn is_terminated(&self) -> bool {
        self.body.is_none() && self.ready.is_empty()
    }
}

macro_rules! streams {
    ($($stream:ident)*) => {$(
        #[cfg(feature = "blocking")]
        impl<T> $stream<T> {
            /// The same values, without async.
            pub fn blocking(self) -> crate::BlockingIter<Self> {
                crate::BlockingIter::over(self)
            }
        }

        impl<T> FromAnswer for $stream<T> {
            const STREAMED: bool = true;

            fn from_answer(answer: &Answer) -> Result<Self, Error> {
                Self::from_stream(answer, answer.body().clone().into())
            }

            fn from_stream(answer: &Answer, rest: Body) -> Result<Self, Error> {
                let body = BodyStream::from_stream(answer, rest)?;
                Ok(Self { messages: Messages::new(body), item: PhantomData })
            }
        }

        impl<T: FromEvent> Stream for $stream<T> {
            type Item = Result<T, Error>;

            fn poll_next(
                mut self: Pin<&mut Self>,
                context: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                self.messages.poll_as(context)
            }
        }

        impl<T: FromEvent> FusedStream for $stream<T> {
            fn is_terminated(&self) -> bool {
                self.messages.is_terminated()
            }
        }

        impl<T> fmt::Debug for $stream<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($stream)).field(&self.messages.answer).finish()
            }
        }
    )*};
}
streams! { EventStream JsonLines }
