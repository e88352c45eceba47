//! The runtime crate, `bessemer-runtime`, on which generated crates depend: its features and its source.

use serde::Deserialize;

/// The features of a generated crate that only enable the feature of the runtime with the same name.
pub(crate) const FEATURES: [&str; 13] = [
    "blocking",
    "br",
    "chrono",
    "gzip",
    "http2",
    "jiff",
    "native-tls",
    "rustls",
    "standard-webhooks",
    "testing",
    "time",
    "tracing",
    "zstd",
];

/// The feature that only a crate with WebSockets has.
pub(crate) const WEBSOCKET: &str = "websocket";

/// The version of the runtime that generated code needs, without the parts that may differ (Semantic
/// Versioning 2.0.0 §4, §8). Generator and runtime have the same version.
pub(crate) fn version() -> String {
    match (env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR")) {
        ("0", minor) => format!("0.{minor}"),
        (major, _) => major.to_owned(),
    }
}

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
