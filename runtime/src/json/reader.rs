//! Reading JSON, value by value.

use std::{borrow::Cow, fmt::Display, str::FromStr};

use jiter::{Jiter, Peek};

use super::{DecodeError, JsonType, Notes, number::Decimal, walk};

pub(super) mod tolerant;

/// The maximum nesting of types. Each level needs stack, about 8 kB for a type with 60 properties,
/// and some threads have only 2 MB. Values that are skipped or kept as text may nest deeper.
const MAX_DEPTH: u32 = 64;

/// How many bytes may be read again while trying the variants of unions: for each byte of the
/// document, and in addition for any document. Without a limit, nested unions could take
/// exponential time.
const PATIENCE: (usize, usize) = (1_000, 1_000_000);

/// Reads the values of one JSON document, in order.
///
/// [`from_slice`](super::from_slice) creates a reader and passes it to
/// [`Decode::decode`](super::Decode::decode), which must read exactly one value from it.
///
/// ```
/// use bessemer_runtime::json::{Decode, DecodeError, Reader, from_str};
///
/// /// Two numbers in an array.
/// struct Pair(i64, i64);
///
/// impl Decode for Pair {
///     fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
///         let numbers = Vec::decode(reader)?;
///         let [a, b] = numbers[..] else { return Err(reader.error("expected two numbers")) };
///         Ok(Pair(a, b))
///     }
/// }
/// assert_eq!(from_str::<Pair>("[3, 4]")?.1, 4);
/// # Ok::<(), DecodeError>(())
/// ```
#[derive(Debug)]
pub struct Reader<'j> {
    jiter: Jiter<'j>,
    depth: u32,
    /// Whether a container was just opened: its first child or its end is next.
    opened: bool,
    /// How many more bytes may be read again; see `PATIENCE`.
    patience: usize,
    /// A buffer for names of properties.
    pub(super) name: String,
    /// Whether a document that differs from its type is an error.
    strict: bool,
    /// Whether the next value is the whole document, or an item of it if it is a list.
    whole: bool,
    /// The name of the event that the document is about, if it is in a header of a webhook.
    event: Option<&'j str>,
    /// Where the document differs from its type, with paths that start at the innermost object or
    /// array.
    notes: Notes,
}

impl<'j> Reader<'j> {
    pub(crate) fn new(document: &'j [u8]) -> Self {
        let patience = document.len().saturating_mul(PATIENCE.0).saturating_add(PATIENCE.1);
        Self {
            jiter: Jiter::new(document),
            depth: 0,
            opened: false,
            patience,
            name: String::new(),
            strict: false,
            whole: true,
            event: None,
            notes: Notes::default(),
        }
    }

    /// Sets the name of the event, which is not in the document.
    #[cfg(feature = "standard-webhooks")]
    pub(super) fn of_event(self, event: Option<&'j str>) -> Self {
        Self { event, ..self }
    }

