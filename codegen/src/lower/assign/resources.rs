//! Resources: which operations belong together, and the accessors that lead to them from the client
//! on.
//!
//! A tag is a resource. Within it, a part of the path is one too if it is a collection: a segment
//! that a parameter follows somewhere in the resource. `/containers/{id}/files` is `files` of
//! `containers`, as there is a `/containers/{id}/files/{file_id}`.

use std::collections::{BTreeMap, BTreeSet};

use super::{methods, modules};
use crate::{
    diagnostics::Diagnostics,
    lower::{
        context::Cx,
        draft::{OperationDraft, accessor, accessor_within},
        text::naming::{self, Wish},
    },
    model::{Name, Resource},
};

/// The features that every crate has.
const TAKEN_FEATURES: [&str; 10] = [
    "blocking",
    "chrono",
    "default",
    "http2",
    "jiff",
    "native-tls",
    "rustls",
    "testing",
    "time",
    "tracing",
];

/// Leads each operation to the innermost collection of its path.
pub(crate) fn nest(operations: &mut [OperationDraft]) {
    let mut collections: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in operations.iter() {
        let own = collections.entry(operation.trail.resource().to_owned()).or_default();
        own.extend(followed_by_parameters(&operation.path).map(str::to_owned));
    }
    for operation in operations.iter_mut().filter(|it| !it.trail.is_configured) {
        let own = &collections[operation.trail.resource()];
        let within = collections_of(&operation.path, operation.trail.resource(), own);
        operation.trail.accessors.extend(within);
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> + Clone {
    path.split('/').filter(|it| !it.is_empty())
}

fn is_literal(segment: &str) -> bool {
    !segment.contains('{')
}

fn followed_by_parameters(path: &str) -> impl Iterator<Item = &str> {
    let pairs = segments(path).zip(segments(path).skip(1));
    pairs.filter(|(one, next)| is_literal(one) && !is_literal(next)).map(|(one, _)| one)
}

/// The collections that follow the segment of the resource itself, up to the first segment that is
/// none.
fn collections_of(path: &str, resource: &str, collections: &BTreeSet<String>) -> Vec<String> {
    let mut literals = segments(path).filter(|it| is_literal(it));
    if !literals.any(|it| methods::are_same(&naming::snake(it), resource)) {
        return Vec::new();
    }
    literals.take_while(|it| collections.contains(*it)).map(accessor_within).collect()
}

/// Groups the operations by resource, and gives resources, methods and parameters their names.
pub(crate) fn assign(
    cx: Cx<'_>,
    operations: Vec<OperationDraft>,
    diagnostics: &mut Diagnostics,
) -> Vec<Resource> {
    let mut groups: BTreeMap<Vec<String>, Vec<OperationDraft>> = BTreeMap::new();
    for operation in operations {
        let accessors = &operation.trail.accessors;
        // What leads there is a resource too, even if nothing else is found in it.
        for length in 1..accessors.len() {
            groups.entry(accessors[..length].to_vec()).or_default();
        }
        groups.entry(accessors.clone()).or_default().push(operation);
    }
    let trails: Vec<Vec<String>> = groups.keys().cloned().collect();
    let modules = unique(&trails, |trail| naming::snake(&trail.join(" ").replace("r#", "")));
    let types = unique(&trails, |trail| naming::pascal(&trail.join(" ").replace("r#", "")));
    let alone = trails.iter().filter(|it| it.len() == 1).count() < 2;
    let requests = methods::request_names(groups.values().flatten(), &types);
    let mut requests = requests.into_iter();
    let named = groups.into_iter().zip(modules.iter().zip(types));
    named
        .map(|((trail, operations), (module, type_name))| {
            let requests: Vec<String> = requests.by_ref().take(operations.len()).collect();
            let taken = accessors_within(&trail, &trails);
            let (wire, docs) = described(cx, &trail, &operations);
            let feature = (!alone).then(|| feature(&trail[0]));
            let mut methods = methods::assign(&trail, &taken, operations, requests, diagnostics);
            modules::assign_methods(module, &modules, &mut methods);
            let name = Name { wire, rust: module.clone() };
            Resource { name, trail, type_name, docs, feature, methods }
        })
        .collect()
}

/// A name for each trail. The shorter trail keeps a name that two would have.
fn unique(trails: &[Vec<String>], name: impl Fn(&[String]) -> String) -> Vec<String> {
    let wish = |trail: &Vec<String>| Wish {
        wire: trail.join("."),
        rust: name(trail),
        rank: u8::try_from(trail.len()).unwrap_or(u8::MAX),
    };
    naming::unique(&trails.iter().map(wish).collect::<Vec<_>>(), &[], |_, _| {})
}

/// The accessors of the resources right within one.
fn accessors_within<'t>(trail: &[String], trails: &'t [Vec<String>]) -> Vec<&'t str> {
    let within = trails.iter().filter_map(|it| it.split_last());
    within.filter(|(_, parent)| *parent == trail).map(|(last, _)| last.as_str()).collect()
}

/// What a resource is in words, and what the document says of it.
fn described(cx: Cx<'_>, trail: &[String], operations: &[OperationDraft]) -> (String, String) {
    if trail.len() > 1 {
        let words = trail.iter().rev().map(|it| it.trim_start_matches("r#").replace('_', " "));
        return (words.collect::<Vec<_>>().join(" of "), String::new());
    }
    let tag = cx.openapi.tags.iter().find(|it| [accessor(&it.name)] == *trail);
    let docs = tag.and_then(|it| it.description.clone()).unwrap_or_default();
    let wire = tag.map(|it| it.name.clone());
    let wire = wire.or_else(|| operations.first().map(|it| it.trail.tag.clone()));
    (wire.unwrap_or_else(|| trail.concat()), docs.trim().to_owned())
}

/// The cargo feature of a resource: its accessor, if no other feature is called so. Cargo takes
/// ASCII letters, digits, `-` and `_`.
fn feature(accessor: &str) -> String {
    let accessor = accessor.strip_prefix("r#").unwrap_or(accessor);
    let name: String =
        accessor.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
    let name = name.replace('_', "-").trim_matches('-').to_owned();
    let taken = TAKEN_FEATURES.contains(&&*name) || name.is_empty() || name.len() < accessor.len();
    if taken { format!("{name}-api").trim_matches('-').to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collections_are_within_what_they_belong_to() {
        let collections: BTreeSet<String> =
            ["containers", "files", "completions"].map(str::to_owned).into();
        for (path, resource, within) in [
            ("/containers/{id}", "containers", &[][..]),
            ("/containers/{id}/files", "containers", &["files"]),
            ("/containers/{id}/files/{file}/content", "containers", &["files"]),
            ("/containers/{id}/search/files", "containers", &[]),
            ("/v1/chat/completions", "chat", &["completions"]),
            ("/threads/{id}/files", "assistants", &[]),
        ] {
            assert_eq!(collections_of(path, resource, &collections), within, "{path}");
        }
    }
}
