//! The JSON types.

/// The type of a JSON value.
///
/// ```
/// use bessemer_runtime::{RawJson, json::{DecodeError, JsonType}};
///
/// let raw: RawJson = "[1, 2]".parse()?;
/// assert_eq!(raw.json_type(), JsonType::Array);
/// # Ok::<(), DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number
    Number,
    /// A string
    String,
    /// An array
    Array,
    /// An object
    Object,
}
