//! JSON: how the types of a generated crate are read and written.
//!
//! Every type implements [`Decode`] and [`Encode`] over one concrete [`Reader`] and [`Writer`], so that
//! nothing is generic over a format: that is what keeps a crate of thousands of types quick to compile.
//! The implementations come from [`object!`](crate::object), [`union!`](crate::union),
//! [`string_enum!`](crate::string_enum) and [`int_enum!`](crate::int_enum), which also provide serde's two
//! traits over the same codec.
//!
//! Tokens are read by `jiter`; text is escaped and numbers are written by `serde_json`.

mod additional_properties;
mod base64;
mod constructors;
mod conversions;
mod date_time;
mod enums;
mod error;
mod extra;
mod marks;
mod notes;
mod null;
mod number;
mod object;
mod raw;
mod reader;
mod rfc3339;
mod serde_bridge;
#[cfg(test)]
mod tests;
mod tuples;
mod union;
mod unix_time;
mod unknown_variant;
mod values;
mod walk;
mod writer;

pub use additional_properties::AdditionalProperties;
pub use base64::Base64;
pub use date_time::{Date, DateTime, InvalidTime};
pub use error::DecodeError;
pub use extra::Extra;
pub use notes::Notes;
pub use null::Null;
pub use object::Slot;
#[doc(hidden)]
pub use object::{Listing, OrNull};
pub use raw::RawJson;
pub use reader::{JsonType, Reader};
pub use serde_bridge::Json;
#[doc(hidden)]
pub use union::{Case, Found, Trial};
pub use unix_time::{TimeOutOfRange, UnixTime};
pub use unknown_variant::UnknownVariant;
pub use writer::Writer;

/// What the macros name, and nobody else.
#[doc(hidden)]
pub mod __private {
    pub use super::serde_bridge::{deserialize, serialize};
    pub use serde;

    /// The error that a status is none of those that an operation has.
    pub fn unexpected_status() -> super::DecodeError {
        unexpected("unexpected status")
    }

    /// The error that a whole document is not what was expected.
    pub fn unexpected(message: impl Into<std::borrow::Cow<'static, str>>) -> super::DecodeError {
        super::DecodeError::new(message, 0)
    }
}

/// A type that can be read from JSON.
///
/// ```
/// use bessemer_runtime::json::{Decode, DecodeError, Reader, from_str};
///
/// struct Celsius(f64);
///
/// impl Decode for Celsius {
///     fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
///         f64::decode(reader).map(Celsius)
///     }
/// }
/// assert_eq!(from_str::<Celsius>("21.5")?.0, 21.5);
/// # Ok::<(), DecodeError>(())
/// ```
pub trait Decode: Sized {
    /// The JSON that the empty value of the type is read from: what stands for a required property
    /// that an answer lacks. Without it, or if it cannot be read, such an answer is an error.
    const EMPTY: Option<&'static str> = None;

    /// Reads the next value of `reader`, all of it.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or the value is of another type.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// What stands for a property that is absent; `None` makes its absence an error.
    #[inline]
    fn absent() -> Option<Self> {
        None
    }

    /// What it is, if it is a union and none of the variants that the union knows.
    #[doc(hidden)]
    #[inline]
    fn unknown(&self) -> Option<&UnknownVariant> {
        None
    }
}

/// A type that can be written as JSON.
///
/// ```
/// use bessemer_runtime::json::{Encode, Writer, to_string};
///
/// struct Celsius(f64);
///
/// impl Encode for Celsius {
///     fn encode(&self, writer: &mut Writer) {
///         self.0.encode(writer);
///     }
/// }
/// assert_eq!(to_string(&Celsius(21.5)), "21.5");
/// ```
pub trait Encode {
    /// Appends the value to `writer`.
    fn encode(&self, writer: &mut Writer);

    /// Whether a property with this value is left out of its object.
    #[inline]
    fn is_absent(&self) -> bool {
        false
    }
}

/// Reads a whole JSON document.
///
/// # Errors
///
/// If the bytes are not one JSON value in UTF-8 (a byte order mark is not accepted), or the value is not
/// of type `T`. What an [`object!`](crate::object) lacks is no error, as long as it has any of its required
/// properties. The error knows the path of the place, and never quotes a value.
///
/// ```
/// let numbers: Vec<i64> = bessemer_runtime::json::from_slice(b"[1, 2, 3]")?;
/// assert_eq!(numbers, [1, 2, 3]);
/// # Ok::<(), bessemer_runtime::json::DecodeError>(())
/// ```
pub fn from_slice<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    answer(bytes, false).map(|(value, _)| value)
}

/// Reads a whole JSON document that has to be as its type says.
///
/// # Errors
///
/// As [`from_slice`], and if a required property is missing or a value is of another type, where
/// [`from_slice`] takes the [empty value](Decode::EMPTY) for it.
///
/// ```
/// use bessemer_runtime::{Extra, json, object};
///
/// #[derive(Debug)]
/// struct Ladle { id: String, tons: i64, extra: Extra }
/// object! { Ladle { id, tons, ..extra } }
///
/// let answer = br#"{"id": "l1"}"#;
/// assert_eq!(json::from_slice::<Ladle>(answer)?.tons, 0);
/// let error = json::from_slice_strict::<Vec<Ladle>>(br#"[{"id": "l1"}]"#).unwrap_err();
/// assert_eq!(error.to_string(), "missing property `tons` at `[0]`");
/// # Ok::<(), json::DecodeError>(())
/// ```
pub fn from_slice_strict<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    answer(bytes, true).map(|(value, _)| value)
}

/// Reads a whole JSON document, strictly or not, and says what it lacks.
pub(crate) fn answer<T: Decode>(bytes: &[u8], strict: bool) -> Result<(T, Notes), DecodeError> {
    let reader = Reader::new(bytes);
    read(bytes, if strict { reader.strictly() } else { reader })
}

fn read<T: Decode>(bytes: &[u8], mut reader: Reader<'_>) -> Result<(T, Notes), DecodeError> {
    T::decode(&mut reader)
        .and_then(|value| reader.finish().map(|()| value))
        .map(|value| (value, reader.into_notes()))
        .map_err(|error| error.located_in(bytes))
}

/// Reads a whole JSON document.
///
/// # Errors
///
/// As [`from_slice`].
///
/// ```
/// let error = bessemer_runtime::json::from_str::<Vec<i64>>(r#"[1, "two"]"#).unwrap_err();
/// assert_eq!(error.to_string(), "expected an integer at `[1]`");
/// ```
pub fn from_str<T: Decode>(text: &str) -> Result<T, DecodeError> {
    from_slice(text.as_bytes())
}

/// Writes `value` as compact JSON.
///
/// ```
/// assert_eq!(bessemer_runtime::json::to_vec(&true), b"true");
/// ```
pub fn to_vec<T: Encode + ?Sized>(value: &T) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_bytes()
}

/// Writes `value` as compact JSON.
///
/// ```
/// assert_eq!(bessemer_runtime::json::to_string(&Some("a\"b".to_owned())), r#""a\"b""#);
/// ```
pub fn to_string<T: Encode + ?Sized>(value: &T) -> String {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_string()
}
