//! Webhooks (OpenAPI 3.1 §4.8.1): what the server sends by itself. There is no call to make, but
//! the bodies have types.

use super::{
    Cx, bodies,
    operations::operations_of,
    schemas::{Hint, Schemas},
};
use crate::{
    diagnostics::Diagnostics,
    model::{Content, TypeRef},
    openapi,
    pointer::Pointer,
};

/// The types of the bodies that webhooks carry.
pub(super) fn collect(
    cx: Cx<'_>,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<TypeRef> {
    let mut received = Vec::new();
    for (name, item) in openapi::webhooks(cx.tree, diagnostics) {
        let at = Pointer::root().child("webhooks").child(&name);
        let found = match item {
            openapiv3::ReferenceOr::Item(item) => Some((item, at)),
            openapiv3::ReferenceOr::Reference { reference } => cx
                .resolver
                .follow::<openapiv3::PathItem>(&reference, &at.child("$ref"), diagnostics)
                .map(|found| (found.value.into_owned(), found.pointer)),
        };
        let Some((item, at)) = found else { continue };
        for found in operations_of(&item, &at, diagnostics) {
            let hint = Hint::inline(&format!("{name} webhook"));
            let drafts =
                bodies::lower(cx, &found.operation, &found.at, &hint, schemas, diagnostics);
            received.extend(drafts.into_iter().flatten().filter_map(|it| match it.body.content {
                Content::Json(ty) => Some(ty),
                _ => None,
            }));
        }
    }
    received
}
