//! The `From` implementations of unions that are sent.
//!
//! There is no conversion from a payload that two variants accept, and none that a later version of the
//! document could make ambiguous.

use std::collections::BTreeSet;

use crate::{
    lock::{self, Lock},
    model::{Conversion, Shape, TypeDef, TypeId, TypeRef, Union, Values},
};

/// Sets the conversions of all unions that a client sends. Those of the lock stay.
pub(crate) fn assign(lock: &Lock, defs: &mut [TypeDef]) {
    for index in 0..defs.len() {
        let (Shape::Union(union), true) = (&defs[index].shape, defs[index].sent) else { continue };
        let found = of_union(TypeId(index), union, defs);
        let found = kept(lock, index, found, defs);
        if let Shape::Union(union) = &mut defs[index].shape {
            for (variant, from) in union.variants.iter_mut().zip(found) {
                variant.from = from;
            }
        }
    }
}

/// The conversions of the lock that are still possible, and new ones.
fn kept(
    lock: &Lock,
    index: usize,
    found: Vec<Vec<Conversion>>,
    defs: &[TypeDef],
) -> Vec<Vec<Conversion>> {
    let Shape::Union(union) = &defs[index].shape else { return found };
    let key = |name: &str| (lock::plain(&defs[index].name.rust), lock::plain(name));
    let locked = union.variants.iter().map(|it| lock.froms.get(&key(&it.name)));
    let locked: Vec<&[String]> =
        locked.map(|it| it.map(Vec::as_slice).unwrap_or_default()).collect();
    let payloads: Vec<&TypeRef> = union.variants.iter().map(|it| payload(&it.ty)).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut all: Vec<Vec<Conversion>> = vec![Vec::new(); payloads.len()];
    let mut add = |position: usize, conversion| {
        let sources = sources(lock, conversion, payloads[position], defs);
        if !sources.is_empty() && sources.iter().all(|it| !taken.contains(it)) {
            taken.extend(sources);
            all[position].push(conversion);
        }
    };
    for (position, words) in locked.iter().enumerate() {
        let is_locked = |it: &Conversion| words.iter().any(|word| word == it.word());
        Conversion::ALL.into_iter().filter(is_locked).for_each(|it| add(position, it));
    }
    for (position, conversions) in found.into_iter().enumerate() {
        conversions.into_iter().for_each(|it| add(position, it));
    }
    all
}

/// The source types of a variant's conversion, of which no other conversion may have one; empty if
/// the variant cannot have it.
fn sources(
    lock: &Lock,
    conversion: Conversion,
    payload: &TypeRef,
    defs: &[TypeDef],
) -> Vec<String> {
    let list = || "list".to_owned();
    match (conversion, payload) {
        (Conversion::Payload, TypeRef::String | TypeRef::Null | TypeRef::List(_)) => Vec::new(),
        (Conversion::Payload, ty) => vec![format!("{ty:?}")],
        (Conversion::Text, ty) => {
            let is_text = takes_text(ty, defs, &mut Vec::new()) || took_text(lock, ty, defs);
            if is_text { vec!["text".to_owned()] } else { Vec::new() }
        }
        (Conversion::Texts, TypeRef::List(item)) if **item == TypeRef::String => vec![texts()],
        (Conversion::List, TypeRef::List(item)) if !is_own(item) => vec![list(), texts()],
        (Conversion::List | Conversion::Texts, TypeRef::List(_)) => vec![list()],
        (Conversion::List | Conversion::Texts, _) => Vec::new(),
        // The type of an integer literal that nothing else determines.
        (Conversion::Integer, TypeRef::F64) => vec![format!("{:?}", TypeRef::I32)],
        (Conversion::Integer, _) => Vec::new(),
    }
}

/// A list of anything that converts into `String`.
fn texts() -> String {
    "texts".to_owned()
}

/// Whether a type is defined in the crate. The compiler knows that such a type does not convert into
/// `String`.
fn is_own(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Named(_))
}

/// Whether a type is a union whose conversion from text is in the lock.
fn took_text(lock: &Lock, ty: &TypeRef, defs: &[TypeDef]) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    let name = lock::plain(&defs[id.0].name.rust);
    let mut kept = lock.froms.iter().filter(|((union, _), _)| *union == name);
    kept.any(|(_, words)| words.iter().any(|it| it == Conversion::Text.word()))
}

fn of_union(own: TypeId, union: &Union, defs: &[TypeDef]) -> Vec<Vec<Conversion>> {
    let payloads: Vec<&TypeRef> = union.variants.iter().map(|it| payload(&it.ty)).collect();
    let is_text = |ty: &&&TypeRef| takes_text(ty, defs, &mut vec![own]);
    let texts = payloads.iter().filter(is_text).count();
    let lists: Vec<&TypeRef> = payloads.iter().filter_map(|it| items(it)).collect();
    // Beside a list of `String`, a list of a type of the crate is no less clear.
    let is_clear = |own: &TypeRef, it: &TypeRef| it == own || *it == TypeRef::String;
    let is_only_list = |own: &TypeRef| {
        lists.len() == 1
            || is_own(own) && lists.len() == 2 && lists.iter().all(|it| is_clear(own, it))
    };
    let has_integer = payloads.iter().any(|it| is_integer(it));
    let lists_of_text = lists.iter().filter(is_text).count();
    let of_variant = |ty: &&TypeRef| {
        let is_only = payloads.iter().filter(|it| *it == ty).count() == 1;
        let mut from = Vec::new();
        let list = items(ty).map(|item| match takes_text(item, defs, &mut vec![own]) {
            true => (lists_of_text == 1).then_some(Conversion::Texts),
            false => is_only_list(item).then_some(Conversion::List),
        });
        match list {
            Some(list) => from.extend(list),
            // Text is handled below.
            None if matches!(ty, TypeRef::String | TypeRef::Null) => {}
            None if is_only && **ty != TypeRef::Named(own) => from.push(Conversion::Payload),
            None => {}
        }
        if texts == 1 && is_text(&ty) {
            from.push(Conversion::Text);
        }
        if is_only && **ty == TypeRef::F64 && !has_integer {
            from.push(Conversion::Integer);
        }
        from
    };
    payloads.iter().map(of_variant).collect()
}

fn is_integer(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64)
}

/// The type of a list's items.
fn items(ty: &TypeRef) -> Option<&TypeRef> {
    match ty {
        TypeRef::List(item) => Some(item),
        _ => None,
    }
}

/// The type in a variant, without its box.
fn payload(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Boxed(inner) => inner,
        other => other,
    }
}

/// Whether a type can be created from a string: a string, an enum of strings, or a union with such a
/// variant.
fn takes_text(ty: &TypeRef, defs: &[TypeDef], seen: &mut Vec<TypeId>) -> bool {
    let id = match payload(ty) {
        TypeRef::String | TypeRef::DateTime | TypeRef::Date => return true,
        TypeRef::Named(id) => *id,
        _ => return false,
    };
    match &defs[id.0].shape {
        Shape::Enum(Values::Strings(_)) => true,
        Shape::Union(union) if !seen.contains(&id) => {
            seen.push(id);
            let takes = union.variants.iter().filter(|it| takes_text(&it.ty, defs, seen)).count();
            seen.pop();
            takes == 1
        }
        _ => false,
    }
}
