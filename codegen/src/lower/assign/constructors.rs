//! The arguments of `new`: the required properties, by position, or by name if two of them could be
//! confused. And the names of the functions that create the variants of a union.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    lock::LockedConstructor,
    lower::{context::Cx, text::naming},
    model::{Field, FormerName, Shape, TypeDef, TypeId, TypeRef, Values},
};

/// Sets the arguments of all structs that are sent. `names` are the names of all types.
pub(crate) fn assign(
    cx: Cx<'_>,
    former: &[FormerName],
    defs: &mut [TypeDef],
    names: &mut BTreeSet<String>,
) {
    let locked_args = cx.lock.constructors.values().filter_map(|it| it.args.as_ref());
    let kept: BTreeSet<String> = locked_args.filter(|it| !names.contains(*it)).cloned().collect();
    names.extend(kept.iter().cloned());
    for index in 0..defs.len() {
        keep_usable_defaults(defs, index);
        if !defs[index].sent {
            continue;
        }
        let locked = locked(cx, former, index, defs);
        let arguments = arguments(&defs[index], locked);
        let is_confusing = is_confusing(&arguments, defs, index);
        let args = locked.and_then(|it| it.args.clone()).filter(|it| kept.contains(it));
        let is_kept = locked.is_some_and(|it| it.arguments.len() >= arguments.len());
        let args = match args {
            Some(args) => Some(args),
            None if is_kept => None,
            None => is_confusing.then(|| args_name(&defs[index].name.rust, names)),
        };
        names.extend(args.clone());
        if let Shape::Struct(object) = &mut defs[index].shape {
            (object.arguments, object.args) = (arguments, args);
        }
    }
    for index in 0..defs.len() {
        let names = of_variants(defs, index);
        if let Shape::Union(union) = &mut defs[index].shape {
            for (variant, name) in union.variants.iter_mut().zip(names) {
                variant.constructor = name;
            }
        }
    }
}

/// The functions that create the variants of a union: one for each variant with a struct.
fn of_variants(defs: &[TypeDef], index: usize) -> Vec<Option<String>> {
    let TypeDef { shape: Shape::Union(union), sent: true, .. } = &defs[index] else {
        return Vec::new();
    };
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let names = union.variants.iter().map(|variant| {
        made_by_new(&variant.ty, defs)?;
        let name = naming::constructor(&variant.name);
        let name = naming::free(&[&name], |it| taken.contains(it));
        taken.insert(name.clone());
        Some(name)
    });
    names.collect()
}

/// The struct in a variant, if it has `new`.
fn made_by_new(ty: &TypeRef, defs: &[TypeDef]) -> Option<()> {
    match ty {
        TypeRef::Boxed(inner) => made_by_new(inner, defs),
        TypeRef::Named(id) => {
            (defs[id.0].sent && matches!(defs[id.0].shape, Shape::Struct(_))).then_some(())
        }
        _ => None,
    }
}

/// The earlier arguments of `new`, by the name of the type or a former name.
fn locked<'l>(
    cx: Cx<'l>,
    former: &[FormerName],
    index: usize,
    defs: &[TypeDef],
) -> Option<&'l LockedConstructor> {
    let former = former.iter().filter(|it| it.is_of(index)).map(|it| &it.name);
    let mut names = std::iter::once(&defs[index].name.rust).chain(former);
    names.find_map(|name| cx.lock.constructors.get(name.trim_start_matches("r#")))
}

/// The fields that `new` takes: first its earlier arguments, which may be optional now; then the other
/// required properties, in the order of the document's `required`.
fn arguments(def: &TypeDef, locked: Option<&LockedConstructor>) -> Vec<usize> {
    let Shape::Struct(object) = &def.shape else { return Vec::new() };
    let fields = || object.fields.iter().enumerate();
    let known = locked.map(|it| it.arguments.as_slice()).unwrap_or_default();
    let known = known.iter().filter_map(|wire| fields().find(|(_, it)| it.name.wire == *wire));
    let mut arguments: Vec<usize> = known.map(|(index, _)| index).collect();
    let required = fields().filter(|(_, field)| field.is_argument()).map(|(index, _)| index);
    let mut added: Vec<usize> = required.filter(|index| !arguments.contains(index)).collect();
    added.sort_by_key(|index| object.fields[*index].order);
    arguments.extend(added);
    arguments
}

