//! The severity and the code of a diagnostic.

use std::fmt;

/// The severity of a [`Diagnostic`](crate::Diagnostic).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The crate is generated, without the part that the message names.
    Warning,
}

/// The kind of problem that a [`Diagnostic`](crate::Diagnostic) reports. The names are stable, so
/// that scripts can search for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The text is not UTF-8, not YAML, or not JSON.
    Syntax,
    /// An object has the same key twice. The last value is used.
    DuplicateKey,
    /// The document has no OpenAPI version, or one that the generator does not support.
    Version,
    /// A field that OpenAPI requires is missing.
    Missing,
    /// A key that OpenAPI does not have resembles one that it has. It is ignored.
    UnknownKey,
    /// A field has the wrong JSON type.
    WrongType,
    /// A field has a value that OpenAPI does not allow.
    InvalidValue,
    /// A `$ref` cannot be resolved, or its target is of the wrong kind.
    BadReference,
    /// A cycle of references or of `allOf`.
    Cycle,
    /// Two operations have the same operationId. The first one keeps it.
    DuplicateOperationId,
    /// Two items would get the same Rust name. One of them is renamed.
    NameCollision,
    /// An operation, a parameter or a credential is not supported or cannot be read. It is left out.
    Skipped,
    /// The generator has no type for a position. The position is typed as any JSON.
    Untyped,
    /// OpenAPI does not define how a parameter of this type is written. It is sent as JSON.
    UndefinedStyle,
    /// The schemas of an `allOf` contradict each other, or a path item contradicts the target of its
    /// `$ref`.
    Conflict,
    /// An overlay is malformed, or an action of it cannot be applied.
    Overlay,
    /// The configuration is malformed.
    Config,
    /// An entry of the configuration matches nothing in the document.
    UnusedConfig,
    /// A line of `bessemer.lock` is malformed, or the file is of a newer version.
    Lock,
    /// A bug in the generator.
    Internal,
}

impl Code {
    /// All codes, in the order of this enum.
    pub const ALL: &'static [Self] = &[
        Self::Syntax,
        Self::DuplicateKey,
        Self::Version,
        Self::Missing,
        Self::UnknownKey,
        Self::WrongType,
        Self::InvalidValue,
        Self::BadReference,
        Self::Cycle,
        Self::DuplicateOperationId,
        Self::NameCollision,
        Self::Skipped,
        Self::Untyped,
        Self::UndefinedStyle,
        Self::Conflict,
        Self::Overlay,
        Self::Config,
        Self::UnusedConfig,
        Self::Lock,
        Self::Internal,
    ];

    /// The stable name, as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::DuplicateKey => "duplicate-key",
            Self::Version => "version",
            Self::Missing => "missing",
            Self::UnknownKey => "unknown-key",
            Self::WrongType => "wrong-type",
            Self::InvalidValue => "invalid-value",
            Self::BadReference => "bad-reference",
            Self::Cycle => "cycle",
            Self::DuplicateOperationId => "duplicate-operation-id",
            Self::NameCollision => "name-collision",
            Self::Skipped => "skipped",
            Self::Untyped => "untyped",
            Self::UndefinedStyle => "undefined-style",
            Self::Conflict => "conflict",
            Self::Overlay => "overlay",
            Self::Config => "config",
            Self::UnusedConfig => "unused-config",
            Self::Lock => "lock",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
