//! Where the bytes of a request body come from.

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};

use crate::{Body, TransportError, body::Chunks, file::chunks};

/// The size of the chunks of a body in memory. A time limit counts the time since the last chunk.
const CHUNK: usize = 256 * 1024;

/// A part of a request body. Each attempt reads it from the start.
#[derive(Clone)]
pub(crate) enum Source {
    Bytes(Bytes),
    /// A file and its length.
    File(Arc<Path>, u64),
    /// A stream, which only one attempt can read, and its length.
    Once(Arc<Mutex<Option<Chunks>>>, Option<u64>),
}

impl Source {
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::File(_, length) => Some(*length),
            Self::Once(_, length) => *length,
        }
    }

    /// Whether every attempt can read it.
    pub(crate) fn is_repeatable(&self) -> bool {
        !matches!(self, Self::Once(..))
    }

    /// Its chunks, from the start.
    pub(crate) fn open(self) -> Chunks {
        match self {
            Self::Bytes(bytes) => Box::pin(stream::iter(split(bytes).map(Ok))),
            Self::File(path, length) => chunks(path, length),
            Self::Once(stream, _) => {
                let taken = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                taken.unwrap_or_else(|| Box::pin(stream::iter([Err(used_up())])))
            }
        }
    }
}

/// The body of an attempt, from all its parts.
pub(crate) fn open(sources: &[Source]) -> Body {
    if let [Source::Bytes(bytes)] = sources
        && bytes.len() <= CHUNK
    {
        return bytes.clone().into();
    }
    let length = sources.iter().map(Source::length).sum::<Option<u64>>();
    let chunks = stream::iter(sources.to_vec()).flat_map(Source::open);
    let body = Body::stream(chunks);
    match length {
        Some(length) => body.with_length(length),
        None => body,
    }
}

fn split(mut bytes: Bytes) -> impl Iterator<Item = Bytes> {
    std::iter::from_fn(move || {
        let length = bytes.len().min(CHUNK);
        (length > 0).then(|| bytes.split_to(length))
    })
}

fn used_up() -> TransportError {
    TransportError::Permanent("the body is a stream that was already sent".into())
}

impl From<Body> for Source {
    fn from(body: Body) -> Self {
        let length = body.length();
        match body.into_bytes() {
            Ok(bytes) => Self::Bytes(bytes),
            Err(chunks) => Self::Once(Arc::new(Mutex::new(Some(chunks))), length),
        }
    }
}

/// Streams and files are equal if they are the same; their content is not read.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::File(a, length), Self::File(b, other)) => a == b && length == other,
            (Self::Once(a, _), Self::Once(b, _)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Eq for Source {}

/// The content may be secret, so only its length is shown.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "{length} bytes"),
            None => f.write_str("stream"),
        }
    }
}
