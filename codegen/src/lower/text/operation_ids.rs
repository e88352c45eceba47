//! Reads the resources and the method from an operationId.

use super::verbs::{self, Standard, words};

/// Suffixes of class names that frameworks add to operationIds.
const CLASSES: [&str; 4] = ["Controller", "Resource", "Endpoint", "Handler"];

/// An operationId that consists of resources and a method: `issues/list-for-repo`, `drive.files.list`,
/// `Apps_List`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) resources: Vec<String>,
    pub(crate) method: String,
}

/// Reads an operationId that consists of resources and a method. A first part that is the name of the
/// API is ignored.
pub(crate) fn located(id: &str, api: &Api) -> Option<Located> {
    let (parts, separator) = parts(id)?;
    let (method, resources) = parts.split_last()?;
    let mut resources: Vec<&str> = resources.iter().copied().filter(|it| !is_version(it)).collect();
    if separator == '.' && resources.len() > 1 && api.is_called(resources[0]) {
        resources.remove(0);
    }
    let resources: Vec<String> = resources.into_iter().map(without_class).collect();
    let is_method = !words(method).is_empty() && !resources.is_empty();
    is_method.then(|| Located { resources, method: (*method).to_owned() })
}

/// The parts of an id and their separator; `None` if it has only one part.
fn parts(id: &str) -> Option<(Vec<&str>, char)> {
    let is_part = |it: &&str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic())
            && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_')
    };
    for separator in ['/', '.'] {
        let parts: Vec<&str> = id.split(separator).collect();
        if parts.len() > 1 && parts.iter().all(is_part) && !is_http_method(parts[0]) {
            return Some((parts, separator));
        }
    }
    // An underscore separates two parts if neither contains one: `Apps_List`, `cats_findAll`.
    let (class, method) = id.split_once('_')?;
    let is_word = |it: &str| is_part(&it) && !it.contains(['_', '-']);
    let is_class = class.starts_with(|it: char| it.is_ascii_uppercase())
        && !words(class).first().is_some_and(|first| verbs::is_verb(first));
    let is_camel = |it: &str| it.chars().skip(1).any(|it| it.is_ascii_uppercase());
    let is_method = method.starts_with(|it: char| it.is_ascii_uppercase())
        || is_camel(method) && words(method).first().is_some_and(|first| verbs::is_verb(first));
    let is_located = is_word(class) && is_word(method) && is_class && is_method;
    is_located.then(|| (vec![class, method], '_'))
}

fn is_http_method(part: &str) -> bool {
    ["get", "put", "post", "delete", "patch", "head", "options"]
        .contains(&&*part.to_ascii_lowercase())
}

fn is_version(part: &str) -> bool {
    let version = part.strip_prefix(['v', 'V']);
    version.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
}

fn without_class(part: &str) -> String {
    let mut ends = CLASSES.iter().filter_map(|it| part.strip_suffix(it));
    ends.find(|it| !it.is_empty()).unwrap_or(part).to_owned()
}

/// The names of an API: its title and its hosts.
pub(crate) struct Api(Vec<String>);

impl Api {
    pub(crate) fn new(openapi: &openapiv3::OpenAPI) -> Self {
        let servers = openapi.servers.iter().map(|it| it.url.as_str());
        let texts = servers.chain([openapi.info.title.as_str()]);
        Self(texts.map(squashed).collect())
    }

    fn is_called(&self, part: &str) -> bool {
        let part = squashed(part);
        self.0.iter().any(|it| it.contains(&part))
    }
}

/// The letters and digits of a text, in lower case.
fn squashed(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The id without the path and method that a framework appended: `read_item` for
/// `read_item_items__item_id__get` of `GET /items/{item_id}`.
pub(crate) fn written<'i>(id: &'i str, path: &str, http_method: &str) -> &'i str {
    let path: String =
        path.chars().map(|it| if it.is_alphanumeric() || it == '_' { it } else { '_' }).collect();
    let added = format!("{path}_{http_method}");
    let own = id.strip_suffix(&added).filter(|it| !it.is_empty());
    own.unwrap_or(id)
}

/// The words of an operationId: a verb and its object.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) verb: Option<String>,
    /// The other words, in order.
    pub(crate) others: Vec<String>,
}

impl Sentence {
    /// Reads an id. `nouns` are the words of the operation's resources.
    pub(crate) fn read(id: &str, nouns: &[String]) -> Self {
        let mut others = words(id);
        others.retain(|it| !is_version(it));
        while others.len() > 1 && others.last().is_some_and(|it| it.parse::<u32>().is_ok()) {
            others.pop();
        }
        let verb = match others.as_slice() {
            [] => None,
            [only] => unspaced(only, nouns),
            [first, ..] if is_verb(first) => Some(others.remove(0)),
            [.., last] if is_verb(last) => others.pop(),
            // Words before the verb are a resource: `beta_createResponse`.
            [first, second, ..] if is_verb(second) && nouns.contains(first) => {
                others.remove(0);
                Some(others.remove(0))
            }
            [first, ..] if verbs::may_be_verb(first) => Some(others.remove(0)),
            _ => None,
        };
        if verb.is_some() && others.len() == 1 && verb == others.first().cloned() {
            others.clear();
        }
        Self { verb, others }
    }

