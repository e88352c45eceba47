//! The names of request types, which are unique in the whole crate.

use std::collections::BTreeSet;

use crate::{
    lower::text::{
        naming, reserved,
        verbs::{self, words},
    },
    model::{Resource, Verb},
};

/// Names each request type after its method and resource: `CreateContainerFile` for
/// `containers.files.create`.
pub(super) fn assign(resources: &mut [Resource]) {
    let mut used: BTreeSet<String> = resources.iter().map(|it| it.type_name.clone()).collect();
    for method in resources.iter_mut().flat_map(|it| &mut it.methods) {
        // The earlier name. If two requests have the same one, the first keeps it.
        if !method.request.is_empty() && !used.insert(method.request.clone()) {
            method.request.clear();
        }
    }
    for resource in resources {
        let nouns: Vec<Vec<String>> = resource.trail.iter().map(|it| words(it)).collect();
        for method in resource.methods.iter_mut().filter(|it| it.request.is_empty()) {
            let name = name(&nouns, &words(&method.name.rust), &method.verb);
            method.request = free(name, &used);
            used.insert(method.request.clone());
        }
    }
}

fn name(resource: &[Vec<String>], method: &[String], http: &Verb) -> String {
    let verb = method.first().map_or("", String::as_str);
    let is_verb =
        verbs::is_verb(verb) || verbs::may_be_verb(verb) || verbs::standard(verb).is_some();
    // `RetrieveContainerFileContent` for `containers.files.content`.
    let (verb, rest) = if is_verb { (verb, &method[1..]) } else { (usual(http), method) };
    let is_list = verb == "list";
    let last = resource.len().saturating_sub(1);
    let nouns = resource.iter().enumerate().flat_map(|(depth, noun)| {
        let mut noun = noun.clone();
        if let Some(word) = noun.last_mut().filter(|_| depth < last || !is_list) {
            *word = verbs::singular(word);
        }
        noun
    });
    let all: Vec<String> =
        [verb.to_owned()].into_iter().chain(nouns).chain(rest.to_vec()).collect();
    naming::pascal(&all.join(" "))
}

/// The verb of a request whose method is called by a noun.
fn usual(http: &Verb) -> &'static str {
    match http {
        Verb::Post => "create",
        Verb::Put | Verb::Patch => "update",
        Verb::Delete => "delete",
        _ => "retrieve",
    }
}

fn free(name: String, used: &BTreeSet<String>) -> String {
    let is_free = |name: &String| !used.contains(name) && !reserved::is_in_prelude(name);
    let others = (2_u32..).map(|number| format!("{name}Request{number}"));
    let mut all = [name.clone(), format!("{name}Request")].into_iter().chain(others);
    all.find(is_free).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_named_by_a_verb() {
        let named = |method: &str, http: &Verb| name(&[words("recipes")], &words(method), http);
        assert_eq!(named("rate", &Verb::Post), "RateRecipe");
        assert_eq!(named("picture", &Verb::Get), "RetrieveRecipePicture");
        assert_eq!(named("picture", &Verb::Post), "CreateRecipePicture");
        assert_eq!(named("picture", &Verb::Put), "UpdateRecipePicture");
        assert_eq!(named("list", &Verb::Get), "ListRecipes");
    }
}
