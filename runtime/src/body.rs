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
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl Body {
    /// An empty body.
    pub fn empty() -> Self {
        Self(Inner::Whole(Bytes::new()))
    }

    /// A body whose chunks come from a stream.
    pub fn stream(
        pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Inner::Stream(Box::pin(pieces)))
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
            Inner::Stream(pieces) => ready!(pieces.as_mut().poll_next(context)).transpose(),
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
    pub async fn collect(mut self) -> Result<Bytes, TransportError> {
        let first = self.chunk().await?.unwrap_or_default();
        let Some(second) = self.chunk().await? else { return Ok(first) };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(piece) = self.chunk().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
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
            Inner::Stream(_) => "Body(stream)",
        })
    }
}
