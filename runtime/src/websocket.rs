//! WebSockets (RFC 6455).

use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use futures_core::{FusedStream, Stream, future::BoxFuture};
use futures_util::{FutureExt, SinkExt, StreamExt, future::select};
use http::{HeaderMap, HeaderValue, header};
use sha1::{Digest, Sha1};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        self, Message, Utf8Bytes,
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};

use crate::{
    Answer, Body, Closed, Decode, Encode, Error, FromAnswer, Reads, TransportError,
    attempts::Attempts,
    duplex::Duplex,
    failure::Failure,
    json::{self, __private::unexpected},
    timeout::StreamTimer,
};

#[cfg(test)]
mod tests;

/// The time between two pings, by default.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// How long the server may take to confirm a close.
const CLOSING: Duration = Duration::from_secs(5);

/// A WebSocket, over which a program sends events of type `S` and receives events of type `R`, as JSON.
///
/// It is a stream of the received events. While the program waits for the next event, the socket
/// answers the pings of the server, and sends pings of its own ([`keep_alive`](Self::keep_alive)). If
/// nothing arrives for the `idle_timeout`, not even the answer to a ping, the stream ends with an
/// [`Error::Timeout`]. A program may stop waiting at any time, for example in `select!`: no event is
/// lost. Dropping the socket closes the connection.
///
/// An event that is not an `R` is an [`Error::Decode`], and the stream continues. After any other error
/// it ends. The close codes 1000 (normal) and 1005 (none) end the stream without an error. All others
/// are an [`Error::Closed`]. An event that is larger than
/// [`max_event`](crate::ClientBuilder::max_event) is an [`Error::TooLarge`].
///
/// ```
/// # use bessemer_runtime::{Client, Operation, RawJson, Request};
/// use bessemer_runtime::{Error, WebSocket};
/// use futures_util::TryStreamExt;
///
/// static CONNECT: Operation = Operation::websocket("realtime.connect", "/realtime");
///
/// async fn talk(client: &Client, hello: RawJson) -> Result<(), Error> {
///     let request = Request::<WebSocket<RawJson, RawJson>>::new(client, &CONNECT);
///     let mut socket = request.param("model", "m1").await?;
///     socket.send(hello).await?;
///     while let Some(event) = socket.try_next().await? {
///         println!("{event}");
///     }
///     Ok(())
/// }
/// ```
#[must_use = "a WebSocket does nothing until it is used"]
pub struct WebSocket<S, R> {
    socket: WebSocketStream<Duplex>,
    answer: Answer,
    timer: StreamTimer,
    /// The time between two pings.
    keep_alive: Duration,
    next_ping: Option<BoxFuture<'static, ()>>,
    ended: bool,
    types: PhantomData<fn(S) -> R>,
}

impl<S, R> WebSocket<S, R> {
    /// Sets the time between two pings. The default is 20 seconds.
    pub fn keep_alive(mut self, interval: Duration) -> Self {
        self.keep_alive = interval;
        self.next_ping = None;
        self
    }

    /// The response that opened the WebSocket.
    pub fn response(&self) -> &Answer {
        &self.answer
    }

    /// Sends an event. If this future is dropped before it ends, the event is sent later or not at all,
    /// but never in part.
    ///
    /// # Errors
    ///
    /// [`Error::Connection`] if the connection is broken or closed.
    pub async fn send(&mut self, event: impl Into<S>) -> Result<(), Error>
    where
        S: Encode,
    {
        let text = json::to_string(&event.into());
        let sent = self.socket.send(Message::Text(text.into())).await;
        sent.map_err(|error| self.failed(error))
    }

    /// Closes the connection with the code 1000, and waits at most 5 seconds until the server confirms
    /// it. Events that arrive meanwhile are dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Connection`] if the connection is broken.
    pub async fn close(mut self) -> Result<(), Error> {
        use tungstenite::Error::{AlreadyClosed, ConnectionClosed};

        let normal = CloseFrame { code: 1000.into(), reason: Utf8Bytes::default() };
        match self.socket.close(Some(normal)).await {
            Ok(()) | Err(ConnectionClosed | AlreadyClosed) => {}
            Err(error) => return Err(self.failed(error)),
        }
        let late = self.answer.call.client.settings().clock.sleep(CLOSING);
        let mut socket = self.socket;
        let confirmed = async move { while let Some(Ok(_)) = socket.next().await {} };
        select(Box::pin(confirmed), late).await;
        Ok(())
    }

    fn failed(&self, error: tungstenite::Error) -> Error {
        if let tungstenite::Error::Capacity(_) = error {
            return self.answer.too_large("event", self.answer.call.client.settings().max_event);
        }
        self.failure(TransportError::Connection(error.into()))
    }

