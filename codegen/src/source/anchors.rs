//! References to schemas by `$anchor`, `$dynamicAnchor` or `$id` (JSON Schema 2020-12 Core, §8.2).
//! They are replaced by JSON pointers, so that later stages only see pointers.

use std::collections::BTreeMap;

use super::reference::{FILES, REFERRING, is_data, join};
use crate::{
    pointer::{Path, Pointer},
    tree::Tree,
};

/// Replaces each reference by name in `tree` with a pointer. A reference that cannot be resolved
/// stays as it is.
pub(super) fn resolve(tree: &mut Tree) {
    let mut index = Index::default();
    let document = index.open(Pointer::root(), String::new());
    index.walk(tree, &Path::Root, document);
    let found: Vec<(Pointer, Pointer)> = index
        .references
        .iter()
        .filter_map(|it| Some((it.at.clone(), index.target(it, tree)?)))
        .collect();
    for (at, target) in found {
        if let Some(reference) = tree.pointer_mut(at.as_str()) {
            *reference = target.to_string().into();
        }
    }
}

/// The names of schemas in a tree.
#[derive(Default)]
struct Index {
    resources: Vec<Resource>,
    /// The index in `resources` of each resource, by its URI.
    ids: BTreeMap<String, usize>,
    anchors: BTreeMap<String, Vec<Anchor>>,
    references: Vec<Reference>,
}

/// A schema resource: a file, or a schema with an `$id`. Anchors are unique within it.
struct Resource {
    at: Pointer,
    /// The base of relative references: a URI, or the path of a file.
    base: String,
}

struct Anchor {
    at: Pointer,
    resource: usize,
}

struct Reference {
    text: String,
    at: Pointer,
    resource: usize,
}

impl Index {
    fn open(&mut self, at: Pointer, base: String) -> usize {
        self.ids.entry(base.clone()).or_insert(self.resources.len());
        self.resources.push(Resource { at, base });
        self.resources.len() - 1
    }

    /// Collects the names and the references below `value`, which is part of `resource`.
    fn walk(&mut self, value: &Tree, at: &Path<'_>, mut resource: usize) {
        if let Path::Key(Path::Key(Path::Root, FILES), path) = at {
            resource = self.open(at.pointer(), (*path).to_owned());
        }
        match value {
            Tree::Object(members) => {
                let id = members.get("$id").or_else(|| members.get("$self"));
                if let Some(id) = id.and_then(Tree::as_str).and_then(uri) {
                    let base = relative_to(&self.resources[resource].base, id);
                    resource = self.open(at.pointer(), base);
                }
                for (key, member) in members {
                    match member {
                        Tree::String(text) => self.note(key, text, at, resource),
                        member if !is_data(key, at) => self.walk(member, &at.key(key), resource),
                        _ => {}
                    }
                }
            }
            Tree::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.walk(element, &at.index(index), resource);
                }
            }
            _ => {}
        }
    }

    /// Collects the name or the reference of a keyword of the schema at `at`.
    fn note(&mut self, keyword: &str, text: &str, at: &Path<'_>, resource: usize) {
        let anchor = match keyword {
            "$anchor" | "$dynamicAnchor" => Some(text),
            // Up to draft 7, an `$id` that is only a fragment was an anchor.
            "$id" => text.strip_prefix('#').filter(|it| !it.starts_with('/')),
            _ => None,
        };
        if let Some(name) = anchor {
            let anchor = Anchor { at: at.pointer(), resource };
            self.anchors.entry(name.to_owned()).or_default().push(anchor);
        }
        if REFERRING.contains(&keyword) {
            let at = at.key(keyword).pointer();
            self.references.push(Reference { text: text.to_owned(), at, resource });
        }
    }

    /// The target of a reference; `None` if it is already a pointer of the document or cannot be
    /// resolved.
    fn target(&self, reference: &Reference, tree: &Tree) -> Option<Pointer> {
        let (path, fragment) = reference.text.split_once('#').unwrap_or((&reference.text, ""));
        let named = match fragment.rsplit_once('#') {
            // An anchor of another file; the bundle has added the file's pointer before it.
            Some((file, name)) if path.is_empty() => {
                let is_it = |it: &Resource| it.at.as_str() == file;
                Some((self.resources.iter().position(is_it)?, name))
            }
            _ => None,
        };
        let (resource, fragment) = match named {
            Some(named) => named,
            None if path.is_empty() => (reference.resource, fragment),
            None => (self.resource(path, reference.resource)?, fragment),
        };
        let root = &self.resources[resource].at;
        if fragment.is_empty() {
            return Some(root.clone());
        }
        if !fragment.starts_with('/') {
            return self.anchor(fragment, resource, reference);
        }
        let target = Pointer::from_reference(&format!("{root}{fragment}"))?;
        // Published documents write pointers from the root of the document, where the standard
        // requires pointers from the root of the resource.
        (!path.is_empty() || tree.pointer(target.as_str()).is_some()).then_some(target)
    }

    /// The resource that a URI names, resolved against the base of another resource.
    fn resource(&self, uri: &str, within: usize) -> Option<usize> {
        let absolute = relative_to(&self.resources[within].base, uri);
        self.ids.get(&absolute).or_else(|| self.ids.get(uri)).copied()
    }

    /// The schema with an anchor. If a resource has several, this is the closest one around the
    /// reference, or else the first. An anchor that only another resource has is accepted too.
    fn anchor(&self, name: &str, resource: usize, reference: &Reference) -> Option<Pointer> {
        let all = self.anchors.get(name)?;
        let own = || all.iter().filter(|it| it.resource == resource);
        let around = own().filter(|it| is_within(&reference.at, &it.at));
        let found = around.max_by_key(|it| it.at.as_str().len()).or_else(|| own().next());
        let only = || all.first().filter(|_| all.len() == 1 && resource == reference.resource);
        found.or_else(only).map(|it| it.at.clone())
    }
}

