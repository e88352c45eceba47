//! Where a page has its items: in a list of its own, or in one of an object in it.

use super::envelope::{object, words};
use crate::{
    lower::{
        draft::{Draft, DraftField, DraftStruct},
        text::segments::Segments,
    },
    model::{FieldPath, TypeRef},
};

/// What lists of items are usually called.
const USUAL: [&str; 19] = [
    "collection",
    "content",
    "data",
    "docs",
    "elements",
    "entries",
    "hits",
    "items",
    "list",
    "nodes",
    "objects",
    "records",
    "resources",
    "response",
    "result",
    "results",
    "rows",
    "value",
    "values",
];
/// Lists that come along with the items.
const BESIDE: [&str; 14] = [
    "aggregations",
    "error_messages",
    "errors",
    "facets",
    "fields",
    "filters",
    "included",
    "links",
    "messages",
    "notices",
    "schemas",
    "sort",
    "warning_messages",
    "warnings",
];
/// What an object has beside the items if it is nothing but a page.
const ABOUT_PAGE: [&str; 34] = [
    "api_version",
    "code",
    "count",
    "error",
    "errors",
    "etag",
    "href",
    "included",
    "info",
    "kind",
    "limit",
    "link",
    "links",
    "message",
    "messages",
    "meta",
    "metadata",
    "object",
    "ok",
    "page",
    "pagination",
    "paging",
    "request_id",
    "response_metadata",
    "result_info",
    "self",
    "status",
    "success",
    "timestamp",
    "total",
    "type",
    "uri",
    "version",
    "warnings",
];

/// Objects that only a page has.
const ONLY_OF_PAGE: [&str; 7] = [
    "meta",
    "page_info",
    "pagination",
    "pagination_info",
    "paging",
    "response_metadata",
    "result_info",
];

/// Whether the items of an array are pages themselves: documents sometimes describe a page as an array.
pub(super) fn are_pages(array: &TypeRef, drafts: &[Draft]) -> bool {
    let TypeRef::List(item) = array else { return false };
    let Some(page) = object(item, drafts) else { return false };
    let is_items =
        |field: &DraftField| self::item(field).is_some() && USUAL.contains(&&*words(&field.wire));
    let is_about = |field: &DraftField| {
        object(&field.ty, drafts).is_some() && ONLY_OF_PAGE.contains(&&*words(&field.wire))
    };
    page.fields.iter().any(is_items) && page.fields.iter().any(is_about)
}

/// The items of a page.
pub(super) struct Items<'d> {
    pub(super) path: FieldPath,
    pub(super) item: &'d TypeRef,
    /// Whether their name says that they are what is listed.
    pub(super) is_named: bool,
}

/// The items of the page at `path`, or why there are none.
pub(super) fn of<'d>(
    page: &'d DraftStruct,
    path: &str,
    drafts: &'d [Draft],
) -> Result<Items<'d>, String> {
    match choose(page, path)? {
        Some(found) => Ok(found),
        None => within(page, path, drafts),
    }
}

/// The items of an object that a page has, and that has all of it.
fn within<'d>(page: &'d DraftStruct, path: &str, drafts: &'d [Draft]) -> Result<Items<'d>, String> {
    let is_one = path.split(['#', '?']).next().is_some_and(|it| it.ends_with('}'));
    let objects = page.fields.iter().filter_map(|it| Some((it, object(&it.ty, drafts)?)));
    let mut found: Vec<(&DraftField, Items<'_>)> = Vec::new();
    for (field, inner) in objects {
        if !ABOUT_PAGE.contains(&&*words(&field.wire))
            && let Some(items) = choose(inner, path)?
        {
            found.push((field, items));
        }
    }
    let Some((outer, inner)) = found.pop() else {
        return Err("the response has no list".to_owned());
    };
    if !found.is_empty() {
        return Err("several objects in the response have lists".to_owned());
    }
    let is_page =
        |it: &&DraftField| it.wire == outer.wire || ABOUT_PAGE.contains(&&*words(&it.wire));
    if is_one {
        return Err(format!("the path reads one item, and the list is in its `{}`", outer.wire));
    }
    if !page.fields.iter().all(|it| is_page(&it)) {
        return Err(format!(
            "the list is in the object `{}`, but the response also has other properties",
            outer.wire
        ));
    }
    let path = [outer.wire.as_str()].into_iter().chain(inner.path.0.iter().map(|it| &*it.name));
    Ok(Items { path: FieldPath::of(path), ..inner })
}

/// The list among the fields of an object that has the items; an error if there are several.
fn choose<'d>(object: &'d DraftStruct, path: &str) -> Result<Option<Items<'d>>, String> {
    let lists = object.fields.iter().filter(|it| item(it).is_some());
    let all: Vec<(String, &DraftField)> = lists.map(|it| (words(&it.wire), it)).collect();
    let lists: Vec<_> = match all.iter().filter(|(name, _)| !BESIDE.contains(&&**name)).count() {
        0 => all.iter().collect(),
        _ => all.iter().filter(|(name, _)| !BESIDE.contains(&&**name)).collect(),
    };
    let resource = Segments::of(path).literals.pop().unwrap_or_default();
    let is_resource = |name: &str| !name.is_empty() && words(&resource) == name;
    let of_resource = lists.iter().find(|(name, _)| is_resource(name));
    let mut usual = lists.iter().filter(|(name, _)| USUAL.contains(&&**name));
    let first = usual.next().filter(|_| usual.next().is_none());
    let named = of_resource.or(first).map(|(_, field)| (*field, true));
    let found = match (named, &lists[..]) {
        (Some(named), _) => named,
        (None, []) => return Ok(None),
        (None, [(_, only)]) => (*only, false),
        (None, several) => {
            let names: Vec<_> = several.iter().map(|(_, it)| format!("`{}`", it.wire)).collect();
            return Err(format!("the response has several lists: {}", names.join(", ")));
        }
    };
    let (field, is_named) = found;
    let path = FieldPath::of([field.wire.as_str()]);
    Ok(item(field).map(|item| Items { path, item, is_named }))
}

/// The type of the items of a field.
pub(super) fn item(field: &DraftField) -> Option<&TypeRef> {
    match field.ty.inner() {
        TypeRef::List(item) => Some(item),
        _ => None,
    }
}
