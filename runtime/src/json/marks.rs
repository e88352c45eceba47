//! Marks of known properties of an object: which were null, missing or of another type.

use std::borrow::Cow;

use super::Notes;

/// The JSON that the document has for one property.
#[derive(Clone, PartialEq)]
pub(super) struct Mark {
    name: &'static str,
    /// The JSON of the value that the property got. The mark is ignored if the property has another
    /// value by now.
    empty: &'static str,
    /// The JSON in the document; `None` if the property is missing.
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

    /// Whether `json`, the current value of the property, is still the value that it got.
    pub(super) fn holds(&self, json: &[u8]) -> bool {
        // Integers write zero as 0, floats as 0.0.
        json == self.empty.as_bytes() || (self.empty, json) == ("0", b"0.0")
    }

    pub(super) fn raw(&self) -> Option<&str> {
        self.raw.as_deref()
    }
}

/// The marks of one object.
#[derive(Clone, Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    /// The notes for this object and the values inside it.
    pub(super) notes: Notes,
}

impl Marks {
    pub(super) fn get(&self, name: &str) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.name == name)
    }

    /// Replaces another mark of the same property.
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

/// The order and the notes are not compared.
impl PartialEq for Marks {
    fn eq(&self, other: &Self) -> bool {
        self.marks.len() == other.marks.len()
            && self.marks.iter().all(|mark| other.marks.contains(mark))
    }
}
