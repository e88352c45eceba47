//! A node of the tree together with its place, and the readers of its members. Each takes what it
//! asks for or reports what it found instead.

use std::cell::{Cell, RefCell};

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::{Map, Value};

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::{Path, Pointer},
};

/// Collects what goes wrong while a tree is read.
#[derive(Default)]
pub(super) struct Reader {
    diagnostics: RefCell<Diagnostics>,
    /// How many mistakes there are in the part that is being read.
    mistakes: Cell<usize>,
}

impl Reader {
    pub(super) fn root<T>(&self, tree: &Value, read: impl FnOnce(Node<'_>) -> T) -> T {
        read(Node { value: tree, path: &Path::Root, reader: self, lenient: true })
    }

    pub(super) fn at<T>(
        &self,
        value: &Value,
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
    pub(super) value: &'a Value,
    path: &'a Path<'a>,
    reader: &'a Reader,
    /// Whether a member that is wrong is as good as absent: constraints and annotations, without
    /// which the rest still makes sense.
    lenient: bool,
}

impl<'a> Node<'a> {
    pub(super) fn pointer(self) -> Pointer {
        self.path.pointer()
    }

    pub(super) fn report(self, diagnostic: Diagnostic) {
        self.reader.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Reports what makes the part that this node belongs to useless, unless it is lenient.
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

    /// Reads a part of the document that is left out if anything in it is wrong; the rest can do
    /// without it.
    pub(super) fn part<T>(self, read: impl FnOnce(Self) -> Option<T>) -> Option<T> {
        let outside = self.reader.mistakes.replace(0);
        let part = read(Self { lenient: false, ..self });
        let mistakes = self.reader.mistakes.replace(outside);
        part.filter(|_| mistakes == 0)
    }

    /// The node as one of which a member that is wrong is as good as absent.
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

    /// A string, or a number or boolean as its text: `version: 1.0` is a common slip.
    pub(super) fn scalar(self) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
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
        let read_one = |(index, value): (usize, &Value)| {
            read(Node { value, path: &self.path.index(index), ..self })
        };
        elements.iter().enumerate().filter_map(read_one).collect()
    }

    /// The reference that this node is, or what it holds.
    pub(super) fn reference_or<T>(
        self,
        read: impl FnOnce(Node<'_>) -> Option<T>,
    ) -> Option<ReferenceOr<T>> {
        match self.value.get("$ref") {
            Some(Value::String(reference)) => {
                Some(ReferenceOr::Reference { reference: reference.clone() })
            }
            _ => read(self).map(ReferenceOr::Item),
        }
    }
}

/// The members of an object.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    map: &'a Map<String, Value>,
    pub(super) node: Node<'a>,
}

impl Members<'_> {
    /// The members as annotations: one that is wrong is as good as absent.
    pub(super) fn lenient(self) -> Self {
        Self { node: self.node.lenient(), ..self }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Value> {
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
        let value = self.map.get(key)?;
        read(Node { value, path: &self.node.path.key(key), ..self.node })
    }

    pub(super) fn string(&self, key: &str) -> Option<String> {
        self.child(key, |it| it.string())
    }

    pub(super) fn required_string(&self, key: &str) -> Option<String> {
        if self.map.contains_key(key) {
            return self.string(key);
        }
        let message = format!("`{key}` is required here");
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
                node.wrong_type("a whole number that is not negative");
            }
            value.map(|value| value as usize)
        })
    }

    pub(super) fn list<T>(&self, key: &str, read: impl Fn(Node<'_>) -> Option<T>) -> Vec<T> {
        self.child(key, |node| Some(node.elements(read))).unwrap_or_default()
    }

    /// The members of the object `key`, but for its extensions.
    pub(super) fn map<T>(
        &self,
        key: &str,
        read: impl Fn(Node<'_>) -> Option<T>,
    ) -> IndexMap<String, T> {
        self.child(key, |node| Some(node.object()?.entries(read))).unwrap_or_default()
    }

    pub(super) fn entries<T>(&self, read: impl Fn(Node<'_>) -> Option<T>) -> IndexMap<String, T> {
        let keys = self.map.keys().filter(|key| !key.starts_with("x-") || self.is_free_form());
        keys.filter_map(|key| Some((key.clone(), self.child(key, &read)?))).collect()
    }

    /// Whether keys of this object are names that the author chose, so that `x-rate` is one too.
    fn is_free_form(&self) -> bool {
        matches!(
            self.node.path,
            Path::Key(_, "properties" | "patternProperties" | "headers" | "schemas" | "mapping")
        )
    }

    pub(super) fn extensions(&self) -> IndexMap<String, Value> {
        let extensions = self.map.iter().filter(|(key, _)| key.starts_with("x-"));
        extensions.map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

/// The kind of a value, for a sentence.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
