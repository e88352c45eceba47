//! Paging as the document says, by an extension.

use super::{
    envelope::{at, is_integer, object},
    items::{self, Items},
};
use crate::{
    lower::draft::{Draft, DraftOperation, DraftParam, DraftStruct},
    model::{Counting, FieldPath, List, Location, Next, TypeRef},
    openapi::{Pagination, Way},
};

/// The listing that an extension describes, or why it cannot be.
pub(super) fn list(
    stated: &Pagination,
    operation: &DraftOperation,
    page: &DraftStruct,
    drafts: &[Draft],
) -> Result<List, String> {
    let items = match &stated.items {
        Some(name) => items_at(name, page, drafts)?,
        None => items::of(page, &operation.path, drafts)?,
    };
    let next = match &stated.way {
        Way::End => Next::End,
        Way::Address(name) => Next::Address { field: text(page, name, drafts)? },
        Way::Token { param, property } => Next::Token {
            param: query(operation, param)?.wire.clone(),
            field: text(page, property, drafts)?,
        },
        Way::LastItem { param, property } => {
            let param = query(operation, param)?.wire.clone();
            let fits = object(items.item, drafts).and_then(|it| at(it, property, drafts));
            let is_own = fits.is_some_and(|(path, _)| path.own().is_some());
            let missing = || format!("the items have no `{property}`");
            is_own.then_some(()).ok_or_else(missing)?;
            Next::LastItem { param, field: property.clone() }
        }
        Way::Page { param, pages } => Next::Page {
            param: query(operation, param)?.wire.clone(),
            first: first(query(operation, param)?, 1),
            pages: total(page, pages.as_deref(), drafts),
        },
        Way::Offset { param } => Next::Offset {
            param: query(operation, param)?.wire.clone(),
            first: first(query(operation, param)?, 0),
            total: None,
        },
    };
    let more = stated.more.as_ref().and_then(|name| at(page, name, drafts));
    let more = more.filter(|(_, field)| *field.ty.inner() == TypeRef::Bool).map(|it| it.0);
    Ok(List {
        items: items.path,
        item: items.item.clone(),
        next,
        more,
        shared: false,
        strict: false,
    })
}

/// How the arrays of an operation are counted.
pub(super) fn of_array(stated: &Pagination, operation: &DraftOperation) -> Option<Counting> {
    let (param, by_item) = match &stated.way {
        Way::Page { param, .. } => (param, false),
        Way::Offset { param } => (param, true),
        _ => return None,
    };
    let param = query(operation, param).ok()?;
    let first = first(param, u8::from(!by_item));
    Some(Counting { param: param.wire.clone(), first, by_item })
}

fn items_at<'d>(
    name: &str,
    page: &'d DraftStruct,
    drafts: &'d [Draft],
) -> Result<Items<'d>, String> {
    let (path, field) =
        at(page, name, drafts).ok_or_else(|| format!("the response has no `{name}`"))?;
    let item = items::item(field).ok_or_else(|| format!("`{name}` is not a list"))?;
    Ok(Items { path, item, is_named: true })
}

fn text(page: &DraftStruct, name: &str, drafts: &[Draft]) -> Result<FieldPath, String> {
    let (path, field) =
        at(page, name, drafts).ok_or_else(|| format!("the response has no `{name}`"))?;
    match *field.ty.inner() == TypeRef::String || is_integer(&field.ty) {
        true => Ok(path),
        false => Err(format!("`{name}` is neither a string nor an integer")),
    }
}

fn total(page: &DraftStruct, name: Option<&str>, drafts: &[Draft]) -> Option<FieldPath> {
    at(page, name?, drafts).filter(|(_, field)| is_integer(&field.ty)).map(|it| it.0)
}

fn query<'o>(operation: &'o DraftOperation, name: &str) -> Result<&'o DraftParam, String> {
    let mut params = operation.params.iter().filter(|it| it.location == Location::Query);
    params
        .find(|it| it.wire == name)
        .ok_or_else(|| format!("the operation has no query parameter `{name}`"))
}

fn first(param: &DraftParam, usual: u8) -> u8 {
    super::counts::first(param, usual)
}