    pub(super) fn event(&self) -> Option<&'j str> {
        self.event
    }

    /// Checks that nothing follows the value.
    pub(super) fn finish(&mut self) -> Result<(), DecodeError> {
        Ok(self.jiter.finish()?)
    }

    /// A second reader at the same position. To read a value twice, first read it from a fork. The
    /// errors of both readings have the same paths.
    pub fn fork(&self) -> Self {
        let (name, notes) = (String::new(), Notes::default());
        Self { jiter: self.jiter.clone(), name, notes, ..*self }
    }

    /// Makes the reader strict: all required properties must be present, and all values must be of
    /// their type.
    #[must_use]
    pub fn strictly(self) -> Self {
        Self { strict: true, ..self }
    }

    /// Moves to the position of a fork of this reader.
    pub(super) fn adopt(&mut self, fork: Self) {
        let mut notes = std::mem::take(&mut self.notes);
        let strict = self.strict;
        notes.append(fork.notes);
        *self = Self { strict, notes, name: std::mem::take(&mut self.name), ..fork }
    }

    /// Whether values may still be read again.
    #[inline]
    pub(super) fn is_patient(&self) -> bool {
        self.patience > 0
    }

    /// Counts the bytes that `fork` has read.
    pub(super) fn lose_patience(&mut self, fork: &Self) {
        let read = fork.jiter.current_index().saturating_sub(self.jiter.current_index());
        self.patience = fork.patience.saturating_sub(read + 1);
    }

    /// The JSON type of the next value, which is not read.
    ///
    /// # Errors
    ///
    /// If the next character cannot start a value.
    pub fn peek(&mut self) -> Result<JsonType, DecodeError> {
        match self.jiter.peek()? {
            Peek::Null => Ok(JsonType::Null),
            Peek::True | Peek::False => Ok(JsonType::Bool),
            Peek::String => Ok(JsonType::String),
            Peek::Array => Ok(JsonType::Array),
            Peek::Object => Ok(JsonType::Object),
            peek if is_number(peek) => Ok(JsonType::Number),
            _ => {
                let message = "invalid JSON: expected value";
                Err(DecodeError::fatal(message, self.jiter.current_index()))
            }
        }
    }

    /// Reads `null` if it is next. Returns whether it was.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    #[inline]
    pub fn null(&mut self) -> Result<bool, DecodeError> {
        let null = self.jiter.peek()? == Peek::Null;
        if null {
            self.jiter.known_null()?;
        }
        Ok(null)
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// If the next value is of another type.
    pub fn bool(&mut self) -> Result<bool, DecodeError> {
        match self.jiter.peek()? {
            peek @ (Peek::True | Peek::False) => Ok(self.jiter.known_bool(peek)?),
            _ => Err(self.expected("a boolean")),
        }
    }

    /// Reads a number, as its text.
    ///
    /// # Errors
    ///
    /// If the next value is of another type.
    pub fn number(&mut self) -> Result<&str, DecodeError> {
        let peek = self.jiter.peek()?;
        if !is_number(peek) {
            return Err(self.expected("a number"));
        }
        let offset = self.jiter.current_index();
        let bytes = self.jiter.known_number_bytes(peek)?;
        std::str::from_utf8(bytes).map_err(|_| not_utf8(offset))
    }

    /// Reads an integer, in any spelling: `5`, `5.0` or `5e0`.
    #[inline]
    pub(super) fn integer<T: TryFrom<i128>>(&mut self) -> Result<T, DecodeError> {
        if !is_number(self.jiter.peek()?) {
            return Err(self.expected("an integer"));
        }
        let offset = self.jiter.current_index();
        let text = self.number()?;
        let value = match text.parse::<i64>() {
            Ok(value) => Some(value.into()),
            Err(_) => Decimal::parse(text).integer(),
        };
        let value = value.ok_or_else(|| DecodeError::new("expected an integer", offset))?;
        T::try_from(value).map_err(|_| DecodeError::new("integer out of range", offset))
    }

    /// Reads a number as the nearest float.
    pub(super) fn float(&mut self) -> Result<f64, DecodeError> {
        let peek = self.jiter.peek()?;
        if !is_number(peek) {
            return Err(self.expected("a number"));
        }
        let offset = self.jiter.current_index();
        let value = self.jiter.known_float(peek)?;
        let finite = value.is_finite().then_some(value);
        finite.ok_or_else(|| DecodeError::new("number out of range", offset))
    }

    /// Reads a string.
    ///
    /// # Errors
    ///
    /// If the next value is of another type, or is not UTF-8.
    #[inline]
    pub fn string(&mut self) -> Result<&str, DecodeError> {
        match self.jiter.peek()? {
            Peek::String => Ok(self.jiter.known_str()?),
            _ => Err(self.expected("a string")),
        }
    }

    /// Reads a string and parses it.
    ///
    /// # Errors
    ///
    /// If the next value is not a string, or cannot be parsed. The message is the error of the
    /// parser.
    pub fn parse<T: FromStr<Err: Display>>(&mut self) -> Result<T, DecodeError> {
        let offset = self.offset()?;
        self.string()?.parse().map_err(|error: T::Err| DecodeError::new(error.to_string(), offset))
    }

    /// Reads a value of any type as its text.
    ///
    /// # Errors
    ///
    /// If the text is not JSON in UTF-8.
    #[inline]
    pub fn raw(&mut self) -> Result<&'j str, DecodeError> {
        let offset = self.offset()?;
        walk::skip(&mut self.jiter)?;
        std::str::from_utf8(self.jiter.slice_to_current(offset)).map_err(|_| not_utf8(offset))
    }

    /// Starts to read an array. Call [`item`](Self::item) before each item, until it returns false.
    ///
    /// # Errors
    ///
    /// If the next value is of another type, or is nested too deep.
    #[inline]
    pub fn array(&mut self) -> Result<(), DecodeError> {
        match self.jiter.peek()? {
            Peek::Array => self.open(),
            _ => Err(self.expected("an array")),
        }
    }

    /// Whether the current array has another item. If so, that is the next value.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    #[inline]
    pub fn item(&mut self) -> Result<bool, DecodeError> {
        let peek = match std::mem::take(&mut self.opened) {
            true => self.jiter.known_array()?,
            false => self.jiter.array_step()?,
        };
        self.depth = self.depth.saturating_sub(peek.is_none().into());
        Ok(peek.is_some())
    }

    /// Starts to read an object. Call [`key`](Self::key) before each value, until it returns
    /// `None`.
    ///
    /// # Errors
    ///
    /// If the next value is of another type, or is nested too deep.
    #[inline]
    pub fn object(&mut self) -> Result<(), DecodeError> {
        match self.jiter.peek()? {
            Peek::Object => self.open(),
            _ => Err(self.expected("an object")),
        }
    }

    /// The next key of the current object. Its value is the next value.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    #[inline]
    pub fn key(&mut self) -> Result<Option<&str>, DecodeError> {
        let key = match std::mem::take(&mut self.opened) {
            true => self.jiter.known_object()?,
            false => self.jiter.next_key()?,
        };
        self.depth = self.depth.saturating_sub(key.is_none().into());
        Ok(key)
    }

    /// The error that the next value is of another type than `what`.
    pub fn expected(&mut self, what: &str) -> DecodeError {
        self.error(format!("expected {what}"))
    }

    /// An error about the next value.
    #[cold]
    pub fn error(&mut self, message: impl Into<Cow<'static, str>>) -> DecodeError {
        let _ = self.jiter.peek();
        DecodeError::new(message, self.jiter.current_index())
    }

    /// The error that the object that was just read has no property `name`.
    #[cold]
    pub(super) fn missing(&self, name: &str) -> DecodeError {
        // The position is the closing brace: the innermost value that contains it is the object.
        let offset = self.jiter.current_index().saturating_sub(1);
        DecodeError::new(format!("missing property `{name}`"), offset)
    }

    /// The error for a slot that is empty after all were filled, which cannot happen.
    #[cold]
    #[doc(hidden)]
    pub fn unfilled(&self) -> DecodeError {
        self.missing("")
    }

    /// The offset of the next value.
    #[inline]
    pub(super) fn offset(&mut self) -> Result<usize, DecodeError> {
        self.jiter.peek()?;
        Ok(self.jiter.current_index())
    }

    #[inline]
    fn open(&mut self) -> Result<(), DecodeError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.depth += 1;
        self.opened = true;
        self.whole = false;
        Ok(())
    }

    #[cold]
    fn too_deep(&mut self) -> DecodeError {
        let _ = self.jiter.peek();
        DecodeError::fatal("nested too deep", self.jiter.current_index())
    }
}

fn is_number(peek: Peek) -> bool {
    // `Infinity` and `NaN` are numbers to the tokenizer unless it is told otherwise.
    peek.is_num() && peek != Peek::Infinity && peek != Peek::NaN
}

#[cold]
fn not_utf8(offset: usize) -> DecodeError {
    DecodeError::fatal("invalid UTF-8", offset)
}