fn is_within(at: &Pointer, outer: &Pointer) -> bool {
    at.as_str().strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

/// An `$id` without an empty fragment at its end; `None` if it is only a fragment.
fn uri(id: &str) -> Option<&str> {
    let uri = id.split_once('#').map_or(id, |(uri, _)| uri);
    (!uri.is_empty()).then_some(uri)
}

/// Resolves a relative reference (RFC 3986 §5.2), as far as `$id` needs it.
fn relative_to(base: &str, reference: &str) -> String {
    let has_scheme = reference
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.chars().all(|it| it.is_ascii_alphanumeric()));
    if has_scheme {
        return reference.to_owned();
    }
    let host = base.find("://").map_or(0, |scheme| scheme + 3);
    let path =
        if host == 0 { 0 } else { base[host..].find('/').map_or(base.len(), |it| host + it) };
    let (origin, path) = base.split_at(path);
    let from = if reference.starts_with('/') { "" } else { path };
    let joined = join(from, reference);
    if origin.is_empty() { joined } else { format!("{origin}/{joined}") }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn identifiers_are_relative_to_their_base() {
        let base = "https://example.com/schemas/thing.json";
        assert_eq!(relative_to(base, "other.json"), "https://example.com/schemas/other.json");
        assert_eq!(relative_to(base, "../a.json"), "https://example.com/a.json");
        assert_eq!(relative_to(base, "/a.json"), "https://example.com/a.json");
        assert_eq!(relative_to(base, "urn:example:a"), "urn:example:a");
        assert_eq!(relative_to("https://example.com", "a.json"), "https://example.com/a.json");
        assert_eq!(relative_to("a/b.yaml", "c.yaml"), "a/c.yaml");
    }

    #[test]
    fn names_become_pointers() {
        let mut tree = Tree::of_json(&json!({
            "a": {"$anchor": "here", "$defs": {"x": {"$dynamicAnchor": "node", "$dynamicRef": "#node"}}},
            "b": {"$id": "https://example.com/b", "$defs": {"y": {"$anchor": "there"}}, "refs": [
                {"$ref": "#there"}, {"$ref": "#"}, {"$ref": "#/$defs/y"}, {"$ref": "#/a"}, {"$ref": "c"},
            ]},
            "c": {"$id": "https://example.com/c#"},
            "refs": [
                {"$ref": "#here"}, {"$ref": "b#there"}, {"$ref": "https://example.com/b#there"},
                {"$ref": "https://example.com/c"}, {"$ref": "https://example.com/b#/$defs/y"},
                {"$ref": "#nowhere"}, {"$ref": "https://example.com/d"}, {"$ref": "#/a"},
                {"example": {"$ref": "#here"}},
            ],
        }));
        resolve(&mut tree);
        let tree = tree.to_json();
        let refs = |at: &str| -> Vec<String> {
            let list = tree.pointer(at).and_then(Value::as_array).cloned().unwrap_or_default();
            list.iter().filter_map(|it| it["$ref"].as_str().map(str::to_owned)).collect()
        };
        assert_eq!(refs("/b/refs"), ["#/b/$defs/y", "#/b", "#/b/$defs/y", "#/a", "#/c"]);
        assert_eq!(
            refs("/refs"),
            [
                "#/a",
                "b#there",
                "#/b/$defs/y",
                "#/c",
                "#/b/$defs/y",
                "#nowhere",
                "https://example.com/d",
                "#/a"
            ]
        );
        assert_eq!(tree["a"]["$defs"]["x"]["$dynamicRef"], "#/a/$defs/x");
        assert_eq!(tree["refs"][8]["example"]["$ref"], "#here");
    }
}
