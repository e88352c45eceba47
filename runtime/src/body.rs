//! The body of a request or a response.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::TransportError;
#[cfg(feature = "websocket")]
use {
    crate::duplex::Duplex,
    std::sync::{Mutex, PoisonError},
};

/// A body, in memory or as a stream.
///
/// ```
/// use bessemer_runtime::Body;
///
/// let body = Body::from("iron");
/// # let rt = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # rt.block_on(async {
/// assert_eq!(body.collect().await?, "iron");
/// # Ok::<(), bessemer_runtime::TransportError>(())
/// # }).unwrap();
/// ```
pub struct Body(Inner);

enum Inner {
    Whole(Bytes),
    Stream(Chunks, Option<u64>),
    #[cfg(feature = "websocket")]
    Upgraded(Mutex<Duplex>),
}

/// A stream of chunks.
pub(crate) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

impl Body {
    /// An empty body.
    pub fn empty() -> Self {
        Self(Inner::Whole(Bytes::new()))
    }

    /// A body whose chunks come from a stream.
    pub fn stream(
        pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Inner::Stream(Box::pin(pieces), None))
    }

    /// The connection after a response with status 101 (RFC 9110 §15.2.2). Both sides send bytes of
    /// another protocol on it. As a body it is empty.
    #[cfg(feature = "websocket")]
    pub fn upgraded(
        connection: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
    ) -> Self {
        Self(Inner::Upgraded(Mutex::new(Box::new(connection))))
    }

    /// The connection after an upgrade, if it is one.
    #[cfg(feature = "websocket")]
    pub(crate) fn into_upgraded(self) -> Option<Duplex> {
        match self.0 {
            Inner::Upgraded(io) => Some(io.into_inner().unwrap_or_else(PoisonError::into_inner)),
            _ => None,
        }
    }

    /// Sets the number of bytes of a stream, which is then sent as `Content-Length`. A stream that has
    /// another number of bytes makes the request fail.
    #[must_use]
    pub fn with_length(self, length: u64) -> Self {
        match self.0 {
            Inner::Stream(chunks, _) => Self(Inner::Stream(chunks, Some(length))),
            other => Self(other),
        }
    }

    /// The number of bytes that are left; `None` if it is not known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Whole(bytes) => Some(bytes.len() as u64),
            Inner::Stream(_, length) => *length,
            #[cfg(feature = "websocket")]
            Inner::Upgraded(_) => None,
        }
    }

    /// The bytes, if they are in memory; `None` for a stream. A [`Transport`](crate::Transport) can
    /// log them without reading the body.
    ///
    /// ```
    /// use bessemer_runtime::Body;
    ///
    /// assert_eq!(Body::from("slag").as_bytes(), Some(&b"slag"[..]));
    /// ```
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Inner::Whole(bytes) => Some(bytes),
            Inner::Stream(..) => None,
            #[cfg(feature = "websocket")]
            Inner::Upgraded(_) => None,
        }
    }

    /// The bytes, if they are in memory, or else the body.
    pub(crate) fn into_whole(self) -> Result<Bytes, Self> {
        match self.0 {
            Inner::Whole(bytes) => Ok(bytes),
            other => Err(Self(other)),
        }
    }

    /// The bytes, if they are in memory, or else the stream.
    pub(crate) fn into_bytes(self) -> Result<Bytes, Chunks> {
        match self.0 {
            Inner::Whole(bytes) => Ok(bytes),
            Inner::Stream(chunks, _) => Err(chunks),
            #[cfg(feature = "websocket")]
            Inner::Upgraded(_) => Ok(Bytes::new()),
        }
    }

    /// Returns the next chunk; `None` at the end, and after an error.
    ///
    /// # Errors
    ///
    /// If the connection breaks before the end of the body.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, TransportError>> {
        let piece = match &mut self.0 {
            Inner::Whole(bytes) if bytes.is_empty() => Ok(None),
            Inner::Whole(bytes) => Ok(Some(std::mem::take(bytes))),
            Inner::Stream(chunks, length) => {
                let piece = ready!(chunks.as_mut().poll_next(context)).transpose();
                if let (Ok(Some(piece)), Some(length)) = (&piece, length) {
                    *length = length.saturating_sub(piece.len() as u64);
                }
                piece
            }
            // Its bytes are no body.
            #[cfg(feature = "websocket")]
            Inner::Upgraded(_) => Ok(None),
        };
        // Not every stream can be polled again after its end.
        if !matches!(piece, Ok(Some(_))) {
            self.0 = Inner::Whole(Bytes::new());
        }
        Poll::Ready(piece)
    }

    /// Reads the body to its end and returns all bytes.
    ///
    /// # Errors
    ///
    /// If the connection breaks before the end of the body.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        self.collect_up_to(u64::MAX).await.map(|(bytes, _)| bytes)
    }

    /// Reads the body to its end, or until it has more than `limit` bytes. Returns at most `limit`
    /// bytes, and whether there were more.
    pub(crate) async fn collect_up_to(
        mut self,
        limit: u64,
    ) -> Result<(Bytes, bool), TransportError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let first = self.chunk().await?.unwrap_or_default();
        if first.len() > limit {
            return Ok((first.slice(..limit), true));
        }
        let Some(second) = self.chunk().await? else { return Ok((first, false)) };
        let mut all = BytesMut::from(first);
        let mut next = Some(second);
        while let Some(piece) = next {
            let room = limit - all.len();
            if piece.len() > room {
                all.extend_from_slice(&piece[..room]);
                return Ok((all.freeze(), true));
            }
            all.extend_from_slice(&piece);
            next = self.chunk().await?;
        }
        Ok((all.freeze(), false))
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Whole(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Inner::Whole(_) => "Body(whole)",
            Inner::Stream(..) => "Body(stream)",
            #[cfg(feature = "websocket")]
            Inner::Upgraded(_) => "Body(upgraded)",
        })
    }
}
