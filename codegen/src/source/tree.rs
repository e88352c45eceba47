//! The untyped tree, deserialized from any serde format.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, map::Entry};

use crate::pointer::{Path, Pointer};

/// Whether a text is read as JSON: it starts like a JSON object.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Whether `\r` without `\n` ends a line, as YAML allows (YAML 1.2.2 §5.4).
pub(super) fn has_lone_returns(text: &str) -> bool {
    text.split('\r').skip(1).any(|after| !after.starts_with('\n'))
}

/// A syntax error of a text.
pub(super) struct SyntaxError {
    pub(super) message: String,
    pub(super) line_and_column: Option<(usize, usize)>,
}

/// Parses JSON. Adds each duplicate key to `duplicates`.
pub(super) fn from_json(text: &str, duplicates: &mut Vec<Pointer>) -> Result<Value, SyntaxError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tree = TreeSeed::root(duplicates).deserialize(&mut deserializer);
    tree.and_then(|tree| deserializer.end().map(|()| tree)).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text);
        let message = format!("invalid JSON: {message}");
        SyntaxError { message, line_and_column: Some((error.line(), error.column().max(1))) }
    })
}

/// Builds a [`Value`] and collects duplicate keys.
pub(super) struct TreeSeed<'a> {
    at: Path<'a>,
    duplicates: &'a mut Vec<Pointer>,
}

impl<'a> TreeSeed<'a> {
    pub(super) fn root(duplicates: &'a mut Vec<Pointer>) -> Self {
        Self { at: Path::Root, duplicates }
    }
}

impl<'de> DeserializeSeed<'de> for TreeSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TreeSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can express")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let Self { at, duplicates } = self;
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(TreeSeed {
            at: at.index(array.len()),
            duplicates: &mut *duplicates,
        })? {
            array.push(element);
        }
        array.shrink_to_fit();
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let Self { at, duplicates } = self;
        let mut all = Vec::new();
        while let Some(key) = members.next_key_seed(KeySeed)? {
            let seed = TreeSeed { at: at.key(&key), duplicates: &mut *duplicates };
            let value = members.next_value_seed(seed)?;
            all.push((key, value));
        }
        // A map that grows takes several times the memory of one of the right size.
        let mut object = Map::with_capacity(all.len());
        for (key, value) in all {
            match object.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    duplicates.push(at.key(entry.key()).pointer());
                    entry.insert(value);
                }
            }
        }
        Ok(Value::Object(object))
    }
}

/// A number that JSON does not allow, such as NaN, becomes null.
fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// A key as text, because YAML also allows numbers and booleans: `200:` and `true:`.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a scalar")
    }

    fn visit_str<E>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }
}
