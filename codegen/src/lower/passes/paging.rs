//! Recognizes listings and their kind of paging: by the conventions of the configuration, by what the
//! document says of its pages, or else by the names of parameters and properties.
//!
//! The kinds of paging are tried in a fixed order. If it is unclear which property has the items, the
//! operation is no listing. [`Verdict`] has the reason for each candidate.

mod addresses;
mod configured;
mod counts;
mod described;
mod envelope;
mod items;
mod last_item;
mod page;
mod stated;
mod tokens;

use std::collections::BTreeSet;

use self::page::{Page, Params};
use crate::{
    lower::{
        context::Cx,
        draft::{Draft, DraftOperation, DraftShape, DraftStruct, optional},
    },
    model::{List, Location, MethodKind, Next, Paging, Returns, TypeId, TypeRef, Verdict},
};
pub(crate) use envelope::named;

/// Marks the listings and their envelopes.
pub(crate) fn mark(cx: Cx<'_>, operations: &mut [DraftOperation], drafts: &mut [Draft]) {
    for operation in operations.iter_mut() {
        operation.linked |= tells_of_links(operation);
    }
    let unlinked = unlinked(operations);
    for operation in operations.iter_mut() {
        let Returns::Json(page) = operation.returns.clone() else { continue };
        let envelope = named(&page);
        if envelope.is_some_and(|it| unlinked.contains(&it)) {
            operation.linked = false;
        }
        operation.verdict = match (page.inner(), envelope) {
            (TypeRef::List(_), _) => array(operation, page.inner(), drafts),
            (_, Some(envelope)) => pages(cx, operation, &page, envelope, drafts),
            (_, None) => Verdict::None,
        };
    }
    for (index, draft) in drafts.iter_mut().enumerate().filter(|(_, it)| is_envelope(it)) {
        match was_strict(cx, TypeId(index), draft, operations) {
            true => set_strict(draft),
            false => relax(draft),
        }
    }
}

fn is_envelope(draft: &Draft) -> bool {
    matches!(&draft.shape, DraftShape::Struct(object) if object.list.is_some())
}

/// Whether the lock has this type, but no listing that returns it. Its fields stay as they are.
fn was_strict(cx: Cx<'_>, id: TypeId, draft: &Draft, operations: &[DraftOperation]) -> bool {
    let is_page = |it: &&DraftOperation| match &it.kind {
        MethodKind::Paged(page) => named(page) == Some(id),
        _ => false,
    };
    let is_known =
        |it: &DraftOperation| cx.lock.call(&it.verb.sent(), &it.path, &it.variant).is_some();
    let known = cx.lock.ty(cx.tree, &draft.origin, draft.facet);
    known.is_some_and(|it| it.strict || !operations.iter().filter(is_page).any(is_known))
}

fn set_strict(draft: &mut Draft) {
    let DraftShape::Struct(object) = &mut draft.shape else { return };
    object.list.iter_mut().for_each(|it| it.strict = true);
}

/// Whether a parameter is said to come from the `Link` header.
fn tells_of_links(operation: &DraftOperation) -> bool {
    let said = |docs: &str| docs.to_lowercase().replace('`', "").contains("link header");
    operation.params.iter().any(|it| it.location == Location::Query && said(&it.docs))
}

/// The types that an operation returns without a link to the next page. They cannot be envelopes of
/// listings by link, because an envelope is the same for all operations that return it.
fn unlinked(operations: &[DraftOperation]) -> BTreeSet<TypeId> {
    let without = operations.iter().filter(|it| it.is_get() && it.paging && !it.linked);
    without.filter_map(|it| named(it.returns.json()?)).collect()
}

/// Judges an operation that returns an array: with links, or by counting.
fn array(operation: &mut DraftOperation, page: &TypeRef, drafts: &[Draft]) -> Verdict {
    if !operation.is_get() {
        return Verdict::None;
    }
    let stated = operation.pagination.as_ref().and_then(|it| stated::of_array(it, operation));
    let counting = stated.or_else(|| counts::of_array(&Params::of(operation)));
    if !operation.paging {
        return declined("the configuration says that it is not a listing");
    }
    let next = match (operation.linked, &counting) {
        (true, _) => Next::Link,
        (false, Some(counting)) => counting.next(),
        (false, None) => return Verdict::None,
    };
    if items::are_pages(page, drafts) {
        return declined("the response is an array of objects that look like pages themselves");
    }
    let paging = described::of_array(&next, operation);
    operation.counting = counting.filter(|_| !operation.linked);
    operation.kind = MethodKind::Paged(page.clone());
    listing(&next, "", paging)
}

/// Judges an operation that returns an object.
fn pages(
    cx: Cx<'_>,
    operation: &mut DraftOperation,
    page: &TypeRef,
    envelope: TypeId,
    drafts: &mut [Draft],
) -> Verdict {
    let DraftShape::Struct(object) = &drafts[envelope.0].shape else { return Verdict::None };
    let (found, by) = match find(cx, operation, object, drafts) {
        Some(Ok(found)) => found,
        Some(Err(why)) => return Verdict::Declined { why },
        None => return Verdict::None,
    };
    if object.list.as_ref().is_some_and(|known| *known != found) {
        return declined(
            "another listing with the same response type requests the next page in another way",
        );
    }
    let paging = described::of_object(&found, operation, object, drafts);
    let verdict = listing(&found.next, by, paging);
    if object.list.is_none() {
        let DraftShape::Struct(object) = &mut drafts[envelope.0].shape else { return verdict };
        object.list = Some(found);
    }
    operation.kind = MethodKind::Paged(page.clone());
    verdict
}

