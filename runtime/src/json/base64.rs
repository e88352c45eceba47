//! Bytes in JSON strings.

use std::{fmt, ops::Deref};

use base64::{
    Engine,
    alphabet::STANDARD as ALPHABET,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::{Decode, DecodeError, Encode, Reader, Writer};

/// Writes padding, and reads with or without it.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that are a Base64 string in JSON (RFC 4648 §4): `format: byte` of OpenAPI 3.0,
/// `contentEncoding: base64` of 3.1.
///
/// The string is written with padding. It is read with or without padding, also in the URL-safe
/// alphabet (§5). [`Debug`](fmt::Debug) shows only the length.
///
/// ```
/// use bessemer_runtime::{Base64, json};
///
/// let image: Base64 = json::from_str("\"iVBORw==\"")?;
/// assert_eq!(&image[..], b"\x89PNG");
/// assert_eq!(json::to_string(&Base64::from(b"\x89PNG".to_vec())), "\"iVBORw==\"");
/// # Ok::<(), bessemer_runtime::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(pub Vec<u8>);

impl Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

/// Prints the Base64 text.
impl fmt::Display for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&ENGINE.encode(&self.0))
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Base64({} bytes)", self.0.len())
    }
}

impl Decode for Base64 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut start = reader.fork();
        let text = reader.string()?.replace('-', "+").replace('_', "/");
        ENGINE.decode(text).map(Self).map_err(|_| start.expected("a string in Base64"))
    }
}

impl Encode for Base64 {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}

crate::__serde! { Base64 }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{from_str, to_string};

    #[test]
    fn bytes_are_read_in_every_spelling() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("Zg==", b"f"),
            ("Zg", b"f"),
            ("+/+/", b"\xfb\xff\xbf"),
            ("-_-_", b"\xfb\xff\xbf"),
        ] {
            assert_eq!(from_str(&to_string(text)), Ok(Base64::from(bytes)), "{text}");
        }
        for text in ["\"a\"", "\"Zg===\"", "\"Z g\"", "\"é\"", "5", "null"] {
            assert!(from_str::<Base64>(text).is_err(), "{text}");
        }
        let error = from_str::<Vec<Base64>>(r#"["Zg==","secret!"]"#).unwrap_err();
        assert_eq!(error.to_string(), "expected a string in Base64 at `[1]`");
    }
}