    pub(crate) fn standard(&self) -> Option<Standard> {
        verbs::standard(self.verb.as_deref()?)
    }

    /// Whether the verb is a synonym of an HTTP method, such as `list` or `create`.
    pub(crate) fn is_told(&self) -> bool {
        let is_http = |it: &str| ["get", "put", "post", "patch", "delete"].contains(&it);
        self.standard().is_some() && !self.verb.as_deref().is_some_and(is_http)
    }

    /// The words that are not in the resources.
    pub(crate) fn left(&self, nouns: &[String]) -> Vec<String> {
        let is_said = |word: &String| {
            ["a", "an", "the", "of"].contains(&word.as_str())
                || nouns.iter().any(|noun| verbs::are_same(noun, word))
        };
        self.others.iter().filter(|word| !is_said(word)).cloned().collect()
    }

    /// Whether it ends with these words, as `createUsageReport` ends with `report`.
    pub(crate) fn ends_with(&self, nouns: &[String]) -> bool {
        let ends = self.others.iter().rev().zip(nouns.iter().rev());
        self.others.len() >= nouns.len()
            && ends.into_iter().all(|(one, other)| verbs::are_same(one, other))
    }
}

fn is_verb(word: &str) -> bool {
    verbs::is_verb(word) || verbs::standard(word).is_some()
}

/// The verb of an id without visible word boundaries: `Getspendlimit`.
fn unspaced(word: &str, nouns: &[String]) -> Option<String> {
    if is_verb(word) {
        return Some(word.to_owned());
    }
    let whole: String = nouns.last()?.to_owned();
    let verbs = ["create", "delete", "get", "list", "retrieve", "update"];
    let verb = verbs
        .iter()
        .find(|it| word.starts_with(**it) && word.contains(&verbs::singular(&whole)))?;
    Some((*verb).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_resources_and_a_method_are_told() {
        let api = Api(vec!["drivegoogleapiscom".to_owned()]);
        for (id, found) in [
            ("issues/list-for-repo", Some((&["issues"][..], "list-for-repo"))),
            ("drive.files.list", Some((&["files"], "list"))),
            ("drive.list", Some((&["drive"], "list"))),
            ("admin.users.list", Some((&["admin", "users"], "list"))),
            ("slack.v1.users.get", Some((&["slack", "users"], "get"))),
            ("Apps_List", Some((&["Apps"], "List"))),
            ("CatsController_findAll", Some((&["Cats"], "findAll"))),
            ("Delete_Pets", None),
            ("get_pets", None),
            ("disk_view", None),
            ("listPets", None),
            ("GET /pets", None),
            ("get/pets", None),
            ("pets.", None),
            ("admin-api-keys-list", None),
        ] {
            let expected = found.map(|(resources, method)| Located {
                resources: resources.iter().map(|it| (*it).to_owned()).collect(),
                method: method.to_owned(),
            });
            assert_eq!(located(id, &api), expected, "{id}");
        }
    }

    #[test]
    fn what_a_framework_adds_is_taken_away() {
        for (id, path, own) in [
            ("read_item_items__item_id__get", "/items/{item_id}", "read_item"),
            ("config_config_get", "/config", "config"),
            ("get", "/", "get"),
            ("read_item", "/items/{item_id}", "read_item"),
            ("list_users_api_v1_users__get", "/api/v1/users/", "list_users"),
        ] {
            assert_eq!(written(id, path, "get"), own);
        }
    }

    #[test]
    fn an_id_is_a_verb_and_what_it_is_done_to() {
        for (id, verb, others) in [
            ("createContainerFile", Some("create"), &["container", "file"][..]),
            ("admin-api-keys-list", Some("list"), &["admin", "api", "keys"]),
            ("beta_createResponse", Some("create"), &["response"]),
            ("instance_create_v1", Some("create"), &["instance"]),
            ("Getspendlimit", Some("get"), &["getspendlimit"]),
            ("usage-costs", None, &["usage", "costs"]),
            ("cancel", Some("cancel"), &[]),
        ] {
            let nouns = ["beta", "spend", "limit"].map(str::to_owned);
            let found = Sentence::read(id, &nouns);
            assert_eq!(
                (found.verb.as_deref(), &found.others[..]),
                (verb, &others.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()[..]),
                "{id}"
            );
        }
    }
}
