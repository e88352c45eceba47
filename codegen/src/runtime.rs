//! The source of the runtime crate, `bessemer-runtime`, on which generated crates depend.

use serde::Deserialize;

/// Where a generated crate gets `bessemer-runtime` from.
///
/// ```
/// use bessemer_codegen::{Config, Runtime};
///
/// let config = Config::default().with_runtime(Runtime::Path("../runtime".to_owned()));
/// assert_eq!(config.runtime(), Some(&Runtime::Path("../runtime".to_owned())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a path, `{ git = \"…\", rev = \"…\" }` or `{ version = \"…\" }`"
)]
pub enum Runtime {
    /// A folder, relative to the generated crate.
    Path(String),
    /// A Git repository.
    Git {
        /// The URL of the repository.
        git: String,
        /// The commit; by default that of the repository's main branch.
        rev: Option<String>,
    },
    /// The registry.
    Registry {
        /// The version requirement.
        version: String,
    },
}
