//! What the generator has to say about a document: located, collected, sorted, printed once.

mod render;

use std::{collections::BTreeMap, fmt, sync::Arc};

use crate::{
    pointer::Pointer,
    source::{Source, bundle::FILES},
};

/// How much a [`Diagnostic`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The output is whole, or lacks what the message names.
    Warning,
}

/// What kind of problem a [`Diagnostic`] reports. The names are stable: people grep for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The text is not UTF-8, not YAML, or not JSON.
    Syntax,
    /// A key stands twice in one object; the last one counts.
    DuplicateKey,
    /// The document is not OpenAPI of a version that the generator reads.
    Version,
    /// A member that OpenAPI requires is absent.
    Missing,
    /// A member has another JSON type than OpenAPI gives it.
    WrongType,
    /// A member has a value that OpenAPI does not allow there.
    InvalidValue,
    /// A `$ref` that names nothing, or something of the wrong kind.
    BadReference,
    /// References or compositions that only lead to themselves.
    Cycle,
    /// Two operations have the same operationId; only one keeps it.
    DuplicateOperationId,
    /// Two things would get the same Rust name; one was given another.
    NameCollision,
    /// An operation, or a credential, that cannot be read or expressed; it is left out.
    Skipped,
    /// A position whose type the generator cannot express; it holds any JSON.
    Untyped,
    /// The schemas under an `allOf`, or a path item and what its `$ref` names, contradict each other.
    Conflict,
    /// The configuration is malformed.
    Config,
    /// An entry of the configuration applies to nothing in the document.
    UnusedConfig,
    /// A fault of the generator itself.
    Internal,
}

impl Code {
    /// Every code, in the order of this list.
    pub const ALL: &'static [Self] = &[
        Self::Syntax,
        Self::DuplicateKey,
        Self::Version,
        Self::Missing,
        Self::WrongType,
        Self::InvalidValue,
        Self::BadReference,
        Self::Cycle,
        Self::DuplicateOperationId,
        Self::NameCollision,
        Self::Skipped,
        Self::Untyped,
        Self::Conflict,
        Self::Config,
        Self::UnusedConfig,
        Self::Internal,
    ];

    /// The stable name, as printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::DuplicateKey => "duplicate-key",
            Self::Version => "version",
            Self::Missing => "missing",
            Self::WrongType => "wrong-type",
            Self::InvalidValue => "invalid-value",
            Self::BadReference => "bad-reference",
            Self::Cycle => "cycle",
            Self::DuplicateOperationId => "duplicate-operation-id",
            Self::NameCollision => "name-collision",
            Self::Skipped => "skipped",
            Self::Untyped => "untyped",
            Self::Conflict => "conflict",
            Self::Config => "config",
            Self::UnusedConfig => "unused-config",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

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

/// All that was found, sorted by place.
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

    /// Gives a place to each diagnostic that has none yet, in `source` or in one of the other
    /// `files` that are part of its tree, and sorts all by place.
    pub(crate) fn locate(&mut self, source: &Source, files: &BTreeMap<String, Source>) {
        self.locate_in(source, |pointer| in_file(pointer).is_none().then(|| pointer.clone()));
        for (name, file) in files {
            self.locate_in(file, |pointer| {
                in_file(pointer).filter(|(path, _)| path == name).map(|(_, inside)| inside)
            });
        }
        self.list.sort_by_cached_key(|it| {
            let place =
                it.place.as_ref().map(|place| (place.file.clone(), place.line, place.column));
            (place, it.code, it.pointer.clone(), it.message.clone())
        });
        self.list.dedup();
    }

    /// Gives a place to each diagnostic without one whose pointer `belongs` to the text.
    fn locate_in(&mut self, source: &Source, belongs: impl Fn(&Pointer) -> Option<Pointer>) {
        let homeless = self.list.iter_mut().filter(|diagnostic| diagnostic.place.is_none());
        let wanted = homeless.filter_map(|it| Some((belongs(&it.pointer)?, it)));
        let (pointers, wanted): (Vec<_>, Vec<_>) = wanted.unzip();
        if pointers.is_empty() {
            return;
        }
        for (diagnostic, place) in wanted.into_iter().zip(source.locate(&pointers)) {
            diagnostic.place = place;
        }
    }

    /// Every diagnostic, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether nothing can be generated.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many diagnostics have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The text for a terminal: each with its source line, a caret and the help.
    pub fn render(&self, color: bool) -> String {
        let parts: Vec<_> =
            self.list.iter().map(|diagnostic| render::render(diagnostic, color)).collect();
        parts.join("\n\n")
    }
}

/// The other file that a pointer leads into, and the pointer within it.
fn in_file(pointer: &Pointer) -> Option<(String, Pointer)> {
    let mut segments = pointer.segments();
    if segments.next()? != FILES {
        return None;
    }
    let file = segments.next()?;
    let inside = segments.fold(Pointer::root(), |at, segment| at.child(&segment));
    Some((file, inside))
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
