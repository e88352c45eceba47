//! Further calls of operations: the aliases of the configuration, and former calls, which forward to the
//! current ones.

use std::collections::{BTreeMap, BTreeSet};

use super::{accessors::rust, locked::deprecated_by};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lock::{CallKey, plain},
    lower::{client::version, context::Cx, draft::DraftOperation, text::naming},
    model::{Forward, Method, Resource},
    pointer::Pointer,
};

/// A call that should work besides that of its operation.
pub(super) struct Wanted {
    pub(super) accessors: Vec<String>,
    name: String,
    key: CallKey,
    /// The versions of the package that deprecate it; empty for an alias.
    versions: Vec<String>,
}

/// The aliases of the configuration, then the calls of the lock. Calls that are unchanged are among them.
pub(super) fn wanted(
    cx: Cx<'_>,
    operations: &[DraftOperation],
    diagnostics: &mut Diagnostics,
) -> Vec<Wanted> {
    let mut all = Vec::new();
    for operation in operations {
        let aliases = cx.config.operation(&operation.id).map(|it| it.alias.as_slice());
        for alias in aliases.unwrap_or_default() {
            match aliased(operation, alias) {
                Some(wanted) => all.push(wanted),
                None => diagnostics.push(cx.config.placed(refused(&operation.id, alias))),
            }
        }
    }
    let version = version(cx);
    for (key, call) in &cx.lock.calls {
        let (accessors, name) = (rust(&call.accessors), naming::chosen(&call.name));
        all.push(Wanted { accessors, name, key: key.clone(), versions: vec![version.clone()] });
    }
    for (call, former) in &cx.lock.former {
        let mut names: Vec<String> = call.split('.').map(str::to_owned).collect();
        let versions = deprecated_by(&former.versions, &version);
        if let (Some(name), Some(versions)) = (names.pop(), versions) {
            let (accessors, name) = (rust(&names), naming::chosen(&name));
            all.push(Wanted { accessors, name, key: former.key.clone(), versions });
        }
    }
    let there: BTreeSet<CallKey> = operations.iter().map(key).collect();
    all.retain(|it| there.contains(&it.key));
    all
}

/// An alias of the configuration, such as `pets.all`.
fn aliased(operation: &DraftOperation, alias: &str) -> Option<Wanted> {
    let mut names: Vec<String> = alias.split('.').map(str::to_owned).collect();
    let is_call = names.len() > 1 && names.iter().all(|it| !it.trim().is_empty());
    let name = naming::snake(&names.pop()?);
    let name = match &*operation.variant {
        "" => name,
        variant => format!("{}_{variant}", plain(&name)),
    };
    let accessors = rust(&names);
    let wanted = Wanted { accessors, name, key: key(operation), versions: Vec::new() };
    is_call.then_some(wanted)
}

fn refused(id: &str, alias: &str) -> Diagnostic {
    let at = Pointer::root().child("operations").child(id).child("alias");
    let message = format!("`{alias}` is not a call");
    let help = "write the accessors and the method, joined by dots, such as `pets.list`";
    Diagnostic::error(Code::Config, &at, message).help(help)
}

fn key(operation: &DraftOperation) -> CallKey {
    CallKey {
        path: operation.path.clone(),
        method: operation.verb.sent(),
        variant: operation.variant.clone(),
    }
}

/// Adds the methods that forward to others. A name that another method has now is not one of them.
pub(super) fn add(wanted: Vec<Wanted>, resources: &mut [Resource], diagnostics: &mut Diagnostics) {
    let trails: BTreeSet<Vec<String>> = resources.iter().map(|it| it.trail.clone()).collect();
    let targets = targets(resources);
    for Wanted { accessors, name, key, versions } in wanted {
        let found = resources.binary_search_by(|it| it.trail.cmp(&accessors));
        let (Ok(own), Some(&to)) = (found, targets.get(&key)) else { continue };
        let method = &resources[to.0].methods[to.1];
        if to.0 == own && method.name.rust == name {
            continue;
        }
        let is_accessor = trails.contains(&[&accessors[..], std::slice::from_ref(&name)].concat());
        let resource = &resources[own];
        let mut methods = resource.methods.iter().map(|it| &it.name.rust);
        if is_accessor || methods.any(|it| *it == name) {
            if versions.is_empty() {
                diagnostics.push(taken(method, &accessors, &name));
            }
            continue;
        }
        if !resource.forwards.iter().any(|it| it.name == name) {
            resources[own].forwards.push(Forward { name, to, versions });
        }
    }
    for resource in resources {
        resource.forwards.sort_by(|one, other| one.name.cmp(&other.name));
    }
}

/// The positions of the resource and the method of each call.
fn targets(resources: &[Resource]) -> BTreeMap<CallKey, (usize, usize)> {
    let mut targets = BTreeMap::new();
    for (index, resource) in resources.iter().enumerate() {
        for (position, method) in resource.methods.iter().enumerate() {
            targets.insert(CallKey::of(method), (index, position));
        }
    }
    targets
}

fn taken(method: &Method, accessors: &[String], name: &str) -> Diagnostic {
    let message = format!(
        "the alias `{}.{name}` is left out: another method or resource has this name",
        accessors.join(".")
    );
    let help = "choose another `alias` in the configuration";
    Diagnostic::warning(Code::NameCollision, &method.origin, message).help(help)
}
