//! How much a diagnostic matters, and what kind of problem it reports.

use std::fmt;

/// How much a [`Diagnostic`](crate::Diagnostic) matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The output is whole, or lacks what the message names.
    Warning,
}

/// What kind of problem a [`Diagnostic`](crate::Diagnostic) reports. The names are stable: people grep for them.
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
