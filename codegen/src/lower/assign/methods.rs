//! Methods of resources and what they are called: the operationId, without what the accessors say
//! already.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};

use super::arguments;
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        draft::OperationDraft,
        text::naming::{self, Wish},
    },
    model::{Method, Name},
};

/// What the methods of a resource's struct may not be called.
const TAKEN: [&str; 2] = ["new", "clone"];

/// The methods of the resource that `trail` leads to. `accessors` lead on from there; `requests` are
/// the names of the types of their requests.
pub(super) fn assign(
    trail: &[String],
    accessors: &[&str],
    operations: Vec<OperationDraft>,
    requests: Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Vec<Method> {
    let taken: Vec<&str> = TAKEN.iter().chain(accessors).copied().collect();
    let wishes = wishes(trail, &taken, &operations);
    let names = naming::unique(&wishes, &taken, |index, name| {
        let operation = &operations[index];
        let message = format!(
            "another method of this resource is also named `{name}`; this one gets a suffix"
        );
        let help =
            format!("add `[operations.{:?}]` with a `name` to the configuration", operation.id);
        let warning = Diagnostic::warning(Code::NameCollision, &operation.origin, message);
        diagnostics.push(warning.help(help));
    });
    let named = operations.into_iter().zip(names.into_iter().zip(requests));
    named.map(|(operation, (name, request))| method(operation, name, request)).collect()
}

/// The shortest name of each that no other method has. Of several that want one, the first in the
/// alphabet of operationIds has it.
fn wishes(trail: &[String], taken: &[&str], operations: &[OperationDraft]) -> Vec<Wish> {
    let mut order: Vec<usize> = (0..operations.len()).collect();
    // A name that somebody chose outranks one that was derived.
    order.sort_by_key(|index| (operations[*index].renamed.is_none(), &operations[*index].id));
    let mut used: BTreeSet<String> = taken.iter().map(|it| (*it).to_owned()).collect();
    let mut wishes: Vec<Option<Wish>> = operations.iter().map(|_| None).collect();
    for index in order {
        let operation = &operations[index];
        let rust = match &operation.renamed {
            Some(name) => naming::snake(name),
            None => {
                let names = names(&operation.id, trail);
                let free = names.iter().find(|it| !used.contains(*it));
                free.unwrap_or(&names[2]).clone()
            }
        };
        used.insert(rust.clone());
        let rank = u8::from(operation.renamed.is_none());
        wishes[index] = Some(Wish { wire: operation.id.clone(), rust, rank });
    }
    wishes.into_iter().flatten().collect()
}

/// The shortest name of an operation first: `createContainerFile` is `create` among the files of
/// containers. Then without the name of the resource before it: `repos/get-branch` is `get_branch`
/// among repos. Then the whole. Nothing is taken away from between other words.
fn names(id: &str, trail: &[String]) -> [String; 3] {
    let nouns: Vec<Vec<String>> = trail.iter().map(|it| words(it)).collect();
    let whole = nouns.concat();
    let nouns = || std::iter::once(&whole).chain(nouns.last()).chain(nouns.first());
    let own = nouns().find_map(|noun| after_prefix(id, noun)).unwrap_or_else(|| words(id));
    let short = match own.split_first() {
        // `re-run` is one verb.
        Some((verb, object)) if verb.len() > 2 => {
            let left = nouns().find_map(|noun| after(object, noun)).unwrap_or(object);
            std::iter::once(verb).chain(left).cloned().collect()
        }
        _ => own.clone(),
    };
    [naming::snake(&short.join("_")), naming::snake(&own.join("_")), naming::snake(id)]
}

/// What follows the name of the resource itself with a separator between: in `repos/get` and
/// `usage-costs`, but not in `inviteUser`.
fn after_prefix(id: &str, noun: &[String]) -> Option<Vec<String>> {
    let parts = id.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let parts: Vec<Vec<String>> = parts.map(words).collect();
    let length = (1..parts.len()).find(|length| parts[..*length].concat() == noun)?;
    Some(parts[length..].concat())
}

fn words(text: &str) -> Vec<String> {
    let text = naming::snake(text);
    let text = text.strip_prefix("r#").unwrap_or(&text);
    text.split('_').filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// What follows a noun; it may stand in the singular or in the plural.
fn after<'w>(words: &'w [String], noun: &[String]) -> Option<&'w [String]> {
    let (start, rest) = words.split_at_checked(noun.len())?;
    let is_same = start.iter().zip(noun).all(|(one, other)| are_same(one, other));
    (is_same && !noun.is_empty()).then_some(rest)
}

/// Whether two words are one noun, in the singular or in the plural.
pub(super) fn are_same(one: &str, other: &str) -> bool {
    singular(one) == singular(other)
}

fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let hissing = ["ch", "sh", "ss", "x", "z"];
    match word.strip_suffix("es") {
        Some(stem) if hissing.iter().any(|end| stem.ends_with(end)) => stem.to_owned(),
        _ if word.ends_with("ss") => word.to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// The names of the types of requests, which all resources export side by side with their own.
pub(super) fn request_names<'o>(
    operations: impl Iterator<Item = &'o OperationDraft>,
    types: &[String],
) -> Vec<String> {
    let wish = |operation: &OperationDraft| Wish {
        wire: operation.id.clone(),
        rust: naming::pascal(&operation.id.to_snake_case().to_pascal_case()),
        rank: 0,
    };
    let wishes: Vec<Wish> = operations.map(wish).collect();
    let taken: Vec<&str> = types.iter().map(String::as_str).collect();
    naming::unique(&wishes, &taken, |_, _| {})
}

fn method(operation: OperationDraft, name: String, request: String) -> Method {
    let params = arguments::assign(operation.params, &operation.path, operation.body.as_ref());
    Method {
        module: String::new(),
        name: Name { wire: operation.id, rust: name },
        request,
        docs: operation.docs,
        deprecated: operation.deprecated,
        verb: operation.verb,
        path: operation.path,
        params,
        body: operation.body,
        auth: operation.auth,
        server: operation.server,
        accept: operation.accept,
        strict: operation.strict,
        returns: operation.returns,
        answers: operation.answers,
        errors: operation.errors,
        headers: operation.headers,
        kind: operation.kind,
        is_variant: operation.is_variant,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_leave_out_what_the_accessors_say() {
        for (id, trail, name) in [
            ("listContainers", &["containers"][..], "list"),
            ("RetrieveContainer", &["containers"], "retrieve"),
            ("CreateContainerFile", &["containers", "files"], "create"),
            ("RetrieveContainerFileContent", &["containers", "files"], "retrieve_content"),
            ("createVectorStoreFileBatch", &["vector_stores", "file_batches"], "create"),
            ("repos/get-branch", &["repos"], "get_branch"),
            ("repos/get-branch", &["repos", "branches"], "get"),
            ("issues/list-comments-for-repo", &["issues", "comments"], "list_for_repo"),
            ("createOrganizationUser", &["users"], "create_organization_user"),
            ("findPetsByStatus", &["pet"], "find_by_status"),
            ("containers", &["containers"], "containers"),
            ("inviteUser", &["invites"], "invite_user"),
            ("admin-api-keys-list", &["organization", "admin_api_keys"], "list"),
            ("get", &["containers"], "get"),
            ("actions/re-run-job", &["actions", "runs"], "re_run_job"),
            ("moveFile", &["files"], "r#move"),
            ("list_files_2", &["files"], "list_2"),
        ] {
            let trail: Vec<String> = trail.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(names(id, &trail)[0], name, "{id} in {trail:?}");
        }
    }
}
