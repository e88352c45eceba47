//! Responses: what a success holds, and what the errors do.

use openapiv3::{Operation, ReferenceOr, Response, Schema, StatusCode};

use super::{
    Cx,
    media::{self, Kind},
    schemas::{Hint, Schemas, parts},
};
use crate::{
    diagnostics::Diagnostics,
    model::{Returns, TypeRef},
    pointer::Pointer,
};

/// What an operation can answer.
pub(super) struct Responses {
    pub(super) returns: Returns,
    pub(super) errors: Vec<TypeRef>,
}

/// The responses of an operation; `None` if a success cannot be expressed.
pub(super) fn lower(
    cx: Cx<'_>,
    operation: &Operation,
    at: &Pointer,
    hint: &Hint,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Responses> {
    let at = at.child("responses");
    let mut all: Vec<_> = operation.responses.responses.iter().collect();
    all.sort_by_key(|(status, _)| rank(status));
    let success = all.iter().find(|(status, _)| is_success(status));
    let (key, success) = match success {
        Some((status, response)) => (status.to_string(), Some(*response)),
        None => ("default".to_owned(), operation.responses.default.as_ref()),
    };
    let returns = match success {
        Some(response) => {
            let at = at.child(&key);
            let response = find(cx, response, &at, hint.child("response"), diagnostics)?;
            body(&response, schemas, diagnostics)
        }
        None => Returns::Nothing,
    };
    let mut errors = Vec::new();
    for (status, response) in all.into_iter().filter(|(status, _)| !is_success(status)) {
        let key = status.to_string();
        let hint = hint.child(&format!("error {key}"));
        let response = find(cx, response, &at.child(&key), hint, diagnostics);
        // An error body that is not JSON is kept as it came, and needs no type.
        if let Some(Returns::Json(ty)) = response.map(|it| body(&it, schemas, diagnostics)) {
            errors.push(ty);
        }
    }
    Some(Responses { returns, errors })
}

/// Exact codes go before ranges.
fn rank(status: &StatusCode) -> (u8, u16) {
    match status {
        StatusCode::Code(code) => (0, *code),
        StatusCode::Range(range) => (1, *range),
    }
}

fn is_success(status: &StatusCode) -> bool {
    match status {
        StatusCode::Code(code) => (200..300).contains(code),
        StatusCode::Range(range) => *range == 2,
    }
}

/// A response, where it stands, and what its types are called after.
struct Found {
    response: Response,
    at: Pointer,
    hint: Hint,
}

fn find(
    cx: Cx<'_>,
    response: &ReferenceOr<Response>,
    at: &Pointer,
    hint: Hint,
    diagnostics: &mut Diagnostics,
) -> Option<Found> {
    match response {
        ReferenceOr::Item(response) => {
            Some(Found { response: response.clone(), at: at.clone(), hint })
        }
        ReferenceOr::Reference { reference } => {
            let at = at.child("$ref");
            let found = cx.resolver.follow::<Response>(reference, &at, diagnostics)?;
            let hint = Hint::inline(&found.pointer.last().unwrap_or_default());
            Some(Found { response: found.value.into_owned(), at: found.pointer, hint })
        }
    }
}

/// What a body holds: JSON where it can be had, else events, text or bytes.
fn body(found: &Found, schemas: &mut Schemas<'_>, diagnostics: &mut Diagnostics) -> Returns {
    let best = found.response.content.iter().min_by_key(|(name, _)| media::kind(name));
    let Some((name, media)) = best else { return Returns::Nothing };
    let at = found.at.child("content").child(name).child("schema");
    let lower = |schemas: &mut Schemas<'_>, diagnostics: &mut Diagnostics| match &media.schema {
        Some(schema) => schemas.lower(schema.into(), &at, &found.hint, diagnostics),
        None => TypeRef::Any,
    };
    match media::kind(name) {
        Kind::Json if name == "*/*" && media.schema.is_none() => Returns::Bytes,
        Kind::Json if is_binary(media.schema.as_ref()) => Returns::Bytes,
        Kind::Json => Returns::Json(lower(schemas, diagnostics)),
        Kind::Events => Returns::Events(lower(schemas, diagnostics)),
        Kind::Text | Kind::Form => Returns::Text,
        Kind::Binary | Kind::Multipart => Returns::Bytes,
    }
}

/// Whether a body that is called JSON is bytes after all.
fn is_binary(schema: Option<&ReferenceOr<Schema>>) -> bool {
    match schema {
        Some(ReferenceOr::Item(schema)) => parts(schema).0.format.as_deref() == Some("binary"),
        _ => false,
    }
}
