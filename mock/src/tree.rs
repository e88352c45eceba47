//! The nodes of the document.

use bessemer_codegen::Pointer;
use serde_json::{Map, Value};

/// The longest chain of references.
const MAX_REFERENCES: usize = 32;

/// A node of the document, and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    root: &'a Value,
    pub(crate) at: Pointer,
    pub(crate) value: &'a Value,
}

impl<'a> Node<'a> {
    /// The whole document.
    pub(crate) fn root(root: &'a Value) -> Self {
        Self { root, at: Pointer::root(), value: root }
    }

    /// The node at a place.
    pub(crate) fn find(root: &'a Value, at: &Pointer) -> Option<Self> {
        Some(Self { root, at: at.clone(), value: root.pointer(at.as_str())? })
    }

    /// The member `key`, or the target of its reference.
    pub(crate) fn child(&self, key: &str) -> Option<Self> {
        self.unresolved(key)?.resolved()
    }

    /// The member `key`, also if it is a reference.
    pub(crate) fn unresolved(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { root: self.root, at: self.at.child(key), value })
    }

    /// The target, if this node is a reference.
    pub(crate) fn resolved(mut self) -> Option<Self> {
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = self.value.get("$ref").and_then(Value::as_str) else {
                return Some(self);
            };
            self = Self::find(self.root, &Pointer::from_reference(reference)?)?;
        }
        None
    }

    /// The members of an object, with references resolved.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let keys = self.value.as_object().into_iter().flat_map(Map::keys);
        keys.filter_map(|key| Some((key.as_str(), self.child(key)?)))
    }

    /// The elements of the array `key`, with references resolved.
    pub(crate) fn elements(&self, key: &str) -> impl Iterator<Item = Self> {
        let at = self.at.child(key);
        let elements = self.value.get(key).and_then(Value::as_array);
        let elements = elements.into_iter().flatten().enumerate();
        elements.filter_map(move |(index, value)| {
            Self { root: self.root, at: at.index(index), value }.resolved()
        })
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.value.get(key)?.as_bool()
    }
}
