//! The keys of variants in a lock.

use crate::model::{
    Case, Discrimination, FormerName, Shape, TypeDef, TypeId, TypeRef, Union, UnionVariant,
};

/// The key of a variant: the value of the tag that selects it, or else its type.
pub(crate) fn key(variant: &UnionVariant, defs: &[TypeDef]) -> String {
    word(variant).unwrap_or_else(|| payload(&variant.ty, defs))
}

/// The keys under which a lock has the variants of a type, with their names.
pub(crate) fn recorded<'d>(shape: &'d Shape, defs: &[TypeDef]) -> Vec<(String, &'d str)> {
    match shape {
        Shape::Union(union) => {
            let all = union.variants.iter();
            all.flat_map(|it| of_union(union, it, defs).map(|key| (key, it.name.as_str())))
                .collect()
        }
        Shape::Errors(all) => {
            all.iter().map(|it| (payload(&it.ty, defs), it.name.as_str())).collect()
        }
        _ => Vec::new(),
    }
}

/// The keys of a variant of a union. Another alternative may get the property that now selects this one;
/// then its type finds it.
fn of_union(
    union: &Union,
    variant: &UnionVariant,
    defs: &[TypeDef],
) -> impl Iterator<Item = String> + use<> {
    let own = payload(&variant.ty, defs);
    let alike = union.variants.iter().filter(|it| payload(&it.ty, defs) == own);
    let is_found_by_type = union.by == Discrimination::Key && alike.count() == 1;
    let key = key(variant, defs);
    let by_type = (is_found_by_type && key != own).then_some(own);
    by_type.into_iter().chain([key])
}

/// All possible keys of each variant of a type, the best first: a later version of the document may add
/// a tag, or rename the schema of a variant.
pub(crate) fn keys(shape: &Shape, former: &[FormerName], defs: &[TypeDef]) -> Vec<Vec<String>> {
    let of_types = |ty: &TypeRef| {
        let named: Vec<TypeId> = ty.named().collect();
        let renamed = former.iter().filter(|it| named.iter().any(|id| it.is_of(id.0)));
        let before = renamed.map(|it| {
            let name = |id: TypeId| if it.is_of(id.0) { &it.name } else { &defs[id.0].name.rust };
            spelled(ty, &|id| super::plain(name(id)))
        });
        std::iter::once(payload(ty, defs)).chain(before).collect::<Vec<_>>()
    };
    match shape {
        Shape::Union(union) => {
            let all = union.variants.iter();
            all.map(|it| word(it).into_iter().chain(of_types(&it.ty)).collect()).collect()
        }
        Shape::Errors(all) => all.iter().map(|it| of_types(&it.ty)).collect(),
        _ => Vec::new(),
    }
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
    spelled(ty, &|id| super::plain(&defs[id.0].name.rust))
}

/// A type as a word, with these names of types.
fn spelled(ty: &TypeRef, name: &impl Fn(TypeId) -> String) -> String {
    match ty {
        TypeRef::Named(id) => name(*id),
        TypeRef::Boxed(inner) | TypeRef::Option(inner) => spelled(inner, name),
        TypeRef::List(inner) => format!("[{}]", spelled(inner, name)),
        TypeRef::Map(inner) => format!("{{{}}}", spelled(inner, name)),
        TypeRef::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|it| spelled(it, name)).collect();
            format!("({})", items.join(","))
        }
        other => format!("{other:?}"),
    }
}
