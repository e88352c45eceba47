//! Paging as the configuration says.

use super::{
    envelope::{at, is_integer, named},
    items,
};
use crate::{
    config,
    lower::draft::{Draft, DraftField, DraftOperation, DraftShape, DraftStruct},
    model::{FieldPath, List, Location, Next, TypeRef},
};

/// The listing of a convention, if the operation has its parameter and its properties.
pub(super) fn list(
    convention: &config::Paging,
    operation: &DraftOperation,
    page: &DraftStruct,
    drafts: &[Draft],
) -> Option<List> {
    let (path, field) = at(page, &convention.items, drafts)?;
    let item = items::item(field)?;
    let next = next(convention, operation, page, item, drafts)?;
    let more = match &convention.more {
        Some(more) => Some(has(page, more, drafts, |ty| *ty == TypeRef::Bool)?),
        None => None,
    };
    Some(List { items: path, item: item.clone(), next, more, shared: false, strict: false })
}

fn next(
    convention: &config::Paging,
    operation: &DraftOperation,
    page: &DraftStruct,
    item: &TypeRef,
    drafts: &[Draft],
) -> Option<Next> {
    if let Some(name) = &convention.address {
        return has(page, name, drafts, is_text).map(|field| Next::Address { field });
    }
    let cursor = convention.cursor.as_ref()?;
    let mut params = operation.params.iter().filter(|it| it.location == Location::Query);
    let parameter = params.find(|it| it.wire == *cursor)?;
    let param = parameter.wire.clone();
    if let Some(wire) = &convention.last_item {
        let DraftShape::Struct(item) = &drafts[named(item)?.0].shape else { return None };
        has(item, wire, drafts, is_text)?;
        return Some(Next::LastItem { param, field: wire.clone() });
    }
    if let Some(name) = &convention.token {
        return has(page, name, drafts, is_text).map(|field| Next::Token { param, field });
    }
    let total = match &convention.total {
        Some(total) => Some(has(page, total, drafts, is_integer)?),
        None => None,
    };
    is_integer(&parameter.ty).then_some(match convention.first_page {
        Some(first) => Next::Page { param, first, pages: total },
        None => Next::Offset { param, first: 0, total },
    })
}

fn has(
    page: &DraftStruct,
    name: &str,
    drafts: &[Draft],
    is: impl Fn(&TypeRef) -> bool,
) -> Option<FieldPath> {
    at(page, name, drafts)
        .filter(|(_, field): &(_, &DraftField)| is(field.ty.inner()))
        .map(|it| it.0)
}

fn is_text(ty: &TypeRef) -> bool {
    *ty.inner() == TypeRef::String
}
