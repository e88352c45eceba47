//! Names.

/// Something with a name of its own in the document and another in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// As the document and the wire spell it.
    pub(crate) wire: String,
    /// As Rust spells it, without the `r#` that a keyword needs.
    pub(crate) rust: String,
}
