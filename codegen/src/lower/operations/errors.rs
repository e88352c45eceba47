//! Error bodies: one type for all statuses, or an enum with a variant for each type.

use openapiv3::SchemaData;

use super::status;
use crate::{
    lower::{
        draft::{DraftShape, NameHint},
        schemas::Schemas,
        text::naming::{self, Candidate},
    },
    model::{ErrorVariant, TypeRef},
    pointer::Pointer,
};

/// The type of the error bodies of an operation; `None` if the document does not describe them.
pub(super) fn unite(
    bodies: Vec<(String, TypeRef)>,
    at: &Pointer,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<TypeRef> {
    let mut types: Vec<(TypeRef, Vec<String>)> = Vec::new();
    for (key, ty) in bodies {
        match types.iter_mut().find(|(known, _)| *known == ty) {
            Some((_, keys)) => keys.push(key),
            None => types.push((ty, vec![key])),
        }
    }
    let is_locked = schemas.cx.lock.ty(schemas.cx.tree, at, "error").is_some();
    match &types[..] {
        [] => None,
        [(TypeRef::Any, _)] if !is_locked => None,
        [(only, _)] if !is_locked => Some(only.clone()),
        _ => {
            let shape = DraftShape::Errors(variants(types, schemas));
            let data = SchemaData {
                description: Some("The body of an error, by status.".to_owned()),
                ..SchemaData::default()
            };
            Some(TypeRef::Named(schemas.define(at, &hint.child("error"), &data, shape)))
        }
    }
}

fn variants(types: Vec<(TypeRef, Vec<String>)>, schemas: &Schemas<'_>) -> Vec<ErrorVariant> {
    let candidates: Vec<Candidate> =
        types.iter().map(|(ty, keys)| candidate(ty, keys, schemas)).collect();
    let names = naming::unique(&candidates, &[], |_, _| {});
    let variant = |((ty, keys), name): ((TypeRef, Vec<String>), String)| ErrorVariant {
        name,
        ty,
        statuses: keys.iter().map(|key| status::of(key)).collect(),
    };
    types.into_iter().zip(names).map(variant).collect()
}

/// The name of a variant: that of its type if the type is a component, so that the name stays when
/// another status gets this type too; or else that of its first status.
fn candidate(ty: &TypeRef, keys: &[String], schemas: &Schemas<'_>) -> Candidate {
    if let TypeRef::Named(id) = ty
        && schemas.hint_of(*id).component
    {
        let hint = schemas.hint_of(*id);
        return Candidate { wire: hint.wire.clone(), rust: hint.rust.clone(), rank: 0 };
    }
    let first = keys.first().map(String::as_str).unwrap_or_default();
    let rust = status::name(&status::of(first));
    Candidate { wire: first.to_owned(), rust, rank: 1 }
}
