//! The untyped tree, deserialized from any serde format.

use std::{fmt, sync::Arc};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use crate::{
    pointer::{Path, Pointer},
    tree::{Object, Texts, Tree},
};

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
pub(super) fn from_json(text: &str, duplicates: &mut Vec<Pointer>) -> Result<Tree, SyntaxError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tree = TreeSeed::root(&mut Texts::default(), duplicates).deserialize(&mut deserializer);
    tree.and_then(|tree| deserializer.end().map(|()| tree)).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text);
        let message = format!("invalid JSON: {message}");
        SyntaxError { message, line_and_column: Some((error.line(), error.column().max(1))) }
    })
}

/// Builds a [`Tree`] and collects duplicate keys.
pub(super) struct TreeSeed<'a> {
    at: Path<'a>,
    texts: &'a mut Texts,
    duplicates: &'a mut Vec<Pointer>,
}

impl<'a> TreeSeed<'a> {
    pub(super) fn root(texts: &'a mut Texts, duplicates: &'a mut Vec<Pointer>) -> Self {
        Self { at: Path::Root, texts, duplicates }
    }
}

impl<'de> DeserializeSeed<'de> for TreeSeed<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TreeSeed<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can express")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Tree, E> {
        Ok(float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Tree, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::String(self.texts.get(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Tree, A::Error> {
        let Self { at, texts, duplicates } = self;
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(TreeSeed {
            at: at.index(array.len()),
            texts: &mut *texts,
            duplicates: &mut *duplicates,
        })? {
            array.push(element);
        }
        Ok(Tree::Array(array.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Tree, A::Error> {
        let Self { at, texts, duplicates } = self;
        let mut all = Vec::new();
        while let Some(key) = members.next_key_seed(KeySeed(&mut *texts))? {
            let (texts, duplicates) = (&mut *texts, &mut *duplicates);
            let seed = TreeSeed { at: at.key(&key), texts, duplicates };
            let value = members.next_value_seed(seed)?;
            all.push((key, value));
        }
        let report = |key: &str| duplicates.push(at.key(key).pointer());
        Ok(Tree::Object(Object::of_all(all, report)))
    }
}

/// A number that JSON does not allow, such as NaN, becomes null.
fn float(value: f64) -> Tree {
    Number::from_f64(value).map_or(Tree::Null, Tree::Number)
}

/// A key as text, because YAML also allows numbers and booleans: `200:` and `true:`.
struct KeySeed<'a>(&'a mut Texts);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Arc<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Arc<str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a scalar")
    }

    fn visit_str<E>(self, key: &str) -> Result<Arc<str>, E> {
        Ok(self.0.get(key))
    }
}
