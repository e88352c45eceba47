//! How a folder differs from a generated crate.

use std::fmt;

/// A difference between a generated crate and a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path of the file, relative to the folder, with `/`.
    pub path: String,
    /// The kind of difference.
    pub kind: ChangeKind,
    /// The hash of the file on disk; `None` if there is none.
    pub(super) hash: Option<String>,
}

/// The kind of difference of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The file is generated, but does not exist.
    Missing,
    /// The file exists, but its content differs from what is generated.
    Changed {
        /// The diff from the existing to the generated content, in unified format.
        diff: String,
    },
    /// The file exists, but is not generated.
    Stale,
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "Missing",
            Self::Changed { .. } => "Changed",
            Self::Stale => "Stale",
        })
    }
}
