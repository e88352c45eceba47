//! Recognizes listings and their kind of paging: by the conventions of the configuration, or else by
//! the names of parameters and properties, or by a `Link` header of the response (RFC 8288).

use std::collections::BTreeSet;

use crate::{
    config,
    lower::{
        context::Cx,
        draft::{Draft, DraftField, DraftOperation, DraftParam, DraftShape, DraftStruct, optional},
    },
    model::{List, Location, MethodKind, Next, Returns, TypeId, TypeRef},
};

/// Names of the property with the items, if there are several lists.
const ITEMS: [&str; 9] =
    ["data", "items", "results", "entries", "records", "values", "list", "elements", "content"];
/// Parameters for the ID of the last item.
const AFTER: [&str; 4] = ["after", "starting_after", "after_id", "startingAfter"];
/// Parameters for a token, with the names of the property that has the token of the next page.
const TOKENS: [(&str, &[&str]); 9] = [
    ("cursor", &["next_cursor", "nextCursor", "cursor", "next"]),
    ("page_token", &["next_page_token", "next_page"]),
    ("pageToken", &["nextPageToken"]),
    ("next_token", &["next_token"]),
    ("nextToken", &["nextToken"]),
    ("marker", &["next_marker", "nextMarker"]),
    ("continuation_token", &["continuation_token", "next_continuation_token"]),
    ("after", &["next_cursor", "next_after", "next"]),
    ("page", &["next_page_token", "next_page"]),
];
const MORE: [&str; 3] = ["has_more", "hasMore", "more"];
const TOTAL: [&str; 4] = ["total_count", "total", "totalCount", "total_items"];
const PAGES: [&str; 3] = ["total_pages", "totalPages", "page_count"];
/// Parameters that only listings have. They are needed because a document may describe a `Link` header
/// for every response.
const SIZES: [&str; 8] =
    ["page", "per_page", "perPage", "page_size", "pageSize", "limit", "cursor", "offset"];

/// Marks the listings and their envelopes. With `Link` headers, the response may also be an array.
///
/// All fields of an envelope except the items become optional: servers omit them or send null, for
/// example on an empty page, and such a page should not be an error.
pub(crate) fn mark(cx: Cx<'_>, operations: &mut [DraftOperation], drafts: &mut [Draft]) {
    let unlinked = unlinked(operations);
    for operation in operations.iter_mut().filter(|it| it.is_get()) {
        let page = match &operation.returns {
            Returns::Json(page @ TypeRef::Named(list)) => {
                let linked = !unlinked.contains(list);
                is_envelope(cx, operation, *list, linked, drafts).then(|| page.clone())
            }
            Returns::Json(page @ TypeRef::List(_)) if operation.linked && operation.paging => {
                Some(page.clone())
            }
            _ => None,
        };
        if let Some(page) = page {
            operation.kind = MethodKind::Paged(page);
        }
    }
}

/// The types that an operation returns without a link to the next page. They cannot be envelopes of
/// listings by link, because an envelope is the same for all operations that return it.
fn unlinked(operations: &[DraftOperation]) -> BTreeSet<TypeId> {
    let without = operations.iter().filter(|it| it.is_get() && it.paging && !it.linked);
    without.filter_map(|it| it.returns.json().and_then(named)).collect()
}

/// Marks the envelope of an operation. Returns whether there is one.
fn is_envelope(
    cx: Cx<'_>,
    operation: &DraftOperation,
    list: TypeId,
    linked: bool,
    drafts: &mut [Draft],
) -> bool {
    let configured = cx.config.paging().iter().enumerate().find_map(|(index, convention)| {
        Some((index, configured(convention, operation, list, drafts)?))
    });
    let found = match configured {
        Some((index, found)) => {
            cx.config.use_paging(index);
            Some(found)
        }
        None if operation.paging => inferred(operation, list, linked, drafts),
        None => None,
    };
    let Some(found) = found else { return false };
    let DraftShape::Struct(object) = &drafts[list.0].shape else { return false };
    let agrees = object.list.as_ref().is_none_or(|known| *known == found);
    if agrees {
        set_list(&mut drafts[list.0], found);
    }
    agrees
}

