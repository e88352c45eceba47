//! Path items.

use openapiv3::{PathItem, ReferenceOr};

use super::{
    methods,
    node::Node,
    operations::{operation, or_skipped, parameter},
    servers::servers,
};
use crate::tree::Tree;

/// A path item. It has no operations if a part that they share cannot be read.
pub(super) fn path_item(node: Node<'_>) -> Option<ReferenceOr<PathItem>> {
    or_skipped(node, "operations of this path are", read_path_item)
}

fn read_path_item(node: Node<'_>) -> Option<ReferenceOr<PathItem>> {
    let members = node.object()?;
    let reference = members.get("$ref").and_then(Tree::as_str);
    if reference.is_some() && !members.has_siblings_of_reference() {
        return node.reference_or(|_| None);
    }
    let operation = |method: &str| members.child(method, operation);
    let beside = reference.map(|it| ("$ref".to_owned(), it.into()));
    let extensions = members.extensions().into_iter().chain(methods::kept(&members)).chain(beside);
    Some(ReferenceOr::Item(PathItem {
        summary: members.lenient().string("summary"),
        description: members.lenient().string("description"),
        get: operation("get"),
        put: operation("put"),
        post: operation("post"),
        delete: operation("delete"),
        options: operation("options"),
        head: operation("head"),
        patch: operation("patch"),
        trace: operation("trace"),
        servers: servers(&members.lenient()),
        parameters: members.list("parameters", parameter),
        extensions: extensions.collect(),
    }))
}

/// The `$ref` of a path item that also has other members (OpenAPI 3.1 §4.8.9). It is stored among
/// the extensions.
pub(crate) fn reference_beside(item: &PathItem) -> Option<&str> {
    item.extensions.get("$ref")?.as_str()
}
