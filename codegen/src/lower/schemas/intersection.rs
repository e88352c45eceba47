//! `allOf` of scalars: the values that all of its schemas allow.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData};

use super::{
    alternatives, enums,
    view::{Node, parts, type_name},
};
use crate::{
    diagnostics::Diagnostics,
    lower::{
        context::{Cx, MAX_DEPTH},
        draft::{DraftShape, DraftValue},
    },
    pointer::Pointer,
};

/// What all schemas under an `allOf` say together.
#[derive(Default)]
pub(super) struct Intersection {
    /// The type, with the format.
    pub(super) any: AnySchema,
    /// The values, if they are listed.
    pub(super) values: Option<DraftShape>,
    /// Whether all of them allow null.
    pub(super) null: bool,
}

/// The intersection of an `allOf`; `None` if one of its schemas is no scalar, or if they contradict each
/// other.
pub(super) fn of(cx: Cx<'_>, node: Node<'_>) -> Option<Intersection> {
    let mut found = Intersection { null: true, ..Intersection::default() };
    for (index, branch) in node.any.all_of.iter().enumerate() {
        found.add(cx, branch, &node.at.child("allOf").index(index), 0)?;
    }
    // `nullable` beside an `allOf` is what 3.0 has to make a reference nullable.
    let null = found.null;
    found.narrow(cx, node.any, node.data, node.at)?;
    found.null = null;
    let is_typed = found.any.typ.is_some() || found.values.is_some();
    is_typed.then_some(found)
}

impl Intersection {
    fn add(
        &mut self,
        cx: Cx<'_>,
        schema: &ReferenceOr<Schema>,
        at: &Pointer,
        depth: usize,
    ) -> Option<()> {
        // A reference that cannot be resolved is reported where it is lowered.
        let found = cx.resolver.resolve(schema, at, &mut Diagnostics::default())?;
        let (any, data) = parts(&found.value);
        if depth == MAX_DEPTH {
            return None;
        }
        for (index, branch) in any.all_of.iter().enumerate() {
            self.add(cx, branch, &found.pointer.child("allOf").index(index), depth + 1)?;
        }
        self.narrow(cx, any, data, &found.pointer)
    }

    /// Leaves what a schema allows too.
    fn narrow(
        &mut self,
        cx: Cx<'_>,
        any: &AnySchema,
        data: &SchemaData,
        at: &Pointer,
    ) -> Option<()> {
        let ty = type_name(any);
        if !matches!(ty, None | Some("string" | "integer" | "number" | "boolean")) {
            return None;
        }
        self.any.typ = both(self.any.typ.take(), ty)?;
        self.any.format = self.any.format.take().or_else(|| any.format.clone());
        self.null &= data.nullable;
        let (keyword, list) = alternatives::of(any);
        let shape = match enums::classify(any, data) {
            _ if !alternatives::are_constraints(list) => {
                enums::of_alternatives(cx, list, &at.child(keyword))?
            }
            enums::Class::Strings { values, .. } => Some(DraftShape::Strings(values)),
            enums::Class::Integers { values, .. } => Some(DraftShape::Integers(values)),
            enums::Class::Other { .. } if any.enumeration.is_empty() => None,
            enums::Class::Mixed { .. } | enums::Class::Other { .. } => return None,
        };
        self.values = match (self.values.take(), shape) {
            (Some(one), Some(other)) => Some(common(one, other)?),
            (one, other) => one.or(other),
        };
        Some(())
    }
}

/// The type of what is of two types; `None` if nothing is.
fn both(one: Option<String>, other: Option<&str>) -> Option<Option<String>> {
    match (one.as_deref(), other) {
        (None, other) => Some(other.map(str::to_owned)),
        (Some(_), None) => Some(one),
        (Some(one), Some(other)) if one == other => Some(Some(one.to_owned())),
        (Some("integer" | "number"), Some("integer" | "number")) => {
            Some(Some("integer".to_owned()))
        }
        _ => None,
    }
}

/// The values that two lists have, with the names and descriptions of the longer one.
fn common(one: DraftShape, other: DraftShape) -> Option<DraftShape> {
    let shape = match (one, other) {
        (DraftShape::OpenStrings(_), strings @ DraftShape::Strings(_)) => strings,
        (
            strings @ (DraftShape::Strings(_) | DraftShape::OpenStrings(_)),
            DraftShape::OpenStrings(_),
        ) => strings,
        (DraftShape::Strings(one), DraftShape::Strings(other)) => {
            DraftShape::Strings(in_both(one, other)?)
        }
        (DraftShape::Integers(one), DraftShape::Integers(other)) => {
            DraftShape::Integers(in_both(one, other)?)
        }
        _ => return None,
    };
    Some(shape)
}

fn in_both<T: PartialEq>(
    one: Vec<DraftValue<T>>,
    other: Vec<DraftValue<T>>,
) -> Option<Vec<DraftValue<T>>> {
    let (mut longer, shorter) = if one.len() < other.len() { (other, one) } else { (one, other) };
    longer.retain(|it| shorter.iter().any(|short| short.value == it.value));
    (!longer.is_empty()).then_some(longer)
}
