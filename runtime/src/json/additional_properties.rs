//! Additional properties of objects.

use std::collections::BTreeMap;

use super::{Decode, DecodeError, Encode, Reader, Writer};

/// Additional properties with a type in the document: a map with values of one type.
///
/// ```
/// use std::collections::BTreeMap;
/// use bessemer_runtime::{Extra, json, object};
///
/// #[derive(Debug, PartialEq)]
/// struct Scores { name: String, points: BTreeMap<String, i64>, extra: Extra }
///
/// object! { Scores { name, ..extra + points } }
///
/// let scores: Scores = json::from_str(r#"{"name":"a","first":3,"second":5}"#)?;
/// assert_eq!(scores.points["second"], 5);
/// assert_eq!(json::to_string(&scores), r#"{"name":"a","first":3,"second":5}"#);
/// # Ok::<(), json::DecodeError>(())
/// ```
pub trait AdditionalProperties {
    /// Reads the value of the property `name`.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or the value is of another type.
    fn read(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Writes all properties into the current object.
    fn write(&self, writer: &mut Writer);
}

impl<T: Decode + Encode> AdditionalProperties for BTreeMap<String, T> {
    fn read(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.insert(name.to_owned(), T::decode(reader)?);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        for (name, value) in self {
            writer.key(name);
            value.encode(writer);
        }
    }
}
