//! What is known of the pages of a listing, in the names of the document.

use super::{
    counts,
    items::Items,
    last_item,
    page::{Page, Params},
};
use crate::{
    lower::draft::{Draft, DraftOperation, DraftStruct},
    model::{Counting, FieldPath, List, Next, NextPage, Paging},
};

/// The paging of an operation that returns an array.
pub(super) fn of_array(next: &Next, operation: &DraftOperation) -> Paging {
    of_params(next, &Params::of(operation))
}

/// The paging of an operation that returns an object with a list.
pub(super) fn of_object(
    list: &List,
    operation: &DraftOperation,
    object: &DraftStruct,
    drafts: &[Draft],
) -> Paging {
    let items = Items { path: list.items.clone(), item: &list.item, is_named: true };
    let page = Page::new(operation, object, items, drafts);
    let names = |path: Option<FieldPath>| path.map(|it| it.names());
    let (total, pages) = match &list.next {
        Next::Page { pages, .. } => (None, pages.clone()),
        Next::Offset { total, .. } => (total.clone(), None),
        _ => (None, None),
    };
    Paging {
        items: list.items.names(),
        more: names(list.more.clone().or_else(|| counts::more(&page))),
        total: names(total.or_else(|| counts::total(&page))),
        pages: names(pages.or_else(|| counts::pages(&page))),
        first_id: names(last_item::first_id(&page)),
        last_id: names(last_item::last_id(&page)),
        ..of_params(&list.next, page.params())
    }
}

/// What the parameters say.
fn of_params(next: &Next, params: &Params<'_>) -> Paging {
    let counting = match next {
        Next::Page { param, first, .. } => {
            Some(Counting { param: param.clone(), first: *first, by_item: false })
        }
        Next::Offset { param, first, .. } => {
            Some(Counting { param: param.clone(), first: *first, by_item: true })
        }
        _ => counts::position(params),
    };
    Paging {
        items: Vec::new(),
        next: next_page(next),
        counting,
        limit: params.size().map(|it| it.wire.clone()),
        more: None,
        total: None,
        pages: None,
        first_id: None,
        last_id: None,
    }
}

fn next_page(next: &Next) -> NextPage {
    match next {
        Next::LastItem { param, field } => {
            NextPage::LastItem { param: param.clone(), property: field.clone() }
        }
        Next::Token { param, field } => {
            NextPage::Token { param: param.clone(), property: field.names() }
        }
        Next::Page { .. } | Next::Offset { .. } => NextPage::Count,
        Next::Link => NextPage::Link,
        Next::Address { field } => NextPage::Address { property: field.names() },
        Next::End => NextPage::End,
    }
}
