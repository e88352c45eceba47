//! A part of a document: selected operations, and the components that they need.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    methods::{MEMBERS, OTHERS},
    paths::{of_item, target},
};
use crate::{
    pointer::Pointer,
    source::FILES,
    tree::{Object, Tree},
};

/// The properties by which operations are selected.
pub(crate) struct Operation<'t> {
    pub(crate) path: &'t str,
    pub(crate) id: Option<&'t str>,
    pub(crate) tags: Vec<&'t str>,
}

/// The document with the operations that are `wanted`, and the components that they need, or that are
/// at or around `places`.
pub(crate) fn subset(
    tree: &Tree,
    wanted: &dyn Fn(&Operation<'_>) -> bool,
    places: Vec<Pointer>,
) -> Tree {
    let Tree::Object(root) = tree else { return tree.clone() };
    let mut kept = Vec::new();
    for (key, value) in root.iter().filter(|(key, _)| *key != COMPONENTS && *key != FILES) {
        let value = match value {
            Tree::Object(items) if SECTIONS.contains(&key) => {
                let items = items.iter().filter_map(|(path, item)| {
                    Some((path.into(), kept_item(tree, path, item, wanted)?))
                });
                Tree::Object(items.collect())
            }
            other => other.clone(),
        };
        kept.push((key.into(), value));
    }
    let needed = Needed::of(tree, kept.iter().map(|(_, it)| it), places);
    if let Some(Tree::Object(sections)) = root.get(COMPONENTS) {
        kept.push((COMPONENTS.into(), Tree::Object(needed.components(sections))));
    }
    Tree::Object(Object::of(kept))
}

const SECTIONS: [&str; 3] = ["paths", "webhooks", "x-webhooks"];
const COMPONENTS: &str = "components";

fn operation<'t>(path: &'t str, value: &'t Tree) -> Operation<'t> {
    let tags = value.get("tags").and_then(Tree::as_array).into_iter().flatten();
    let id = value.get("operationId").and_then(Tree::as_str);
    Operation { path, id, tags: tags.filter_map(Tree::as_str).collect() }
}

/// The path item with its wanted operations; `None` if it has none.
fn kept_item(
    tree: &Tree,
    path: &str,
    item: &Tree,
    wanted: &dyn Fn(&Operation<'_>) -> bool,
) -> Option<Tree> {
    let is_wanted = |it: &Tree| wanted(&operation(path, it));
    let of_target = target(tree, item).and_then(Tree::as_object);
    let own = item.as_object()?;
    let mut kept: Vec<(&str, &Tree)> = own.iter().collect();
    if !of_target.into_iter().flat_map(of_item).all(is_wanted) {
        // The target of the `$ref` also has operations that are not selected. The selected ones replace
        // the `$ref`.
        kept.retain(|(key, _)| *key != "$ref");
        kept.extend(of_target.into_iter().flatten().filter(|(key, _)| !own.contains_key(key)));
    }
    kept.retain(|(key, value)| !MEMBERS.contains(key) || is_wanted(value));
    let member = |(key, value): (&str, &Tree)| match value {
        Tree::Object(others) if key == OTHERS => {
            let wanted = others.iter().filter(|(_, it)| is_wanted(it));
            let wanted = wanted.map(|(key, it)| (key.into(), it.clone()));
            (key.into(), Tree::Object(wanted.collect()))
        }
        other => (key.into(), other.clone()),
    };
    let kept: Object = kept.into_iter().map(member).collect();
    let is_left = of_item(&kept).next().is_some() || kept.contains_key("$ref");
    is_left.then_some(Tree::Object(kept))
}

/// The components that a part of a document needs.
struct Needed<'t> {
    tree: &'t Tree,
    /// For each schema, the components whose `allOf` refers to it: the types of its discriminator.
    extensions: BTreeMap<Pointer, Vec<Pointer>>,
    found: BTreeSet<Pointer>,
    open: Vec<Pointer>,
}

impl<'t> Needed<'t> {
    fn of<'k>(tree: &'t Tree, kept: impl Iterator<Item = &'k Tree>, places: Vec<Pointer>) -> Self {
        let mut extensions: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
        let schemas = tree.pointer("/components/schemas").and_then(Tree::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            for part in schema.get("allOf").and_then(Tree::as_array).into_iter().flatten() {
                let base = part.get("$ref").and_then(Tree::as_str);
                if let Some(base) = base.and_then(Pointer::from_reference) {
                    extensions.entry(base).or_default().push(schema_named(name));
                }
            }
        }
        let mut needed = Self { tree, extensions, found: BTreeSet::new(), open: Vec::new() };
        kept.for_each(|it| needed.visit(it));
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
    fn visit(&mut self, value: &Tree) {
        match value {
            Tree::Object(members) => {
                for (key, member) in members {
                    match member {
                        Tree::String(text) if key == "$ref" => self.refer(text),
                        Tree::Object(mapping) if key == "mapping" => {
                            let texts = mapping.values().filter_map(Tree::as_str);
                            texts.for_each(|it| self.refer_or_name(it));
                        }
                        Tree::String(text) if key == "defaultMapping" => self.refer_or_name(text),
                        other => self.visit(other),
                    }
                }
            }
            Tree::Array(items) => items.iter().for_each(|it| self.visit(it)),
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

    fn components(&self, sections: &Object) -> Object {
        let root = Pointer::root().child(COMPONENTS);
        let section = |(name, section): (&str, &Tree)| {
            let at = root.child(name);
            let section = match section {
                // They are required by their names, and not by references.
                Tree::Object(_) if name == "securitySchemes" => section.clone(),
                Tree::Object(all) => {
                    let own = all.iter().filter(|(key, _)| self.found.contains(&at.child(key)));
                    Tree::Object(own.map(|(key, it)| (key.into(), it.clone())).collect())
                }
                other => other.clone(),
            };
            (name.into(), section)
        };
        sections.iter().map(section).collect()
    }
}

fn schema_named(name: &str) -> Pointer {
    Pointer::root().child(COMPONENTS).child("schemas").child(name)
}
