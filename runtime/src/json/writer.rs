//! Writing JSON.

use serde::Serialize;

/// Writes one JSON value, compactly, into memory.
///
/// [`to_string`](super::to_string) creates a writer and passes it to
/// [`Encode::encode`](super::Encode), which must append exactly one value. The writer adds commas.
///
/// ```
/// use bessemer_runtime::json::{Encode, Writer, to_string};
///
/// struct Point(f64, f64);
///
/// impl Encode for Point {
///     fn encode(&self, writer: &mut Writer) {
///         [self.0, self.1][..].encode(writer);
///     }
/// }
/// assert_eq!(to_string(&Point(1.0, 0.5)), "[1.0,0.5]");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Writer {
    text: Vec<u8>,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text
    }

    pub(super) fn into_string(self) -> String {
        // Only whole strings are written, so the bytes are UTF-8.
        String::from_utf8(self.text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The bytes written after `start`.
    pub(super) fn since(&self, start: usize) -> &[u8] {
        self.text.get(start..).unwrap_or_default()
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        self.scalar(value);
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.scalar(&());
    }

    /// Writes JSON text unchanged.
    pub(crate) fn raw(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    /// Writes a string, a number, a boolean or null.
    pub(super) fn scalar<T: Serialize + ?Sized>(&mut self, value: &T) {
        // Writing to memory cannot fail, and neither can a scalar.
        let _ = serde_json::to_writer(&mut self.text, value);
    }

    /// Starts an array: call [`item`](Self::item) before each item, and then [`end_array`](Self::end_array).
    pub fn array(&mut self) {
        self.text.push(b'[');
    }

    /// Begins the next item of the array.
    pub fn item(&mut self) {
        self.comma();
    }

    /// Ends the array.
    pub fn end_array(&mut self) {
        self.text.push(b']');
    }

    /// Starts an object: call [`key`](Self::key) before each value, and then
    /// [`end_object`](Self::end_object).
    pub fn object(&mut self) {
        self.text.push(b'{');
    }

    /// Writes the key of the object's next value.
    pub fn key(&mut self, name: &str) {
        self.comma();
        self.string(name);
        self.text.push(b':');
    }

    /// Ends the object.
    pub fn end_object(&mut self) {
        self.text.push(b'}');
    }

    fn comma(&mut self) {
        // A value never ends with an opening bracket, so this one is that of the container.
        if !matches!(self.text.last(), Some(b'{' | b'[')) {
            self.text.push(b',');
        }
    }
}
