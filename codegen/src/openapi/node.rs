//! A node of the tree with its pointer, and functions that read its members. Each returns a value of
//! the expected type or reports what it found instead.

use std::cell::{Cell, RefCell};

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::{Path, Pointer},
    tree::{Object, Tree},
};

/// Collects the problems that are found while reading a tree.
#[derive(Default)]
pub(super) struct Reader {
    diagnostics: RefCell<Diagnostics>,
    /// The number of problems in the part that is being read.
    mistakes: Cell<usize>,
}

impl Reader {
    pub(super) fn root<T>(&self, tree: &Tree, read: impl FnOnce(Node<'_>) -> T) -> T {
        read(Node { value: tree, path: &Path::Root, reader: self, lenient: true })
    }

    pub(super) fn at<T>(
        &self,
        value: &Tree,
        pointer: &Pointer,
        read: impl FnOnce(Node<'_>) -> T,
    ) -> T {
        read(Node { value, path: &Path::At(pointer), reader: self, lenient: true })
    }

    pub(super) fn finish(self) -> Diagnostics {
        self.diagnostics.into_inner()
    }
}

#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Tree,
    path: &'a Path<'a>,
    reader: &'a Reader,
    /// Whether an invalid member counts as absent. This is so for constraints and annotations, which
    /// the rest does not need.
    lenient: bool,
}

impl<'a> Node<'a> {
    pub(super) fn pointer(self) -> Pointer {
        self.path.pointer()
    }

    pub(super) fn report(self, diagnostic: Diagnostic) {
        self.reader.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Reports a problem. It makes the current part unusable, unless the node is lenient.
    pub(super) fn mistake(self, diagnostic: Diagnostic) {
        if !self.lenient {
            self.reader.mistakes.set(self.reader.mistakes.get() + 1);
        }
        self.report(diagnostic);
    }

    fn wrong_type(self, expected: &str) {
        let message = format!("expected {expected}, found {}", kind(self.value));
        self.mistake(Diagnostic::warning(Code::WrongType, &self.pointer(), message));
    }

    /// Reads a part of the document. Returns `None` if there is a problem in it; the rest of the
    /// document is still used.
    pub(super) fn part<T>(self, read: impl FnOnce(Self) -> Option<T>) -> Option<T> {
        let outside = self.reader.mistakes.replace(0);
        let part = read(Self { lenient: false, ..self });
        let mistakes = self.reader.mistakes.replace(outside);
        part.filter(|_| mistakes == 0)
    }

    /// Makes the node lenient: an invalid member counts as absent.
    pub(super) fn lenient(self) -> Self {
        Self { lenient: true, ..self }
    }

    pub(super) fn object(self) -> Option<Members<'a>> {
        let map = self.value.as_object();
        if map.is_none() {
            self.wrong_type("an object");
        }
        map.map(|map| Members { map, node: self })
    }

    pub(super) fn string(self) -> Option<String> {
        let text = self.value.as_str();
        if text.is_none() {
            self.wrong_type("a string");
        }
        text.map(str::to_owned)
    }

    /// A string. A number or boolean is read as its text, because `version: 1.0` is a common mistake.
    pub(super) fn scalar(self) -> Option<String> {
        match self.value {
            Tree::String(text) => Some(text.to_string()),
            Tree::Number(number) => Some(number.to_string()),
            Tree::Bool(value) => Some(value.to_string()),
            _ => {
                self.wrong_type("a string");
                None
            }
        }
    }

    pub(super) fn elements<T>(self, read: impl Fn(Node<'_>) -> Option<T>) -> Vec<T> {
        let Some(elements) = self.value.as_array() else {
            self.wrong_type("an array");
            return Vec::new();
        };
        let read_one = |(index, value): (usize, &Tree)| {
            read(Node { value, path: &self.path.index(index), ..self })
        };
        // A list that grows has room for four schemas, which are large; most have one or two.
        let mut all = Vec::with_capacity(elements.len());
        all.extend(elements.iter().enumerate().filter_map(read_one));
        all
    }

    /// Reads a reference, or the item itself.
    pub(super) fn reference_or<T>(
        self,
        read: impl FnOnce(Node<'_>) -> Option<T>,
    ) -> Option<ReferenceOr<T>> {
        match self.value.get("$ref") {
            Some(Tree::String(reference)) => {
                Some(ReferenceOr::Reference { reference: reference.to_string() })
            }
            _ => read(self).map(ReferenceOr::Item),
        }
    }
}

/// The members of an object.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    map: &'a Object,
    pub(super) node: Node<'a>,
}

impl Members<'_> {
    /// The members as annotations: an invalid one counts as absent.
    pub(super) fn lenient(self) -> Self {
        Self { node: self.node.lenient(), ..self }
    }

