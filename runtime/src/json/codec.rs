//! The traits of the codec, and whole documents.

use std::fmt::Display;

use super::{DecodeError, Notes, Reader, Writer};

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
    /// Whether it contains the items of a list. If one item cannot be read, the list is an error.
    #[doc(hidden)]
    const IS_LISTING: bool = false;

    /// Reads the next value of `reader` completely.
    ///
    /// If a response lacks a required property of this type, the property gets the first of `null`,
    /// `{}`, `[]`, `""`, `0` and `false` that this function reads. It is an error if it reads none of
    /// them, and if the client is strict.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or the value is of another type.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// The value of an absent property; `None` if its absence is an error.
    #[inline]
    fn absent() -> Option<Self> {
        None
    }

    /// The reason why this value is the unknown variant of a union; `None` for all other values.
    #[doc(hidden)]
    #[inline]
    fn unknown(&self) -> Option<&DecodeError> {
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
/// If the bytes are not one JSON value in UTF-8 (a byte order mark is not accepted), or the value
/// is not of type `T`. A missing property of an [`object!`](crate::object) is not an error, if the
/// object has at least one of its required properties. The error has the path of the place, and
/// never contains a value.
///
/// ```
/// let numbers: Vec<i64> = bessemer_runtime::json::from_slice(b"[1, 2, 3]")?;
/// assert_eq!(numbers, [1, 2, 3]);
/// # Ok::<(), bessemer_runtime::json::DecodeError>(())
/// ```
pub fn from_slice<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    answer(bytes, false).map(|(value, _)| value)
}

/// Reads a whole JSON document strictly.
///
/// # Errors
///
/// Those of [`from_slice`]; and if a required property is missing or a value is of another type. In
/// these cases, [`from_slice`] uses the empty value; see [`object!`](crate::object).
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

/// Reads the body of a webhook. `event` is the name of its event, if a header has it: the tag of a
/// union `by header`.
#[cfg(feature = "standard-webhooks")]
pub(crate) fn event_from_slice<T: Decode>(
    bytes: &[u8],
    event: Option<&str>,
) -> Result<T, DecodeError> {
    read(bytes, Reader::new(bytes).of_event(event)).map(|(value, _)| value)
}

/// Reads a whole JSON document, strictly or not, and returns where it differs from its type.
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
/// The same as [`from_slice`].
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

impl Reader<'_> {
    /// Reads a `T` and converts it.
    ///
    /// # Errors
    ///
    /// If the next value is not a `T`, or the conversion fails. The message is the error of the
    /// conversion.
    pub fn convert<T: Decode, U: TryFrom<T, Error: Display>>(&mut self) -> Result<U, DecodeError> {
        let offset = self.offset()?;
        let value = T::decode(self)?;
        U::try_from(value).map_err(|error| DecodeError::new(error.to_string(), offset))
    }
}
