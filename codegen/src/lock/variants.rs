//! The keys of variants in a lock.

use crate::model::{Case, Discrimination, TypeDef, TypeRef, Union, UnionVariant};

/// The key of a variant: the value of the tag that selects it, or else its type.
pub(crate) fn key(variant: &UnionVariant, defs: &[TypeDef]) -> String {
    word(variant).unwrap_or_else(|| payload(&variant.ty, defs))
}

/// The keys under which a lock has a variant. Another alternative may get the property that now selects
/// this one; then its type finds it.
pub(crate) fn recorded(union: &Union, variant: &UnionVariant, defs: &[TypeDef]) -> Vec<String> {
    let own = payload(&variant.ty, defs);
    let alike = union.variants.iter().filter(|it| payload(&it.ty, defs) == own);
    let is_found_by_type = union.by == Discrimination::Key && alike.count() == 1;
    let key = key(variant, defs);
    let by_type = (is_found_by_type && key != own).then_some(own);
    by_type.into_iter().chain([key]).collect()
}

/// All possible keys of a variant, because a later version of the document may add a tag.
pub(crate) fn keys(variant: &UnionVariant, defs: &[TypeDef]) -> Vec<String> {
    word(variant).into_iter().chain([payload(&variant.ty, defs)]).collect()
}

/// The first of the values that select a variant, in alphabetical order.
fn word(variant: &UnionVariant) -> Option<String> {
    let words = variant.cases.iter().filter_map(|case| match case {
        Case::Word(word) => Some(word),
        _ => None,
    });
    words.min().cloned()
}

/// A type as a word.
fn payload(ty: &TypeRef, defs: &[TypeDef]) -> String {
    match ty {
        TypeRef::Named(id) => super::plain(&defs[id.0].name.rust),
        TypeRef::Boxed(inner) | TypeRef::Option(inner) => payload(inner, defs),
        TypeRef::List(inner) => format!("[{}]", payload(inner, defs)),
        TypeRef::Map(inner) => format!("{{{}}}", payload(inner, defs)),
        TypeRef::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|it| payload(it, defs)).collect();
            format!("({})", items.join(","))
        }
        other => format!("{other:?}"),
    }
}
