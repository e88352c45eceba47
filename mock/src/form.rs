//! Nested values of forms: `embeds[0][title]=Tin`. OpenAPI does not define how they are written; many servers and
//! clients write them so.

use bessemer_codegen::Pointer;
use serde_json::{Map, Value};

use crate::schemas::Schemas;

/// The longest path of a nested value. What is deeper belongs to a text.
const MAX_DEPTH: usize = 32;

/// A value of a form before it has a type: a text, or values by their keys.
#[derive(Debug)]
enum Node<'f> {
    Text(&'f str),
    Members(Vec<(&'f str, Node<'f>)>),
}

/// The parts of a name in brackets: `[0][title]`. An empty list if this is another text.
fn keys(mut rest: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    while let Some((key, after)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
        keys.push(key);
        rest = after;
    }
    if rest.is_empty() && keys.len() <= MAX_DEPTH { keys } else { Vec::new() }
}

/// The value of the property `name` if it is nested: if a key has several parts, or one part for an object.
pub(crate) fn nested(
    name: &str,
    texts: &[(String, String)],
    at: &Pointer,
    schemas: &Schemas,
) -> Option<Value> {
    let mut root = Node::Members(Vec::new());
    let (is_object, mut is_nested) = (schemas.is_object(at), false);
    for (key, text) in texts {
        let Some(rest) = key.strip_prefix(name) else { continue };
        let keys = keys(rest);
        let [key, deeper @ ..] = &keys[..] else { continue };
        is_nested |= is_object || !deeper.is_empty() || !is_index(key);
        root.insert(&keys, text);
    }
    is_nested.then(|| root.value(Some(at), schemas))
}

/// Whether a key is the place in a list. `tags[]` appends.
fn is_index(key: &str) -> bool {
    key.bytes().all(|it| it.is_ascii_digit())
}

impl<'f> Node<'f> {
    fn insert(&mut self, keys: &[&'f str], text: &'f str) {
        let [key, deeper @ ..] = keys else {
            *self = Self::Text(text);
            return;
        };
        if let Self::Text(_) = self {
            *self = Self::Members(Vec::new());
        }
        let Self::Members(members) = self else { return };
        let known = members.iter().position(|(it, _)| it == key && !key.is_empty());
        let index = known.unwrap_or(members.len());
        if known.is_none() {
            members.push((key, Self::Members(Vec::new())));
        }
        members[index].1.insert(deeper, text);
    }

    /// The value, with the types of a schema.
    fn value(&self, at: Option<&Pointer>, schemas: &Schemas) -> Value {
        let members = match self {
            Self::Text(text) => {
                return at.map_or_else(|| Value::from(*text), |it| schemas.typed(it, text));
            }
            Self::Members(members) => members,
        };
        let has_indices = members.iter().all(|(key, _)| is_index(key));
        if has_indices && at.is_none_or(|it| schemas.is_array(it)) {
            let item = at.and_then(|it| schemas.items_at(it));
            return members.iter().map(|(_, it)| it.value(item.as_ref(), schemas)).collect();
        }
        let member = |(key, node): &(&str, Self)| {
            let property = at.and_then(|it| schemas.property_at(it, key));
            ((*key).to_owned(), node.value(property.as_ref(), schemas))
        };
        members.iter().map(member).collect::<Map<_, _>>().into()
    }
}
