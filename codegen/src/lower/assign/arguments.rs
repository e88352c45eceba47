//! Arguments and setters of requests, and their names.

use crate::{
    lower::{
        draft::DraftParam,
        text::{
            naming::{self, Candidate},
            path_template,
        },
    },
    model::{Body, Location, Name, Param, Params},
};

/// Names that setters cannot have, because every request has these methods.
const TAKEN_SETTERS: [&str; 26] = [
    "append_header",
    "append_query",
    "clone",
    "deadline",
    "header",
    "idempotency_key",
    "idle_timeout",
    "into_future",
    "into_request",
    "items",
    "items_blocking",
    "json",
    "max_retries",
    "maybe",
    "new",
    "pages",
    "pages_blocking",
    "prefetch",
    "query",
    "remove_header",
    "returning",
    "send",
    "send_blocking",
    "timeout",
    "until_done",
    "with_response",
];

/// Names the parameters: arguments in the order of the path, then setters.
pub(super) fn assign(
    drafts: Vec<DraftParam>,
    path: &str,
    body: Option<&Body>,
    locked: &[String],
) -> Params {
    let place = |it: &DraftParam| locked.iter().position(|name| *name == it.wire);
    let is_argument = |it: &DraftParam| it.required || place(it).is_some();
    let (mut arguments, setters): (Vec<_>, Vec<_>) = drafts.into_iter().partition(is_argument);
    let order: Vec<&str> = path_template::parameters(path).collect();
    let in_path = |it: &DraftParam| match it.location {
        Location::Path => order.iter().position(|name| *name == it.wire).unwrap_or(order.len()),
        _ => order.len(),
    };
    // Sorted, so that the output does not depend on the order of the document.
    arguments
        .sort_by_cached_key(|it| (place(it).unwrap_or(locked.len()), in_path(it), it.wire.clone()));
    arguments.retain(|it| it.location != Location::Path || order.contains(&&*it.wire));
    let of_body: &[&str] = if body.is_some() { &["body"] } else { &[] };
    let taken: Vec<&str> = TAKEN_SETTERS.into_iter().chain(of_body.iter().copied()).collect();
    Params { arguments: named(arguments, of_body), setters: named(setters, &taken) }
}

/// The name of a setter. It differs from the methods that every request has.
pub(super) fn setter_name(wire: &str) -> String {
    let name = naming::snake(wire);
    if TAKEN_SETTERS.contains(&&*name) { format!("{name}_param") } else { name }
}

fn named(drafts: Vec<DraftParam>, taken: &[&str]) -> Vec<Param> {
    let candidate = |draft: &DraftParam| Candidate {
        wire: draft.wire.clone(),
        rust: if taken.is_empty() { naming::snake(&draft.wire) } else { setter_name(&draft.wire) },
        rank: 0,
    };
    let candidates: Vec<Candidate> = drafts.iter().map(candidate).collect();
    let names = naming::unique(&candidates, taken, |_, _| {});
    let param = |(draft, rust): (DraftParam, String)| Param {
        name: Name { wire: draft.wire, rust },
        location: draft.location,
        style: draft.style,
        explode: draft.explode,
        allow_reserved: draft.allow_reserved,
        ty: draft.ty,
        deprecated: draft.deprecated,
        docs: draft.docs,
        example: draft.example,
    };
    drafts.into_iter().zip(names).map(param).collect()
}
