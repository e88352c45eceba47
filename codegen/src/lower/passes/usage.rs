//! Marks the types of responses and of requests. Response types keep unknown values and properties;
//! request types have constructors.

use indexmap::IndexMap;

use crate::{
    lower::{
        draft::{Draft, DraftOperation, DraftShape, DraftStruct},
        operations::Unused,
    },
    model::{TypeId, TypeRef},
    pointer::Pointer,
};

pub(crate) fn mark(operations: &[DraftOperation], unused: &Unused, drafts: &mut [Draft]) {
    let received = received(operations, unused).chain(&unused.schemas);
    let received = reachable(received, drafts);
    let sent = reachable(operations.iter().flat_map(DraftOperation::sent), drafts);
    for (draft, (received, sent)) in drafts.iter_mut().zip(received.into_iter().zip(sent)) {
        draft.received = received;
        draft.sent = sent;
    }
    let pushed = reachable(unused.events.iter(), drafts);
    for (draft, pushed) in drafts.iter_mut().zip(pushed) {
        draft.pushed = pushed;
    }
    // Types that nothing uses any more are like those of responses; if they had setters, the lock says so.
    let kept = reachable(unused.kept.iter(), drafts);
    for (draft, kept) in drafts.iter_mut().zip(kept) {
        draft.received |= kept && !draft.sent;
    }
}

/// Drops the types that nothing uses: the lowering of another schema may have looked at them.
pub(crate) fn drop_unused(
    operations: &mut [DraftOperation],
    places: &mut IndexMap<Pointer, TypeRef>,
    drafts: &mut Vec<Draft>,
) {
    let is_used = |draft: &Draft| draft.received || draft.sent;
    let mut next = 0;
    let ids: Vec<Option<TypeId>> = drafts
        .iter()
        .map(|draft| {
            let id = is_used(draft).then_some(TypeId(next));
            next += usize::from(id.is_some());
            id
        })
        .collect();
    let new = |id: TypeId| ids[id.0].unwrap_or(id);
    places.retain(|_, ty| ty.named().all(|id| ids[id.0].is_some()));
    drafts.retain(is_used);
    for draft in drafts.iter_mut() {
        if let DraftShape::Struct(DraftStruct { list: Some(list), .. }) = &mut draft.shape {
            list.item.replace(&new);
        }
    }
    let held = drafts.iter_mut().flat_map(Draft::held_mut);
    let all = operations.iter_mut().flat_map(DraftOperation::types_mut).chain(held);
    all.chain(places.values_mut()).for_each(|ty| ty.replace(&new));
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
    operations.iter().flat_map(DraftOperation::received).chain(&unused.events)
}

/// For each type, whether `roots` mentions it, directly or through other types.
pub(crate) fn reachable<'t>(
    roots: impl Iterator<Item = &'t TypeRef>,
    drafts: &[Draft],
) -> Vec<bool> {
    let mut reached = vec![false; drafts.len()];
    let mut open: Vec<TypeId> = roots.flat_map(TypeRef::named).collect();
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut reached[id.0], true) {
            continue;
        }
        open.extend(drafts[id.0].held().into_iter().flat_map(TypeRef::named));
    }
    reached
}
