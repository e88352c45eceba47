//! One JSON value as text.

use std::{collections::BTreeMap, fmt};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Decode, DecodeError, Encode, JsonType, Reader, Writer, from_str, number::Decimal, to_string,
};

/// One JSON value as its exact text, of any type, size and depth. The only limit is 4,300 digits
/// for a number.
///
/// Two values are equal if they differ only in white space, the order of properties, or the
/// spelling of strings and numbers. Values nested more than 128 levels deep are compared as text.
///
/// ```
/// use bessemer_runtime::RawJson;
///
/// let raw: RawJson = r#"{"price": 1.50}"#.parse()?;
/// assert_eq!(raw.as_str(), r#"{"price": 1.50}"#);
/// assert_eq!(raw, serde_json::json!({"price": 1.5}).into());
/// assert_eq!(raw.decode::<serde_json::Value>()?["price"], 1.5);
/// # Ok::<(), bessemer_runtime::json::DecodeError>(())
/// ```
#[derive(Clone)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// Creates a value from text that is known to be JSON.
    pub(super) fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    /// The text of the value.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The JSON type of the value.
    pub fn json_type(&self) -> JsonType {
        Reader::new(self.0.as_bytes()).peek().unwrap_or(JsonType::Null)
    }

    /// Reads the value as a `T`. Paths in an error start at this value.
    ///
    /// # Errors
    ///
    /// If the value is not of type `T`.
    pub fn decode<T: Decode>(&self) -> Result<T, DecodeError> {
        from_str(&self.0)
    }

    /// Reads the value as any type that implements serde's [`Deserialize`](serde::Deserialize).
    ///
    /// For types of a generated crate, use [`decode`](Self::decode), which loses nothing.
    ///
    /// # Errors
    ///
    /// If the value is not of type `T`.
    ///
    /// ```
    /// use bessemer_runtime::RawJson;
    ///
    /// let raw: RawJson = r#"{"weekday": [1, 5]}"#.parse()?;
    /// let opened: std::collections::HashMap<String, (u8, u8)> = raw.deserialize()?;
    /// assert_eq!(opened["weekday"], (1, 5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.0)
    }

    /// The JSON of any value that implements serde's [`Serialize`](serde::Serialize).
    ///
    /// # Errors
    ///
    /// If JSON cannot represent the value, such as a map whose keys are not strings.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use bessemer_runtime::RawJson;
    ///
    /// let raw = RawJson::from_serialize(&HashMap::from([("weekday", (1, 5))]))?;
    /// assert_eq!(raw.as_str(), r#"{"weekday":[1,5]}"#);
    /// assert!(RawJson::from_serialize(&HashMap::from([((1, 5), "weekday")])).is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_string(value).map(|text| Self(text.into()))
    }

    /// The JSON of any value.
    pub fn of<T: Encode + ?Sized>(value: &T) -> Self {
        Self(to_string(value).into())
    }
}

impl Decode for RawJson {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.raw().map(Self::from_text)
    }
}

impl Encode for RawJson {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&self.0);
    }
}

/// Checks that the text is one JSON value.
impl std::str::FromStr for RawJson {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        from_str(text)
    }
}

impl From<serde_json::Value> for RawJson {
    fn from(value: serde_json::Value) -> Self {
        Self::of(&value)
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        same(self, other, 128)
    }
}

fn same(a: &RawJson, b: &RawJson, depth: u32) -> bool {
    if a.0 == b.0 {
        return true;
    }
    let kind = a.json_type();
    if depth == 0 || kind != b.json_type() {
        return false;
    }
    let same = |a: &RawJson, b: &RawJson| same(a, b, depth - 1);
    match kind {
        JsonType::Null | JsonType::Bool => a.0.trim() == b.0.trim(),
        JsonType::Number => Decimal::parse(&a.0) == Decimal::parse(&b.0),
        JsonType::String => both(a, b, |a: String, b| a == b),
        JsonType::Array => both(a, b, |a: Vec<RawJson>, b| {
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same(a, b))
        }),
        JsonType::Object => both(a, b, |a: BTreeMap<String, RawJson>, b| {
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
        }),
    }
}

fn both<T: Decode>(a: &RawJson, b: &RawJson, same: impl FnOnce(T, T) -> bool) -> bool {
    a.decode().ok().zip(b.decode().ok()).is_some_and(|(a, b)| same(a, b))
}

impl fmt::Display for RawJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Prints the text, as [`Display`](fmt::Display) does.
impl fmt::Debug for RawJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

crate::__serde! { RawJson }
