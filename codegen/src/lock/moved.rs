//! Operations whose path changed: they keep their calls.

use std::collections::{BTreeMap, BTreeSet};

use super::{CallKey, Lock, TypeKey, conversion};
use crate::{pointer::Pointer, tree::Tree};

/// The path and the HTTP method of an operation.
type Operation = (String, String);

impl Lock {
    /// The lock with the current paths of its operations. An operation of the lock that is gone is one
    /// that is new, if only the names of its parameters differ, or if it has its operationId.
    pub(crate) fn moved(&self, tree: &Tree) -> Option<Self> {
        let now = operations(tree);
        let known: BTreeSet<Operation> = self.calls.keys().map(operation).collect();
        let gone: Vec<&Operation> = known.iter().filter(|it| !now.contains_key(*it)).collect();
        let new: Vec<&Operation> = now.keys().filter(|it| !known.contains(*it)).collect();
        let mut moves: BTreeMap<Operation, Operation> = BTreeMap::new();
        for old in gone {
            let own = |it: &&&Operation| it.1 == old.1 && !moves.values().any(|to| to == **it);
            let same = |it: &&&Operation| own(it) && shape(&it.0) == shape(&old.0);
            let call = self.call(&old.1, &old.0, "");
            let named = |it: &&&Operation| {
                let id = now.get(**it).copied().flatten();
                own(it) && id.is_some_and(|id| call.is_some_and(|call| call.has_id(id)))
            };
            let same = only(new.iter().copied().filter(|it| same(&it)));
            let found = same.or_else(|| only(new.iter().copied().filter(|it| named(&it))));
            if let Some(found) = found.cloned() {
                moves.insert(old.clone(), found);
            }
        }
        (!moves.is_empty()).then(|| self.with_paths(&moves))
    }

    fn with_paths(&self, moves: &BTreeMap<Operation, Operation>) -> Self {
        let mut lock = self.clone();
        lock.calls = BTreeMap::new();
        for (key, call) in &self.calls {
            let mut call = call.clone();
            let to = moved_key(key, moves);
            if to != *key {
                let renamed = renamed(&key.path, &to.path);
                for argument in &mut call.arguments {
                    if let Some(new) = renamed.get(argument) {
                        argument.clone_from(new);
                    }
                }
            }
            lock.calls.insert(to, call);
        }
        for former in lock.former.values_mut() {
            former.key = moved_key(&former.key, moves);
        }
        let place = |at: &Pointer| moved_place(at, moves).unwrap_or_else(|| at.clone());
        let types = self.types.iter().map(|(key, ty)| {
            let key = TypeKey { origin: place(&key.origin), facet: key.facet.clone() };
            (key, ty.clone())
        });
        lock.types = types.collect();
        for alias in lock.aliases.values_mut() {
            alias.key.origin = place(&alias.key.origin);
        }
        lock.uses = self.uses.iter().map(|(of, at)| (of.clone(), place(at))).collect();
        lock
    }
}

/// The only item; `None` if there are several.
fn only<'o>(mut found: impl Iterator<Item = &'o Operation>) -> Option<&'o Operation> {
    found.next().filter(|_| found.next().is_none())
}

/// The operations of a document with their operationIds.
fn operations(tree: &Tree) -> BTreeMap<Operation, Option<&str>> {
    let paths = tree.get("paths").and_then(Tree::as_object).into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        let all = item.as_object().into_iter().flatten().filter(|(_, it)| it.is_object());
        all.map(move |(method, it)| {
            let id = it.get("operationId").and_then(Tree::as_str);
            ((path.to_owned(), method.to_uppercase()), id)
        })
    });
    operations.collect()
}

fn operation(key: &CallKey) -> Operation {
    (key.path.clone(), key.method.clone())
}

/// A path without the names of its parameters.
fn shape(path: &str) -> String {
    let parts = path.split('{').map(|it| it.split_once('}').map_or(it, |(_, rest)| rest));
    parts.collect::<Vec<_>>().join("{}")
}

/// The new names of the parameters of a path, by their positions.
fn renamed(old: &str, new: &str) -> BTreeMap<String, String> {
    conversion::arguments(old).into_iter().zip(conversion::arguments(new)).collect()
}

fn moved_key(key: &CallKey, moves: &BTreeMap<Operation, Operation>) -> CallKey {
    match moves.get(&operation(key)) {
        Some((path, _)) => CallKey { path: path.clone(), ..key.clone() },
        None => key.clone(),
    }
}

/// The place of a node in an operation whose path changed.
fn moved_place(at: &Pointer, moves: &BTreeMap<Operation, Operation>) -> Option<Pointer> {
    let segments: Vec<String> = at.segments().collect();
    let [paths, path, method, rest @ ..] = &segments[..] else { return None };
    let (to, _) = moves.get(&(path.clone(), method.to_uppercase()))?;
    let renamed = renamed(path, to);
    let start = Pointer::root().child(paths).child(to).child(method);
    let rest = rest.iter().map(|segment| {
        let name = segment.strip_prefix("path.").and_then(|it| renamed.get(it));
        name.map_or_else(|| segment.clone(), |name| format!("path.{name}"))
    });
    Some(rest.fold(start, |at, segment| at.child(&segment)))
}
