//! Which operations list page by page, and how a list envelope is read.

use super::{
    Cx,
    operations::OperationDraft,
    schemas::{Draft, DraftField, DraftShape, optional},
};
use crate::{
    config,
    model::{List, Location, MethodKind, Paging, Returns, TypeId, TypeRef},
};

/// Marks each operation that a convention of the configuration applies to, and its envelope.
///
/// All of an envelope but its items becomes optional: servers leave members of it out or send null,
/// on an empty page for one, and no page should be lost for that.
pub(super) fn mark(cx: Cx<'_>, operations: &mut [OperationDraft], drafts: &mut [Draft]) {
    for operation in operations {
        for (index, convention) in cx.config.paging().iter().enumerate() {
            if let Some((list, found)) = apply(convention, operation, drafts) {
                cx.config.use_paging(index);
                operation.kind =
                    MethodKind::Paged(Paging { list, cursor: convention.cursor.clone() });
                set_list(&mut drafts[list.0], found);
                break;
            }
        }
    }
}

fn apply(
    convention: &config::Paging,
    operation: &OperationDraft,
    drafts: &[Draft],
) -> Option<(TypeId, List)> {
    let takes_cursor = |it: &&super::params::ParamDraft| {
        it.location == Location::Query && it.wire == convention.cursor
    };
    operation.params.iter().find(takes_cursor)?;
    let Returns::Json(TypeRef::Named(list)) = operation.returns else { return None };
    let items = field(&drafts[list.0], &convention.items)?;
    let TypeRef::List(item) = inner(&items.ty) else { return None };
    let TypeRef::Named(item) = **item else { return None };
    let cursor = field(&drafts[item.0], &convention.last_item)?;
    if *inner(&cursor.ty) != TypeRef::String {
        return None;
    }
    let more = match &convention.more {
        Some(name) => {
            Some(field(&drafts[list.0], name).filter(|it| *inner(&it.ty) == TypeRef::Bool)?)
        }
        None => None,
    };
    let found = List {
        items: convention.items.clone(),
        item,
        cursor: convention.last_item.clone(),
        more: more.map(|it| it.wire.clone()),
    };
    Some((list, found))
}

fn field<'d>(draft: &'d Draft, wire: &str) -> Option<&'d DraftField> {
    match &draft.shape {
        DraftShape::Struct { fields, .. } => fields.iter().find(|field| field.wire == wire),
        _ => None,
    }
}

fn inner(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Option(inner) => inner,
        other => other,
    }
}

fn set_list(draft: &mut Draft, found: List) {
    let DraftShape::Struct { fields, list, .. } = &mut draft.shape else { return };
    for field in fields.iter_mut() {
        let ty = inner(&field.ty).clone();
        field.ty = if field.wire == found.items { ty } else { optional(ty) };
    }
    *list = Some(found);
}
