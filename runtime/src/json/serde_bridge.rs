//! serde's traits for types with [`Decode`] and [`Encode`], so that they can be part of serde
//! types.

use std::ops::Deref;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
    ser,
};

use super::{Decode, DecodeError, Encode, Reader, from_str, to_vec};

/// Serializes `value` as its JSON.
pub fn serialize<T: Encode, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_slice::<serde_json::Value>(&to_vec(value))
        .map_err(ser::Error::custom)?
        .serialize(serializer)
}

/// Deserializes any JSON value and decodes it.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    from_str(&value.to_string()).map_err(de::Error::custom)
}

/// Implements serde's traits with [`Decode`] and [`Encode`].
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

/// A value that is decoded with serde. Use it to read responses, events and
/// [`RawJson`](super::RawJson) as your own type.
///
/// ```
/// use bessemer_runtime::{Error, Json, Request};
///
/// #[derive(serde::Deserialize)]
/// struct Weather { temperature: f64 }
///
/// async fn temperature(request: Request<String>) -> Result<f64, Error> {
///     let Json(weather) = request.returning::<Json<Weather>>().await?;
///     Ok(weather.temperature)
/// }
/// ```
///
/// An error contains what was expected and where. It does not contain the value, which may be
/// secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> Decode for Json<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let start = reader.offset()?;
        let text = reader.raw()?;
        serde_json::from_str(text)
            .map(Self)
            .map_err(|error| DecodeError::new(expected(&error), start + offset(text, &error)))
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The message of a serde error, without the value that it may quote.
fn expected(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(&*text, |(text, _)| text);
    match (text.starts_with("missing field"), text.rsplit_once(", expected ")) {
        (true, _) => text.to_owned(),
        (false, Some((_, expected))) => format!("expected {expected}"),
        (false, None) => "the value is invalid for its type".to_owned(),
    }
}

/// The place of an error: serde counts lines from 1, and bytes within a line.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let before: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    (before + error.column().saturating_sub(1)).min(text.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Ladle {
        weight: f64,
    }

    #[test]
    fn types_of_serde_are_read() {
        let ladles: Vec<Json<Ladle>> =
            from_str(r#"[{"weight": 2.5}, {"weight": 3, "x": 1}]"#).unwrap();
        assert_eq!(ladles.iter().map(|it| it.weight).sum::<f64>(), 5.5);
    }

    #[test]
    fn errors_have_a_place_and_no_value() {
        for (text, said) in [
            ("[{\"weight\":\n \"secret\"}]", "expected f64 at `[0].weight`"),
            ("[{\"heft\": \"secret\"}]", "missing field `weight` at `[0]`"),
            ("[\"secret\"]", "expected struct Ladle at `[0]`"),
        ] {
            let error = from_str::<Vec<Json<Ladle>>>(text).unwrap_err();
            assert_eq!(error.to_string(), said);
        }
    }
}
