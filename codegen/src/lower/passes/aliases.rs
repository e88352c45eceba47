//! Unites equal inline schemas: one type, and aliases of it.
//!
//! Each schema keeps the name of its place, so no name changes when an equal schema is added, changed
//! or removed. A type may become an alias, or an alias a type, but code uses both in the same way.

#[expect(clippy::disallowed_types, reason = "only looked up, never iterated")]
use std::collections::HashMap;

use crate::{
    lower::draft::{Draft, DraftShape},
    model::{TypeId, TypeRef},
};

/// The number of rounds. Each round finds equal types one level of nesting further up.
const ROUNDS: usize = 8;

/// Makes aliases of all equal types except one.
pub(crate) fn unite(drafts: &mut [Draft]) {
    let mut same: Vec<TypeId> = (0..drafts.len()).map(TypeId).collect();
    for _ in 0..ROUNDS {
        let before = same.clone();
        find(drafts, &mut same);
        if same == before {
            break;
        }
    }
    for (index, same) in same.into_iter().enumerate() {
        if same.0 != index {
            drafts[index].shape = DraftShape::Alias(TypeRef::Named(same));
        }
    }
}

/// The type that an alias stands for.
pub(crate) fn target(drafts: &[Draft], index: usize) -> TypeId {
    match drafts[index].shape {
        DraftShape::Alias(TypeRef::Named(id)) => id,
        _ => TypeId(index),
    }
}

/// For each type, the equal type that is kept: a component, or else the one with the shortest name.
#[expect(clippy::disallowed_types, reason = "only looked up, never iterated")]
fn find(drafts: &[Draft], same: &mut [TypeId]) {
    let mut order: Vec<usize> = (0..drafts.len()).filter(|it| is_plain(&drafts[*it])).collect();
    order.sort_by_key(|index| {
        let hint = &drafts[*index].hint;
        (!hint.component, hint.rust.len(), &hint.rust, &drafts[*index].origin)
    });
    let mut known: HashMap<Key, TypeId> = HashMap::new();
    for index in order {
        let first = *known.entry(key(&drafts[index], same)).or_insert(TypeId(index));
        if !drafts[index].hint.component {
            same[index] = first;
        }
    }
}

/// Whether a type may become an alias. Response enums and list envelopes belong to their operations,
/// and multipart forms are not JSON.
fn is_plain(draft: &Draft) -> bool {
    match &draft.shape {
        DraftShape::Struct(object) => object.list.is_none() && !object.multipart,
        DraftShape::Union(_)
        | DraftShape::Strings(_)
        | DraftShape::Integers(_)
        | DraftShape::Errors(_)
        | DraftShape::Parts(_)
        | DraftShape::Headers(_) => true,
        DraftShape::OpenStrings(_) | DraftShape::Answers(_) | DraftShape::Alias(_) => false,
    }
}

/// Everything that makes two types equal: all but the name and the documentation.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    received: bool,
    sent: bool,
    shape: String,
    held: Vec<TypeRef>,
}

fn key(draft: &Draft, same: &[TypeId]) -> Key {
    let held = draft.held().into_iter().map(|ty| united(ty, same)).collect();
    Key { received: draft.received, sent: draft.sent, shape: outline(&draft.shape), held }
}

/// A type with aliases replaced by the types that they stand for.
fn united(ty: &TypeRef, same: &[TypeId]) -> TypeRef {
    let mut ty = ty.clone();
    ty.replace(&|id| same[id.0]);
    ty
}

/// A shape without the types in it.
fn outline(shape: &DraftShape) -> String {
    match shape {
        DraftShape::Struct(object) => {
            let fields = object.fields.iter().map(|it| {
                let flags = (it.required, it.nullable, it.secret, it.deprecated, &it.default);
                format!("{:?}", (&it.wire, flags, &it.constant, &it.media_type, &it.docs))
            });
            format!("{:?} {}", fields.collect::<Vec<_>>(), object.additional.is_some())
        }
        DraftShape::Union(union) => {
            let variants = union.variants.iter().map(|it| (&it.name, &it.cases));
            format!("{:?} {:?}", variants.collect::<Vec<_>>(), union.by)
        }
        DraftShape::Strings(values) | DraftShape::OpenStrings(values) => format!("{values:?}"),
        DraftShape::Integers(values) => format!("{values:?}"),
        DraftShape::Parts(variants) => {
            format!("{:?}", variants.iter().map(|it| &it.name).collect::<Vec<_>>())
        }
        DraftShape::Errors(variants) => {
            let variants = variants.iter().map(|it| (&it.name, &it.statuses));
            format!("{:?}", variants.collect::<Vec<_>>())
        }
        DraftShape::Headers(headers) => {
            let headers = headers.iter().map(|it| (&it.wire, it.deprecated, &it.docs));
            format!("{:?}", headers.collect::<Vec<_>>())
        }
        DraftShape::Answers(_) | DraftShape::Alias(_) => String::new(),
    }
}