fn args_name(rust: &str, names: &BTreeSet<String>) -> String {
    let candidates = [format!("{rust}Args"), format!("{rust}Arguments")];
    let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
    naming::free(&candidates, |it| names.contains(it))
}

/// Removes defaults that are not a value of their type or cannot be written as a Rust literal.
fn keep_usable_defaults(defs: &mut [TypeDef], index: usize) {
    let Shape::Struct(object) = &defs[index].shape else { return };
    let usable: Vec<bool> = object.fields.iter().map(|field| is_usable(field, defs)).collect();
    let Shape::Struct(object) = &mut defs[index].shape else { return };
    for (field, usable) in object.fields.iter_mut().zip(usable) {
        field.default = field.default.take().filter(|_| usable);
    }
}

fn is_usable(field: &Field, defs: &[TypeDef]) -> bool {
    let Some(default) = &field.default else { return false };
    match (&field.ty, default) {
        (TypeRef::Bool, Value::Bool(_)) | (TypeRef::String, Value::String(_)) => true,
        (TypeRef::DateTime | TypeRef::Date, Value::String(_)) => true,
        (TypeRef::I32, value) => value.as_i64().is_some_and(|it| i32::try_from(it).is_ok()),
        (TypeRef::I64, value) => value.is_i64(),
        (TypeRef::U32, value) => value.as_u64().is_some_and(|it| u32::try_from(it).is_ok()),
        (TypeRef::U64, value) => value.is_u64(),
        (TypeRef::F64, value) => value.is_number(),
        (TypeRef::Named(id), Value::String(text)) => match &defs[id.0].shape {
            Shape::Enum(list) => match list {
                Values::Strings(variants) => variants.iter().any(|it| it.value == *text),
                Values::Integers(_) => false,
            },
            _ => false,
        },
        _ => false,
    }
}

/// Whether two arguments accept the same literal. If the document then only changed the order of its
/// properties, existing calls would compile but pass the wrong values.
fn is_confusing(arguments: &[usize], defs: &[TypeDef], index: usize) -> bool {
    let Shape::Struct(object) = &defs[index].shape else { return false };
    let mut taken = BTreeSet::new();
    arguments.iter().filter_map(|it| object.fields.get(*it)).any(|field| {
        let mut own = BTreeSet::new();
        literals(field.ty.inner(), defs, &mut own);
        let confused = own.iter().any(|it| taken.contains(it));
        taken.extend(own);
        confused
    })
}

/// The literals that an argument accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Literal {
    Absent,
    Bool,
    Number,
    Text,
    List,
    File,
    Json,
    Value(TypeId),
}

/// The literals that a property of type `ty` accepts.
fn literals(ty: &TypeRef, defs: &[TypeDef], into: &mut BTreeSet<Literal>) {
    let literal = match ty {
        TypeRef::Null | TypeRef::Option(_) => Literal::Absent,
        TypeRef::Bool => Literal::Bool,
        TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64 => Literal::Number,
        TypeRef::F64 | TypeRef::UnixTime => Literal::Number,
        TypeRef::String | TypeRef::DateTime | TypeRef::Date => Literal::Text,
        TypeRef::Base64 | TypeRef::List(_) | TypeRef::Tuple(_) | TypeRef::Map(_) => Literal::List,
        TypeRef::Part => Literal::File,
        TypeRef::Any | TypeRef::Object => Literal::Json,
        TypeRef::Boxed(inner) => return literals(inner, defs, into),
        TypeRef::Named(id) => Literal::Value(*id),
    };
    let TypeRef::Named(id) = ty else {
        into.insert(literal);
        return;
    };
    if !into.insert(literal) {
        return;
    }
    match &defs[id.0].shape {
        Shape::Enum(list) => {
            into.insert(match list {
                Values::Strings(_) => Literal::Text,
                Values::Integers(_) => Literal::Number,
            });
        }
        Shape::Union(union) => union.variants.iter().for_each(|it| literals(&it.ty, defs, into)),
        Shape::Parts(variants) => variants.iter().for_each(|it| literals(&it.ty, defs, into)),
        _ => {}
    }
}
