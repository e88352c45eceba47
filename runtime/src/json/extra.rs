//! Unknown properties of objects.

use std::{collections::BTreeMap, fmt};

use super::{
    Decode, DecodeError, Encode, RawJson, from_str,
    marks::{Mark, Marks},
    to_string,
};

/// The initial capacity in bytes, so that short properties do not each grow the buffer.
const TYPICAL: usize = 80;

/// The unknown properties of an object, each as its JSON text, in the order of the document.
///
/// They are written with the object, unchanged. [`Debug`](fmt::Debug) prints only their names,
/// because the values may be secret. Two sets are equal if they have the same names with equal
/// values; [`RawJson`] defines which values are equal. If a name occurs twice, the last one counts.
///
/// It also records which known properties were null, missing or of another type.
/// [`iter`](Self::iter) and similar methods do not return these, but `==` compares them.
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
    // One buffer for all: unknown properties are common, and few programs read them.
    /// Name, value, name, value, without separators.
    text: String,
    /// The ends of each name and its value in `text`.
    ends: Vec<(usize, usize)>,
    /// Boxed, because few objects have marks.
    pub(super) marks: Option<Box<Marks>>,
}

impl Extra {
    /// Creates an empty set of properties.
    #[inline]
    pub const fn new() -> Self {
        Self { text: String::new(), ends: Vec::new(), marks: None }
    }

    /// The JSON text of the property `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().rev().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Decodes the property `name` as a `T`; `None` if there is no such property.
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

    /// Sets a property, as the last one, and returns its previous value.
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

    /// Marks the known property `name` as null: it is written as null as long as it is `None`. For
    /// the setters of generated types.
    pub fn set_null(&mut self, name: &'static str) {
        self.mark(Mark::null(name, "null"));
    }

    /// The paths, relative to this object, of required properties that were absent or null when it
    /// was read. They have their empty value: an empty string or list, zero, false.
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

    /// The paths, relative to this object, of properties that were of another type. They have their
    /// empty value, and are written as they were received.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().flat_map(|marks| marks.notes.unread())
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        self.marks.get_or_insert_default().set(mark);
    }

    /// Removes the mark of a property that occurs again.
    pub(super) fn unmark(&mut self, name: &str) {
        if let Some(marks) = &mut self.marks {
            marks.remove(name);
        }
    }

    /// Adds a property, even if there is one with that name.
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
