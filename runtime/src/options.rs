//! Options of one call.

use std::time::Duration;

use crate::headers::Headers;

/// The options of one call. The client's settings apply where an option is not set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) headers: Headers,
    /// The first invalid option; the call returns it as an error.
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

    /// Keeps the first mistake; the call returns it as an error.
    pub(crate) fn note(&mut self, changed: Result<(), String>) {
        if let Err(mistake) = changed {
            self.mistake.get_or_insert(mistake);
        }
    }
}
