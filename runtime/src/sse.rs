//! Streaming responses: server-sent events and JSON lines.

use std::{
    collections::VecDeque,
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::{FusedStream, Stream, future::BoxFuture};

use crate::{
    Answer, Body, BodyStream, Decode, DecodeError, Error, FromAnswer, Reads,
    json::{self, Notes, Reader, from_str},
};

mod parser;
#[cfg(test)]
mod tests;

pub use parser::Event;
use parser::{EventParser, LineParser, Parser};

/// A type that can be read from an event: from its data, which is JSON, or the [`Event`] itself.
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
    /// If the data is of another type.
    fn from_event(event: &Event) -> Result<Self, DecodeError>;

    /// Whether events that contain an error are returned like other events.
    #[doc(hidden)]
    const RAW: bool = false;
    /// Reads the value, strictly or not, and returns where it differs from the document.
    #[doc(hidden)]
    fn answered(event: &Event, strict: bool) -> Result<(Self, Notes), DecodeError> {
        let _ = strict;
        Self::from_event(event).map(|value| (value, Notes::default()))
    }
}

impl<T: Decode> FromEvent for T {
    fn from_event(event: &Event) -> Result<Self, DecodeError> {
        from_str(&event.data)
    }

    fn answered(event: &Event, strict: bool) -> Result<(Self, Notes), DecodeError> {
        json::answer(event.data.as_bytes(), strict)
    }
}

impl FromEvent for Event {
    const RAW: bool = true;

    fn from_event(event: &Event) -> Result<Self, DecodeError> {
        Ok(event.clone())
    }
}

/// A stream of server-sent events (HTML §9.2), each decoded as a `T` when it arrives. The stream ends
/// with the body, or with an event whose data is `[DONE]`.
///
/// An event with an error of the API is an [`Error::Api`] in the stream: an event of the type
/// `error`, or one whose data has an object or a string as the member `error`. Data that is not a `T`
/// is an [`Error::Decode`]. The stream continues after both. If the connection breaks, or a time limit
/// passes, the error is the last item; see [`BodyStream`] for the time limits. The client does not
/// connect again, because that would repeat the request. An event that is larger than
/// [`max_event`](crate::ClientBuilder::max_event) ends the stream with [`Error::TooLarge`].
///
/// If a response is not `text/event-stream`, the call returns an [`Error::Decode`] with the status,
/// headers and body.
///
/// After `[DONE]` the rest of the body is read, for at most one second, so that the connection can be
/// used again. Dropping the stream closes the connection. An `EventStream<Event>` returns all events
/// undecoded, including errors.
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

/// A stream of JSON values, one in each line, each decoded as a `T` when it arrives:
/// `application/x-ndjson`, `application/jsonl` and, if the values have no line breaks,
/// `application/json-seq` (RFC 7464).
///
/// Errors and the end are those of an [`EventStream`], except that a line is an error of the API only
/// if `error` is its only member.
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

/// The messages of a body, before they are decoded.
struct Messages<P> {
    /// `None` after its end.
    body: Option<BodyStream>,
    parser: P,
    ready: VecDeque<Event>,
    answer: Answer,
    /// How many messages were returned.
    count: u64,
    /// The time limit for reading the rest of the body; set after the end marker.
    patience: Option<BoxFuture<'static, ()>>,
}

/// How long to wait for the rest of a body after the end marker.
const PATIENCE: Duration = Duration::from_secs(1);

impl<P: Parser> Messages<P> {
    fn new(body: BodyStream) -> Self {
        let answer = body.answer.clone();
        let (parser, ready) = (P::default(), VecDeque::new());
        Self { body: Some(body), parser, ready, answer, count: 0, patience: None }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        let limit = self.answer.call.client.settings().max_event;
        loop {
            if let Some(event) = self.ready.pop_front() {
                if event.data.len() as u64 > limit {
                    self.body = None;
                    self.ready.clear();
                    return Poll::Ready(Some(Err(self.answer.too_large("event", limit))));
                }
                if event.data == "[DONE]" {
                    self.ready.clear();
                    let clock = &self.answer.call.client.settings().clock;
                    self.patience = Some(clock.limit(PATIENCE));
                    continue;
                }
                self.count += 1;
                return Poll::Ready(Some(Ok(event)));
            }
            if self.parser.pending() as u64 > limit {
                self.body = None;
                self.parser = P::default();
                return Poll::Ready(Some(Err(self.answer.too_large("event", limit))));
            }
            if let Some(patience) = &mut self.patience {
                ready!(drain(self.body.as_mut(), patience, context));
                (self.body, self.patience) = (None, None);
            }
            let Some(body) = &mut self.body else { return Poll::Ready(None) };
            match ready!(Pin::new(body).poll_next(context)) {
                Some(Ok(piece)) => self.parser.push(&piece, &mut self.ready),
                Some(Err(error)) => {
                    self.body = None;
                    return Poll::Ready(Some(Err(error.after_events(self.count))));
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
            if !T::RAW && is_error(&event, P::ALONE) {
                return Err(self.answer.refused(event.data));
            }
            let (value, notes) = T::answered(&event, self.answer.call.is_strict())
                .map_err(|source| self.answer.unexpected(event.data, source))?;
            if !notes.is_empty() {
                self.answer.note(notes);
            }
            Ok(value)
        }))
    }

    fn is_terminated(&self) -> bool {
        self.body.is_none() && self.ready.is_empty()
    }
}

/// Reads a body to its end, so that its connection can be used again. Gives up when `patience`
/// ends.
fn drain(
    body: Option<&mut BodyStream>,
    patience: &mut BoxFuture<'static, ()>,
    context: &mut Context<'_>,
) -> Poll<()> {
    let Some(body) = body else { return Poll::Ready(()) };
    loop {
        match Pin::new(&mut *body).poll_next(context) {
            Poll::Ready(Some(Ok(_))) => {}
            Poll::Ready(_) => return Poll::Ready(()),
            Poll::Pending => return patience.as_mut().poll(context),
        }
    }
}

/// Whether an event contains an error of the API.
fn is_error(event: &Event, alone: bool) -> bool {
    // Most events need no parsing here.
    event.event == "error"
        || event.data.contains("\"error\"") && has_error(&event.data, alone).unwrap_or(false)
}

fn has_error(data: &str, alone: bool) -> Result<bool, DecodeError> {
    let mut reader = Reader::new(data.as_bytes());
    let (mut members, mut has_error) = (0, false);
    reader.object()?;
    while let Some(name) = reader.key()? {
        let is_error = name == "error";
        let value = reader.raw()?;
        members += 1;
        has_error |=
            is_error && (value.starts_with('{') || value.starts_with('"') && value.len() > 2);
    }
    Ok(has_error && (!alone || members == 1))
}

macro_rules! streams {
    ($($stream:ident: $reads:ident)*) => {$(
        #[cfg(feature = "blocking")]
        impl<T> $stream<T> {
            /// Iterates over the items without async.
            pub fn blocking(self) -> crate::BlockingIter<Self> {
                crate::BlockingIter::over(self)
            }
        }

        impl<T> FromAnswer for $stream<T> {
            const READS: Reads = Reads::$reads;

            fn from_answer(answer: &Answer) -> Result<Self, Error> {
                Self::from_stream(answer, answer.body().clone().into())
            }

            fn from_stream(answer: &Answer, rest: Body) -> Result<Self, Error> {
                let checked = Self::READS.check(answer.headers(), answer.call.operation);
                checked.map_err(|error| answer.unexpected(answer.body().clone(), error))?;
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
streams! { EventStream: Events JsonLines: Lines }
