//! Resources: the operations that belong together, and the accessors from the client to them.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Tag;

use super::{
    accessors::{accessor, rust},
    forwards::{self, Wanted},
    locations::{Answer, Subject},
    methods, requests,
};
use crate::{
    diagnostics::Diagnostics,
    lower::{
        client::WEBHOOKS,
        context::Cx,
        draft::{Draft, DraftOperation, DraftShape, DraftStruct, Location},
        text::{
            files,
            naming::{self, Candidate},
            operation_ids::Api,
        },
    },
    model::{MethodKind, Name, Resource, Returns, TypeRef},
    openapi,
    pointer::Pointer,
    runtime,
};

/// Names of the property of an envelope with the items.
const ENVELOPES: [&str; 8] =
    ["data", "entries", "items", "objects", "records", "results", "rows", "value"];

/// Sets the location of each operation: the configured one, or else the one that follows from the
/// operation itself.
pub(crate) fn locate(cx: Cx<'_>, operations: &mut [DraftOperation], drafts: &[Draft]) {
    let api = Api::new(cx.openapi);
    for operation in operations.iter_mut() {
        let subject = Subject {
            verb: &operation.verb,
            path: &operation.path,
            id: operation.stated_id.as_deref(),
            tag: operation.tag.as_deref(),
            answer: answer(operation, drafts),
        };
        let Location { accessors, names, rank } = subject.location(&api);
        let method = operation.verb.sent();
        let locked = cx.lock.call(&method, &operation.path, &operation.variant);
        operation.locked = locked.cloned().map(Box::new);
        let first = cx.lock.call(&method, &operation.path, "");
        let own = rust(operation.stated_group.as_ref().unwrap_or(&accessors));
        operation.sent_headers = cx.config.resource_headers(&own);
        let configured = match &operation.resource {
            Some(path) => Some(path.split('.').map(str::to_owned).collect()),
            None => cx.config.resource_path(&own),
        };
        let stated = operation.stated_name.as_deref().map(naming::snake);
        let locked = || operation.locked.as_deref().or(first).map(|it| it.accessors.clone());
        let accessors = configured.or_else(locked).map_or(own, |it| rust(&it));
        // The other methods of an operation have the name of the first.
        let kept = first.map(|it| naming::chosen(&it.name));
        let names = kept.into_iter().chain(stated).chain(names).collect();
        operation.location = Location { accessors, names, rank };
    }
    avoid_locked(cx, operations);
}

/// Renames new accessors that have the name of an existing method.
fn avoid_locked(cx: Cx<'_>, operations: &mut [DraftOperation]) {
    let locked = || operations.iter().filter_map(|it| it.locked.as_ref());
    let mut methods: BTreeSet<Vec<String>> = locked()
        .map(|it| it.accessors.iter().chain([&it.name]).map(|it| naming::chosen(it)).collect())
        .collect();
    let is_resource = || locked().any(|it| it.accessors.first().is_some_and(|it| it == WEBHOOKS));
    let mut events = openapi::WEBHOOKS.iter().map(|it| Pointer::root().child(it));
    if events.any(|it| cx.lock.has_type(&it)) && !is_resource() {
        methods.insert(vec![WEBHOOKS.to_owned()]);
    }
    for operation in operations.iter_mut().filter(|it| it.locked.is_none()) {
        let accessors = &mut operation.location.accessors;
        for length in 1..=accessors.len() {
            if methods.contains(&accessors[..length]) {
                let last = &mut accessors[length - 1];
                *last = format!("{}_api", last.trim_start_matches("r#"));
            }
        }
    }
}

fn answer(operation: &DraftOperation, drafts: &[Draft]) -> Answer {
    if matches!(operation.kind, MethodKind::Paged(_)) {
        return Answer::Items;
    }
    let Returns::Json(ty) = &operation.returns else { return Answer::Unknown };
    match ty.inner() {
        TypeRef::List(_) => Answer::Items,
        TypeRef::Named(id) => match &drafts[id.0].shape {
            DraftShape::Struct(object) => of_object(object),
            _ => Answer::Unknown,
        },
        _ => Answer::Unknown,
    }
}

fn of_object(object: &DraftStruct) -> Answer {
    let lists = object.fields.iter().filter(|it| matches!(it.ty.inner(), TypeRef::List(_)));
    let mut names = lists.map(|it| it.wire.as_str());
    match names.clone().count() {
        // Its properties are unknown.
        0 if object.fields.is_empty() => Answer::Unknown,
        0 => Answer::One,
        _ if names.any(|it| ENVELOPES.contains(&it)) => Answer::Envelope,
        _ => Answer::HoldsItems,
    }
}

