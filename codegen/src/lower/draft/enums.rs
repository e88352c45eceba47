//! Values of enums.

/// A value with its documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftValue<T> {
    pub(crate) value: T,
    /// The name, if it is not derived from the value.
    pub(crate) name: Option<String>,
    pub(crate) docs: String,
}
