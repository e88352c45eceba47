//! Why a JSON document could not be read.

use std::{borrow::Cow, fmt};

use super::walk;

/// Why a JSON document could not be read as the type asked for: what was expected, and where.
///
/// It never holds a value of the document, since values may be secrets.
///
/// ```
/// use std::collections::BTreeMap;
/// use bessemer_runtime::json::from_str;
///
/// let error = from_str::<BTreeMap<String, Vec<bool>>>(r#"{"flags": [true, 1]}"#).unwrap_err();
/// assert_eq!(error.path(), "flags[1]");
/// assert_eq!(error.message(), "expected a boolean");
/// assert_eq!(error.offset(), 17);
/// ```
#[derive(Clone, PartialEq, Eq)]
// Boxed to keep the `Result` that every decode function returns small.
pub struct DecodeError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    message: Cow<'static, str>,
    offset: usize,
    path: String,
    variants: Vec<(&'static str, DecodeError)>,
    /// Whether there is no reading on, whatever was expected: the text is no JSON, or too deep.
    fatal: bool,
}

impl DecodeError {
    pub(super) fn new(message: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        let (message, path, variants) = (message.into(), String::new(), Vec::new());
        Self(Box::new(Inner { message, offset, path, variants, fatal: false }))
    }

    /// The error that the text cannot be read as anything.
    pub(super) fn fatal(message: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        let mut error = Self::new(message, offset);
        error.0.fatal = true;
        error
    }

    pub(super) fn is_fatal(&self) -> bool {
        self.0.fatal
    }

    /// Adds why each variant of a union does not fit. Of a union within a variant only one more level
    /// is kept, lest the text grow without bound.
    pub(super) fn with_variants(mut self, mut variants: Vec<(&'static str, Self)>) -> Self {
        for (_, inner) in variants.iter_mut().flat_map(|(_, error)| &mut error.0.variants) {
            inner.0.variants.clear();
        }
        self.0.variants = variants;
        self
    }

    /// Finds the path of the place. Done once, for the error that leaves the codec, so that reading
    /// costs nothing for it.
    pub(super) fn located_in(mut self, document: &[u8]) -> Self {
        self.locate(document);
        self
    }

    /// The same error as of a document that is but one value of the other: `text`, from `start`.
    pub(super) fn within(mut self, start: usize, text: &str) -> Self {
        self.move_by(&|offset| offset.saturating_sub(start));
        self.located_in(text.as_bytes())
    }

    /// The same error of the document that has its own at `start`.
    pub(super) fn after(mut self, start: usize) -> Self {
        self.move_by(&|offset| offset.saturating_add(start));
        self
    }

    fn move_by(&mut self, moved: &impl Fn(usize) -> usize) {
        self.0.offset = moved(self.0.offset);
        for (_, error) in &mut self.0.variants {
            error.move_by(moved);
        }
    }

    fn locate(&mut self, document: &[u8]) {
        self.0.path = walk::path(document, self.0.offset);
        for (_, error) in &mut self.0.variants {
            error.locate(document);
        }
    }

    /// The path of the value that is wrong, such as `data[3].expires_after.minutes`; empty for the
    /// whole document.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What is wrong there, such as ``missing property `id` ``.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// How many bytes of the document lie before the place.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The variants of a union and why the value is none of them, if that is what is wrong.
    pub fn variants(&self) -> &[(&'static str, Self)] {
        &self.0.variants
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            "" => write!(formatter, "{} at the top level", self.message())?,
            path => write!(formatter, "{} at `{path}`", self.message())?,
        }
        for (index, (variant, error)) in self.variants().iter().enumerate() {
            let before = if index == 0 { " (" } else { "; " };
            write!(formatter, "{before}`{variant}`: {error}")?;
        }
        formatter.write_str(if self.variants().is_empty() { "" } else { ")" })
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DecodeError")
            .field("message", &self.message())
            .field("path", &self.path())
            .field("offset", &self.offset())
            .field("variants", &self.variants())
            .finish()
    }
}

impl std::error::Error for DecodeError {}

impl From<jiter::JiterError> for DecodeError {
    #[cold]
    fn from(error: jiter::JiterError) -> Self {
        Self::fatal(format!("invalid JSON: {}", error.error_type), error.index)
    }
}
