//! An operation with its place in the document.

use openapiv3::{Operation, PathItem};

use crate::{model::Verb, openapi::Resolved, pointer::Pointer};

#[derive(Clone, Copy)]
pub(super) struct OperationNode<'d> {
    pub(super) operation: &'d Operation,
    pub(super) at: &'d Pointer,
    pub(super) verb: &'d Verb,
    pub(super) path: &'d str,
    /// The path items that the path is made of.
    pub(super) items: &'d [Resolved<'d, PathItem>],
}
