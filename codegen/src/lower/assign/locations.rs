//! The location of an operation: its accessors, and the candidates for the name of its method.
//!
//! An operationId that consists of resources and a method decides (`issues/list-for-repo`). Otherwise
//! the path decides: its literal segments are resources, except for an action at its end, and the HTTP
//! method gives the name of the method. The location does not depend on other operations.

use crate::{
    lower::{
        draft::{Location, Rank},
        text::{
            naming,
            operation_ids::{self, Api, Sentence},
            segments::Segments,
            verbs::{self, Standard, words},
        },
    },
    model::Verb,
};

/// The maximum number of accessors.
const MAX_ACCESSORS: usize = 3;
/// Nouns that mean an action.
const NOUNS: [&str; 2] = ["all", "content"];
/// The resource of operations whose path and tag name none.
const NOWHERE: &str = "api";

/// Words that only join other words.
const JOINTS: [&str; 9] = ["and", "by", "for", "from", "in", "on", "or", "to", "with"];

/// The parts of an operation that decide its location.
pub(super) struct Subject<'o> {
    pub(super) verb: &'o Verb,
    pub(super) path: &'o str,
    /// The operationId, if the document has one.
    pub(super) id: Option<&'o str>,
    pub(super) tag: Option<&'o str>,
    pub(super) answer: Answer,
}

/// The response of an operation: whether it is a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// An array, or a page of a listing.
    Items,
    /// An object with an array whose name is usual in envelopes: `data`, `items`.
    Envelope,
    /// An object with another array.
    HoldsItems,
    /// An object without an array.
    One,
    /// Any other response.
    Unknown,
}

