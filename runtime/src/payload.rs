//! The body of a request and its media type.

use std::borrow::Cow;

use crate::{Body, source};
use source::Source;

/// A body and its media type.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) media_type: Cow<'static, str>,
    pub(crate) content: Vec<Source>,
}

impl Payload {
    /// The body for an attempt.
    pub(crate) fn open(&self) -> Body {
        source::open(&self.content)
    }

    /// Whether every attempt can read the body.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.content.iter().all(Source::is_repeatable)
    }
}
