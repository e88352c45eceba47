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
    let mut open: Vec<TypeId> = roots.flat_map(named).collect();
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut reached[id.0], true) {
            continue;
        }
        open.extend(drafts[id.0].held().into_iter().flat_map(named));
    }
    reached
}

/// The types that have names inside of `ty`: one at most, but for tuples.
pub(super) fn named(ty: &TypeRef) -> impl Iterator<Item = TypeId> + '_ {
    let mut next = Some(ty);
    let mut others: Vec<&TypeRef> = Vec::new();
    std::iter::from_fn(move || {
        loop {
            match next.take().or_else(|| others.pop())? {
                TypeRef::Named(id) => return Some(*id),
                TypeRef::Tuple(items) => others.extend(items.iter().rev()),
                TypeRef::Option(inner)
                | TypeRef::Patch(inner)
                | TypeRef::List(inner)
                | TypeRef::Map(inner)
                | TypeRef::Boxed(inner) => next = Some(inner),
                _ => {}
            }
        }
    })
}
