//! What an object remembers of the properties that its type names: which were null, which were not
//! there, and which could not be read.

use std::borrow::Cow;

use super::Notes;

/// What stands in the document in place of one property.
#[derive(Clone, PartialEq)]
pub(super) struct Mark {
    name: &'static str,
    /// The JSON of the value that the property got. A value that somebody has set since goes before
    /// the mark.
    empty: &'static str,
    /// What the document has; nothing if the property is not there.
    raw: Option<Cow<'static, str>>,
}

impl Mark {
    pub(super) fn null(name: &'static str, empty: &'static str) -> Self {
        Self { name, empty, raw: Some(Cow::Borrowed("null")) }
    }

    pub(super) fn missing(name: &'static str, empty: &'static str) -> Self {
        Self { name, empty, raw: None }
    }

    pub(super) fn unread(name: &'static str, empty: &'static str, raw: &str) -> Self {
        Self { name, empty, raw: Some(Cow::Owned(raw.to_owned())) }
    }

    /// Whether `json`, which is what the property is now, is still the value that it got.
    pub(super) fn holds(&self, json: &[u8]) -> bool {
        json == self.empty.as_bytes()
    }

    pub(super) fn raw(&self) -> Option<&str> {
        self.raw.as_deref()
    }
}

/// The marks of one object.
#[derive(Clone, Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    /// What an answer lacks here and further within.
    pub(super) notes: Notes,
}

impl Marks {
    pub(super) fn get(&self, name: &str) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.name == name)
    }

    /// Takes the place of another mark of the same property.
    pub(super) fn set(&mut self, mark: Mark) {
        self.remove(mark.name);
        self.marks.push(mark);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.marks.retain(|mark| mark.name != name);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }
}

/// The order in which properties came makes no difference, nor does where they lack something within.
impl PartialEq for Marks {
    fn eq(&self, other: &Self) -> bool {
        self.marks.len() == other.marks.len()
            && self.marks.iter().all(|mark| other.marks.contains(mark))
    }
}