fn configured(
    convention: &config::Paging,
    operation: &DraftOperation,
    list: TypeId,
    drafts: &[Draft],
) -> Option<List> {
    let envelope = &drafts[list.0];
    let items = field(envelope, &convention.items)?;
    let item = item(items)?;
    let next = way(convention, operation, envelope, item, drafts)?;
    if let Some(more) = &convention.more {
        has(envelope, more, |ty| *ty == TypeRef::Bool).then_some(())?;
    }
    Some(List {
        items: convention.items.clone(),
        item: item.clone(),
        next,
        more: convention.more.clone(),
        shared: false,
    })
}

/// The paging of a convention, if the operation has its parameter and properties.
fn way(
    convention: &config::Paging,
    operation: &DraftOperation,
    envelope: &Draft,
    item: &TypeRef,
    drafts: &[Draft],
) -> Option<Next> {
    let parameter = query(operation, &convention.cursor)?;
    let param = parameter.wire.clone();
    if let Some(wire) = &convention.last_item {
        let is_there = has(&drafts[named(item)?.0], wire, is_text);
        return is_there.then(|| Next::LastItem { param, field: wire.clone() });
    }
    if let Some(wire) = &convention.token {
        let is_there = has(envelope, wire, is_text);
        return is_there.then(|| Next::Token { param, field: wire.clone() });
    }
    let total = convention.total.clone();
    let counts = total.as_ref().is_none_or(|it| has(envelope, it, is_integer));
    (counts && is_integer(&parameter.ty)).then_some(match convention.first_page {
        Some(first) => Next::Page { param, first, pages: total },
        None => Next::Offset { param, total },
    })
}

/// The paging by names. `None` if it is ambiguous.
fn inferred(
    operation: &DraftOperation,
    list: TypeId,
    linked: bool,
    drafts: &[Draft],
) -> Option<List> {
    let envelope = &drafts[list.0];
    let items = items(envelope)?;
    let item = item(items)?;
    let next = token(operation, envelope)
        .or_else(|| last_item(operation, envelope, item, drafts))
        .or_else(|| (linked && is_page(operation, envelope)).then_some(Next::Link))
        .or_else(|| page_number(operation, envelope))
        .or_else(|| offset(operation, envelope))?;
    let more = MORE.iter().find(|name| has(envelope, name, |ty| *ty == TypeRef::Bool));
    Some(List {
        items: items.wire.clone(),
        item: item.clone(),
        next,
        more: more.map(|name| (*name).to_owned()),
        shared: false,
    })
}

/// The only list of an envelope, or the only one with a usual name.
fn items(envelope: &Draft) -> Option<&DraftField> {
    let DraftShape::Struct(object) = &envelope.shape else { return None };
    let lists = || object.fields.iter().filter(|field| item(field).is_some());
    let usual = ITEMS.iter().find_map(|name| lists().find(|field| field.wire == *name));
    usual.or_else(|| lists().next().filter(|_| lists().count() == 1))
}

/// Whether an object with a list is a page of a listing. This depends on the parameters of the
/// operation, or on the other properties of the object.
fn is_page(operation: &DraftOperation, envelope: &Draft) -> bool {
    let counts = || [&TOTAL[..], &PAGES].concat().iter().any(|it| has(envelope, it, is_integer));
    SIZES.iter().any(|name| query(operation, name).is_some()) || counts()
}

fn token(operation: &DraftOperation, envelope: &Draft) -> Option<Next> {
    TOKENS.iter().find_map(|(param, names)| {
        query(operation, param)?;
        let is_token = |name: &&&str| {
            field(envelope, name).is_some_and(|it| is_text(&it.ty) && !is_address(it))
        };
        let name = names.iter().find(is_token)?;
        Some(Next::Token { param: (*param).to_owned(), field: (*name).to_owned() })
    })
}

