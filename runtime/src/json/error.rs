//! Errors of decoding.

use std::{borrow::Cow, fmt};

use super::walk;

/// Why a JSON document could not be decoded: what was expected, and where.
///
/// It never contains a value of the document, because values may be secret.
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
    /// Whether reading cannot continue: the text is not JSON, or nested too deep.
    fatal: bool,
}

impl DecodeError {
    pub(super) fn new(message: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        let (message, path, variants) = (message.into(), String::new(), Vec::new());
        Self(Box::new(Inner { message, offset, path, variants, fatal: false }))
    }

    /// An error after which reading cannot continue.
    pub(super) fn fatal(message: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        let mut error = Self::new(message, offset);
        error.0.fatal = true;
        error
    }

    pub(super) fn is_fatal(&self) -> bool {
        self.0.fatal
    }

    /// Adds the errors of each variant of a union. Only one level of nested unions is kept, to
    /// limit the length of the message.
    pub(super) fn with_variants(mut self, mut variants: Vec<(&'static str, Self)>) -> Self {
        for (_, inner) in variants.iter_mut().flat_map(|(_, error)| &mut error.0.variants) {
            inner.0.variants.clear();
        }
        self.0.variants = variants;
        self
    }

    /// Finds the path of the error. This is done only for an error that is returned, so that
    /// reading stays fast.
    pub(super) fn located_in(mut self, document: &[u8]) -> Self {
        self.locate(document);
        self
    }

    /// The same error in a document that is one value of this document: `text`, which starts at
    /// `start`.
    pub(super) fn within(mut self, start: usize, text: &str) -> Self {
        self.move_by(&|offset| offset.saturating_sub(start));
        self.located_in(text.as_bytes())
    }

    /// The same error in a document that contains this document at `start`.
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

    /// The path of the invalid value, such as `data[3].expires_after.minutes`; empty for the whole
    /// document.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What is invalid there, such as ``missing property `id` ``.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The byte offset of the error in the document.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The variants of a union with the error of each, if the value matches none.
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
