//! Records the decisions of a model, and writes them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde_json::Value;

use super::{
    CallKey, Lock, LockedAlias, LockedBody, LockedCall, LockedConstructor, LockedType, TypeKey,
    VERSION, line, places, plain, variants,
};
use crate::{
    model::{Api, Method, Resource, Shape, TypeDef},
    pointer::{Path, Pointer},
};

impl Lock {
    /// The decisions of `api`, and those of `before` that the document may need again. `tree` is the document.
    pub(crate) fn record(api: &Api, tree: &Value, before: &Self) -> Self {
        let mut lock = Self::default();
        for resource in &api.resources {
            for method in &resource.methods {
                let key = CallKey {
                    path: method.path.clone(),
                    method: method.verb.sent(),
                    variant: method.variant.clone(),
                };
                lock.calls.entry(key).or_insert_with(|| call(resource, method));
            }
        }
        lock.headers.extend(api.client.shared_headers.iter().cloned());
        for def in &api.types.defs {
            let key =
                TypeKey { origin: places::steady(tree, &def.origin), facet: def.facet.to_owned() };
            let name = plain(&def.name.rust);
            lock.types.entry(key).or_insert(LockedType { name, sent: def.sent });
            lock.record_members(def, api);
        }
        for former in &api.types.former {
            let key = TypeKey { origin: former.origin.clone(), facet: former.facet.clone() };
            let alias = LockedAlias { key, versions: former.versions.clone() };
            lock.aliases.insert(plain(&former.name), alias);
        }
        lock.keep(before, tree);
        lock.uses = uses(tree, &lock.types);
        lock
    }

    /// Keeps the entries of types that are not there now, though the document still has their places: they
    /// may come back.
    fn keep(&mut self, before: &Self, tree: &Value) {
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
        } else if let Shape::Union(union) = &def.shape {
            for variant in &union.variants {
                let (key, name) = (variants::key(variant, &api.types.defs), plain(&variant.name));
                if !variant.from.is_empty() {
                    let words = variant.from.iter().map(|it| it.word().to_owned());
                    self.froms.insert((ty.clone(), name.clone()), words.collect());
                }
                self.variants.insert((ty.clone(), key), name);
            }
        }
    }
}

fn call(resource: &Resource, method: &Method) -> LockedCall {
    let body = method
        .body
        .as_ref()
        .map(|body| LockedBody { media_type: body.media_type.clone(), is_argument: body.argument });
    LockedCall {
        accessors: resource.trail.iter().map(|it| plain(it)).collect(),
        name: plain(&method.name.rust),
        request: plain(&method.request),
        arguments: method.params.arguments.iter().map(|it| it.name.wire.clone()).collect(),
        body,
        status: method.status.clone(),
        accept: method.media_type.clone(),
    }
}

/// For each component with types, a place in the document that refers to it. If the component is
/// renamed, it is found there.
fn uses(tree: &Value, types: &BTreeMap<TypeKey, LockedType>) -> BTreeMap<Pointer, Pointer> {
    let mut uses = BTreeMap::new();
    collect_uses(tree, &Path::Root, &mut uses);
    let component = |key: &TypeKey| {
        let segments: Vec<String> = key.origin.segments().take(3).collect();
        let is_component = segments.len() == 3 && segments[0] == "components";
        is_component.then(|| segments.iter().fold(Pointer::root(), |at, key| at.child(key)))
    };
    let components = types.keys().filter_map(component);
    let found = |it| uses.get(&it).map(|(_, at)| (it, places::steady(tree, at)));
    components.filter_map(found).collect()
}

/// The steadiest place that refers to each target.
fn collect_uses(node: &Value, at: &Path<'_>, uses: &mut BTreeMap<Pointer, (Steadiness, Pointer)>) {
    match node {
        Value::Object(members) => {
            let target = members.get("$ref").and_then(Value::as_str);
            if let Some(target) = target.and_then(Pointer::from_reference) {
                let at = at.pointer();
                let found = (Steadiness::of(&at), at);
                let best = uses.entry(target).or_insert_with(|| found.clone());
                if found < *best {
                    *best = found;
                }
            }
            members.iter().for_each(|(key, value)| collect_uses(value, &at.key(key), uses));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, it)| collect_uses(it, &at.index(index), uses));
        }
        _ => {}
    }
}

/// How much a place depends on its neighbours. A place with a position in an array depends on them
/// most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Steadiness {
    indices: usize,
    length: usize,
}

impl Steadiness {
    fn of(at: &Pointer) -> Self {
        let indices = at.segments().filter(|it| it.parse::<usize>().is_ok()).count();
        Self { indices, length: at.as_str().len() }
    }
}

impl fmt::Display for Lock {
    /// The text of `bessemer.lock`, without its first comment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "lock {VERSION}")?;
        let mut lines: Vec<String> = Vec::new();
        for (name, alias) in &self.aliases {
            let versions = alias.versions.iter().map(String::as_str);
            let keys = ["alias", name.as_str()].into_iter().chain(type_words(&alias.key));
            lines.push(line::write(keys, versions));
        }
        lines.extend(self.calls.iter().map(|(key, call)| call_line(key, call)));
        lines.extend(self.headers.iter().map(|name| line::write(["header", name], [])));
        for ((ty, member), name) in &self.fields {
            lines.push(line::write(["field", ty, member], [&**name]));
        }
        for ((union, variant), kinds) in &self.froms {
            lines.push(line::write(["from", union, variant], kinds.iter().map(String::as_str)));
        }
        for (ty, new) in &self.constructors {
            let args = new.args.as_ref().map(|it| format!("({it})"));
            let arguments = new.arguments.iter().map(String::as_str);
            lines.push(line::write(["new", ty], args.as_deref().into_iter().chain(arguments)));
        }
        for (key, ty) in &self.types {
            let keys = ["type"].into_iter().chain(type_words(key));
            lines.push(line::write(keys, [&*ty.name].into_iter().chain(ty.sent.then_some("sent"))));
        }
        for (component, at) in &self.uses {
            lines.push(line::write(["use", line::short(component)], [line::short(at)]));
        }
        for ((union, member), name) in &self.variants {
            let is_same = member == name;
            lines.push(line::write(["variant", union, member], (!is_same).then_some(&**name)));
        }
        lines.sort();
        lines.iter().try_for_each(|it| f.write_str(it))
    }
}

fn segments(at: &Pointer) -> Vec<String> {
    at.segments().collect()
}

fn type_words(key: &TypeKey) -> impl Iterator<Item = &str> {
    let facet = Some(&*key.facet).filter(|it| !it.is_empty());
    std::iter::once(line::short(&key.origin)).chain(facet)
}

fn call_line(key: &CallKey, call: &LockedCall) -> String {
    let path = format!("{}.{}", call.accessors.join("."), call.name);
    let arguments: Vec<String> = call.arguments.iter().map(|it| format!(".{it}")).collect();
    let variant = Some(&*key.variant).filter(|it| !it.is_empty());
    let keys = ["call", &key.method, &key.path].into_iter().chain(variant);
    let body = call
        .body
        .iter()
        .flat_map(|it| [if it.is_argument { "body" } else { "may" }, it.media_type.as_str()]);
    let values = [path.as_str(), call.request.as_str()].into_iter();
    let values = values.chain(arguments.iter().map(String::as_str)).chain(body);
    let values = values.chain(["->", call.status.as_str()]).chain(call.accept.as_deref());
    line::write(keys, values)
}
