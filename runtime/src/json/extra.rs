//! The properties that a type does not name.

use std::{collections::BTreeMap, fmt};

use super::{
    Decode, DecodeError, Encode, RawJson, from_str,
    marks::{Mark, Marks},
    to_string,
};

/// How many bytes there is room for once a property comes, lest short ones each make the buffer grow.
const TYPICAL: usize = 80;

/// The properties of an object that its type does not name, each as its JSON text, in the order in which
/// they came.
///
/// They are written again with the object, unchanged. [`Debug`](fmt::Debug) prints their names only,
/// since the values may be secrets. Two are equal if they hold equal values, as [`RawJson`] compares
/// them, under the same names. If a name came twice, the last one counts.
///
/// It also remembers which properties that the type does name were null, missing, or of another type.
/// [`iter`](Self::iter) and its like do not show these; they are equal only if the others' are, too.
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
    /// Few objects have any.
    pub(super) marks: Option<Box<Marks>>,
}

impl Extra {
    /// No properties.
    #[inline]
    pub const fn new() -> Self {
        Self { text: String::new(), ends: Vec::new(), marks: None }
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
        let mut rest = Self { marks: self.marks.take(), ..Self::new() };
        let unknown = std::mem::take(self);
        for (key, value) in unknown.iter().filter(|(key, _)| *key != name) {
            rest.push(key, value);
        }
        *self = rest;
        Some(old)
    }

    /// Notes that the property `name` of the type is null, to be written so as long as it is `None`.
    /// For the setters of generated types.
    pub fn set_null(&mut self, name: &'static str) {
        self.mark(Mark::null(name, "null"));
    }

    /// The paths, from this object on, of required properties that were absent or null where it was
    /// read. They have their empty value: an empty string or list, zero, false.
    ///
    /// ```
    /// use bessemer_runtime::{Extra, json, object};
    ///
    /// #[derive(Debug, PartialEq)]
    /// struct Ladle { id: String, tons: i64, extra: Extra }
    /// object! { Ladle { id, tons, ..extra } }
    ///
    /// let ladle: Ladle = json::from_str(r#"{"id":"l1"}"#)?;
    /// assert_eq!(ladle.tons, 0);
    /// assert_eq!(ladle.extra.missing().collect::<Vec<_>>(), ["tons"]);
    /// assert_eq!(json::to_string(&ladle), r#"{"id":"l1"}"#);
    /// # Ok::<(), json::DecodeError>(())
    /// ```
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().flat_map(|marks| marks.notes.missing())
    }

    /// The paths, from this object on, of properties that were of another type than the document
    /// says. They have their empty value, and are written back as they came.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().flat_map(|marks| marks.notes.unread())
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        self.marks.get_or_insert_default().set(mark);
    }

    /// Forgets what was said of a property that came once more.
    pub(super) fn unmark(&mut self, name: &str) {
        if let Some(marks) = &mut self.marks {
            marks.remove(name);
        }
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
        let marks = |extra: &Self| extra.marks.as_deref().filter(|it| !it.is_empty()).cloned();
        (self.text == other.text && self.ends == other.ends || by_name(self) == by_name(other))
            && marks(self) == marks(other)
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
