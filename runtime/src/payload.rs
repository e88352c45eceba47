//! The body of a request.

use std::{borrow::Cow, fmt};

use bytes::Bytes;

/// A body and its media type. The body is in memory, so that each attempt can send it.
#[derive(Clone)]
pub(crate) struct Payload {
    pub(crate) media_type: Cow<'static, str>,
    pub(crate) bytes: Bytes,
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} bytes", self.media_type, self.bytes.len())
    }
}
