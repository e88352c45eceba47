//! Values of enums.

/// A value, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftValue<T> {
    pub(crate) value: T,
    /// What it is called, if not after itself.
    pub(crate) name: Option<String>,
    pub(crate) docs: String,
}
