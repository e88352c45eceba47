//! Operations of methods that 3.0 has no place for (OpenAPI 3.2 §4.9): they are kept among the
//! extensions of their path item, and read from there.

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
};

const QUERY: &str = "query";
const OTHERS: &str = "additionalOperations";

/// The methods that a path item has members for.
const MEMBERS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", QUERY];

/// An operation of another method than those of 3.0.
pub(crate) struct OtherOperation {
    pub(crate) at: Pointer,
    /// The method, as it is sent.
    pub(crate) method: String,
    pub(crate) operation: Operation,
}

/// The members of a path item that are kept for [`other_operations`].
pub(super) fn kept(members: &Members<'_>) -> impl Iterator<Item = (String, Value)> {
    [QUERY, OTHERS].into_iter().filter_map(|key| Some((key.to_owned(), members.get(key)?.clone())))
}

/// The operations of a path item, which stands at `at`, that are not among its fields.
pub(crate) fn other_operations(
    item: &PathItem,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Vec<OtherOperation> {
    let reader = Reader::default();
    let mut found = Vec::new();
    if let Some(value) = item.extensions.get(QUERY) {
        let at = at.child(QUERY);
        let operation = reader.at(value, &at, operation);
        let method = "QUERY".to_owned();
        found.extend(operation.map(|operation| OtherOperation { at, method, operation }));
    }
    if let Some(value) = item.extensions.get(OTHERS) {
        let at = at.child(OTHERS);
        let operations: Option<IndexMap<_, _>> =
            reader.at(value, &at, |node| Some(node.object()?.entries(other)));
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

/// What `additionalOperations` may name: methods that have no member of their own, and are sent as
/// they are written.
fn check(node: Node<'_>, method: &str) -> Option<()> {
    let member = MEMBERS.iter().find(|it| it.eq_ignore_ascii_case(method));
    let (message, help) = match member {
        Some(member) => {
            let message = format!("`{method}` is no additional operation");
            (message, format!("write it as `{member}` beside `{OTHERS}`"))
        }
        None if method.eq_ignore_ascii_case("CONNECT") => {
            let message = format!("`{method}` makes a tunnel, and no call");
            (message, "leave it out".to_owned())
        }
        None if !is_token(method) => {
            let message = format!("`{method}` is not a method");
            (message, "use letters, digits and hyphens, such as COPY".to_owned())
        }
        None => return Some(()),
    };
    node.mistake(Diagnostic::warning(Code::InvalidValue, &node.pointer(), message).help(help));
    None
}

/// RFC 9110 §5.6.2, which §9.1 refers to.
fn is_token(text: &str) -> bool {
    let is_token = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    !text.is_empty() && text.bytes().all(is_token)
}
