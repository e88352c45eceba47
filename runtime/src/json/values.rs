//! Implementations for types of the standard library.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Decode, DecodeError, Encode, Reader, Writer};

impl Decode for bool {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.bool()
    }
}

impl Decode for f64 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.float()
    }
}

impl Decode for String {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.string().map(str::to_owned)
    }
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl Decode for $type {
            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                reader.integer()
            }
        }
    )*};
}
integers! { i32 i64 u32 u64 }

macro_rules! scalars {
    ($($type:ident)*) => {$(
        impl Encode for $type {
            fn encode(&self, writer: &mut Writer) {
                writer.scalar(self);
            }
        }
    )*};
}
// A number that JSON cannot hold, NaN or an infinity, is written as null.
scalars! { bool i32 i64 u32 u64 f64 str String }

/// Null and absence are both `None`.
impl<T: Decode> Decode for Option<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if reader.null()? { Ok(None) } else { T::decode(reader).map(Some) }
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// `None` is absent from an object, and null elsewhere.
impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.null(),
        }
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Decode> Decode for Box<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::decode(reader).map(Box::new)
    }

    #[inline]
    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }

    #[inline]
    fn unknown(&self) -> Option<&DecodeError> {
        (**self).unknown()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }

    #[inline]
    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }

    #[inline]
    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Decode> Decode for Vec<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut items = Self::new();
        let whole = reader.is_whole();
        reader.array()?;
        while reader.item()? {
            let before = reader.begin(whole);
            items.push(T::decode(reader)?);
            reader.end_item(before, items.len());
        }
        Ok(items)
    }
}

impl<T: Encode> Encode for Vec<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        self.as_slice().encode(writer);
    }
}

impl<T: Encode> Encode for [T] {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.array();
        for item in self {
            writer.item();
            item.encode(writer);
        }
        writer.end_array();
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut entries = Self::new();
        reader.object()?;
        while let Some(key) = reader.key()? {
            let key = key.to_owned();
            let before = reader.begin(false);
            let value = T::decode(reader)?;
            reader.end_member(before, &key);
            entries.insert(key, value);
        }
        Ok(entries)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.object();
        for (key, value) in self {
            writer.key(key);
            value.encode(writer);
        }
        writer.end_object();
    }
}

/// Any value that `serde_json` can hold: a number beyond 64 bits becomes the nearest `f64`, and nesting is
/// limited to 128 levels. [`RawJson`](super::RawJson) has no such limits.
impl Decode for Value {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut start = reader.fork();
        serde_json::from_str(reader.raw()?)
            .map_err(|_| start.error("nested too deep, or with a number out of range"))
    }
}

impl Encode for Value {
    fn encode(&self, writer: &mut Writer) {
        writer.scalar(self);
    }
}
