//! Types that no operation uses.

use std::collections::BTreeSet;

use crate::{
    lower::{
        context::Cx,
        draft::NameHint,
        schemas::{SchemaRef, Schemas},
    },
    model::TypeRef,
    pointer::Pointer,
};

/// Types that no operation uses.
pub(crate) struct Unused {
    /// The events of webhooks, which only a server sends.
    pub(crate) events: Option<TypeRef>,
    /// Schemas that were types before. No operation may use them now.
    pub(crate) kept: Vec<TypeRef>,
    /// Schemas that no operation uses. Their direction is unknown.
    pub(crate) schemas: Vec<TypeRef>,
}

/// All schemas, if the configuration has `all_schemas`.
pub(crate) fn all(cx: Cx<'_>, schemas: &mut Schemas<'_>) -> Vec<TypeRef> {
    if cx.config.package().all_schemas { lower(cx, schemas, |_| true) } else { Vec::new() }
}

/// The schemas with types of the lock that no operation uses any more: a program may name them.
pub(crate) fn kept(cx: Cx<'_>, schemas: &mut Schemas<'_>) -> Vec<TypeRef> {
    if cx.lock.types.is_empty() {
        return Vec::new();
    }
    let keys = cx.lock.types.keys().filter(|it| it.facet.is_empty());
    let component = |at: &Pointer| {
        at.segments().take(3).fold(Pointer::root(), |at, segment| at.child(&segment))
    };
    let known = schemas.origins();
    let gone: BTreeSet<Pointer> =
        keys.filter(|it| !known.contains(&it.origin)).map(|it| component(&it.origin)).collect();
    if gone.is_empty() { Vec::new() } else { lower(cx, schemas, |at| gone.contains(at)) }
}

fn lower(
    cx: Cx<'_>,
    schemas: &mut Schemas<'_>,
    is_wanted: impl Fn(&Pointer) -> bool,
) -> Vec<TypeRef> {
    let section = Pointer::root().child("components").child("schemas");
    let names = cx.openapi.components.iter().flat_map(|it| it.schemas.keys());
    let names = names.filter(|name| is_wanted(&section.child(name)));
    let lower = |name: &String| {
        let at = section.child(name);
        let hint = NameHint::of(schemas.cx, &at);
        schemas.lower(SchemaRef::Reference(&at.to_string()), &at, &hint)
    };
    names.map(lower).collect()
}
