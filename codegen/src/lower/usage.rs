//! Which types a server may send, and which a client. The former are open: they keep what the
//! document does not know. The latter have constructors.

use super::{operations::OperationDraft, schemas::Draft};
use crate::model::{TypeId, TypeRef};

pub(super) fn mark(operations: &[OperationDraft], webhooks: &[TypeRef], drafts: &mut [Draft]) {
    let received = operations.iter().flat_map(OperationDraft::received).chain(webhooks);
    let received = reachable(received, drafts);
    let sent = reachable(operations.iter().flat_map(OperationDraft::sent), drafts);
    for (draft, (received, sent)) in drafts.iter_mut().zip(received.into_iter().zip(sent)) {
        draft.open = received;
        draft.sent = sent;
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
        open.extend(drafts[id.0].held().into_iter().filter_map(named));
    }
    reached
}

/// The type that has a name inside of `ty`; there is at most one.
pub(super) fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Option(inner)
        | TypeRef::Patch(inner)
        | TypeRef::List(inner)
        | TypeRef::Map(inner)
        | TypeRef::Boxed(inner) => named(inner),
        _ => None,
    }
}
