//! Request bodies: the choice of media types, and their content.

use openapiv3::{MediaType, Operation, QueryStyle};
use serde_json::Value;

use super::{
    examples,
    found::resolve,
    media::{self, Kind},
    multipart,
};
use crate::{
    diagnostics::{Code, Diagnostic},
    lower::{
        draft::NameHint,
        schemas::{Annotations, Schemas},
    },
    model::{Body, Content, PropertyStyle, Style, TypeRef},
    pointer::Pointer,
};

/// A body of an operation, with the suffix for the name of its method.
#[derive(Clone)]
pub(super) struct BodyDraft {
    /// Empty for the first body; `multipart`, `form` or similar for the others.
    pub(super) suffix: &'static str,
    pub(super) body: Body,
}

/// The bodies of an operation, the one of the media type `preferred` first, then JSON; `None` if a
/// required body is not supported.
pub(super) fn lower(
    operation: &Operation,
    at: &Pointer,
    hint: &NameHint,
    preferred: Option<&str>,
    schemas: &mut Schemas<'_>,
) -> Option<Vec<BodyDraft>> {
    let Some(body) = &operation.request_body else { return Some(Vec::new()) };
    let at = at.child("requestBody");
    let found = resolve(body, &at, schemas.cx.resolver, &mut schemas.diagnostics)?;
    let mut drafts: Vec<BodyDraft> = Vec::new();
    let mut kinds = Vec::new();
    let mut content: Vec<_> = found.value.content.iter().collect();
    content.sort_by_key(|(name, _)| (preferred != Some(name.as_str()), media::rank(name)));
    let at = found.at.child("content");
    for (name, media) in content {
        let kind = media::kind(name);
        if kinds.contains(&suffix(kind)) || !drafts.is_empty() && is_plain(kind) {
            continue;
        }
        kinds.push(suffix(kind));
        let suffix = if drafts.is_empty() { "" } else { suffix(kind) };
        let hint = found.shared.clone().unwrap_or_else(|| match suffix {
            "" => hint.child("body"),
            suffix => hint.child(suffix).child("body"),
        });
        let lowered = content_of(name, media, &at.child(name), &hint, schemas);
        let body = Body {
            content: lowered,
            media_type: name.clone(),
            argument: found.value.required,
            flag: None,
            example: example(media, schemas),
            styles: if kind == Kind::Form { styles(media) } else { Vec::new() },
        };
        drafts.push(BodyDraft { suffix, body });
    }
    Some(drafts)
}

/// An example of a body: of the media type, or of its schema.
fn example(media: &MediaType, schemas: &Schemas<'_>) -> Option<Value> {
    let own = examples::of_media_type(media, schemas.cx.resolver);
    let of_schema =
        || Annotations::of(media.schema.as_ref()?.into(), "", schemas.cx.resolver).example;
    own.or_else(of_schema)
}

/// The properties of a form with their own style.
fn styles(media: &MediaType) -> Vec<PropertyStyle> {
    let styled = media.encoding.iter().filter_map(|(wire, encoding)| {
        let style = match encoding.style.as_ref()? {
            QueryStyle::Form => Style::Form,
            QueryStyle::SpaceDelimited => Style::Space,
            QueryStyle::PipeDelimited => Style::Pipe,
            QueryStyle::DeepObject => Style::Deep,
        };
        Some(PropertyStyle {
            wire: wire.clone(),
            style,
            explode: encoding.explode,
            allow_reserved: encoding.allow_reserved,
        })
    });
    styled.collect()
}

/// Bodies without structure are used only if there is no other.
fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Binary) || kind.is_stream()
}

fn suffix(kind: Kind) -> &'static str {
    match kind {
        Kind::Json => "json",
        Kind::Multipart => "multipart",
        Kind::Form => "form",
        Kind::Text => "text",
        Kind::Events | Kind::Lines | Kind::Binary => "bytes",
    }
}

fn content_of(
    name: &str,
    media: &MediaType,
    at: &Pointer,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Content {
    let at = at.child("schema");
    let lower = |schemas: &mut Schemas<'_>| match &media.schema {
        Some(schema) => match schemas.lower(schema.into(), &at, hint) {
            TypeRef::Option(inner) => *inner,
            ty => ty,
        },
        None => TypeRef::Any,
    };
    match media::kind(name) {
        Kind::Json => Content::Json(lower(schemas)),
        Kind::Form => Content::Form(lower(schemas)),
        Kind::Multipart => match multipart::form(media, &at, hint, schemas) {
            Some(ty) => Content::Multipart(ty),
            None => {
                let message =
                    format!("`{name}` has no object properties; the body is typed as bytes");
                schemas.report(Diagnostic::warning(Code::Untyped, &at, message));
                Content::Bytes
            }
        },
        Kind::Text => Content::Text,
        Kind::Events | Kind::Lines | Kind::Binary => Content::Bytes,
    }
}
