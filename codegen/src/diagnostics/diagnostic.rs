//! A diagnostic and its place.

use super::code::{Code, Severity};
use crate::pointer::Pointer;

/// A place in a file. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name of the file, as it was passed to the generator.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The text of the line, without the line break. Of a line over 400 characters, only the part
    /// around the place: a document may be a single line of many megabytes.
    pub text: String,
    /// The column at which `text` starts. It is 1, unless only a part of the line is given.
    pub text_column: usize,
    /// How many characters to underline, at least 1.
    pub width: usize,
}

/// A problem in a document or its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The severity.
    pub severity: Severity,
    /// The kind of problem.
    pub code: Code,
    /// The node of the document that has the problem.
    pub pointer: Pointer,
    /// The place of the node in the file, if it is known.
    pub place: Option<Place>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// How to fix it.
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
