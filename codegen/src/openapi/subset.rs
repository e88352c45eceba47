//! A part of a document: selected operations, and the components that they need.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    methods::{MEMBERS, OTHERS},
    path_items::{of_item, target},
};
use crate::{pointer::Pointer, source::FILES};

/// The properties by which operations are selected.
pub(crate) struct Operation<'t> {
    pub(crate) path: &'t str,
    pub(crate) id: Option<&'t str>,
    pub(crate) tags: Vec<&'t str>,
}

/// The document with the operations that are `wanted`, and the components that they need, or that are
/// at or around `places`.
pub(crate) fn subset(
    tree: &Value,
    wanted: &dyn Fn(&Operation<'_>) -> bool,
    places: Vec<Pointer>,
) -> Value {
    let Value::Object(root) = tree else { return tree.clone() };
    let mut kept = Map::new();
    for (key, value) in root.iter().filter(|(key, _)| *key != COMPONENTS && *key != FILES) {
        let value = match value {
            Value::Object(items) if SECTIONS.contains(&&**key) => {
                let items = items.iter().filter_map(|(path, item)| {
                    Some((path.clone(), kept_item(tree, path, item, wanted)?))
                });
                Value::Object(items.collect())
            }
            other => other.clone(),
        };
        kept.insert(key.clone(), value);
    }
    let needed = Needed::of(tree, &kept, places);
    if let Some(Value::Object(sections)) = root.get(COMPONENTS) {
        kept.insert(COMPONENTS.to_owned(), Value::Object(needed.components(sections)));
    }
    Value::Object(kept)
}

const SECTIONS: [&str; 3] = ["paths", "webhooks", "x-webhooks"];
const COMPONENTS: &str = "components";

fn operation<'t>(path: &'t str, value: &'t Value) -> Operation<'t> {
    let tags = value.get("tags").and_then(Value::as_array).into_iter().flatten();
    let id = value.get("operationId").and_then(Value::as_str);
    Operation { path, id, tags: tags.filter_map(Value::as_str).collect() }
}

/// The path item with its wanted operations; `None` if it has none.
fn kept_item(
    tree: &Value,
    path: &str,
    item: &Value,
    wanted: &dyn Fn(&Operation<'_>) -> bool,
) -> Option<Value> {
    let is_wanted = |it: &Value| wanted(&operation(path, it));
    let of_target = target(tree, item).and_then(Value::as_object);
    let mut kept = item.as_object()?.clone();
    if !of_target.into_iter().flat_map(of_item).all(is_wanted) {
        // The target of the `$ref` also has operations that are not selected. The selected ones replace
        // the `$ref`.
        kept.remove("$ref");
        for (key, value) in of_target.into_iter().flatten() {
            kept.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    kept.retain(|key, value| !MEMBERS.contains(&&**key) || is_wanted(value));
    if let Some(Value::Object(others)) = kept.get_mut(OTHERS) {
        others.retain(|_, value| is_wanted(value));
    }
    let is_left = of_item(&kept).next().is_some() || kept.contains_key("$ref");
    is_left.then_some(Value::Object(kept))
}

/// The components that a part of a document needs.
struct Needed<'t> {
    tree: &'t Value,
    /// For each schema, the components whose `allOf` refers to it: the types of its discriminator.
    extensions: BTreeMap<Pointer, Vec<Pointer>>,
    found: BTreeSet<Pointer>,
    open: Vec<Pointer>,
}

impl<'t> Needed<'t> {
    fn of(tree: &'t Value, kept: &Map<String, Value>, places: Vec<Pointer>) -> Self {
        let mut extensions: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
        let schemas = tree.pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
                let base = part.get("$ref").and_then(Value::as_str);
                if let Some(base) = base.and_then(Pointer::from_reference) {
                    extensions.entry(base).or_default().push(schema_named(name));
                }
            }
        }
        let mut needed = Self { tree, extensions, found: BTreeSet::new(), open: Vec::new() };
        kept.values().for_each(|it| needed.visit(it));
        places.into_iter().for_each(|it| needed.add(it));
        while let Some(at) = needed.open.pop() {
            if let Some(value) = needed.tree.pointer(at.as_str()) {
                let is_base = value.get("discriminator").is_some();
                let extensions = is_base.then(|| needed.extensions.get(&at).cloned());
                extensions.flatten().into_iter().flatten().for_each(|it| needed.add(it));
                needed.visit(value);
            }
        }
        needed
    }

    /// Adds what a value refers to.
    fn visit(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match member {
                        Value::String(text) if key == "$ref" => self.refer(text),
                        Value::Object(mapping) if key == "mapping" => {
                            let texts = mapping.values().filter_map(Value::as_str);
                            texts.for_each(|it| self.refer_or_name(it));
                        }
                        Value::String(text) if key == "defaultMapping" => self.refer_or_name(text),
                        other => self.visit(other),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|it| self.visit(it)),
            _ => {}
        }
    }

    fn refer(&mut self, reference: &str) {
        if let Some(at) = Pointer::from_reference(reference) {
            self.add(at);
        }
    }

    /// The value of a mapping is a reference or the name of a schema (OpenAPI 3.1 §4.8.25).
    fn refer_or_name(&mut self, text: &str) {
        match Pointer::from_reference(text) {
            Some(at) => self.add(at),
            None => self.add(schema_named(text)),
        }
    }

    /// Adds a node and its component.
    fn add(&mut self, at: Pointer) {
        let segments: Vec<String> = at.segments().take(3).collect();
        let is_component = segments.len() == 3 && segments[0] == COMPONENTS;
        let whole = segments.iter().fold(Pointer::root(), |at, key| at.child(key));
        let at = if is_component { whole } else { at };
        if self.found.insert(at.clone()) {
            self.open.push(at);
        }
    }

    fn components(&self, sections: &Map<String, Value>) -> Map<String, Value> {
        let root = Pointer::root().child(COMPONENTS);
        let section = |(name, section): (&String, &Value)| {
            let at = root.child(name);
            let section = match section {
                // They are required by their names, and not by references.
                Value::Object(_) if name == "securitySchemes" => section.clone(),
                Value::Object(all) => {
                    let own = all.iter().filter(|(key, _)| self.found.contains(&at.child(key)));
                    Value::Object(own.map(|(key, it)| (key.clone(), it.clone())).collect())
                }
                other => other.clone(),
            };
            (name.clone(), section)
        };
        sections.iter().map(section).collect()
    }
}

fn schema_named(name: &str) -> Pointer {
    Pointer::root().child(COMPONENTS).child("schemas").child(name)
}
