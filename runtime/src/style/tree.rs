//! The value of a parameter as a tree, from its JSON.

use crate::{
    Decode, DecodeError, Encode,
    json::{JsonType, Reader, from_slice, to_vec},
};

/// Reads the JSON that `value` encodes to.
pub(super) fn read<T: Encode + ?Sized, U: Decode>(name: &str, value: &T) -> Result<U, String> {
    from_slice(&to_vec(value)).map_err(|error| format!("invalid value of `{name}`: {error}"))
}

/// A value of any type. Null becomes an empty list; inside an array or an object it is left out.
#[derive(Debug)]
pub(super) enum Tree {
    /// A scalar: the text of a string, or the JSON text of a number or boolean.
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn is_container(&self) -> bool {
        !matches!(self, Self::Text(_))
    }
}

impl Decode for Tree {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.peek()? {
            JsonType::Null => reader.null().map(|_| Self::List(Vec::new())),
            JsonType::String => String::decode(reader).map(Self::Text),
            JsonType::Bool | JsonType::Number => {
                reader.raw().map(|text| Self::Text(text.to_owned()))
            }
            JsonType::Array => {
                let items: Vec<Option<Self>> = Vec::decode(reader)?;
                Ok(Self::List(items.into_iter().flatten().collect()))
            }
            JsonType::Object => Members::decode(reader).map(|members| Self::Object(members.0)),
        }
    }
}

/// The members of an object, in order, without those that are null.
pub(super) struct Members<T>(pub(super) Vec<(String, T)>);

impl<T: Decode> Decode for Members<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut members = Vec::new();
        reader.object()?;
        while let Some(key) = reader.key()? {
            let key = key.to_owned();
            members.extend(Option::decode(reader)?.map(|value| (key, value)));
        }
        Ok(Self(members))
    }
}
