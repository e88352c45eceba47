//! Types that no operation uses.

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
    /// The bodies of webhooks, which only a server sends.
    pub(crate) webhooks: Vec<TypeRef>,
    /// Schemas that no operation uses. Their direction is unknown.
    pub(crate) schemas: Vec<TypeRef>,
}

/// All schemas, if the configuration has `all_schemas`.
pub(crate) fn all(cx: Cx<'_>, schemas: &mut Schemas<'_>) -> Vec<TypeRef> {
    if !cx.config.package().all_schemas {
        return Vec::new();
    }
    let section = Pointer::root().child("components").child("schemas");
    let names = cx.openapi.components.iter().flat_map(|it| it.schemas.keys());
    let lower = |name: &String| {
        let at = section.child(name);
        let hint = NameHint::of(schemas.cx, &at);
        schemas.lower(SchemaRef::Reference(&at.to_string()), &at, &hint)
    };
    names.map(lower).collect()
}