/// Groups the operations by resource, and gives resources, methods and parameters their names.
pub(super) fn assign(
    tags: &[Tag],
    operations: Vec<DraftOperation>,
    wanted: Vec<Wanted>,
    diagnostics: &mut Diagnostics,
) -> Vec<Resource> {
    let mut groups: BTreeMap<Vec<String>, Vec<DraftOperation>> = BTreeMap::new();
    let all = operations.iter().map(|it| &it.location.accessors);
    for accessors in all.chain(wanted.iter().map(|it| &it.accessors)) {
        // Each accessor on the way is a resource too, even without operations.
        for length in 1..=accessors.len() {
            groups.entry(accessors[..length].to_vec()).or_default();
        }
    }
    for operation in operations {
        groups.entry(operation.location.accessors.clone()).or_default().push(operation);
    }
    let trails: Vec<Vec<String>> = groups.keys().cloned().collect();
    let modules = unique(&trails, |trail| files::module(&trail.join(" ").replace("r#", ""), "api"));
    let types = unique(&trails, |trail| {
        naming::of_type(&naming::pascal(&trail.join(" ").replace("r#", "")))
    });
    let features = features(&trails);
    let mut by_accessor: BTreeMap<String, &Tag> = BTreeMap::new();
    for tag in tags {
        by_accessor.entry(accessor(&tag.name)).or_insert(tag);
    }
    let named = groups.into_iter().zip(modules.iter().zip(types));
    let resource =
        |((trail, operations), (module, type_name)): ((Vec<String>, _), (&String, _))| {
            let taken = within(&trail, &trails);
            let (wire, docs) = described(&by_accessor, &trail);
            let feature = features.get(&trail[0]).cloned().unwrap_or_default();
            let methods = methods::assign(&taken, operations, diagnostics);
            let name = Name { wire, rust: module.clone() };
            Resource { name, trail, type_name, docs, feature, methods, forwards: Vec::new() }
        };
    let mut resources = named.map(resource).collect::<Vec<_>>();
    requests::assign(&mut resources);
    forwards::add(wanted, &mut resources, diagnostics);
    resources
}

/// A struct name for each resource. Of two with the same name, the one with fewer accessors keeps it.
fn unique(trails: &[Vec<String>], name: impl Fn(&[String]) -> String) -> Vec<String> {
    let candidate = |trail: &Vec<String>| Candidate {
        wire: trail.join("."),
        rust: name(trail),
        rank: u8::try_from(trail.len()).unwrap_or(u8::MAX),
    };
    naming::unique(&trails.iter().map(candidate).collect::<Vec<_>>(), &[], |_, _| {})
}

/// The accessors of the resources directly within one. `trails` is sorted.
fn within<'t>(trail: &[String], trails: &'t [Vec<String>]) -> Vec<&'t str> {
    let start = trails.partition_point(|it| it.as_slice() <= trail);
    let within = trails[start..].iter().take_while(|it| it.starts_with(trail));
    let within = within.filter(|it| it.len() == trail.len() + 1);
    within.filter_map(|it| it.last()).map(String::as_str).collect()
}

/// The name of a resource in words, and its description.
fn described(tags: &BTreeMap<String, &Tag>, trail: &[String]) -> (String, String) {
    if trail.len() > 1 {
        let words = trail.iter().rev().map(|it| it.trim_start_matches("r#").replace('_', " "));
        return (words.collect::<Vec<_>>().join(" of "), String::new());
    }
    let tag = tags.get(&trail.concat());
    let docs = tag.and_then(|it| it.description.clone()).unwrap_or_default();
    let wire = tag.map(|it| it.name.clone());
    let words = || trail.concat().trim_start_matches("r#").replace('_', " ");
    (wire.unwrap_or_else(words), docs.trim().to_owned())
}

/// The cargo features of the client's resources, by their accessors.
fn features(trails: &[Vec<String>]) -> BTreeMap<String, String> {
    let accessors: Vec<&String> = trails.iter().filter(|it| it.len() == 1).flatten().collect();
    let candidate = |accessor: &&String| Candidate {
        wire: (*accessor).clone(),
        rust: feature(accessor).replace('-', "_"),
        rank: 0,
    };
    let candidates: Vec<Candidate> = accessors.iter().map(candidate).collect();
    let names = naming::unique(&candidates, &[], |_, _| {});
    let kebab = |name: String| name.trim_start_matches("r#").replace('_', "-");
    accessors.into_iter().cloned().zip(names.into_iter().map(kebab)).collect()
}

/// The cargo feature of a resource: its accessor, if no other feature has this name. Cargo accepts
/// ASCII letters, digits, `-` and `_`; other characters are spelled by their code points.
fn feature(accessor: &str) -> String {
    let accessor = accessor.strip_prefix("r#").unwrap_or(accessor);
    let spelled = files::ascii(accessor);
    let name = spelled.trim_start_matches("r#").replace('_', "-").trim_matches('-').to_owned();
    let has = |feature: &str| {
        ["default", runtime::WEBSOCKET].contains(&feature) || runtime::FEATURES.contains(&feature)
    };
    let taken = has(&name) || name.is_empty();
    if taken { format!("{name}-api").trim_matches('-').to_owned() } else { name }
}
