//! Methods of resources. Selects the name of each from its candidates.

use std::collections::{BTreeMap, BTreeSet};

use super::arguments;
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        draft::{DraftOperation, Location},
        text::naming,
    },
    model::{LongRunning, Method, MethodKind, Name, Returns, TypeRef, Verb},
};

/// Names that methods of a resource cannot have.
const TAKEN: [&str; 2] = ["new", "clone"];

/// The methods of a resource. `accessors` are its methods that return other resources.
pub(super) fn assign(
    accessors: &[&str],
    operations: Vec<DraftOperation>,
    diagnostics: &mut Diagnostics,
) -> Vec<Method> {
    let taken = TAKEN.iter().chain(accessors).map(|it| (*it).to_owned()).collect();
    let names = names(taken, &operations, diagnostics);
    let named = operations.into_iter().zip(names);
    let mut methods: Vec<_> = named.map(|(operation, name)| method(operation, name)).collect();
    // Sorted, so that the output does not depend on the order of the document.
    methods.sort_by(|one, other| one.name.rust.cmp(&other.name.rust));
    methods
}

/// The best free candidate for each operation. All methods of one operation have the same name, except
/// for the suffix.
fn names(
    mut used: BTreeSet<String>,
    operations: &[DraftOperation],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        let place = (&operation.path, operation.verb.sent());
        // A configured name has priority over a derived one, and an earlier name over a new one.
        let is_new = (operation.renamed.is_none(), operation.locked.is_none());
        let key = (is_new, &operation.location.rank, place);
        groups.entry(key).or_default().push(index);
    }
    let versions: BTreeSet<_> =
        operations.iter().map(|it| it.location.rank.version.as_deref()).collect();
    let mut names = vec![String::new(); operations.len()];
    for mut group in groups.into_values() {
        group.retain(|index| {
            let kept = kept(&operations[*index]).filter(|name| used.insert(name.clone()));
            kept.map(|name| names[*index] = name).is_none()
        });
        if group.is_empty() {
            continue;
        }
        let first = &operations[group[0]];
        let (name, is_own) = free(first, versions.len() > 1, |name| {
            let mut all = group.iter().map(|index| variant(name, &operations[*index]));
            all.all(|name| !used.contains(&name))
        });
        if !is_own {
            diagnostics.push(collision(first, &name));
        }
        for index in group {
            names[index] = variant(&name, &operations[index]);
            used.insert(names[index].clone());
        }
    }
    names
}

/// The earlier name of a method, unless the configuration sets another one.
fn kept(operation: &DraftOperation) -> Option<String> {
    let name = naming::chosen(&operation.locked.as_ref()?.name);
    match &operation.renamed {
        Some(chosen) => Some(variant(&naming::snake(chosen), operation)).filter(|it| *it == name),
        None => Some(name),
    }
}

/// The first free candidate of an operation; false if a number had to be added.
fn free(
    operation: &DraftOperation,
    has_versions: bool,
    is_free: impl Fn(&str) -> bool,
) -> (String, bool) {
    let own = match &operation.renamed {
        Some(name) => vec![naming::snake(name)],
        None => own(&operation.location, has_versions),
    };
    if let Some(name) = own.iter().find(|name| is_free(name)) {
        return (name.clone(), true);
    }
    let best = own.first().map_or("call", String::as_str);
    let mut numbered =
        (2_u32..).map(|number| format!("{}_{number}", best.trim_start_matches("r#")));
    (numbered.find(|name| is_free(name)).unwrap_or_default(), false)
}

/// The candidates of an operation. If the API has several versions, the best one with the version is
/// the second.
fn own(location: &Location, has_versions: bool) -> Vec<String> {
    let mut names = location.names.clone();
    if let (true, Some(version), Some(best)) = (has_versions, &location.rank.version, names.first())
    {
        let version = version.trim_start_matches('_');
        names.insert(1, format!("{}_{version}", best.trim_start_matches("r#")));
    }
    names
}

fn variant(name: &str, operation: &DraftOperation) -> String {
    match &*operation.variant {
        "" => name.to_owned(),
        variant => format!("{}_{variant}", name.trim_start_matches("r#")),
    }
}

fn collision(operation: &DraftOperation, name: &str) -> Diagnostic {
    let message = format!(
        "all possible names of this method are names of other methods of the resource; it is named \
         `{name}`"
    );
    let help = format!("add `[operations.{:?}]` with a `name` to the configuration", operation.id);
    Diagnostic::warning(Code::NameCollision, &operation.origin, message).help(help)
}

fn method(operation: DraftOperation, name: String) -> Method {
    let long_running = long_running(&operation);
    let locked = operation.locked.as_ref();
    let arguments = locked.map(|it| it.arguments.as_slice()).unwrap_or_default();
    let params =
        arguments::assign(operation.params, &operation.path, operation.body.as_ref(), arguments);
    Method {
        name: Name { wire: operation.id, rust: name },
        request: operation.locked.map(|it| it.request).unwrap_or_default(),
        origin: operation.origin,
        docs: operation.docs,
        deprecated: operation.deprecated,
        verb: operation.verb,
        template: operation.template,
        path: operation.path,
        params,
        body: operation.body,
        auth: operation.auth,
        server: operation.server,
        accept: operation.accept,
        sent_headers: operation.sent_headers,
        strict: operation.strict,
        returns: operation.returns,
        answers: operation.answers,
        errors: operation.errors,
        headers: operation.headers,
        kind: operation.kind,
        counting: operation.counting,
        poll: None,
        long_running,
        verdict: operation.verdict,
        variant: operation.variant,
        status: operation.status,
        media_type: operation.media_type,
    }
}

/// How to wait for the result. If the only response is 202 without a schema, the result may be any JSON.
fn long_running(operation: &DraftOperation) -> Option<LongRunning> {
    let result = operation.final_state.filter(|_| operation.kind == MethodKind::Single)?;
    let is_open = operation.status == "202" && operation.verb != Verb::Delete;
    let ty = match &operation.returns {
        Returns::Json(ty) => Some(ty.clone()),
        Returns::Nothing if is_open => Some(TypeRef::Any),
        Returns::Nothing => None,
        _ => return None,
    };
    Some(LongRunning { result, ty })
}
