//! Records the decisions of a model.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use super::{
    CallKey, Lock, LockedAlias, LockedBody, LockedCall, LockedConstructor, LockedCredential,
    LockedFormer, LockedType, TypeKey, places, plain, variants,
};
use crate::{
    model::{Api, Credential, Method, Resource, Shape, TypeDef},
    pointer::{Path, Pointer},
    tree::Tree,
};

impl Lock {
    /// The decisions of `api`, and those of `before` that the document may need again. `tree` is the document.
    pub(crate) fn record(api: &Api, tree: &Tree, before: &Self) -> Self {
        let mut lock = Self::default();
        for resource in &api.resources {
            for method in &resource.methods {
                lock.calls
                    .entry(CallKey::of(method))
                    .or_insert_with(|| call(resource, method, tree));
            }
            for former in resource.forwards.iter().filter(|it| !it.versions.is_empty()) {
                let (_, method) = api.target(former);
                let names = resource.trail.iter().chain([&former.name]);
                let names: Vec<String> = names.map(|it| plain(it)).collect();
                let former =
                    LockedFormer { key: CallKey::of(method), versions: former.versions.clone() };
                lock.former.insert(names.join("."), former);
            }
        }
        for kind in api.examples.keys() {
            let call = api.example(*kind).map(|(resource, method)| {
                format!("{}.{}", resource.path(), plain(&method.name.rust))
            });
            lock.examples.extend(call.map(|it| (*kind, it)));
        }
        let credentials = api.client.credentials.iter();
        lock.credentials.extend(credentials.map(|it| (it.name.wire.clone(), credential(it))));
        lock.headers.extend(api.client.shared_headers.iter().cloned());
        for def in &api.types.defs {
            let key =
                TypeKey { origin: places::steady(tree, &def.origin), facet: def.facet.to_owned() };
            let name = plain(&def.name.rust);
            let strict = match &def.shape {
                Shape::Struct(object) => object.list.as_ref().is_some_and(|it| it.strict),
                _ => false,
            };
            lock.types.entry(key).or_insert(LockedType { name, sent: def.sent, strict });
            lock.record_members(def, api);
        }
        for former in &api.types.former {
            let key = TypeKey { origin: former.origin.clone(), facet: former.facet.clone() };
            let alias = LockedAlias { key, versions: former.versions.clone() };
            lock.aliases.insert(plain(&former.name), alias);
        }
        lock.keep(before, tree);
        lock.provenance.limits = before.provenance.limits;
        lock.uses = uses(tree, &lock.types);
        lock
    }

    /// Keeps the entries of types that are not there now, though the document still has their places: they
    /// may come back.
    fn keep(&mut self, before: &Self, tree: &Tree) {
        let names = self.types.values().map(|it| &it.name);
        let used: BTreeSet<String> = names.chain(self.aliases.keys()).cloned().collect();
        for (key, ty) in &before.types {
            let is_free = !self.types.contains_key(key) && !used.contains(&ty.name);
            if !is_free || places::walk(tree, &Pointer::root(), &segments(&key.origin)).is_none() {
                continue;
            }
            self.types.insert(key.clone(), ty.clone());
            if let Some(new) = before.constructors.get(&ty.name) {
                self.constructors.entry(ty.name.clone()).or_insert_with(|| new.clone());
            }
            let is_own = |(union, _): &&(String, String)| *union == ty.name;
            for key in before.variants.keys().filter(is_own) {
                self.variants.entry(key.clone()).or_insert_with(|| before.variants[key].clone());
            }
            for key in before.froms.keys().filter(is_own) {
                self.froms.entry(key.clone()).or_insert_with(|| before.froms[key].clone());
            }
        }
    }

    fn record_members(&mut self, def: &TypeDef, api: &Api) {
        let ty = plain(&def.name.rust);
        if let Shape::Struct(object) = &def.shape {
            let arguments: Vec<String> =
                object.arguments().map(|it| it.name.wire.clone()).collect();
            if def.sent && !arguments.is_empty() {
                let args = object.args.clone();
                self.constructors.insert(ty, LockedConstructor { args, arguments });
            }
            return;
        }
        for (key, name) in variants::recorded(&def.shape, &api.types.defs) {
            self.variants.insert((ty.clone(), key), plain(name));
        }
        if let Shape::Union(union) = &def.shape {
            for variant in union.variants.iter().filter(|it| !it.from.is_empty()) {
                let words = variant.from.iter().map(|it| it.word().to_owned());
                self.froms.insert((ty.clone(), plain(&variant.name)), words.collect());
            }
        }
    }
}