    fn failure(&self, failure: impl Into<Failure>) -> Error {
        failure.into().into_error(&self.answer.call, Attempts::after(self.answer.retries))
    }

    /// The error that a close frame means, if it is one.
    fn closed(&self, frame: Option<CloseFrame>) -> Option<Error> {
        let frame = frame?;
        let code = u16::from(frame.code);
        let reason = self.answer.hide(frame.reason.as_str().to_owned());
        let operation = self.answer.call.operation;
        (![1000, 1005].contains(&code)).then(|| Error::Closed(Closed { operation, code, reason }))
    }

    /// Sends a ping when it is time. Ready if a time limit has passed.
    fn poll_limits(&mut self, context: &mut Context<'_>) -> Poll<Error> {
        loop {
            let passed = self.timer.passed().map_or_else(|| self.timer.poll(context), Poll::Ready);
            if let Poll::Ready(limit) = passed {
                return Poll::Ready(self.failure(limit));
            }
            let clock = &self.answer.call.client.settings().clock;
            let keep_alive = self.keep_alive;
            let next = self.next_ping.get_or_insert_with(|| clock.sleep(keep_alive));
            if next.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.next_ping = None;
            // Behind an event that is still being sent, a ping is not needed.
            if let Poll::Ready(Ok(())) = self.socket.poll_ready_unpin(context)
                && self.socket.start_send_unpin(Message::Ping(Default::default())).is_ok()
            {
                let _ = self.socket.poll_flush_unpin(context);
            }
        }
    }

    fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Message, Error>>> {
        if let Poll::Ready(message) = self.socket.poll_next_unpin(context) {
            self.timer.restart();
            return Poll::Ready(message.map(|it| it.map_err(|error| self.failed(error))));
        }
        self.poll_limits(context).map(|error| Some(Err(error)))
    }
}

impl<S, R: Decode> WebSocket<S, R> {
    fn decode(&self, text: &[u8]) -> Result<R, Error> {
        let read = json::answer(text, self.answer.call.is_strict());
        let (event, notes) = read.map_err(|error| self.answer.unexpected(text.to_vec(), error))?;
        self.answer.note(notes);
        Ok(event)
    }
}

impl<S, R: Decode> Stream for WebSocket<S, R> {
    type Item = Result<R, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while !self.ended {
            let Poll::Ready(message) = self.poll_message(context) else { return Poll::Pending };
            match message {
                Some(Ok(Message::Text(text))) => {
                    return Poll::Ready(Some(self.decode(text.as_bytes())));
                }
                Some(Ok(Message::Binary(bytes))) => return Poll::Ready(Some(self.decode(&bytes))),
                Some(Ok(Message::Close(frame))) => {
                    self.ended = true;
                    // Confirms the close.
                    let _ = self.socket.poll_flush_unpin(context);
                    return Poll::Ready(self.closed(frame).map(Err));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.ended = true,
            }
        }
        Poll::Ready(None)
    }
}

impl<S, R: Decode> FusedStream for WebSocket<S, R> {
    fn is_terminated(&self) -> bool {
        self.ended
    }
}

impl<S, R> FromAnswer for WebSocket<S, R> {
    const READS: Reads = Reads::Upgrade;

    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        let error = unexpected("the transport does not give the connection of a WebSocket");
        Err(answer.unexpected(answer.body().clone(), error))
    }

    fn from_stream(answer: &Answer, rest: Body) -> Result<Self, Error> {
        let limit = usize::try_from(answer.call.client.settings().max_event).ok();
        let config = WebSocketConfig::default().max_message_size(limit).max_frame_size(limit);
        let socket = rest.into_upgraded().and_then(|connection| {
            // It does not wait for anything.
            WebSocketStream::from_raw_socket(connection, Role::Client, Some(config)).now_or_never()
        });
        let Some(socket) = socket else { return Self::from_answer(answer) };
        Ok(Self {
            socket,
            answer: answer.clone(),
            timer: answer.budget.stream(),
            keep_alive: KEEP_ALIVE,
            next_ping: None,
            ended: false,
            types: PhantomData,
        })
    }
}

impl<S, R> fmt::Debug for WebSocket<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WebSocket").field(&self.answer).finish()
    }
}

/// Whether the server has read the key of the request (RFC 6455 §4.2.2), so that it was no cache that
/// answered.
pub(crate) fn is_accepted(key: Option<&HeaderValue>, headers: &HeaderMap) -> bool {
    let Some(key) = key else { return false };
    let mut hash = Sha1::new();
    hash.update(key.as_bytes());
    hash.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    let accept = STANDARD.encode(hash.finalize());
    headers.get(header::SEC_WEBSOCKET_ACCEPT).is_some_and(|it| it.as_bytes() == accept.as_bytes())
}
