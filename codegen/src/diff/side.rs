//! One side of a comparison.

use crate::{
    model::{Api, Shape, TypeRef},
    surface::{Surface, spelled},
    tree::Tree,
};

/// One side of a comparison: a document, and what is generated for it.
pub(crate) struct Side<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) api: &'a Api,
    pub(crate) surface: &'a Surface,
}

/// How a type changes: `String → i64`.
pub(crate) fn types(
    (old, before): (&Side<'_>, &TypeRef),
    (new, after): (&Side<'_>, &TypeRef),
) -> String {
    let (from, to) = (spelled(old.api, before), spelled(new.api, after));
    match from == to {
        true => format!("{from}: {} → {}", kind(old, before), kind(new, after)),
        false => format!("{from} → {to}"),
    }
}

/// What a type is, if its name does not say it.
fn kind(side: &Side<'_>, ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Boxed(inner) | TypeRef::Option(inner) | TypeRef::List(inner) => kind(side, inner),
        TypeRef::Map(inner) => kind(side, inner),
        TypeRef::Named(id) => match side.api.types[*id].shape {
            Shape::Enum(_) => "values",
            Shape::Union(_) | Shape::Answers(_) => "union",
            Shape::Struct(_) | Shape::Errors(_) | Shape::Parts(_) | Shape::Headers(_) => "struct",
        },
        _ => "scalar",
    }
}
