//! Unions whose variants are tried in turn: what an object has to have to be one of them.
//!
//! A type alone is too patient for that: a property that is required but may be null reads as absent
//! too, and a constant as any string. In a trial both count, as the variant that is tried first would
//! else take what belongs to another.

use crate::{
    lower::draft::{Draft, DraftField, DraftShape, MARKS},
    model::{By, Case, TypeRef},
};

/// Sets the cases of all variants that are tried.
pub(crate) fn mark(drafts: &mut [Draft]) {
    for index in 0..drafts.len() {
        let DraftShape::Union(union) = &drafts[index].shape else { continue };
        if union.by != By::Trial {
            continue;
        }
        let all: Vec<Vec<Case>> =
            union.variants.iter().map(|variant| demands(&variant.ty, drafts)).collect();
        let tells = |own: &&Case| tells(own, &all);
        let cases: Vec<Vec<Case>> =
            all.iter().map(|own| own.iter().filter(tells).cloned().collect()).collect();
        if let DraftShape::Union(union) = &mut drafts[index].shape {
            for (variant, cases) in union.variants.iter_mut().zip(cases) {
                variant.cases = cases;
            }
        }
    }
}

/// Whether a demand tells one variant from another. Words that all have in common do not, and would
/// only keep out what the document does not know yet.
fn tells(own: &Case, all: &[Vec<Case>]) -> bool {
    let Case::Property(property, words) = own else { return true };
    let others = || {
        all.iter().flatten().filter_map(|case| match case {
            Case::Property(other, words) if other == property => Some(words),
            _ => None,
        })
    };
    words.len() < 2 || others().any(|other| other != words)
}

/// What the reader of a type does not ask for by itself.
fn demands(ty: &TypeRef, drafts: &[Draft]) -> Vec<Case> {
    let TypeRef::Named(id) = ty else { return Vec::new() };
    let DraftShape::Struct(object) = &drafts[id.0].shape else { return Vec::new() };
    object
        .fields
        .iter()
        .filter(|field| field.required)
        .filter_map(|it| demand(it, drafts))
        .collect()
}

fn demand(field: &DraftField, drafts: &[Draft]) -> Option<Case> {
    let property = field.wire.clone();
    if let Some(constant) = &field.constant {
        return Some(Case::Property(property, vec![constant.clone()]));
    }
    let words = match &field.ty {
        TypeRef::Named(id) if MARKS.contains(&&*field.wire) => match &drafts[id.0].shape {
            DraftShape::Strings(values) => values.iter().map(|it| it.value.clone()).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    let counts = !words.is_empty() || matches!(field.ty, TypeRef::Option(_));
    counts.then_some(Case::Property(property, words))
}
