//! Diagnostics: what is wrong with a document or its configuration, with the place of each problem.

mod code;
mod diagnostic;
mod nearest;
mod render;

use std::fmt;

pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Place};
pub(crate) use nearest::nearest;

/// A list of diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.list.append(&mut other.list);
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.list.iter_mut()
    }

    /// Sorts the diagnostics by place and removes duplicates.
    pub(crate) fn sort(&mut self) {
        self.list.sort_by_cached_key(|it| {
            let place =
                it.place.as_ref().map(|place| (place.file.clone(), place.line, place.column));
            (place, it.code, it.pointer.clone(), it.message.clone())
        });
        self.list.dedup();
    }

    /// Iterates over the diagnostics, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether there is an error, so that nothing is generated.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many diagnostics have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The text for a terminal: each diagnostic with its source line, a marker and the help.
    pub fn render(&self, color: bool) -> String {
        let parts: Vec<_> =
            self.list.iter().map(|diagnostic| render::render(diagnostic, color)).collect();
        parts.join("\n\n")
    }
}

impl From<Box<Diagnostic>> for Diagnostics {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self { list: vec![*diagnostic] }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}