    /// A member.
    pub(super) fn get(&self, key: &str) -> Option<&Tree> {
        self.map.get(key)
    }

    /// Whether any member but `$ref` and extensions is present.
    pub(super) fn has_siblings_of_reference(&self) -> bool {
        self.map.keys().any(|key| key != "$ref" && !key.starts_with("x-"))
    }

    /// Reads a member that is present.
    pub(super) fn child<T>(
        &self,
        key: &str,
        read: impl FnOnce(Node<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(key)?;
        read(Node { value, path: &self.node.path.key(key), ..self.node })
    }

    pub(super) fn string(&self, key: &str) -> Option<String> {
        self.child(key, |it| it.string())
    }

    pub(super) fn required_string(&self, key: &str) -> Option<String> {
        if self.get(key).is_some() {
            return self.string(key);
        }
        let message = format!("missing required field `{key}`");
        self.node.mistake(Diagnostic::warning(Code::Missing, &self.node.pointer(), message));
        None
    }

    pub(super) fn scalar(&self, key: &str) -> Option<String> {
        self.child(key, |it| it.scalar())
    }

    pub(super) fn bool(&self, key: &str) -> Option<bool> {
        self.child(key, |node| {
            let value = node.value.as_bool();
            if value.is_none() {
                node.wrong_type("true or false");
            }
            value
        })
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        self.child(key, |node| {
            let value = node.value.as_f64();
            if value.is_none() {
                node.wrong_type("a number");
            }
            value
        })
    }

    pub(super) fn count(&self, key: &str) -> Option<usize> {
        self.child(key, |node| {
            let value = node.value.as_f64().filter(|it| *it >= 0.0 && it.fract() == 0.0);
            if value.is_none() {
                node.wrong_type("a non-negative integer");
            }
            value.map(|value| value as usize)
        })
    }

    pub(super) fn list<T>(&self, key: &str, read: impl Fn(Node<'_>) -> Option<T>) -> Vec<T> {
        self.child(key, |node| Some(node.elements(read))).unwrap_or_default()
    }

    /// The members of the object `key`, without extensions.
    pub(super) fn map<T>(
        &self,
        key: &str,
        read: impl Fn(Node<'_>) -> Option<T>,
    ) -> IndexMap<String, T> {
        self.child(key, |node| Some(node.object()?.entries(read))).unwrap_or_default()
    }

    pub(super) fn entries<T>(&self, read: impl Fn(Node<'_>) -> Option<T>) -> IndexMap<String, T> {
        let keys = self.map.keys().filter(|key| !key.starts_with("x-") || self.is_free_form());
        let mut entries = IndexMap::with_capacity(self.map.len());
        entries.extend(keys.filter_map(|key| Some((key.to_owned(), self.child(key, &read)?))));
        entries
    }

    /// Whether the keys of this object are names chosen by the author. Then `x-rate` is a name too
    /// and not an extension.
    fn is_free_form(&self) -> bool {
        matches!(
            self.node.path,
            Path::Key(_, "properties" | "patternProperties" | "headers" | "schemas" | "mapping")
        )
    }

    pub(super) fn extensions(&self) -> IndexMap<String, Value> {
        let extensions = self.map.iter().filter(|(key, _)| key.starts_with("x-"));
        extensions.map(|(key, value)| (key.to_owned(), value.to_json())).collect()
    }
}

/// The JSON type of a value, for messages.
pub(super) fn kind(value: &Tree) -> &'static str {
    match value {
        Tree::Null => "null",
        Tree::Bool(_) => "a boolean",
        Tree::Number(_) => "a number",
        Tree::String(_) => "a string",
        Tree::Array(_) => "an array",
        Tree::Object(_) => "an object",
    }
}
