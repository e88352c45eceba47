//! Operations with methods that are not in the 3.0 model (OpenAPI 3.2 §4.9). They are stored among
//! the extensions of their path item and read from there.

use indexmap::IndexMap;
use openapiv3::{Operation, PathItem};
use serde_json::Value;

use super::{
    node::{Members, Node, Reader},
    operations::{operation, or_skipped, read_operation},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
    tree::Tree,
};

const QUERY: &str = "query";
pub(super) const OTHERS: &str = "additionalOperations";

/// The methods that have their own field in a path item.
pub(super) const MEMBERS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", QUERY];

/// An operation whose method is not in the 3.0 model.
pub(crate) struct OtherOperation {
    pub(crate) at: Pointer,
    /// The method, as it is sent.
    pub(crate) method: String,
    pub(crate) operation: Operation,
}

/// The fields of a path item that [`other_operations`] reads.
pub(super) fn kept(members: &Members<'_>) -> impl Iterator<Item = (String, Value)> {
    [QUERY, OTHERS]
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), members.get(key)?.to_json())))
}

/// The operations of the path item at `at` that are not among its fields.
pub(crate) fn other_operations(
    item: &PathItem,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Vec<OtherOperation> {
    let reader = Reader::default();
    let mut found = Vec::new();
    if let Some(value) = item.extensions.get(QUERY) {
        let at = at.child(QUERY);
        let operation = reader.at(&Tree::of_json(value), &at, operation);
        let method = "QUERY".to_owned();
        found.extend(operation.map(|operation| OtherOperation { at, method, operation }));
    }
    if let Some(value) = item.extensions.get(OTHERS) {
        let at = at.child(OTHERS);
        let operations: Option<IndexMap<_, _>> =
            reader.at(&Tree::of_json(value), &at, |node| Some(node.object()?.entries(other)));
        found.extend(operations.into_iter().flatten().map(|(method, operation)| OtherOperation {
            at: at.child(&method),
            method,
            operation,
        }));
    }
    diagnostics.append(reader.finish());
    found
}

fn other(node: Node<'_>) -> Option<Operation> {
    or_skipped(node, "operation is", |node| {
        check(node, &node.pointer().last()?)?;
        read_operation(node)
    })
}

/// Checks a method of `additionalOperations`: it must not have its own field in a path item, and it
/// is sent as it is written.
fn check(node: Node<'_>, method: &str) -> Option<()> {
    let member = MEMBERS.iter().find(|it| it.eq_ignore_ascii_case(method));
    let (message, help) = match member {
        Some(member) => {
            let message = format!("`{method}` is not allowed in `{OTHERS}`");
            (message, format!("move it to the field `{member}` of the path item"))
        }
        None if method.eq_ignore_ascii_case("CONNECT") => {
            let message = format!("`{method}` opens a tunnel and is not a method of an API");
            (message, "remove it".to_owned())
        }
        None if !is_token(method) => {
            let message = format!("`{method}` is not an HTTP method");
            (message, "use letters, digits and hyphens, for example COPY".to_owned())
        }
        None => return Some(()),
    };
    node.mistake(Diagnostic::warning(Code::InvalidValue, &node.pointer(), message).help(help));
    None
}

/// Whether a method is a token (RFC 9110 §9.1, §5.6.2).
fn is_token(text: &str) -> bool {
    let is_token = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    !text.is_empty() && text.bytes().all(is_token)
}
