//! Paths and operations in the tree, which are read when they are needed.

use std::borrow::Cow;

use openapiv3::{Parameter, PathItem, ReferenceOr, SecurityRequirement};

use super::{
    methods::{MEMBERS, OTHERS},
    node::{Node, Reader},
    operations::parameter,
    path_items::path_item,
    resolve::Resolver,
    security,
};
use crate::{
    diagnostics::Diagnostics,
    pointer::Pointer,
    tree::{Object, Tree},
};

/// A path item in the tree. It is read when it is needed, because the structs of all path items take
/// more memory than the rest of the document.
#[derive(Clone, Copy)]
pub(crate) struct PathTree<'t> {
    pub(crate) path: &'t str,
    value: &'t Tree,
}

impl<'t> PathTree<'t> {
    /// The path items of a document, in its order.
    pub(crate) fn all(tree: &'t Tree) -> impl Iterator<Item = Self> {
        let paths = tree.get("paths").and_then(Tree::as_object).into_iter().flatten();
        let paths = paths.filter(|(path, _)| !path.starts_with("x-"));
        paths.map(|(path, value)| Self { path, value })
    }

    pub(crate) fn pointer(self) -> Pointer {
        Pointer::root().child("paths").child(self.path)
    }

    /// Reads the path item. Adds problems to `diagnostics`.
    pub(crate) fn read(self, diagnostics: &mut Diagnostics) -> Option<ReferenceOr<PathItem>> {
        let reader = Reader::default();
        let item = reader.at(self.value, &self.pointer(), path_item);
        diagnostics.append(reader.finish());
        item
    }

    /// The operations of the path item, without those of its `$ref`.
    pub(crate) fn operations(self) -> impl Iterator<Item = OperationTree<'t>> {
        operations(self.value)
    }

    /// The operations of the path item, and those of its `$ref`.
    pub(crate) fn all_operations(self, tree: &'t Tree) -> impl Iterator<Item = OperationTree<'t>> {
        self.operations().chain(target(tree, self.value).into_iter().flat_map(operations))
    }
}

/// An operation in the tree, of which only some members are read.
#[derive(Clone, Copy)]
pub(crate) struct OperationTree<'t> {
    item: &'t Tree,
    operation: &'t Tree,
}

impl<'t> OperationTree<'t> {
    /// The security requirements, if the operation has its own.
    pub(crate) fn security(self) -> Option<Vec<SecurityRequirement>> {
        let read = |node: Node<'_>| security::requirements(&node.object()?);
        Reader::default().root(self.operation, read)
    }

    /// The header parameters, and those that are references: their targets may be of any kind.
    pub(crate) fn headers(
        self,
        resolver: &Resolver<'t>,
    ) -> impl Iterator<Item = Cow<'t, Parameter>> {
        let parameters = [self.item, self.operation].into_iter();
        let parameters = parameters.filter_map(|it| it.get("parameters")?.as_array()).flatten();
        parameters.filter_map(|value| match value.get("$ref").and_then(Tree::as_str) {
            Some(reference) => Some(resolver.find::<Parameter>(reference)?.value),
            None if *value.get("in")? != "header" => None,
            None => match Reader::default().root(value, |node| node.part(parameter))? {
                ReferenceOr::Item(parameter) => Some(Cow::Owned(parameter)),
                ReferenceOr::Reference { .. } => None,
            },
        })
    }
}

fn operations(item: &Tree) -> impl Iterator<Item = OperationTree<'_>> {
    let operations = item.as_object().into_iter().flat_map(of_item).filter(|it| it.is_object());
    operations.map(move |operation| OperationTree { item, operation })
}

/// The operations of a path item.
pub(super) fn of_item(item: &Object) -> impl Iterator<Item = &Tree> {
    let others = item.get(OTHERS).and_then(Tree::as_object).into_iter().flat_map(Object::values);
    MEMBERS.iter().filter_map(|method| item.get(method)).chain(others)
}

/// The target of the `$ref` of a path item.
pub(super) fn target<'t>(tree: &'t Tree, item: &Tree) -> Option<&'t Tree> {
    let reference = item.get("$ref").and_then(Tree::as_str).and_then(Pointer::from_reference);
    tree.pointer(reference?.as_str())
}
