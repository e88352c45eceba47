//! The untyped tree, and how it is read from JSON.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, map::Entry};

use crate::pointer::{Path, Pointer};

/// Whether a text is read as JSON: it starts like a JSON object.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
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
struct TreeSeed<'a> {
    at: Path<'a>,
    duplicates: &'a mut Vec<Pointer>,
}

impl<'a> TreeSeed<'a> {
    fn root(duplicates: &'a mut Vec<Pointer>) -> Self {
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

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
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
        while let Some(key) = members.next_key::<String>()? {
            let seed = TreeSeed { at: at.key(&key), duplicates: &mut *duplicates };
            let value = members.next_value_seed(seed)?;
            all.push((key, value));
        }
        Ok(object(all, &at, duplicates))
    }
}

/// An object with these members. Adds each duplicate key to `duplicates` and keeps the last value.
pub(super) fn object(
    members: Vec<(String, Value)>,
    at: &Path<'_>,
    duplicates: &mut Vec<Pointer>,
) -> Value {
    // A map that grows takes several times the memory of one of the right size.
    let mut object = Map::with_capacity(members.len());
    for (key, value) in members {
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
    Value::Object(object)
}
