//! `readOnly` and `writeOnly` (OpenAPI 3.1 §4.8.24).
//!
//! Request types omit `readOnly` properties, response types omit `writeOnly` ones. A type that is used
//! in both directions is split into a response type and a request type if it, or a type in it, has
//! such properties.

use crate::{
    lower::{
        context::Cx,
        draft::{
            Direction, Draft, DraftOperation, DraftShape, DraftStruct, DraftUnion, DraftVariant,
            NameHint, optional,
        },
        text::{naming, places},
    },
    model::{Case, Discrimination, TypeId, TypeRef},
};

/// The request type of a type that is split.
const WRITE: &str = "write";

/// Splits types into response and request types, and uses the request types in requests.
pub(crate) fn split(cx: Cx<'_>, operations: &mut [DraftOperation], drafts: &mut Vec<Draft>) {
    keep_marks(drafts);
    let twins = add_twins(cx, drafts);
    let as_sent = |id: TypeId| twins.get(id.0).copied().flatten().unwrap_or(id);
    for ty in operations.iter_mut().flat_map(DraftOperation::sent_mut) {
        ty.replace(&as_sent);
    }
    // A type that the lock does not split, and that contains types that the lock splits, was only sent.
    let was_split: Vec<bool> = drafts.iter().map(|it| was_split(cx, it)).collect();
    let as_before = |id: TypeId| if was_split[id.0] { as_sent(id) } else { id };
    for draft in drafts.iter_mut().filter(|it| it.sent && (!it.received || was_one(cx, it))) {
        let is_received = draft.received;
        for ty in draft.held_mut() {
            match is_received {
                true => ty.replace(&as_before),
                false => ty.replace(&as_sent),
            }
        }
    }
}

/// Keeps properties that discriminate the variants of a union in both directions, even if they are
/// `readOnly` or `writeOnly`.
fn keep_marks(drafts: &mut [Draft]) {
    let mut kept: Vec<(TypeId, String)> = Vec::new();
    for draft in drafts.iter() {
        let DraftShape::Union(union) = &draft.shape else { continue };
        for variant in &union.variants {
            for id in variant.ty.named() {
                kept.extend(marks(union, variant).into_iter().map(|wire| (id, wire.to_owned())));
            }
        }
    }
    for (id, wire) in kept {
        let DraftShape::Struct(object) = &mut drafts[id.0].shape else { continue };
        let marks = object.fields.iter_mut().filter(|field| field.wire == wire);
        marks.for_each(|field| field.direction = Direction::Both);
    }
}

fn marks<'u>(union: &'u DraftUnion, variant: &'u DraftVariant) -> Vec<&'u str> {
    match &union.by {
        Discrimination::Tag(property) => vec![property],
        Discrimination::Key => {
            let words = variant.cases.iter().map(|case| match case {
                Case::Word(word) => Some(word.as_str()),
                Case::JsonType(_) | Case::Else | Case::Property(..) => None,
            });
            words.flatten().collect()
        }
        Discrimination::JsonType | Discrimination::Header | Discrimination::Untagged => Vec::new(),
    }
}

/// Adds the request types. Returns the request type of each type.
fn add_twins(cx: Cx<'_>, drafts: &mut Vec<Draft>) -> Vec<Option<TypeId>> {
    let mut twins = vec![None; drafts.len()];
    for (index, _) in splits(cx, drafts).into_iter().enumerate().filter(|(_, split)| *split) {
        twins[index] = Some(TypeId(drafts.len()));
        let twin = twin(cx, &drafts[index]);
        drafts.push(twin);
    }
    twins
}

