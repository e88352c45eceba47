//! What a caller may choose for one call.

use std::time::Duration;

use crate::headers::Headers;

/// The choices of one call; what is not chosen is as the client has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) headers: Headers,
    /// The first choice that cannot be carried out, told when the call is made.
    pub(crate) mistake: Option<String>,
}

impl Options {
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        let changed = self.headers.set(name, value);
        self.note(changed);
    }

    pub(crate) fn append_header(&mut self, name: &str, value: &str) {
        let changed = self.headers.append(name, value);
        self.note(changed);
    }

    pub(crate) fn remove_header(&mut self, name: &str) {
        let changed = self.headers.remove(name);
        self.note(changed);
    }

    /// Keeps the first mistake, to be told when the call is made.
    pub(crate) fn note(&mut self, changed: Result<(), String>) {
        if let Err(mistake) = changed {
            self.mistake.get_or_insert(mistake);
        }
    }
}
