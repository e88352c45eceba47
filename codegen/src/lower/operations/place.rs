//! Where an operation stands.

use openapiv3::PathItem;

use crate::{model::Verb, openapi::Resolved};

/// Where an operation stands.
pub(crate) struct Place<'d> {
    pub(crate) path: &'d str,
    pub(crate) verb: Verb,
    pub(crate) items: &'d [Resolved<'d, PathItem>],
}