/// Whether each type is split: types for both directions with properties for only one, and types for
/// both directions that contain such a type.
fn splits(cx: Cx<'_>, drafts: &[Draft]) -> Vec<bool> {
    let goes_both_ways = |index: &usize| {
        let draft = &drafts[*index];
        draft.received && draft.sent && !was_one(cx, draft)
    };
    let mut holders = vec![Vec::new(); drafts.len()];
    for index in (0..drafts.len()).filter(goes_both_ways) {
        for held in drafts[index].held().into_iter().flat_map(TypeRef::named) {
            holders[held.0].push(index);
        }
    }
    let mut split = vec![false; drafts.len()];
    let has_directions =
        |index: &usize| was_split(cx, &drafts[*index]) || has_directions(&drafts[*index]);
    let mut open: Vec<usize> =
        (0..drafts.len()).filter(goes_both_ways).filter(has_directions).collect();
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut split[index], true) {
            open.extend(&holders[index]);
        }
    }
    split
}

/// Whether the lock has one type for requests and responses. Such a type is never split.
fn was_one(cx: Cx<'_>, draft: &Draft) -> bool {
    let locked = cx.lock.ty(cx.tree, &draft.origin, draft.facet);
    locked.is_some_and(|it| it.sent) && !was_split(cx, draft)
}

fn was_split(cx: Cx<'_>, draft: &Draft) -> bool {
    cx.lock.ty(cx.tree, &draft.origin, WRITE).is_some()
}

fn has_directions(draft: &Draft) -> bool {
    match &draft.shape {
        DraftShape::Struct(DraftStruct { fields, .. }) => {
            fields.iter().any(|field| field.direction != Direction::Both)
        }
        _ => false,
    }
}

/// The request type of a type.
fn twin(cx: Cx<'_>, draft: &Draft) -> Draft {
    let wire = &draft.hint.wire;
    let chosen = draft.hint.component.then(|| cx.config.write_name(wire)).flatten();
    let rust = match chosen {
        Some(name) => naming::chosen(name),
        None => draft.hint.child("write").rust,
    };
    // This hint differs from that of any property of the schema, so the names cannot collide.
    let hint =
        NameHint { wire: format!("{wire}, as it is sent"), rust, component: false, renamed: None };
    let docs = match &*draft.docs {
        "" => places::sentence(&draft.origin, cx.tree),
        docs => docs.to_owned(),
    };
    let docs = format!("{docs}\n\nThis type is used only in requests.");
    Draft { hint, docs, facet: WRITE, received: false, sent: true, ..draft.clone() }
}

/// Removes the properties of the other direction from each type.
pub(crate) fn omit(cx: Cx<'_>, drafts: &mut [Draft]) {
    for draft in drafts {
        omit_from(draft);
        if draft.received && draft.sent && was_one(cx, draft) {
            relax(cx, draft);
        }
    }
}

/// A type that is not split keeps all properties. `readOnly` and `writeOnly` ones become optional,
/// unless they are earlier arguments of `new`.
fn relax(cx: Cx<'_>, draft: &mut Draft) {
    let locked = cx.lock.ty(cx.tree, &draft.origin, draft.facet);
    let locked = locked.and_then(|it| cx.lock.constructors.get(&it.name));
    let is_taken = |wire: &String| locked.is_some_and(|it| it.arguments.contains(wire));
    let DraftShape::Struct(object) = &mut draft.shape else { return };
    let one_way = object.fields.iter_mut().filter(|field| field.direction != Direction::Both);
    for field in one_way.filter(|field| field.required && !is_taken(&field.wire)) {
        field.required = false;
        field.ty = optional(field.ty.clone());
    }
}

/// A client must not send `readOnly` properties, and a server should not send `writeOnly` ones. If it
/// does, they are kept like unknown properties. But if additional properties have a type, the field
/// stays, so that its value is not decoded with that type.
fn omit_from(draft: &mut Draft) {
    let DraftShape::Struct(object) = &mut draft.shape else { return };
    match (draft.sent, draft.received && draft.facet != WRITE) {
        (true, false) => object.fields.retain(|field| field.direction != Direction::Received),
        (false, true) if object.additional.is_none() => {
            object.fields.retain(|field| field.direction != Direction::Sent);
        }
        (false, true) => {
            let sent = object.fields.iter_mut().filter(|field| field.direction == Direction::Sent);
            for field in sent {
                field.required = false;
                field.ty = optional(field.ty.clone());
            }
        }
        // A type for both directions is already split, or has no properties to remove.
        _ => {}
    }
}
