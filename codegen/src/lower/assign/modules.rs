//! The file of each type, and the resources that need the file.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use crate::{
    lower::{
        draft::{Draft, DraftShape, OperationDraft},
        passes::{aliases, usage},
        text::naming,
    },
    model::{Method, Module, TypeId},
};

/// Types that several resources use.
const SHARED: &str = "shared";
/// The approximate number of lines after which a file is split by the first words of its types' names.
const LONG: usize = 1_200;

/// The modules, and the module of each type.
pub(super) fn assign(
    drafts: &[Draft],
    names: &[String],
    operations: &[OperationDraft],
) -> (Vec<Module>, Vec<String>) {
    let users = users(drafts, operations);
    let homes = homes(&users);
    let modules = split(drafts, names, &homes);
    let mut all: BTreeMap<&str, Module> = BTreeMap::new();
    for (index, name) in modules.iter().enumerate() {
        let module = all.entry(name).or_insert_with(|| Module {
            name: name.clone(),
            types: Vec::new(),
            resource: (homes[index] != SHARED).then(|| homes[index].clone()),
            used_by: BTreeSet::new(),
        });
        module.types.push(TypeId(index));
        module.used_by.extend(users[index].iter().map(|user| (*user).to_owned()));
    }
    for module in all.values_mut() {
        module.types.sort_by_key(|id| &names[id.0]);
    }
    close(drafts, &modules, &mut all);
    (all.into_values().collect(), modules)
}

/// Sets the module of each method of a resource: the resource's own, or if that is too long, a part
/// named after the first segments of the path. `taken` are the modules of all resources.
pub(super) fn assign_methods(resource: &str, taken: &[String], methods: &mut [Method]) {
    for method in methods.iter_mut() {
        resource.clone_into(&mut method.module);
    }
    for segments in 1..=4 {
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for method in methods.iter() {
            *lines.entry(method.module.clone()).or_default() += method_weight(method);
        }
        for method in methods.iter_mut() {
            if lines[&method.module] > LONG {
                let path = literals(&method.path).filter(|it| naming::snake(it) != resource);
                let part: Vec<&str> = path.take(segments).collect();
                let part = naming::snake(&format!("{resource} {}", part.join(" ")));
                let own = part != resource && taken.contains(&part);
                method.module = if own { format!("{part}_calls") } else { part };
            }
        }
    }
}

fn literals(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|it| !it.is_empty() && !it.contains('{'))
}

/// The approximate number of lines of a method and its request.
fn method_weight(method: &Method) -> usize {
    let sections = method.errors.iter().chain(&method.headers).count();
    let docs = method.docs.len() / 80 + 4 * sections;
    let setters: usize = method.params.setters.iter().map(|it| 4 + it.docs.len() / 80).sum();
    24 + docs + setters
}

/// The resources whose operations reach each type.
fn users<'o>(drafts: &[Draft], operations: &'o [OperationDraft]) -> Vec<BTreeSet<&'o str>> {
    let mut users = vec![BTreeSet::new(); drafts.len()];
    let resources: BTreeSet<&str> = operations.iter().map(|it| it.location.resource()).collect();
    for resource in resources {
        let own = operations.iter().filter(|it| it.location.resource() == resource);
        let reached = usage::reachable(own.flat_map(OperationDraft::types), drafts);
        for (users, reached) in users.iter_mut().zip(reached) {
            if reached {
                users.insert(resource);
            }
        }
    }
    // An alias contains no types. Those of its schema belong to the type that it stands for.
    for index in 0..users.len() {
        if users[index].is_empty() {
            users[index] = users[aliases::target(drafts, index).0].clone();
        }
    }
    users
}

/// The module of each type before splitting: that of its only resource, or the shared one.
fn homes(users: &[BTreeSet<&str>]) -> Vec<String> {
    let home = |users: &BTreeSet<&str>| match users.first() {
        Some(only) if users.len() == 1 => (*only).to_owned(),
        _ => SHARED.to_owned(),
    };
    users.iter().map(home).collect()
}

/// The module of each type, with long modules split by the first words of the types' names. So a type
/// stays in its module when other types are added.
fn split(drafts: &[Draft], names: &[String], homes: &[String]) -> Vec<String> {
    let mut modules = homes.to_vec();
    for words in 1..=3 {
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for (module, draft) in modules.iter().zip(drafts) {
            *lines.entry(module.clone()).or_default() += weight(draft);
        }
        for (index, module) in modules.iter_mut().enumerate() {
            if lines[module] > LONG {
                *module = split_name(&homes[index], &names[index], words);
            }
        }
    }
    modules
}

fn split_name(home: &str, name: &str, words: usize) -> String {
    let name = name.to_snake_case();
    let first: Vec<&str> = name.split('_').filter(|it| !it.is_empty()).take(words).collect();
    naming::snake(&format!("{home}_{}", first.join("_")))
}

/// The approximate number of lines of a type.
fn weight(draft: &Draft) -> usize {
    let docs = draft.docs.len() / 80 + 1;
    docs + match &draft.shape {
        DraftShape::Struct(object) => {
            let fields = &object.fields;
            let docs: usize = fields.iter().map(|field| field.docs.len() / 80 + 1).sum();
            10 + docs + fields.len() + if draft.sent { fields.len() } else { 0 }
        }
        DraftShape::Strings(values) | DraftShape::OpenStrings(values) => 10 + 3 * values.len(),
        DraftShape::Integers(values) => 10 + 3 * values.len(),
        DraftShape::Union(union) => 10 + 3 * union.variants.len(),
        DraftShape::Answers(variants) => 10 + 3 * variants.len(),
        DraftShape::Alias(_) => 2,
        DraftShape::Errors(variants) => 10 + 3 * variants.len(),
        DraftShape::Parts(variants) => 10 + 3 * variants.len(),
        DraftShape::Headers(headers) => {
            let docs: usize = headers.iter().map(|it| it.docs.len() / 80 + 1).sum();
            10 + docs + headers.len()
        }
    }
}

/// A resource that needs a module also needs the modules of the types in it.
fn close<'m>(drafts: &[Draft], modules: &'m [String], all: &mut BTreeMap<&'m str, Module>) {
    let mut mentions: BTreeSet<(&'m str, &'m str)> = BTreeSet::new();
    for (index, draft) in drafts.iter().enumerate() {
        for id in draft.held().into_iter().flat_map(usage::named) {
            mentions.insert((&modules[index], &modules[id.0]));
        }
    }
    let mut changed = true;
    while changed {
        changed = false;
        for (from, to) in &mentions {
            let users = all.get(from).map(|it| it.used_by.clone()).unwrap_or_default();
            if let Some(module) = all.get_mut(to) {
                let before = module.used_by.len();
                module.used_by.extend(users);
                changed |= module.used_by.len() > before;
            }
        }
    }
}