/// Whether a field is the URL of the next page, by its description.
fn is_address(field: &DraftField) -> bool {
    let docs = field.docs.to_lowercase();
    ["url", "a url", "the url", "link", "a link", "the link"].iter().any(|it| {
        docs.strip_prefix(it).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Paging by the ID of the last item, if the page tells whether there are more.
fn last_item(
    operation: &DraftOperation,
    envelope: &Draft,
    item: &TypeRef,
    drafts: &[Draft],
) -> Option<Next> {
    let param = AFTER.iter().find(|name| query(operation, name).is_some())?;
    MORE.iter().find(|name| has(envelope, name, |ty| *ty == TypeRef::Bool))?;
    let item = &drafts[named(item)?.0];
    let next = || Next::LastItem { param: (*param).to_owned(), field: "id".to_owned() };
    has(item, "id", is_text).then(next)
}

fn page_number(operation: &DraftOperation, envelope: &Draft) -> Option<Next> {
    let param = query(operation, "page").filter(|it| is_integer(&it.ty))?;
    let pages = PAGES.iter().find(|name| has(envelope, name, is_integer));
    let pages = pages.map(|name| (*name).to_owned());
    let first = if param.minimum == Some(0.0) || param.default == Some(0) { 0 } else { 1 };
    Some(Next::Page { param: param.wire.clone(), first, pages })
}

fn offset(operation: &DraftOperation, envelope: &Draft) -> Option<Next> {
    let param = query(operation, "offset").filter(|it| is_integer(&it.ty))?;
    let total = TOTAL.iter().find(|name| has(envelope, name, is_integer));
    let total = total.map(|name| (*name).to_owned());
    Some(Next::Offset { param: param.wire.clone(), total })
}

fn query<'o>(operation: &'o DraftOperation, name: &str) -> Option<&'o DraftParam> {
    operation.params.iter().find(|it| it.location == Location::Query && it.wire == name)
}

fn field<'d>(draft: &'d Draft, wire: &str) -> Option<&'d DraftField> {
    match &draft.shape {
        DraftShape::Struct(object) => object.fields.iter().find(|field| field.wire == wire),
        _ => None,
    }
}

fn has(draft: &Draft, wire: &str, is: impl Fn(&TypeRef) -> bool) -> bool {
    field(draft, wire).is_some_and(|field| is(field.ty.inner()))
}

/// The type of the items of a field.
fn item(field: &DraftField) -> Option<&TypeRef> {
    match field.ty.inner() {
        TypeRef::List(item) => Some(item),
        _ => None,
    }
}

fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        _ => None,
    }
}

fn is_text(ty: &TypeRef) -> bool {
    *ty.inner() == TypeRef::String
}

fn is_integer(ty: &TypeRef) -> bool {
    matches!(ty.inner(), TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64)
}

fn set_list(draft: &mut Draft, found: List) {
    let DraftShape::Struct(object) = &mut draft.shape else { return };
    for field in &mut object.fields {
        let ty = field.ty.inner().clone();
        field.required = field.wire == found.items;
        field.ty = if field.wire == found.items { ty } else { optional(ty) };
    }
    object.list = Some(found);
}

/// Selects the envelope for each type of item, which `Page<T>` uses. Other envelopes are used only by
/// their own names.
pub(crate) fn share(drafts: &mut [Draft]) {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by(|a, b| drafts[*a].hint.rust.cmp(&drafts[*b].hint.rust));
    let mut seen: Vec<TypeId> = Vec::new();
    for index in order {
        let DraftShape::Struct(DraftStruct { list: Some(list), .. }) = &mut drafts[index].shape
        else {
            continue;
        };
        list.shared = match named(&list.item) {
            Some(item) if !seen.contains(&item) => {
                seen.push(item);
                false
            }
            _ => true,
        };
    }
}
