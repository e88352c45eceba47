//! Path items, merged with the target of their `$ref` (OpenAPI 3.1 §4.8.9).

use std::borrow::Cow;

use openapiv3::{Operation, PathItem, ReferenceOr};

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::context::{Cx, MAX_DEPTH},
    model::Verb,
    openapi::{Resolved, other_operations, reference_beside},
    pointer::Pointer,
};

/// The path items of a path: the target of the `$ref`, then the members beside the `$ref`. Later ones
/// have priority. `None` if a reference cannot be resolved.
pub(super) fn resolve<'a>(
    cx: Cx<'a>,
    item: &'a ReferenceOr<PathItem>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Resolved<'a, PathItem>>> {
    let mut next = cx.resolver.resolve(item, at, diagnostics)?;
    let mut items: Vec<Resolved<'a, PathItem>> = Vec::new();
    while let Some(reference) = reference_beside(&next.value) {
        let at = next.pointer.child("$ref");
        let found = cx.resolver.follow::<PathItem>(reference, &at, diagnostics)?;
        let cycle = items.iter().chain([&next]).any(|it| it.pointer == found.pointer);
        if cycle || items.len() == MAX_DEPTH {
            let what = if cycle {
                "is part of a reference cycle"
            } else {
                "is part of a chain of too many references"
            };
            let message = format!("`{reference}` {what}");
            diagnostics.push(Diagnostic::warning(Code::Cycle, &at, message));
            return None;
        }
        items.push(std::mem::replace(&mut next, found));
    }
    items.push(next);
    items.reverse();
    Some(items)
}

/// An operation with its pointer.
pub(super) struct PathOperation<'d> {
    pub(super) verb: Verb,
    pub(super) at: Pointer,
    pub(super) operation: Cow<'d, Operation>,
}

/// The operations of all `items` of a path. OpenAPI does not define which of two operations with the same
/// method is used. This is the one beside the `$ref`, as for parameters.
pub(super) fn operations<'d>(
    items: &'d [Resolved<'_, PathItem>],
    diagnostics: &mut Diagnostics,
) -> Vec<PathOperation<'d>> {
    let mut operations: Vec<PathOperation<'d>> = Vec::new();
    for item in items {
        for found in of_item(&item.value, &item.pointer, diagnostics) {
            match operations.iter_mut().find(|it| it.verb == found.verb) {
                Some(before) => {
                    let message = format!(
                        "{} has the same HTTP method; the operation here is used",
                        before.at
                    );
                    let warning = Diagnostic::warning(Code::Conflict, &found.at, message);
                    diagnostics.push(warning.help("remove one of the two operations"));
                    *before = found;
                }
                None => operations.push(found),
            }
        }
    }
    operations
}

/// The operations of the path item at `at`.
fn of_item<'d>(
    item: &'d PathItem,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Vec<PathOperation<'d>> {
    let known = [
        (Verb::Get, &item.get),
        (Verb::Put, &item.put),
        (Verb::Post, &item.post),
        (Verb::Delete, &item.delete),
        (Verb::Options, &item.options),
        (Verb::Head, &item.head),
        (Verb::Patch, &item.patch),
        (Verb::Trace, &item.trace),
    ];
    let known = known.into_iter().filter_map(|(verb, operation)| {
        let operation = Cow::Borrowed(operation.as_ref()?);
        Some(PathOperation { at: at.child(verb.as_str()), verb, operation })
    });
    let others = other_operations(item, at, diagnostics).into_iter().map(|it| {
        let verb = if it.method == "QUERY" { Verb::Query } else { Verb::Other(it.method) };
        PathOperation { verb, at: it.at, operation: Cow::Owned(it.operation) }
    });
    known.chain(others).collect()
}
