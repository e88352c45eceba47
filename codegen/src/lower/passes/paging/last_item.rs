//! Paging by the ID of the last item.

use super::{counts, envelope::named, page::Page};
use crate::{
    lower::draft::{Draft, DraftShape},
    model::{FieldPath, Next, TypeRef},
};

/// Parameters for the ID of the last item.
const AFTER: [&str; 6] =
    ["after", "starting_after", "start_after", "after_id", "after_item", "page_after"];
/// Properties with the ID of the last item.
const LAST: [&str; 3] = ["last_id", "last_item_id", "end_id"];
/// Properties with the ID of the first item.
const FIRST: [&str; 3] = ["first_id", "first_item_id", "start_id"];

/// Only if the page tells whether there are more: nothing else says that there is a next page.
pub(super) fn next(page: &Page<'_>) -> Option<Next> {
    let param = page.params().find(&AFTER)?.wire.clone();
    counts::more(page)?;
    if has_id(page.items.item, page.drafts) {
        return Some(Next::LastItem { param, field: "id".to_owned() });
    }
    Some(Next::Token { param, field: last_id(page)? })
}

/// The property with the ID of the first item of the page.
pub(super) fn first_id(page: &Page<'_>) -> Option<FieldPath> {
    page.property(&FIRST, |it| it.is_text() || it.is_integer()).map(|it| it.path.clone())
}

/// The property with the ID of the last item of the page.
pub(super) fn last_id(page: &Page<'_>) -> Option<FieldPath> {
    page.property(&LAST, |it| it.is_text() || it.is_integer()).map(|it| it.path.clone())
}

/// Whether items are objects with an ID.
fn has_id(item: &TypeRef, drafts: &[Draft]) -> bool {
    let Some(id) = named(item) else { return false };
    match &drafts[id.0].shape {
        DraftShape::Struct(object) => {
            object.fields.iter().any(|it| it.wire == "id" && *it.ty.inner() == TypeRef::String)
        }
        _ => false,
    }
}
