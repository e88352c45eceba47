//! Reading documents that differ from their type.

use jiter::Peek;

use super::{Reader, not_utf8};
use crate::json::{DecodeError, Notes, notes::Lack};

impl<'j> Reader<'j> {
    #[inline]
    pub(in crate::json) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Whether the next value is the whole document, or an item of it if it is a list.
    #[inline]
    pub(in crate::json) fn is_whole(&self) -> bool {
        self.whole
    }

    /// How many notes there are.
    #[inline]
    pub(in crate::json) fn noted(&self) -> usize {
        self.notes.len()
    }

    pub(in crate::json) fn note(&mut self, lack: Lack, name: &str) {
        self.notes.push(lack, name);
    }

    /// Adds a note about the value that was just read. Its path is completed by the value that
    /// contains it.
    pub(in crate::json) fn note_value(&mut self, lack: Lack) {
        self.notes.push_value(lack);
    }

    pub(in crate::json) fn notes_since(&self, start: usize) -> Notes {
        self.notes.since(start)
    }

    /// Drops notes above the limit.
    pub(in crate::json) fn limit_notes(&mut self) {
        self.notes.truncate(Notes::MAX);
    }

    pub(in crate::json) fn into_notes(self) -> Notes {
        self.notes
    }

    /// Begins a value in an object or array; one of the functions below ends it.
    #[inline]
    pub(in crate::json) fn begin(&mut self, whole: bool) -> usize {
        self.whole = whole;
        self.notes.len()
    }

    #[inline]
    pub(in crate::json) fn end(&mut self) {
        self.whole = false;
    }

    /// Ends an item; `count` items were read so far.
    #[inline]
    pub(in crate::json) fn end_item(&mut self, before: usize, count: usize) {
        self.whole = false;
        if self.notes.len() > before {
            self.notes.enter_item(before, count.saturating_sub(1));
        }
    }

    /// Ends the value of a property.
    #[inline]
    pub(in crate::json) fn end_member(&mut self, before: usize, key: &str) {
        self.whole = false;
        if self.notes.len() > before {
            self.notes.enter_member(before, key);
        }
    }

    /// Begins a value that may be of another type.
    #[inline]
    pub(in crate::json) fn attempt(&mut self) -> Result<Attempt<'j>, DecodeError> {
        let peek = self.jiter.peek()?;
        // Only arrays and objects can fail after a part was read. Others need no fork, which costs
        // time.
        let has_parts = matches!(peek, Peek::Array | Peek::Object);
        let fork = (has_parts && !self.strict).then(|| self.fork());
        let start = self.jiter.current_index();
        Ok(Attempt { fork, start, null: peek == Peek::Null, before: self.notes.len() })
    }

    /// Skips the value that could not be read, and returns its text.
    #[cold]
    pub(in crate::json) fn recover(
        &mut self,
        attempt: Attempt<'j>,
        error: DecodeError,
    ) -> Result<&'j str, DecodeError> {
        self.notes.truncate(attempt.before);
        if self.strict || error.is_fatal() {
            return Err(error);
        }
        if let Some(mut fork) = attempt.fork {
            fork.lose_patience(self);
            fork.notes = std::mem::take(&mut self.notes);
            *self = fork;
        }
        self.whole = false;
        match self.jiter.current_index() == attempt.start {
            true => self.raw(),
            false => std::str::from_utf8(self.jiter.slice_to_current(attempt.start))
                .map_err(|_| not_utf8(attempt.start)),
        }
    }

    /// A reader for the JSON of an empty value. It continues the nesting of this reader, so that a
    /// type that requires itself has no empty value.
    pub(in crate::json) fn of_empty(&self, json: &'static str) -> Reader<'static> {
        let reader = Reader::new(json.as_bytes());
        Reader { depth: self.depth + 1, strict: false, whole: false, ..reader }
    }
}

/// The start of a value that may be of another type.
pub(in crate::json) struct Attempt<'j> {
    fork: Option<Reader<'j>>,
    start: usize,
    null: bool,
    /// How many notes there were before it.
    pub(in crate::json) before: usize,
}

impl Attempt<'_> {
    #[inline]
    pub(in crate::json) fn is_null(&self) -> bool {
        self.null
    }

    /// The note if the value is of another type.
    pub(in crate::json) fn lack(&self) -> Lack {
        if self.null { Lack::Missing } else { Lack::Unread }
    }

    pub(in crate::json) fn start(&self) -> usize {
        self.start
    }
}
