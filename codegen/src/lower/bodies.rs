//! Request bodies: which of the media types, and what they are made of.

use openapiv3::{AnySchema, MediaType, Operation, QueryStyle, ReferenceOr, RequestBody};

use super::{
    Cx, compose,
    media::{self, Kind},
    schemas::{
        DraftField, DraftShape, DraftStruct, Hint, SchemaRef, Schemas, optional, parts, type_name,
    },
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    model::{Body, Content, PropertyStyle, Style, TypeRef},
    pointer::Pointer,
};

/// A body that an operation takes, and what tells its method from those with other bodies.
#[derive(Clone)]
pub(super) struct BodyDraft {
    /// Empty for the first, `multipart` or `form` and the like for the others.
    pub(super) suffix: &'static str,
    pub(super) body: Body,
}

/// The bodies that an operation takes, the preferred one first; `None` if it needs one that cannot
/// be expressed.
pub(super) fn lower(
    cx: Cx<'_>,
    operation: &Operation,
    at: &Pointer,
    hint: &Hint,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<BodyDraft>> {
    let Some(body) = &operation.request_body else { return Some(Vec::new()) };
    let at = at.child("requestBody");
    let found = find(cx, body, &at, diagnostics)?;
    let mut drafts: Vec<BodyDraft> = Vec::new();
    let mut kinds = Vec::new();
    let mut content: Vec<_> = found.body.content.iter().collect();
    content.sort_by_key(|(name, _)| media::kind(name));
    let at = found.at.child("content");
    for (name, media) in content {
        let kind = media::kind(name);
        if kinds.contains(&suffix(kind)) || !drafts.is_empty() && is_plain(kind) {
            continue;
        }
        kinds.push(suffix(kind));
        let suffix = if drafts.is_empty() { "" } else { suffix(kind) };
        let hint = found.hint.clone().unwrap_or_else(|| match suffix {
            "" => hint.child("body"),
            suffix => hint.child(suffix).child("body"),
        });
        let lowered = content_of(kind, name, media, &at.child(name), &hint, schemas, diagnostics);
        let body = Body {
            content: lowered,
            media_type: name.clone(),
            required: found.body.required,
            styles: if kind == Kind::Form { styles(media) } else { Vec::new() },
        };
        drafts.push(BodyDraft { suffix, body });
    }
    Some(drafts)
}

/// The properties of a form that have a style of their own.
fn styles(media: &MediaType) -> Vec<PropertyStyle> {
    let styled = media.encoding.iter().filter_map(|(wire, encoding)| {
        let style = match encoding.style.as_ref()? {
            QueryStyle::Form => Style::Form,
            QueryStyle::SpaceDelimited => Style::Space,
            QueryStyle::PipeDelimited => Style::Pipe,
            QueryStyle::DeepObject => Style::Deep,
        };
        Some(PropertyStyle { wire: wire.clone(), style, explode: encoding.explode })
    });
    styled.collect()
}

/// Bodies without structure are taken only where there is no other.
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

struct Found {
    body: RequestBody,
    at: Pointer,
    hint: Option<Hint>,
}

fn find(
    cx: Cx<'_>,
    body: &ReferenceOr<RequestBody>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Found> {
    match body {
        ReferenceOr::Item(body) => Some(Found { body: body.clone(), at: at.clone(), hint: None }),
        ReferenceOr::Reference { reference } => {
            let at = at.child("$ref");
            let found = cx.resolver.follow::<RequestBody>(reference, &at, diagnostics)?;
            let hint = Hint::inline(&found.pointer.last().unwrap_or_default());
            Some(Found { body: found.value.into_owned(), at: found.pointer, hint: Some(hint) })
        }
    }
}

fn content_of(
    kind: Kind,
    name: &str,
    media: &MediaType,
    at: &Pointer,
    hint: &Hint,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Content {
    let at = at.child("schema");
    let mut lower = |diagnostics: &mut Diagnostics| match &media.schema {
        Some(schema) => match schemas.lower(schema.into(), &at, hint, diagnostics) {
            TypeRef::Option(inner) => *inner,
            ty => ty,
        },
        None => TypeRef::Any,
    };
    match kind {
        Kind::Json => Content::Json(lower(diagnostics)),
        Kind::Form => Content::Form(lower(diagnostics)),
        Kind::Multipart => match form(media, &at, hint, schemas, diagnostics) {
            Some(ty) => Content::Multipart(ty),
            None => {
                let message = format!("`{name}` without properties is sent as bytes");
                diagnostics.push(Diagnostic::warning(Code::Untyped, &at, message));
                Content::Bytes
            }
        },
        Kind::Text => Content::Text,
        Kind::Events | Kind::Lines | Kind::Binary => Content::Bytes,
    }
}

/// The type of a multipart form; `None` if its schema is no object with properties.
fn form(
    media: &MediaType,
    at: &Pointer,
    hint: &Hint,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<TypeRef> {
    let schema = media.schema.as_ref()?;
    let found = schemas.cx.resolver.resolve(schema, at, diagnostics)?;
    let hint = match schema {
        ReferenceOr::Reference { .. } => schemas.component_hint(&found.pointer),
        ReferenceOr::Item(_) => hint.clone(),
    };
    let mut object = compose::Object::default();
    let (any, data) = parts(&found.value);
    compose::merge(schemas, &any, &found.pointer, &hint, &mut object, diagnostics)?;
    if object.properties.is_empty() {
        return None;
    }
    // A schema can be the body of JSON too; its files are no strings here.
    let at = found.pointer.child("multipart/form-data");
    if let Some(known) = schemas.known(&at) {
        return Some(known);
    }
    let fields = object.properties.iter();
    let fields = fields.map(|it| {
        let field = field(it, &object, schemas, diagnostics);
        let media_type = part_type(media, &field);
        DraftField { media_type, ..field }
    });
    let fields = fields.collect();
    let hint = if hint.component { hint.child("form") } else { hint };
    let shape =
        DraftShape::Struct(DraftStruct { fields, multipart: true, ..DraftStruct::default() });
    Some(TypeRef::Named(schemas.define(&at, &hint, data, shape)))
}

/// What the Encoding Object says that a part is. Of several types none is the type; and a file
/// brings its own.
fn part_type(media: &MediaType, field: &DraftField) -> Option<String> {
    let stated = media.encoding.get(&field.wire)?.content_type.as_ref()?;
    let one = !stated.contains([',', '*']) && !is_file(&field.ty);
    one.then(|| stated.clone())
}

fn is_file(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Option(inner) | TypeRef::List(inner) => is_file(inner),
        other => *other == TypeRef::Part,
    }
}

fn field(
    property: &compose::Property,
    object: &compose::Object,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> DraftField {
    let mut field = schemas.field(property, object, diagnostics);
    let Some(any) = keywords((&property.schema).into(), &property.at, schemas) else {
        return field;
    };
    let items = any.items.as_ref().map(SchemaRef::from);
    let items = items.and_then(|items| keywords(items, &property.at, schemas));
    let file = match () {
        () if is_binary(&any) => TypeRef::Part,
        () if type_name(&any) == Some("array") && items.is_some_and(|it| is_binary(&it)) => {
            TypeRef::List(Box::new(TypeRef::Part))
        }
        () => return field,
    };
    field.ty = match field.ty {
        TypeRef::Option(_) => optional(file),
        _ => file,
    };
    field
}

fn keywords(schema: SchemaRef<'_>, at: &Pointer, schemas: &Schemas<'_>) -> Option<AnySchema> {
    match schema {
        SchemaRef::Item(schema) => Some(parts(schema).0),
        SchemaRef::Reference(reference) => {
            let mut unheard = Diagnostics::default();
            let found =
                schemas.cx.resolver.follow::<openapiv3::Schema>(reference, at, &mut unheard);
            found.map(|found| parts(&found.value).0)
        }
    }
}

/// 3.0 says `format: binary`; 3.1 says nothing of a string, or a media type (OpenAPI 3.1 §4.8.14.1).
fn is_binary(any: &AnySchema) -> bool {
    any.format.as_deref() == Some("binary")
}
