//! Errors of a document.

use std::{fmt, io, path::PathBuf};

use bessemer_codegen::Diagnostics;

/// Why there is no [`Document`](crate::Document), or why a setting of it does not apply.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file cannot be read.
    File {
        /// The path of the file.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
    /// The document has errors.
    Document(Diagnostics),
    /// The document has no such operation.
    UnknownOperation(String),
    /// A call failed: its result does not match the response, or a value for it is missing or not valid.
    Call(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, error } => write!(f, "cannot read {}: {error}", path.display()),
            Self::Document(diagnostics) => diagnostics.fmt(f),
            Self::Call(reason) => f.write_str(reason),
            Self::UnknownOperation(name) => write!(
                f,
                "the document has no operation `{name}`; use an operationId, or method and path as in `GET /ladles/{{id}}`"
            ),
        }
    }
}

impl std::error::Error for Error {}
