//! Responses: what a success holds, and what the errors do.

use openapiv3::{MediaType, Operation, ReferenceOr, Response, StatusCode};

use super::{
    Cx,
    schemas::{Hint, Schemas},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    model::TypeRef,
    pointer::Pointer,
};

/// What an operation can answer.
pub(super) struct Responses {
    pub(super) returns: Option<TypeRef>,
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
            body(&response, schemas, diagnostics).ok()?
        }
        None => None,
    };
    let mut errors = Vec::new();
    for (status, response) in all.into_iter().filter(|(status, _)| !is_success(status)) {
        let key = status.to_string();
        let hint = hint.child(&format!("error {key}"));
        let response = find(cx, response, &at.child(&key), hint, diagnostics);
        // An error body that is not JSON is kept as it came, and needs no type.
        let body = response.map(|it| body(&it, schemas, &mut Diagnostics::default()));
        errors.extend(body.and_then(Result::ok).flatten());
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

/// The type of a body; `Ok(None)` where there is none, an error where it is not JSON.
fn body(
    found: &Found,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<TypeRef>, ()> {
    let content = &found.response.content;
    if content.is_empty() {
        return Ok(None);
    }
    let at = found.at.child("content");
    let Some((name, media)) = content.iter().find(|(name, _)| is_json(name)) else {
        let names: Vec<_> = content.keys().map(|name| format!("`{name}`")).collect();
        let message = format!("`{}` is left out: it is {}", found.hint.wire, names.join(" or "));
        diagnostics.push(Diagnostic::warning(Code::Skipped, &at, message));
        return Err(());
    };
    Ok(Some(json(media, &at.child(name), &found.hint, schemas, diagnostics)))
}

fn json(
    media: &MediaType,
    at: &Pointer,
    hint: &Hint,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> TypeRef {
    match &media.schema {
        Some(schema) => schemas.lower(schema.into(), &at.child("schema"), hint, diagnostics),
        None => TypeRef::Any,
    }
}

/// `application/json`, and what ends in `+json` (RFC 6839 §3.1), whatever its parameters.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}
