//! The properties that a type does not name.

use std::{collections::BTreeMap, fmt};

use super::{Decode, DecodeError, Encode, RawJson, from_str, to_string};

/// How many bytes there is room for once a property comes, lest short ones each make the buffer grow.
const TYPICAL: usize = 80;

/// The properties of an object that its type does not name, each as its JSON text, in the order in which
/// they came.
///
/// They are written again with the object, unchanged. [`Debug`](fmt::Debug) prints their names only,
/// since the values may be secrets. Two are equal if they hold equal values, as [`RawJson`] compares
/// them, under the same names. If a name came twice, the last one counts.
///
/// ```
/// use bessemer_runtime::Extra;
///
/// let mut extra = Extra::new();
/// extra.insert("region", "eu");
/// assert_eq!(extra.get("region"), Some("\"eu\""));
/// assert_eq!(extra.decode::<String>("region")?, Some("eu".to_owned()));
/// assert_eq!(format!("{extra:?}"), r#"{"region"}"#);
/// # Ok::<(), bessemer_runtime::json::DecodeError>(())
/// ```
#[derive(Clone, Default)]
pub struct Extra {
    // One buffer for all: unknown properties are common, and few look at them.
    /// Name, value, name, value, with nothing in between.
    text: String,
    /// Where each name and its value end in `text`.
    ends: Vec<(usize, usize)>,
}

impl Extra {
    /// No properties.
    #[inline]
    pub const fn new() -> Self {
        Self { text: String::new(), ends: Vec::new() }
    }

    /// The JSON text of the property `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().rev().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Reads the property `name` as a `T`; `None` if there is no such property.
    ///
    /// # Errors
    ///
    /// If the value is not of type `T`. Paths in the error start at the value.
    pub fn decode<T: Decode>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        self.get(name).map(from_str).transpose()
    }

    /// The names and JSON texts of the properties, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        (0..self.ends.len()).map(|index| {
            let start = index.checked_sub(1).map_or(0, |previous| self.ends[previous].1);
            let (name, value) = self.ends[index];
            (&self.text[start..name], &self.text[name..value])
        })
    }

    /// How many properties there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Sets a property, at the end of the order, and returns the value that it had.
    pub fn insert<T: Encode + ?Sized>(&mut self, name: &str, value: &T) -> Option<RawJson> {
        let old = self.remove(name);
        self.push(name, &to_string(value));
        old
    }

    /// Removes a property and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<RawJson> {
        let old = RawJson::from_text(self.get(name)?);
        let mut rest = Self::new();
        for (key, value) in self.iter().filter(|(key, _)| *key != name) {
            rest.push(key, value);
        }
        *self = rest;
        Some(old)
    }

    /// Adds a property, whatever there is already.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        if self.text.is_empty() {
            self.text.reserve(TYPICAL);
        }
        self.text.push_str(name);
        let end = self.text.len();
        self.text.push_str(value);
        self.ends.push((end, self.text.len()));
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        let by_name = |extra: &Self| -> BTreeMap<String, RawJson> {
            extra.iter().map(|(name, value)| (name.to_owned(), RawJson::from_text(value))).collect()
        };
        (self.text == other.text && self.ends == other.ends) || by_name(self) == by_name(other)
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