impl Subject<'_> {
    pub(super) fn location(&self, api: &Api) -> Location {
        if let Some(located) = self.id.and_then(|id| operation_ids::located(id, api)) {
            let accessors = last(located.resources, MAX_ACCESSORS);
            let names = vec![
                naming::snake(&located.method),
                naming::snake(&format!("{} {}", located.method, self.verb.as_str())),
            ];
            return Location { accessors, names, rank: Rank::default() };
        }
        let path = Segments::of(self.path);
        let nouns: Vec<String> = path.literals.iter().flat_map(|it| words(it)).collect();
        let sentence = match self.id {
            Some(id) => Sentence::read(self.written(id), &nouns),
            None => Sentence::default(),
        };
        let (resources, action) = self.split(&path, &sentence);
        let name = action.unwrap_or_else(|| self.standard(&path, &sentence).to_owned());
        let accessors = self.accessors(resources, &path);
        self.named(name, accessors, &path, &sentence)
    }

    /// The operationId without the parts that a framework adds.
    fn written<'i>(&self, id: &'i str) -> &'i str {
        operation_ids::written(id, self.path, self.verb.as_str())
    }

    /// The resources of a path, and the action at its end, if there is one.
    fn split<'p>(&self, path: &'p Segments, sentence: &Sentence) -> (&'p [String], Option<String>) {
        if let Some(action) = &path.action {
            return (&path.literals, Some(action.clone()));
        }
        if let Some((_, fragment)) = self.path.split_once('#') {
            // Other operations have the same path. The name of this one is the part that differs.
            let id = self.id.map(|id| self.written(id));
            return (&path.literals, Some(naming::word(id.unwrap_or(fragment))));
        }
        let Some((leaf, resources)) = path.literals.split_last() else {
            let id = self.id.map(|id| naming::word(self.written(id)));
            return (&path.literals, id);
        };
        if NOUNS.contains(&leaf.as_str()) && path.parameters.is_empty() {
            let action = match self.verb {
                Verb::Get => leaf.clone(),
                _ => format!("{} {leaf}", self.standard(path, sentence)),
            };
            return (resources, Some(action));
        }
        match self.is_action(leaf, path, sentence) {
            true => (resources, Some(self.action(leaf, sentence))),
            false => (&path.literals, None),
        }
    }

    /// Whether the last literal segment is an action and not a resource.
    fn is_action(&self, leaf: &str, path: &Segments, sentence: &Sentence) -> bool {
        let words = words(leaf);
        let Some(first) = words.first() else { return false };
        let is_plural = words.last().is_some_and(|it| verbs::is_plural(it));
        let is_last = path.parameters.is_empty();
        let is_post = *self.verb == Verb::Post;
        if self.is_called(leaf) && !is_plural && (path.literals.len() == 1 || is_post) {
            return true;
        }
        let ends = words.len() > 1 && words.last().is_some_and(|last| verbs::is_verb(last));
        if self.is_end_of_id(path) || is_post && is_last && ends {
            return true;
        }
        let is_created = sentence.is_told() && sentence.ends_with(&words);
        if verbs::is_verb(first) {
            let is_noun = words.len() > 1 && verbs::standard(first).is_none() && is_plural;
            return !is_noun || is_last && *self.verb != Verb::Get && !is_created;
        }
        let is_get = *self.verb == Verb::Get;
        if is_get && verbs::is_question(leaf) {
            return !is_created;
        }
        if !is_last || is_plural {
            return false;
        }
        let agrees = sentence.verb.as_ref() == Some(first);
        if !verbs::may_be_verb(first) {
            // `skip-to-next` for `/player/next`.
            let said = sentence.verb.as_deref();
            let is_told =
                said.is_some_and(|it| verbs::is_verb(it) && verbs::standard(it).is_none());
            return is_post && is_told && sentence.ends_with(&words);
        }
        let second = words.get(1).is_some_and(|second| verbs::is_verb(second));
        agrees || second || words.len() == 1 && !is_created && !is_get
    }

    /// Whether the operationId consists of the last segments of the path: `usage-costs` for
    /// `/organization/usage/costs`. Then it contains resources and not a method.
    fn is_end_of_id(&self, path: &Segments) -> bool {
        let Some(id) = self.id else { return false };
        let id = words(self.written(id));
        let is_verb = |it: &String| verbs::standard(it).is_some();
        if !path.parameters.is_empty() || id.iter().any(is_verb) {
            return false;
        }
        let ends = (0..path.literals.len().saturating_sub(1)).map(|start| &path.literals[start..]);
        let mut ends = ends.map(|end| end.iter().flat_map(|it| words(it)).collect::<Vec<_>>());
        ends.any(|end| end == id)
    }

    /// Whether the operationId equals the segment: `ping` for `/ping`, `gamesByDate` for
    /// `/GamesByDate`.
    fn is_called(&self, leaf: &str) -> bool {
        let squashed = |text: &str| text.replace('_', "");
        self.id.is_some_and(|id| squashed(&naming::word(self.written(id))) == squashed(leaf))
    }

    /// The name of the method for an action.
    fn action(&self, leaf: &str, sentence: &Sentence) -> String {
        let is_one_word = words(leaf).len() == 1;
        if self.is_called(leaf) {
            // The operationId may have words that the segment lacks.
            return self.id.map_or_else(|| leaf.to_owned(), |id| naming::word(self.written(id)));
        }
        match (self.verb, &sentence.verb) {
            (Verb::Delete, Some(verb)) if is_one_word && verbs::standard(verb).is_none() => {
                verb.clone()
            }
            (Verb::Delete, _) if is_one_word && verbs::standard(leaf).is_none() => {
                format!("delete_{leaf}")
            }
            _ => leaf.to_owned(),
        }
    }

    /// The action of the HTTP method on the end of the path.
    fn standard<'s>(&'s self, path: &Segments, sentence: &'s Sentence) -> &'s str {
        let is_item = !path.parameters.is_empty();
        let said = sentence.standard().filter(|_| sentence.is_told());
        match self.verb {
            Verb::Get if self.is_list(path, sentence) => "list",
            Verb::Get => "retrieve",
            Verb::Post if said == Some(Standard::Update) => "update",
            Verb::Post if is_item => match &sentence.verb {
                Some(_) if said == Some(Standard::Create) => "create",
                Some(verb) if sentence.standard().is_none() => verb,
                _ => "update",
            },
            Verb::Post => "create",
            Verb::Put if sentence.verb.as_deref() == Some("replace") => "replace",
            Verb::Put if said == Some(Standard::Create) => {
                match sentence.others.first().map(String::as_str) {
                    Some("or") => "create_or_update",
                    _ => "create",
                }
            }
            Verb::Put | Verb::Patch => "update",
            Verb::Delete => "delete",
            Verb::Options => "options",
            Verb::Head => "head",
            Verb::Trace => "trace",
            Verb::Query => "query",
            Verb::WebSocket => "connect",
            Verb::Other(method) => method,
        }
    }

    fn is_list(&self, path: &Segments, sentence: &Sentence) -> bool {
        let leaf = path.literals.last().and_then(|it| words(it).pop()).unwrap_or_default();
        let said = sentence.verb.as_deref();
        match self.answer {
            Answer::Items => true,
            _ if said == Some("list") => true,
            _ if said == Some("retrieve") || !path.parameters.is_empty() => false,
            // `settings` is also a single item.
            Answer::Envelope => leaf.ends_with('s') || verbs::is_plural(&leaf),
            Answer::HoldsItems | Answer::Unknown => verbs::is_plural(&leaf),
            Answer::One => false,
        }
    }

    fn accessors(&self, resources: &[String], path: &Segments) -> Vec<String> {
        let tag = self.tag.map(naming::word);
        match (resources, tag) {
            ([], Some(tag)) => vec![tag],
            ([], None) => vec![NOWHERE.to_owned()],
            // Kubernetes: `apps_v1` for `/apis/apps/v1/namespaces/{namespace}/deployments`.
            ([.., leaf], Some(tag))
                if path.version.as_ref().is_some_and(|it| tag.ends_with(&format!("_{it}"))) =>
            {
                vec![tag, leaf.clone()]
            }
            (all, tag) if all.len() > MAX_ACCESSORS => shortened(all, tag),
            (all, _) => all.to_vec(),
        }
    }

    /// The location with all candidates for the name of the method.
    fn named(
        &self,
        name: String,
        accessors: Vec<String>,
        path: &Segments,
        sentence: &Sentence,
    ) -> Location {
        let nouns: Vec<String> =
            path.literals.iter().chain(&accessors).flat_map(|it| words(it)).collect();
        let parameters = path.parameters.iter().flat_map(|it| words(it));
        let left = sentence.left(&nouns.iter().cloned().chain(parameters).collect::<Vec<_>>());
        let rank = Rank {
            left: left.len(),
            is_collection: path.parameters.is_empty(),
            version: path.version.clone(),
            method: usize::from(*self.verb == Verb::Patch),
        };
        let mut names = vec![name.clone()];
        let name = naming::word(&name);
        if let Some(left) = without_joints(&left) {
            let verb = match &sentence.verb {
                Some(verb) if verbs::standard(verb).is_none() => verb,
                _ => &name,
            };
            names.push(format!("{verb}_{}", left.join("_")));
        }
        match path.parameters.last() {
            Some(last) => names.push(format!("{name}_by_{last}")),
            None if name == "delete" => names.push("delete_all".to_owned()),
            None if name == "retrieve" => names.push("list".to_owned()),
            None => {}
        }
        names.extend(self.id.map(|id| naming::word(self.written(id))));
        names.push(naming::word(self.verb.as_str()));
        names.push(naming::word(&format!("{name} {}", path.literals.join(" "))));
        Location { accessors, names: names.iter().map(|it| naming::snake(it)).collect(), rank }
    }
}

