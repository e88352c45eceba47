//! Drafts of unions, and the properties that discriminate their variants.

use crate::model::{Case, Discrimination, JsonType, TypeRef};

/// Names of properties that usually identify the type of an object.
pub(crate) const MARKS: [&str; 5] = ["type", "kind", "object", "role", "event"];

/// A union, before its variants have their final names.
#[derive(Clone)]
pub(crate) struct DraftUnion {
    pub(crate) variants: Vec<DraftVariant>,
    pub(crate) by: Discrimination,
    /// The JSON types of its values; empty if any type is possible, or if the union is not complete yet.
    pub(crate) kinds: Vec<JsonType>,
}

#[derive(Clone)]
pub(crate) struct DraftVariant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
    pub(crate) cases: Vec<Case>,
    /// The description of the alternative.
    pub(crate) docs: String,
}
