//! Names of types from an earlier generation, and aliases for types that were renamed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    lock::{TypeKey, places},
    lower::{context::Cx, draft::Draft, text::naming},
    model::{FormerName, TypeId},
    pointer::Pointer,
};

/// The maximum length of a chain of references.
const MAX_DEPTH: usize = 32;

/// The number of versions of the package with a deprecated name: the version that deprecates it, and
/// the next one.
const RELEASES: usize = 2;

/// The earlier names of types.
#[derive(Default)]
pub(super) struct Kept {
    /// The earlier name of each type that has one.
    pub(super) names: Vec<Option<String>>,
    /// Former names, each with the type that replaces it, and whether the document renamed it.
    pub(super) former: BTreeMap<String, Former>,
}

/// A type that is renamed.
pub(super) struct Former {
    pub(super) target: usize,
    pub(super) is_renamed: bool,
}

/// Finds the current type for each type of the lock.
pub(super) fn find(cx: Cx<'_>, drafts: &[Draft], places: &BTreeMap<Pointer, TypeId>) -> Kept {
    let mut kept = Kept { names: vec![None; drafts.len()], former: BTreeMap::new() };
    if cx.lock.types.is_empty() {
        return kept;
    }
    let mut indices: BTreeMap<(Pointer, &str), usize> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        indices.entry((places::steady(cx.tree, &draft.origin), draft.facet)).or_insert(index);
    }
    let mut used = BTreeSet::new();
    let mut gone: Vec<(&TypeKey, String)> = Vec::new();
    for (key, locked) in &cx.lock.types {
        let name = naming::chosen(&locked.name);
        match indices.get(&(key.origin.clone(), key.facet.as_str())) {
            Some(index) => match configured(cx, &drafts[*index]) {
                Some(other) if other != name => {
                    let former = Former { target: *index, is_renamed: true };
                    kept.former.insert(name, former);
                }
                _ if used.insert(name.clone()) => kept.names[*index] = Some(name),
                _ => {}
            },
            None => gone.push((key, name)),
        }
    }
    for (key, name) in gone {
        let Some(origin) = resolved(cx, &key.origin) else { continue };
        let by_place = || places.get(&origin).map(|id| id.0).filter(|_| key.facet.is_empty());
        let steady = places::steady(cx.tree, &origin);
        let found = indices.get(&(steady, key.facet.as_str())).copied();
        let Some(index) = found.or_else(by_place) else { continue };
        let draft = &drafts[index];
        let has_name = kept.names[index].is_some() || configured(cx, draft).is_some();
        if draft.hint.component || has_name {
            let is_renamed = is_component(&key.origin) && draft.hint.component;
            kept.former.entry(name).or_insert(Former { target: index, is_renamed });
        } else if used.insert(name.clone()) {
            kept.names[index] = Some(name);
        }
    }
    kept.former.retain(|name, _| !used.contains(name));
    kept
}

/// The configured name of a type.
fn configured(cx: Cx<'_>, draft: &Draft) -> Option<String> {
    let component = || cx.config.schema(&draft.hint.wire).filter(|_| draft.hint.component);
    let name = match draft.facet {
        "write" => {
            let key = draft.origin.last().filter(|_| is_component(&draft.origin))?;
            cx.config.write_name(&key).map(str::to_owned)
        }
        _ => cx.config.schema_at(&draft.origin).or_else(component).and_then(|it| it.name.clone()),
    };
    name.map(|it| naming::chosen(&it))
}

fn is_component(origin: &Pointer) -> bool {
    let segments: Vec<String> = origin.segments().collect();
    matches!(&segments[..], [components, schemas, _] if components == "components" && schemas == "schemas")
}

/// The current place of a node in the lock. Follows references. A component that is gone is searched
/// for where it was used.
fn resolved(cx: Cx<'_>, at: &Pointer) -> Option<Pointer> {
    let segments: Vec<String> = at.segments().collect();
    if let Some(found) = walk(cx.tree, &Pointer::root(), &segments, MAX_DEPTH) {
        return Some(found);
    }
    let root = segments.get(..3)?.iter().fold(Pointer::root(), |at, key| at.child(key));
    let used = cx.lock.uses.get(&root)?;
    let used: Vec<String> = used.segments().collect();
    let target = walk(cx.tree, &Pointer::root(), &used, MAX_DEPTH)?;
    walk(cx.tree, &target, &segments[3..], MAX_DEPTH)
}

/// The place of a node below another one, through references. `segments` are as in the lock.
fn walk(tree: &Value, from: &Pointer, segments: &[String], depth: usize) -> Option<Pointer> {
    let depth = depth.checked_sub(1)?;
    let mut node = tree.pointer(from.as_str())?;
    let mut at = from.clone();
    for index in 0..=segments.len() {
        if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let target = Pointer::from_reference(reference)?;
            return walk(tree, &target, &segments[index..], depth);
        }
        let Some(segment) = segments.get(index) else { break };
        let key = at.last().unwrap_or_default();
        let (own, next) = places::find(tree, &key, node, segment)?;
        (at, node) = (at.child(&own), next);
    }
    Some(at)
}

/// The former names that become aliases: those of this generation, and those of the lock.
pub(super) fn former(cx: Cx<'_>, kept: &Kept, names: &[String], version: &str) -> Vec<FormerName> {
    let index = |name: &str| names.iter().position(|it| *it == naming::chosen(name));
    let mut all = BTreeMap::new();
    for (name, former) in &kept.former {
        let versions = if former.is_renamed { vec![version.to_owned()] } else { Vec::new() };
        all.insert(name.clone(), (former.target, versions));
    }
    for (name, locked) in &cx.lock.aliases {
        let mut versions = locked.versions.clone();
        if versions.last().is_some_and(|it| it != version) {
            versions.push(version.to_owned());
        }
        // Its type may be renamed again.
        let next = all.get(&naming::chosen(&locked.target)).map(|(target, _)| *target);
        let Some(target) = next.or_else(|| index(&locked.target)) else { continue };
        if versions.len() <= RELEASES {
            all.entry(naming::chosen(name)).or_insert((target, versions));
        }
    }
    all.retain(|name, _| !names.contains(name));
    let former = |(name, (target, versions))| FormerName { name, target: TypeId(target), versions };
    all.into_iter().map(former).collect()
}
