//! Types that no operation uses.

use crate::{
    lower::{
        context::Cx,
        draft::Hint,
        schemas::{SchemaRef, Schemas},
    },
    model::TypeRef,
    pointer::Pointer,
};

/// What is not used by operations, but is there nevertheless.
pub(crate) struct Unused {
    /// Only a server sends what webhooks carry.
    pub(crate) webhooks: Vec<TypeRef>,
    /// Nobody knows who sends what no operation mentions.
    pub(crate) schemas: Vec<TypeRef>,
}

/// The schemas that no operation has to use, if the configuration asks for them.
pub(crate) fn all(cx: Cx<'_>, schemas: &mut Schemas<'_>) -> Vec<TypeRef> {
    if !cx.config.package().all_schemas {
        return Vec::new();
    }
    let section = Pointer::root().child("components").child("schemas");
    let names = cx.openapi.components.iter().flat_map(|it| it.schemas.keys());
    let lower = |name: &String| {
        let at = section.child(name);
        let hint = Hint::of(schemas.cx, &at);
        schemas.lower(SchemaRef::Reference(&at.to_string()), &at, &hint)
    };
    names.map(lower).collect()
}
