//! Properties of requests that may be left out, and may be null.

use super::{Decode, DecodeError, Encode, Reader, Writer};

/// The value of a property that may be left out, which changes nothing, or be null, which takes the
/// value away (RFC 7396).
///
/// ```
/// use bessemer_runtime::{Patch, json, object};
///
/// #[derive(Default)]
/// struct Change { name: Patch<String>, plant: Patch<String>, tons: Patch<i64> }
///
/// object! { Change { name, plant, tons } }
///
/// let change = Change { plant: Patch::Null, tons: 120.into(), ..Change::default() };
/// assert_eq!(json::to_string(&change), r#"{"plant":null,"tons":120}"#);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patch<T> {
    /// Left out: stays as it is
    #[default]
    Absent,
    /// Null: is taken away
    Null,
    /// Is set to a value
    Value(T),
}

impl<T> Patch<T> {
    /// The value, if it is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Decode> Decode for Patch<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if reader.null()? { Ok(Self::Null) } else { T::decode(reader).map(Self::Value) }
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(Self::Absent)
    }
}

impl<T: Encode> Encode for Patch<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.encode(writer),
            Self::Absent | Self::Null => writer.null(),
        }
    }

    #[inline]
    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// A value that is written even if it is absent, as null. For [`object!`](crate::object).
#[doc(hidden)]
#[derive(Debug)]
pub struct OrNull<'a, T>(pub &'a T);

impl<T: Encode> Encode for OrNull<'_, T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
}