/// Words without those at both ends that only join others.
fn without_joints(words: &[String]) -> Option<&[String]> {
    let is_joint = |word: &String| JOINTS.contains(&word.as_str());
    let end = words.iter().rposition(|word| !is_joint(word))?;
    let start = usize::from(words[0] == "and" || words[0] == "or");
    Some(&words[start..=end]).filter(|it| !it.is_empty())
}

fn last(mut all: Vec<String>, count: usize) -> Vec<String> {
    all.split_off(all.len().saturating_sub(count))
}

/// Shortens a chain of too many accessors: it starts at the resource that the tag names; else it is the
/// tag and the last accessor; else the last accessors.
fn shortened(all: &[String], tag: Option<String>) -> Vec<String> {
    let is_typed = |it: &String| it.chars().filter(char::is_ascii_digit).count() < 4;
    let Some(tag) = tag.filter(is_typed) else { return last(all.to_vec(), MAX_ACCESSORS) };
    let same = |it: &String| {
        words(it)
            .iter()
            .map(|it| verbs::singular(it))
            .eq(words(&tag).iter().map(|it| verbs::singular(it)))
    };
    if let Some(start) = all.iter().position(same) {
        let within = last(all[start + 1..].to_vec(), MAX_ACCESSORS - 1);
        return std::iter::once(all[start].clone()).chain(within).collect();
    }
    let leaf = &all[all.len() - 1];
    let said = words(&tag);
    if words(leaf).iter().all(|word| said.iter().any(|it| verbs::are_same(it, word))) {
        return vec![tag];
    }
    vec![tag, leaf.clone()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(verb: &Verb, path: &str, id: &str, tag: &str, answer: Answer) -> String {
        let (id, tag) =
            (Some(id).filter(|it| !it.is_empty()), Some(tag).filter(|it| !it.is_empty()));
        let subject = Subject { verb, path, id, tag, answer };
        let location = subject.location(&Api::new(&openapiv3::OpenAPI::default()));
        format!("{}.{}", location.accessors.join("."), location.names[0])
    }

    #[test]
    fn the_path_and_the_method_say_where_an_operation_is() {
        use {Answer::*, Verb::*};
        for (verb, path, id, answer, expected) in [
            (Get, "/containers", "ListContainers", Items, "containers.list"),
            (Post, "/containers", "CreateContainer", One, "containers.create"),
            (Get, "/containers/{id}", "RetrieveContainer", One, "containers.retrieve"),
            (Get, "/containers/{id}/files/{file}/content", "", Unknown, "containers.files.content"),
            (Put, "/files/{file}/content", "", Unknown, "files.update_content"),
            (Post, "/v1/batches/{id}/cancel", "cancelBatch", One, "batches.cancel"),
            (Post, "/v1/intents/{id}/cancel", "PostIntentsIdCancel", One, "intents.cancel"),
            (Post, "/customers/{id}", "PostCustomersCustomer", One, "customers.update"),
            (Post, "/codes", "PostCodes", One, "codes.create"),
            (Post, "/evals/{id}/runs/{run}", "cancelEvalRun", One, "evals.runs.cancel"),
            (Get, "/spend_limit", "Getspendlimit", One, "spend_limit.retrieve"),
            (Post, "/spend_limit", "Updatespendlimit", One, "spend_limit.update"),
            (Get, "/{id}/settings", "get_settings", One, "settings.retrieve"),
            (Get, "/{id}/settings", "get_settings", Envelope, "settings.list"),
            (Get, "/permissions", "retrieve-permissions", HoldsItems, "permissions.retrieve"),
            (Get, "/organization/usage/costs", "usage-costs", Items, "organization.usage.costs"),
            (
                Post,
                "/transfer/ledger/event/list",
                "transferLedgerEventList",
                One,
                "transfer.ledger.event.list",
            ),
            (Post, "/report", "createReport", One, "report.create"),
            (Post, "/users/{id}/report", "reportUser", One, "users.report"),
            (Get, "/projects/{id}/merge_requests", "", Items, "projects.merge_requests.list"),
            (Delete, "/issues/{id}/lock", "unlockIssue", Unknown, "issues.unlock"),
            (Delete, "/issues/{id}/lock", "", Unknown, "issues.delete_lock"),
            (Post, "/sendMessage", "sendMessage", One, "api.send_message"),
            (Get, "/ping", "ping", One, "api.ping"),
            (Get, "/", "home", One, "api.home"),
            (Post, "/v1/{name}:cancel", "", One, "api.cancel"),
            (Get, "/items/{item_id}", "read_item_items__item_id__get", One, "items.retrieve"),
            (Get, "/repos/{o}/issues", "issues/list-for-repo", Items, "issues.list_for_repo"),
            (Post, "/type", "", One, "type.create"),
            (Get, "/loans/{id}/type", "", One, "loans.type.retrieve"),
            (Post, "/loans/{id}/return", "", One, "loans.r#return"),
        ] {
            assert_eq!(call(&verb, path, id, "", answer), expected, "{path} {id}");
        }
    }

    #[test]
    fn tags_decide_where_the_path_does_not() {
        use {Answer::*, Verb::*};
        let deployments = "/apis/apps/v1/namespaces/{namespace}/deployments";
        for (path, tag, expected) in [
            (deployments, "apps_v1", "apps_v1.deployments.list"),
            ("/pets", "Animals", "pets.list"),
            ("/#Action=ListPets", "Pets", "pets.list_pets"),
            ("/a/{id}/b/{id}/c/{id}/ds", "", "b.c.ds.list"),
            ("/a/{id}/b/{id}/c/{id}/ds", "B", "b.c.ds.list"),
            ("/a/{id}/b/{id}/c/{id}/ds", "Things of a", "things_of_a.ds.list"),
            ("/a/{id}/b/{id}/c/{id}/ds", "Api20100401Ds", "b.c.ds.list"),
        ] {
            assert_eq!(call(&Get, path, "listPets", tag, Items), expected, "{path} {tag}");
        }
    }
}
