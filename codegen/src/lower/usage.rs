//! Which types a server may send. Those are open: they keep what the document does not know.

use super::{
    operations::OperationDraft,
    schemas::{Draft, DraftShape},
};
use crate::model::{TypeId, TypeRef};

pub(super) fn mark(operations: &[OperationDraft], drafts: &mut [Draft]) {
    let received = reachable(operations.iter().flat_map(OperationDraft::received), drafts);
    for (draft, received) in drafts.iter_mut().zip(received) {
        draft.open = received;
    }
}

/// For each type, whether it is mentioned by `roots` or by a type that is.
pub(super) fn reachable<'t>(
    roots: impl Iterator<Item = &'t TypeRef>,
    drafts: &[Draft],
) -> Vec<bool> {
    let mut reached = vec![false; drafts.len()];
    let mut open: Vec<TypeId> = roots.filter_map(named).collect();
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut reached[id.0], true) {
            continue;
        }
        if let DraftShape::Struct { fields, .. } = &drafts[id.0].shape {
            open.extend(fields.iter().filter_map(|field| named(&field.ty)));
        }
    }
    reached
}

/// The type that has a name inside of `ty`; there is at most one.
pub(super) fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Option(inner)
        | TypeRef::List(inner)
        | TypeRef::Map(inner)
        | TypeRef::Boxed(inner) => named(inner),
        _ => None,
    }
}
