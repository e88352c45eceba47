//! What unions are made from by `From`: decided here alone, for types that are sent.
//!
//! A payload that two variants could take is none; nor is one that might be: an alternative that
//! comes later must not take a conversion away.

use crate::model::{Conversion, Shape, TypeDef, TypeId, TypeRef, Union, Values};

/// Sets the conversions of all unions that a client sends.
pub(crate) fn assign(defs: &mut [TypeDef]) {
    for index in 0..defs.len() {
        let (Shape::Union(union), true) = (&defs[index].shape, defs[index].sent) else { continue };
        let found = of_union(TypeId(index), union, defs);
        if let Shape::Union(union) = &mut defs[index].shape {
            for (variant, from) in union.variants.iter_mut().zip(found) {
                variant.from = from;
            }
        }
    }
}

fn of_union(own: TypeId, union: &Union, defs: &[TypeDef]) -> Vec<Vec<Conversion>> {
    let payloads: Vec<&TypeRef> = union.variants.iter().map(|it| payload(&it.ty, defs)).collect();
    let is_text = |ty: &&&TypeRef| takes_text(ty, defs, &mut vec![own]);
    let texts = payloads.iter().filter(is_text).count();
    let lists: Vec<&TypeRef> = payloads.iter().filter_map(|it| items(it)).collect();
    let lists_of_text = lists.iter().filter(is_text).count();
    let of_variant = |ty: &&TypeRef| {
        let is_only = payloads.iter().filter(|it| *it == ty).count() == 1;
        let mut from = Vec::new();
        let list = items(ty).map(|item| match takes_text(item, defs, &mut vec![own]) {
            true => (lists_of_text == 1).then_some(Conversion::Texts),
            false => (lists.len() == 1).then_some(Conversion::List),
        });
        match list {
            Some(list) => from.extend(list),
            // Text is told apart below.
            None if matches!(ty, TypeRef::String | TypeRef::Null) => {}
            None if is_only && **ty != TypeRef::Named(own) => from.push(Conversion::Payload),
            None => {}
        }
        if texts == 1 && is_text(&ty) {
            from.push(Conversion::Text);
        }
        from
    };
    payloads.iter().map(of_variant).collect()
}

/// The type of which a list is one.
fn items(ty: &TypeRef) -> Option<&TypeRef> {
    match ty {
        TypeRef::List(item) => Some(item),
        _ => None,
    }
}

/// What a variant holds, without its box and by its own name.
fn payload<'t>(ty: &'t TypeRef, defs: &'t [TypeDef]) -> &'t TypeRef {
    match ty {
        TypeRef::Boxed(inner) => payload(inner, defs),
        TypeRef::Named(id) => match &defs[id.0].shape {
            Shape::Alias(target) => payload(target, defs),
            _ => ty,
        },
        other => other,
    }
}

/// Whether a type can be made from a string: it is one, an enum of strings, or a union of which one
/// variant can.
fn takes_text(ty: &TypeRef, defs: &[TypeDef], seen: &mut Vec<TypeId>) -> bool {
    let id = match payload(ty, defs) {
        TypeRef::String => return true,
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
