//! The value of schemas that allow only null.

use super::{Decode, DecodeError, Encode, Reader, Writer};

/// The value null: `type: null` of OpenAPI 3.1.
///
/// ```
/// use bessemer_runtime::{Null, json};
///
/// assert_eq!(json::from_str("null"), Ok(Null));
/// assert!(json::from_str::<Null>("0").is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Null;

impl Decode for Null {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.null()? {
            true => Ok(Self),
            false => Err(reader.expected("null")),
        }
    }
}

impl Encode for Null {
    fn encode(&self, writer: &mut Writer) {
        writer.null();
    }
}

crate::__serde! { Null }
