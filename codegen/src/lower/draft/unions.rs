//! Unions, and the properties by which their variants are told apart.

use crate::model::{By, Case, JsonKind, TypeRef};

/// Properties that say what an object is, so that another value makes it another thing.
pub(crate) const MARKS: [&str; 5] = ["type", "kind", "object", "role", "event"];

/// A union before it has its final names.
#[derive(Clone)]
pub(crate) struct DraftUnion {
    pub(crate) variants: Vec<DraftVariant>,
    pub(crate) by: By,
    /// The kinds of JSON value that it can be; none if it may be anything, or is not finished.
    pub(crate) kinds: Vec<JsonKind>,
}

#[derive(Clone)]
pub(crate) struct DraftVariant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
    pub(crate) cases: Vec<Case>,
}
