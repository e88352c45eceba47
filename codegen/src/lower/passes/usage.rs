//! Marks the types of responses and of requests. Response types keep unknown values and properties;
//! request types have constructors.

use crate::{
    lower::{
        draft::{Draft, DraftOperation},
        operations::Unused,
    },
    model::{TypeId, TypeRef},
};

pub(crate) fn mark(operations: &[DraftOperation], unused: &Unused, drafts: &mut [Draft]) {
    let received = received(operations, unused).chain(&unused.schemas);
    let received = reachable(received, drafts);
    let sent = reachable(operations.iter().flat_map(DraftOperation::sent), drafts);
    for (draft, (received, sent)) in drafts.iter_mut().zip(received.into_iter().zip(sent)) {
        draft.received = received;
        draft.sent = sent;
    }
}

/// Marks types that no operation mentions: clients may send them, as one type for both directions.
pub(crate) fn mark_unused(operations: &[DraftOperation], unused: &Unused, drafts: &mut [Draft]) {
    let asked = reachable(unused.schemas.iter(), drafts);
    let received = reachable(received(operations, unused), drafts);
    for (draft, (asked, received)) in drafts.iter_mut().zip(asked.into_iter().zip(received)) {
        draft.sent |= asked && !received;
    }
}

fn received<'t>(
    operations: &'t [DraftOperation],
    unused: &'t Unused,
) -> impl Iterator<Item = &'t TypeRef> {
    operations.iter().flat_map(DraftOperation::received).chain(&unused.webhooks)
}

/// For each type, whether `roots` mentions it, directly or through other types.
pub(crate) fn reachable<'t>(
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

/// The named types in `ty`. Only a tuple has more than one.
pub(crate) fn named(ty: &TypeRef) -> impl Iterator<Item = TypeId> + '_ {
    let mut next = Some(ty);
    let mut others: Vec<&TypeRef> = Vec::new();
    std::iter::from_fn(move || {
        loop {
            match next.take().or_else(|| others.pop())? {
                TypeRef::Named(id) => return Some(*id),
                TypeRef::Tuple(items) => others.extend(items.iter().rev()),
                TypeRef::Option(inner)
                | TypeRef::List(inner)
                | TypeRef::Map(inner)
                | TypeRef::Boxed(inner) => next = Some(inner),
                _ => {}
            }
        }
    })
}
