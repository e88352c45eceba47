//! Names.

/// A name in the document and in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The name in the document and on the wire.
    pub(crate) wire: String,
    /// The name in Rust, without the `r#` that a keyword needs.
    pub(crate) rust: String,
}
