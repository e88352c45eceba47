//! The file of each type, and the resources that need the file.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::users::{Users, spread};
use crate::{
    case,
    lower::{
        draft::{Draft, DraftOperation},
        text::files,
    },
    model::{Module, TypeId, TypeRef, Verb, WEBSOCKETS},
};

/// The number of words of a type's name in the name of its file. For the documents of OpenAI and
/// GitHub, the longest file has 11,000 lines with one word, and 2,200 with two.
const WORDS: usize = 2;

/// The types that the operations of each resource mention.
pub(super) type Mentions = BTreeMap<String, BTreeSet<TypeId>>;

pub(super) fn mentions(operations: &[DraftOperation]) -> Mentions {
    let mut all = Mentions::new();
    for operation in operations {
        let types = all.entry(user(operation).to_owned()).or_default();
        types.extend(operation.types().flat_map(TypeRef::named));
    }
    all
}

/// The modules, and the module of each type.
pub(super) fn assign(
    drafts: &[Draft],
    names: &[String],
    mentions: &Mentions,
) -> (Vec<Module>, Vec<String>) {
    let homes: Vec<String> = names.iter().map(|it| module_of(it)).collect();
    let mut types: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for (index, home) in homes.iter().enumerate() {
        types.entry(home).or_default().push(TypeId(index));
    }
    let resources: Vec<&str> = mentions.keys().map(String::as_str).collect();
    let users = users(drafts, mentions);
    let users = users_of_modules(drafts, types.values(), &users);
    // Many modules have the same users, in a large document hundreds.
    let mut named: BTreeMap<&Users, Arc<BTreeSet<String>>> = BTreeMap::new();
    let module = |((name, mut types), users): ((&str, Vec<TypeId>), _)| {
        types.sort_by_key(|id| &names[id.0]);
        let used_by = named.entry(users).or_insert_with(|| Arc::new(names_of(users, &resources)));
        Module { name: name.to_owned(), types, used_by: Arc::clone(used_by) }
    };
    (types.clone().into_iter().zip(&users).map(module).collect(), homes)
}

/// The user of an operation's types: its resource. Types that only WebSockets have are compiled with the
/// feature of WebSockets.
fn user(operation: &DraftOperation) -> &str {
    match operation.verb {
        Verb::WebSocket => WEBSOCKETS,
        _ => operation.location.resource(),
    }
}

/// The names of users; none if the module is always compiled.
fn names_of(users: &Users, resources: &[&str]) -> BTreeSet<String> {
    let is_always = users.contains(resources.len());
    let own = resources.iter().enumerate();
    let own = own.filter(|(index, _)| !is_always && users.contains(*index));
    own.map(|(_, name)| (*name).to_owned()).collect()
}

/// The module of a type: the first words of its name. Nothing else in the document counts, so that no
/// type moves when another one is added or removed.
fn module_of(name: &str) -> String {
    let name = case::snake(name);
    let words: Vec<&str> = name.split('_').filter(|it| !it.is_empty()).take(WORDS).collect();
    files::module(&words.join("_"), "types")
}

/// The resources whose operations reach each type. One more than there are stands for types that are
/// always compiled.
fn users(drafts: &[Draft], mentions: &Mentions) -> Vec<Users> {
    let mut users = vec![Users::default(); drafts.len()];
    for (resource, types) in mentions.values().enumerate() {
        types.iter().for_each(|id| users[id.0].insert(resource));
    }
    let within: Vec<Vec<usize>> =
        drafts.iter().map(|draft| mentioned(draft).map(|id| id.0).collect()).collect();
    spread(&within, &mut users);
    // Types that no resource has are always compiled. Those of webhooks still are if a resource that has
    // them is added.
    for (draft, users) in drafts.iter().zip(&mut users) {
        if draft.pushed || users.is_empty() {
            users.insert(mentions.len());
        }
    }
    users
}

fn mentioned(draft: &Draft) -> impl Iterator<Item = TypeId> {
    draft.held().into_iter().flat_map(TypeRef::named)
}

/// The users of each module, given its types. A resource that needs a module also needs all modules
/// whose types it mentions.
fn users_of_modules<'t>(
    drafts: &[Draft],
    modules: impl Iterator<Item = &'t Vec<TypeId>> + Clone,
    users: &[Users],
) -> Vec<Users> {
    let mut homes = vec![0; drafts.len()];
    for (home, types) in modules.clone().enumerate() {
        types.iter().for_each(|id| homes[id.0] = home);
    }
    let mentions: Vec<Vec<usize>> = modules
        .clone()
        .map(|types| {
            let all = types.iter().flat_map(|id| mentioned(&drafts[id.0]));
            all.map(|id| homes[id.0]).collect::<BTreeSet<_>>().into_iter().collect()
        })
        .collect();
    let mut all: Vec<Users> = modules
        .map(|types| {
            let mut own = Users::default();
            for id in types {
                own.add(&users[id.0]);
            }
            own
        })
        .collect();
    spread(&mentions, &mut all);
    all
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
