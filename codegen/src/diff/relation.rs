//! How the values of one type relate to those of another.

use crate::{
    diff::change::Impact,
    model::{Api, Shape, TypeRef, Values},
};

/// Which side sends a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Request,
    Response,
}

/// How the values of a new type relate to those of an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Same,
    /// All old values and more.
    Wider,
    /// Not all old values.
    Narrower,
    Other,
}

impl Relation {
    /// The relation of values that have two parts.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, it) | (it, Self::Same) => it,
            (one, other) if one == other => one,
            _ => Self::Other,
        }
    }

    /// Who sends may send all that the other side could read before, and who reads must not get more.
    pub(crate) fn impact(self, direction: Direction) -> Impact {
        match (self, direction) {
            (Self::Same, _) => Impact::None,
            (Self::Wider, Direction::Request) | (Self::Narrower, Direction::Response) => {
                Impact::Compatible
            }
            _ => Impact::Breaking,
        }
    }
}

/// The type that a box holds.
pub(crate) fn unboxed(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Boxed(inner) => unboxed(inner),
        _ => ty,
    }
}

/// The relation of two types that are not both named.
pub(crate) fn of_scalars(old: (&Api, &TypeRef), new: (&Api, &TypeRef)) -> Relation {
    use TypeRef::{
        Any, Base64, Bool, Date, DateTime, F64, I32, I64, Map, Named, Object, U32, U64, UnixTime,
    };
    let is = |side: (&Api, &TypeRef), wanted: fn(&Shape) -> bool| match side.1 {
        Named(id) => wanted(&side.0.types[*id].shape),
        _ => false,
    };
    let is_text = |it| is(it, |shape| matches!(shape, Shape::Enum(Values::Strings(_))));
    let is_number = |it| is(it, |shape| matches!(shape, Shape::Enum(Values::Integers(_))));
    let is_object = |it| is(it, |shape| matches!(shape, Shape::Struct(_)));
    match (old.1, new.1) {
        // Numbers of named types mean something only within one API.
        (one, other) if one == other && !matches!(one, Named(_)) => Relation::Same,
        (I64, UnixTime) | (UnixTime, I64) => Relation::Same,
        (_, Any) => Relation::Wider,
        (Any, _) => Relation::Narrower,
        (I32 | U32, I64) | (U32, U64) | (I32 | I64 | U32 | U64 | UnixTime, F64) => Relation::Wider,
        (I64, I32 | U32) | (U64, U32) | (F64, I32 | I64 | U32 | U64 | UnixTime) => {
            Relation::Narrower
        }
        (DateTime | Date | Base64, TypeRef::String) => Relation::Wider,
        (TypeRef::String, DateTime | Date | Base64) => Relation::Narrower,
        (Named(_), TypeRef::String) if is_text(old) => Relation::Wider,
        (TypeRef::String, Named(_)) if is_text(new) => Relation::Narrower,
        (Named(_), I32 | I64 | U32 | U64 | F64) if is_number(old) => Relation::Wider,
        (I32 | I64 | U32 | U64 | F64, Named(_)) if is_number(new) => Relation::Narrower,
        (Named(_), Object | Map(_)) if is_object(old) => Relation::Wider,
        (Object | Map(_), Named(_)) if is_object(new) => Relation::Narrower,
        (Map(_), Object) => Relation::Wider,
        (Object, Map(_)) => Relation::Narrower,
        (Bool, _) | (_, Bool) => Relation::Other,
        (_, Named(_)) if has_alternative(old, new) => Relation::Wider,
        (Named(_), _) if has_alternative(new, old) => Relation::Narrower,
        _ => Relation::Other,
    }
}

/// Whether the union `new` has an alternative like `old`.
fn has_alternative(old: (&Api, &TypeRef), new: (&Api, &TypeRef)) -> bool {
    let TypeRef::Named(id) = new.1 else { return false };
    let Shape::Union(union) = &new.0.types[*id].shape else { return false };
    union.variants.iter().any(|it| is_alike(old, (new.0, unboxed(&it.ty))))
}

/// Whether two types are of the same place or name, or the same scalar.
pub(crate) fn is_alike(old: (&Api, &TypeRef), new: (&Api, &TypeRef)) -> bool {
    match (old.1, new.1) {
        (TypeRef::Named(one), TypeRef::Named(other)) => {
            let (one, other) = (&old.0.types[*one], &new.0.types[*other]);
            one.origin == other.origin && one.facet == other.facet
                || one.name.rust == other.name.rust
        }
        (TypeRef::List(one), TypeRef::List(other)) | (TypeRef::Map(one), TypeRef::Map(other)) => {
            is_alike((old.0, unboxed(one)), (new.0, unboxed(other)))
        }
        (one, other) => of_kind(one).is_some() && of_kind(one) == of_kind(other),
    }
}

/// The JSON type of a scalar.
fn of_kind(ty: &TypeRef) -> Option<&'static str> {
    match ty {
        TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64 | TypeRef::UnixTime => {
            Some("integer")
        }
        TypeRef::F64 => Some("number"),
        TypeRef::Bool => Some("boolean"),
        TypeRef::String | TypeRef::DateTime | TypeRef::Date | TypeRef::Base64 => Some("string"),
        _ => None,
    }
}
