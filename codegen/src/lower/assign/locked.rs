//! Names of types from an earlier generation, and aliases for types that were renamed.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::compatibility::is_breaking;
use crate::{
    lock::{TypeKey, places},
    lower::{client::version, context::Cx, draft::Draft, text::naming},
    model::{FormerName, TypeId, TypeRef},
    pointer::Pointer,
};

/// The earlier names of types.
#[derive(Default)]
pub(super) struct Kept {
    /// The earlier name of each type that has one.
    pub(super) names: Vec<Option<String>>,
    /// Former names.
    former: BTreeMap<String, Former>,
    /// The version of the package.
    version: String,
}

/// The current meaning of a former name.
struct Former {
    key: TypeKey,
    target: TypeRef,
    /// The versions of the package that deprecate it.
    versions: Vec<String>,
}

/// The places of types in the document.
struct Types<'a> {
    cx: Cx<'a>,
    /// By steady place and facet.
    drafts: BTreeMap<Pointer, BTreeMap<&'static str, usize>>,
    places: &'a IndexMap<Pointer, TypeRef>,
}

impl<'a> Types<'a> {
    fn new(cx: Cx<'a>, drafts: &[Draft], places: &'a IndexMap<Pointer, TypeRef>) -> Self {
        let mut indices: BTreeMap<Pointer, BTreeMap<&str, usize>> = BTreeMap::new();
        for (index, draft) in drafts.iter().enumerate() {
            let of_place = indices.entry(places::steady(cx.tree, &draft.origin)).or_default();
            of_place.entry(draft.facet).or_insert(index);
        }
        Self { cx, drafts: indices, places }
    }

    fn index(&self, origin: &Pointer, facet: &str) -> Option<usize> {
        self.drafts.get(origin)?.get(facet).copied()
    }

    /// The current type at the place of a former one, and its place.
    fn now(&self, key: &TypeKey) -> Option<(TypeKey, TypeRef)> {
        let named = |index| TypeRef::Named(TypeId(index));
        if let Some(index) = self.index(&key.origin, &key.facet) {
            return Some((key.clone(), named(index)));
        }
        let at = resolved(self.cx, &key.origin)?;
        let origin = places::steady(self.cx.tree, &at);
        let place = || self.places.get(&at).filter(|_| key.facet.is_empty()).cloned();
        let ty = self.index(&origin, &key.facet).map(named).or_else(place)?;
        Some((TypeKey { origin, facet: key.facet.clone() }, ty))
    }
}

impl Kept {
    /// Finds for each type of the lock the type that is in its place.
    pub(super) fn find(cx: Cx<'_>, drafts: &[Draft], places: &IndexMap<Pointer, TypeRef>) -> Self {
        let mut kept =
            Self { names: vec![None; drafts.len()], former: BTreeMap::new(), version: version(cx) };
        if cx.lock.types.is_empty() && cx.lock.aliases.is_empty() {
            return kept;
        }
        let types = Types::new(cx, drafts, places);
        let mut used = BTreeSet::new();
        let mut gone: Vec<(&TypeKey, String)> = Vec::new();
        for (key, locked) in &cx.lock.types {
            let name = naming::chosen(&locked.name);
            let Some(index) = types.index(&key.origin, &key.facet) else {
                gone.push((key, name));
                continue;
            };
            match configured(cx, &drafts[index]) {
                Some(other) if other != name => {
                    kept.stands_for(name, key.clone(), TypeRef::Named(TypeId(index)), true);
                }
                _ if used.insert(name.clone()) => kept.names[index] = Some(name),
                _ => {}
            }
        }
        for (key, name) in gone {
            let Some((place, target)) = types.now(key) else { continue };
            let TypeRef::Named(TypeId(index)) = target else {
                kept.stands_for(name, place, target, true);
                continue;
            };
            let draft = &drafts[index];
            let has_name = kept.names[index].is_some() || configured(cx, draft).is_some();
            if draft.hint.component || has_name {
                let is_renamed = is_component(&key.origin) && draft.hint.component;
                kept.stands_for(name, place, target, is_renamed);
            } else if used.insert(name.clone()) {
                kept.names[index] = Some(name);
            }
        }
        kept.add_aliases(&types);
        kept
    }

    fn stands_for(&mut self, name: String, key: TypeKey, target: TypeRef, is_renamed: bool) {
        let versions = if is_renamed { vec![self.version.clone()] } else { Vec::new() };
        self.former.entry(name).or_insert(Former { key, target, versions });
    }

    /// Adds the former names of earlier generations, as long as they are kept.
    fn add_aliases(&mut self, types: &Types<'_>) {
        for (name, locked) in &types.cx.lock.aliases {
            let Some((key, target)) = types.now(&locked.key) else { continue };
            if let Some(versions) = deprecated_by(&locked.versions, &self.version) {
                let former = Former { key, target, versions };
                self.former.entry(naming::chosen(name)).or_insert(former);
            }
        }
    }

    /// The former names that become aliases, in addition to the `names` of types.
    pub(super) fn former(self, names: &[String]) -> Vec<FormerName> {
        let former = self.former.into_iter().filter(|(name, _)| !names.contains(name));
        let former = former.map(|(name, Former { key, target, versions })| FormerName {
            name,
            origin: key.origin,
            facet: key.facet,
            target,
            versions,
        });
        former.collect()
    }
}

/// The version of the package that deprecated a former name, and the next one, which may be the first that was
/// published with it. `None` if the current version may break callers of both: then the name is removed.
pub(super) fn deprecated_by(versions: &[String], version: &str) -> Option<Vec<String>> {
    match versions {
        [first] if first != version => Some(vec![first.clone(), version.to_owned()]),
        [_, next, ..] if is_breaking(next, version) => None,
        _ => Some(versions.to_vec()),
    }
}

/// The configured name of a type.
pub(super) fn configured(cx: Cx<'_>, draft: &Draft) -> Option<String> {
    let component = || draft.hint.component.then(|| cx.config.schema(&draft.hint.wire)).flatten();
    let name = match draft.facet {
        "write" => {
            let key = draft.origin.last().filter(|_| is_component(&draft.origin))?;
            cx.config.write_name(&key).map(str::to_owned)
        }
        facet => {
            let found = cx.config.schema_at(&draft.origin, facet).or_else(component);
            found.and_then(|it| it.name.clone())
        }
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
    if let Some(found) = places::walk(cx.tree, &Pointer::root(), &segments) {
        return Some(found);
    }
    let root = segments.get(..3)?.iter().fold(Pointer::root(), |at, key| at.child(key));
    let used = cx.lock.uses.get(&root)?;
    let used: Vec<String> = used.segments().collect();
    let is_new = |it: &Pointer| !cx.lock.uses.contains_key(it);
    let target = places::walk(cx.tree, &Pointer::root(), &used)
        .or_else(|| places::successor(cx.tree, &used, is_new))?;
    places::walk(cx.tree, &target, &segments[3..])
}
