//! The state of a conversion, and the places of its nodes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

/// Where the nodes of the converted document were.
pub(crate) type Moved = BTreeMap<Pointer, Pointer>;

/// The conversion of a document.
pub(super) struct Conversion<'t, 'd> {
    pub(super) old: &'t Value,
    pub(super) moved: Moved,
    /// The new places of what references may lead to, by the old ones.
    pub(super) targets: BTreeMap<Pointer, Pointer>,
    pub(super) diagnostics: &'d mut Diagnostics,
}

/// The place of a node in the new document and in the old one.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) new: Pointer,
    pub(super) old: Pointer,
}

impl At {
    pub(super) fn root() -> Self {
        Self { new: Pointer::root(), old: Pointer::root() }
    }

    pub(super) fn child(&self, key: &str) -> Self {
        Self { new: self.new.child(key), old: self.old.child(key) }
    }
}

impl<'t> Conversion<'t, '_> {
    /// Notes that a node is in another place than before, and that references follow it.
    pub(super) fn moves(&mut self, new: Pointer, old: Pointer) {
        if new != old {
            self.targets.entry(old.clone()).or_insert_with(|| new.clone());
            self.moved.insert(new, old);
        }
    }

    /// The target of the `$ref` of a node and its place, else the node itself.
    pub(super) fn resolved<'v>(&self, value: &'v Value, at: &Pointer) -> (&'v Value, Pointer)
    where
        't: 'v,
    {
        let reference = value.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(Pointer::from_reference);
        let found = target.and_then(|it| Some((self.old.pointer(it.as_str())?, it)));
        found.unwrap_or_else(|| (value, at.clone()))
    }

    pub(super) fn warn(&mut self, at: &Pointer, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::warning(Code::InvalidValue, at, message).help(help));
    }
}

/// The media types in a list of the document or of an operation. `*/*` says nothing: JSON.
pub(super) fn media_types(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array).into_iter().flatten();
    let list = list.filter_map(Value::as_str).filter(|it| !it.trim().is_empty());
    let mut all: Vec<String> = Vec::new();
    for media in list.map(|it| if it == "*/*" { JSON } else { it.trim() }) {
        if !all.iter().any(|it| it == media) {
            all.push(media.to_owned());
        }
    }
    all
}

pub(super) const JSON: &str = "application/json";
