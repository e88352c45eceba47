//! serde's traits for types that have the codec's, so that they can be part of serde types.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use super::{Decode, Encode, from_str, to_vec};

/// Serialises `value` as the JSON that it encodes to.
pub fn serialize<T: Encode, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_slice::<serde_json::Value>(&to_vec(value))
        .map_err(ser::Error::custom)?
        .serialize(serializer)
}

/// Deserialises any value that a JSON document can hold, and decodes that.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    from_str(&value.to_string()).map_err(de::Error::custom)
}

/// Implements serde's traits by the codec's.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($type:ty) => {
        impl $crate::json::__private::serde::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::json::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::json::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::json::__private::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: $crate::json::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::json::__private::deserialize(deserializer)
            }
        }
    };
}
