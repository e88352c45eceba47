//! The file of each type, and the resources that need the file.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use crate::{
    lower::{
        draft::{Draft, DraftOperation},
        passes::{aliases, usage},
        text::naming,
    },
    model::{Module, TypeId},
};

/// The number of words of a type's name in the name of its file. For the documents of OpenAI and
/// GitHub, the longest file has 11,000 lines with one word, and 2,200 with two.
const WORDS: usize = 2;

/// Names that a file cannot have: that of the module itself, and of devices on Windows.
const TAKEN: [&str; 5] = ["mod", "aux", "con", "nul", "prn"];

/// The modules, and the module of each type.
pub(super) fn assign(
    drafts: &[Draft],
    names: &[String],
    operations: &[DraftOperation],
) -> (Vec<Module>, Vec<String>) {
    let users = users(drafts, operations);
    let modules: Vec<String> = names.iter().map(|it| module_of(it)).collect();
    let mut all: BTreeMap<&str, Module> = BTreeMap::new();
    for (index, name) in modules.iter().enumerate() {
        let module = all.entry(name).or_insert_with(|| Module {
            name: name.clone(),
            types: Vec::new(),
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

/// The module of a type: the first words of its name. Nothing else in the document counts, so that no
/// type moves when another one is added or removed.
fn module_of(name: &str) -> String {
    let name = name.to_snake_case();
    let words: Vec<&str> = name.split('_').filter(|it| !it.is_empty()).take(WORDS).collect();
    let module = words.join("_");
    if TAKEN.contains(&&*module) { format!("{module}_types") } else { naming::module(&module) }
}

/// The resources whose operations reach each type.
fn users<'o>(drafts: &[Draft], operations: &'o [DraftOperation]) -> Vec<BTreeSet<&'o str>> {
    let mut users = vec![BTreeSet::new(); drafts.len()];
    let resources: BTreeSet<&str> = operations.iter().map(|it| it.location.resource()).collect();
    for resource in resources {
        let own = operations.iter().filter(|it| it.location.resource() == resource);
        let reached = usage::reachable(own.flat_map(DraftOperation::types), drafts);
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
        // Types of webhooks belong to no resource: they are there whatever features are on.
        if users[index].is_empty() {
            users[index] = operations.iter().map(|it| it.location.resource()).collect();
        }
    }
    users
}

/// A resource that needs a module also needs all modules whose types it mentions.
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

#[cfg(test)]
mod tests {
    use super::module_of;

    #[test]
    fn the_module_of_a_type_is_in_its_name() {
        assert_eq!(module_of("Response"), "response");
        assert_eq!(module_of("ResponseOutput"), "response_output");
        assert_eq!(module_of("ResponseOutputText"), "response_output");
        assert_eq!(module_of("Type"), "r#type");
        assert_eq!(module_of("Mod"), "mod_types");
        assert_eq!(module_of("_4G"), "_4g");
    }
}
