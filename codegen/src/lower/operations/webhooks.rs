//! Webhooks (OpenAPI 3.1 §4.8.1): requests that the server sends. There is no method to call, but their
//! bodies have types.

use super::{bodies, path_items};
use crate::{
    lower::{context::Cx, draft::NameHint, schemas::Schemas},
    model::{Content, TypeRef},
    openapi,
    pointer::Pointer,
};

/// The types of the bodies of webhooks.
pub(crate) fn collect(cx: Cx<'_>, schemas: &mut Schemas<'_>) -> Vec<TypeRef> {
    let mut received = Vec::new();
    let webhooks = openapi::webhooks(cx.openapi, &mut schemas.diagnostics);
    for (name, item) in &webhooks {
        let at = Pointer::root().child("webhooks").child(name);
        let Some(items) = path_items::resolve(cx, item, &at, &mut schemas.diagnostics) else {
            continue;
        };
        for found in path_items::operations(&items, &mut schemas.diagnostics) {
            let hint = NameHint::inline(&format!("{name} webhook"));
            let drafts = bodies::lower(&found.operation, &found.at, &hint, None, schemas);
            received.extend(drafts.into_iter().flatten().filter_map(|it| match it.body.content {
                Content::Json(ty) => Some(ty),
                _ => None,
            }));
        }
    }
    received
}
