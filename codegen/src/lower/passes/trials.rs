//! Untagged unions: the properties that an object must have to be a variant.
//!
//! Decoding alone accepts too much: a required nullable property may be absent, and a constant may be
//! any string. In an untagged union both are checked, because otherwise the first variant would take
//! values of the others.

use crate::{
    lower::draft::{Draft, DraftField, DraftShape, MARKS},
    model::{Case, Discrimination, TypeRef},
};

/// Sets the required properties of all variants of untagged unions.
pub(crate) fn mark(drafts: &mut [Draft]) {
    for index in 0..drafts.len() {
        let DraftShape::Union(union) = &drafts[index].shape else { continue };
        if union.by != Discrimination::Untagged {
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

/// Whether a requirement discriminates variants. A constant that all variants share does not, and would
/// only reject values that the document does not know yet.
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

/// The requirements that decoding does not check already.
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