impl Lock {
    /// The deprecated names of this lock that the `next` one does not have: `types::Pet`, `pets.find`.
    pub(crate) fn retired(&self, next: &Self) -> Vec<String> {
        let is_type = |name: &String| next.types.values().any(|it| it.name == *name);
        let types = self.aliases.iter().filter(|(_, it)| !it.versions.is_empty());
        let types = types
            .map(|(name, _)| name)
            .filter(|it| !next.aliases.contains_key(*it) && !is_type(it));
        let calls = self.former.keys().filter(|it| !next.former.contains_key(*it));
        types.map(|it| format!("types::{it}")).chain(calls.cloned()).collect()
    }
}

fn credential(credential: &Credential) -> LockedCredential {
    let name = plain(&credential.name.rust);
    let (variable, leading) = (credential.variable.clone(), credential.leading);
    LockedCredential { name, variable, leading }
}

fn call(resource: &Resource, method: &Method, tree: &Tree) -> LockedCall {
    let operation = tree.pointer(method.origin.as_str());
    let id = operation.and_then(|it| it.get("operationId")).and_then(Tree::as_str);
    let body = method
        .body
        .as_ref()
        .map(|body| LockedBody { media_type: body.media_type.clone(), is_argument: body.argument });
    let call = LockedCall {
        id: None,
        accessors: resource.trail.iter().map(|it| plain(it)).collect(),
        name: plain(&method.name.rust),
        request: plain(&method.request),
        arguments: method.params.arguments.iter().map(|it| it.name.wire.clone()).collect(),
        body,
        status: method.status.clone(),
        accept: method.media_type.clone(),
    };
    let id = id.filter(|id| !call.has_id(id)).map(str::to_owned);
    LockedCall { id, ..call }
}

/// For each component with types, a place in the document that refers to it. If the component is
/// renamed, it is found there.
fn uses(tree: &Tree, types: &BTreeMap<TypeKey, LockedType>) -> BTreeMap<Pointer, Pointer> {
    let mut uses = BTreeMap::new();
    collect_uses(tree, &Path::Root, &mut uses);
    let component = |key: &TypeKey| {
        let segments: Vec<String> = key.origin.segments().take(3).collect();
        let is_component = segments.len() == 3 && segments[0] == "components";
        is_component.then(|| segments.iter().fold(Pointer::root(), |at, key| at.child(key)))
    };
    let components: BTreeSet<Pointer> = types.keys().filter_map(component).collect();
    let found = |it| uses.get(&it).map(|(_, at)| (it, places::steady(tree, at)));
    components.into_iter().filter_map(found).collect()
}

/// The steadiest place that refers to each target.
fn collect_uses(node: &Tree, at: &Path<'_>, uses: &mut BTreeMap<Pointer, (Steadiness, Pointer)>) {
    match node {
        Tree::Object(members) => {
            let target = members.get("$ref").and_then(Tree::as_str);
            if let Some(target) = target.and_then(Pointer::from_reference) {
                let is_named_by_target = is_named_by_target(at);
                let at = at.pointer();
                let found = (Steadiness::of(&at, is_named_by_target), at);
                match uses.entry(target) {
                    Entry::Vacant(entry) => {
                        entry.insert(found);
                    }
                    Entry::Occupied(best) if found >= *best.get() => {}
                    Entry::Occupied(mut best) => *best.get_mut() = found,
                }
            }
            members.iter().for_each(|(key, value)| collect_uses(value, &at.key(key), uses));
        }
        Tree::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, it)| collect_uses(it, &at.index(index), uses));
        }
        _ => {}
    }
}

/// Whether the name of a place is its target: if the target is renamed, the place is renamed, too, and
/// found only if no other alternative is new.
fn is_named_by_target(at: &Path<'_>) -> bool {
    let Path::Index(Path::Key(_, key), _) = at else { return false };
    places::UNORDERED.contains(key)
}

/// How much a place depends on its neighbours. A place with a position in an array depends on them
/// most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Steadiness {
    is_named_by_target: bool,
    indices: usize,
    length: usize,
}

impl Steadiness {
    fn of(at: &Pointer, is_named_by_target: bool) -> Self {
        let segments = at.as_str().split('/').skip(1);
        let indices = segments.filter(|it| it.parse::<usize>().is_ok()).count();
        Self { is_named_by_target, indices, length: at.as_str().len() }
    }
}

fn segments(at: &Pointer) -> Vec<String> {
    at.segments().collect()
}
