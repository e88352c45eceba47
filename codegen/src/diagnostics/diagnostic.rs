//! One diagnostic.

use std::sync::Arc;

use super::code::{Code, Severity};
use crate::pointer::Pointer;

/// Where in a file a diagnostic points. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as it was named to the generator.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The text of that line, without its end. Diagnostics of one line share it: a document may be a
    /// single line of many megabytes.
    pub text: Arc<str>,
    /// How many characters are meant, at least 1.
    pub width: usize,
}

/// One problem of a document or its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of problem it is.
    pub code: Code,
    /// The node that it is about.
    pub pointer: Pointer,
    /// Where the node stands in the file, where that is known.
    pub place: Option<Place>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What mends it.
    pub help: Option<String>,
}

impl Diagnostic {
    pub(crate) fn error(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, pointer, message.into())
    }

    pub(crate) fn warning(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, pointer, message.into())
    }

    fn new(severity: Severity, code: Code, pointer: &Pointer, message: String) -> Self {
        Self { severity, code, pointer: pointer.clone(), place: None, message, help: None }
    }

    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
}