/// The list that an operation pages through, with what says so; or why there is none. `None` if nothing
/// looks like a listing.
fn find(
    cx: Cx<'_>,
    operation: &DraftOperation,
    page: &DraftStruct,
    drafts: &[Draft],
) -> Option<Result<(List, &'static str), String>> {
    if !operation.paging {
        return Some(Err("the configuration says that it is not a listing".to_owned()));
    }
    let mut conventions = cx.config.paging().iter().enumerate();
    let configured = conventions.find_map(|(index, convention)| {
        let list = configured::list(convention, operation, page, drafts)?;
        Some((index, list))
    });
    if let Some((index, list)) = configured.filter(|_| operation.is_get()) {
        cx.config.use_paging(index);
        return Some(Ok((list, "the configuration")));
    }
    if let Some(stated) = &operation.pagination {
        let list = stated::list(stated, operation, page, drafts);
        let wrong = |why| format!("`{}` does not match the operation: {why}", stated.extension);
        return Some(list.map(|it| (it, stated.extension)).map_err(wrong));
    }
    if !operation.is_get() {
        return None;
    }
    inferred(operation, page, drafts).map(|it| it.map(|list| (list, "")))
}

/// The paging by names.
fn inferred(
    operation: &DraftOperation,
    object: &DraftStruct,
    drafts: &[Draft],
) -> Option<Result<List, String>> {
    let items = match items::of(object, &operation.path, drafts) {
        Ok(items) => items,
        Err(why) => return looks_paged(operation).then_some(Err(why)),
    };
    if ends_with_parameter(&operation.path) && !looks_paged(operation) {
        let why = "the path ends with a parameter, and no query parameter is for paging";
        return addresses::next(&Page::new(operation, object, items, drafts))
            .map(|_| Err(why.to_owned()));
    }
    let page = Page::new(operation, object, items, drafts);
    let next = tokens::next(&page)
        .or_else(|| last_item::next(&page))
        .or_else(|| addresses::next(&page))
        .or_else(|| (operation.linked && is_page(&page)).then_some(Next::Link))
        .or_else(|| counts::page_number(&page))
        .or_else(|| counts::offset(&page))
        .or_else(|| is_list(object).then_some(Next::End));
    let Some(next) = next else {
        let why = "it is not clear how to request the next page";
        return is_page(&page).then(|| Err(why.to_owned()));
    };
    let more = counts::more(&page);
    let (path, item) = (page.items.path, page.items.item.clone());
    Some(Ok(List { items: path, item, next, more, shared: false, strict: false }))
}

/// Whether a path ends with what tells one thing from the others of its collection.
fn ends_with_parameter(path: &str) -> bool {
    let path = path.split(['#', '?']).next().unwrap_or(path).trim_end_matches('/');
    path.rsplit('/').next().is_some_and(|it| it.contains('{'))
}

/// Whether an object says that it is a list: `"object": "list"`.
fn is_list(page: &DraftStruct) -> bool {
    page.fields.iter().any(|it| it.wire == "object" && it.constant.as_deref() == Some("list"))
}

/// Whether an object with a list is a page, and not just an object with a list. This depends on the
/// parameters of the operation, or on the other properties of the object.
fn is_page(page: &Page<'_>) -> bool {
    looks_paged(page.operation) || counts::has_totals(page)
}

/// Whether a parameter is one that listings have.
fn looks_paged(operation: &DraftOperation) -> bool {
    let params = Params::of(operation);
    params.has_size() || counts::has_position(&params) || tokens::has_token(&params)
}

fn declined(why: &str) -> Verdict {
    Verdict::Declined { why: why.to_owned() }
}

/// `by` is what says so; empty for the names.
fn listing(next: &Next, by: &str, paging: Paging) -> Verdict {
    let by = if by.is_empty() { String::new() } else { format!(", as {by} says") };
    let items = match &paging.items[..] {
        [] => "the response is an array".to_owned(),
        names => format!("the items are in `{}`", names.join(".")),
    };
    let why = format!("{items}; {}{by}", next.explained());
    Verdict::Listing { by: next.name(), why, paging: Box::new(paging) }
}

/// All fields of an envelope except the items become optional: servers omit them or send null, for
/// example on an empty page, and such a page should not be an error.
fn relax(draft: &mut Draft) {
    let DraftShape::Struct(object) = &mut draft.shape else { return };
    let Some(found) = &object.list else { return };
    let own = found.items.own();
    let outer = found.items.0.first().map(|it| it.name.as_str());
    for field in &mut object.fields {
        if Some(field.wire.as_str()) == own {
            field.ty = field.ty.inner().clone();
            field.required = true;
        } else if own.is_some() || Some(field.wire.as_str()) != outer {
            field.ty = optional(field.ty.clone());
            field.required = false;
        }
    }
}

/// Selects the envelope for each type of item, which `Page<T>` uses. Other envelopes are used only by
/// their own names.
pub(crate) fn share(drafts: &mut [Draft]) {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by(|a, b| drafts[*a].hint.rust.cmp(&drafts[*b].hint.rust));
    let mut seen: BTreeSet<TypeId> = BTreeSet::new();
    for index in order {
        let DraftShape::Struct(DraftStruct { list: Some(list), .. }) = &mut drafts[index].shape
        else {
            continue;
        };
        list.shared = match &list.item {
            TypeRef::Named(item) => !seen.insert(*item),
            _ => true,
        };
    }
}
