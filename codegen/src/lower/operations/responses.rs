//! Responses: the types of success and error bodies.

use openapiv3::{MediaType, Operation, ReferenceOr, Response, Schema, SchemaData, StatusCode};

use super::{
    answers, errors,
    found::{Found, resolve},
    headers::Headers,
    media::{self, Kind},
    node::OperationNode,
};
use crate::{
    lower::{
        draft::{DraftShape, NameHint},
        schemas::{SchemaRef, Schemas, parts},
    },
    model::{Returns, TypeRef, Verb},
    openapi::{is_item_schema, schema_keyword},
    pointer::Pointer,
};

/// The responses of an operation.
pub(super) struct Responses {
    /// The kinds of responses for the lowest success status, by media type.
    pub(super) answers: Vec<Answer>,
    /// The enum by status, if other success statuses have other types.
    pub(super) by_status: Option<TypeRef>,
    /// The type of error bodies.
    pub(super) errors: Option<TypeRef>,
    /// The struct of the response headers.
    pub(super) headers: Option<TypeRef>,
}

/// A kind of success response, with the media type for `Accept` if it is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) returns: Returns,
    pub(super) accept: Option<String>,
    /// The status, as written in the document.
    pub(super) status: String,
    /// The media type; `None` if it has no content.
    pub(super) media_type: Option<String>,
    /// Whether the response may have links (RFC 8288).
    pub(super) linked: bool,
}

impl Answer {
    fn of(returns: Returns) -> Self {
        Self { returns, accept: None, status: String::new(), media_type: None, linked: false }
    }

    fn accepting(self, media_types: &str) -> Self {
        Self { accept: Some(media_types.to_owned()), ..self }
    }
}

/// A response by its status.
type ByStatus<'d> = (String, &'d ReferenceOr<Response>);

/// The responses in the document, by outcome.
struct Stated<'d> {
    successes: Vec<ByStatus<'d>>,
    /// The status of a redirect, if there is no success.
    redirect: Option<String>,
    failures: Vec<ByStatus<'d>>,
}

impl<'d> Stated<'d> {
    fn of(operation: &'d Operation) -> Self {
        let mut all: Vec<_> = operation.responses.responses.iter().collect();
        all.sort_by_key(|(status, _)| rank(status));
        let named = |(status, it): (&StatusCode, _)| (status.to_string(), it);
        let (successes, failures): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(status, _)| is_success(status));
        let mut successes: Vec<_> = successes.into_iter().map(named).collect();
        let mut failures: Vec<_> = failures.into_iter().map(named).collect();
        let redirect = failures.iter().map(|(status, _)| status).find(|it| is_redirect(it));
        let redirect = redirect.filter(|_| successes.is_empty()).cloned();
        if redirect.is_some() {
            failures.retain(|(status, _)| !is_redirect(status));
        }
        // If there is a success response, `default` is for errors.
        let default = operation.responses.default.as_ref().map(|it| ("default".to_owned(), it));
        if successes.is_empty() && redirect.is_none() {
            successes.extend(default);
        } else {
            failures.extend(default);
        }
        Self { successes, redirect, failures }
    }
}

/// The responses of an operation; `None` if the reference of a success response cannot be resolved.
pub(super) fn lower(
    node: OperationNode<'_>,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<Responses> {
    let at = node.at.child("responses");
    let Stated { mut successes, redirect, failures } = Stated::of(node.operation);
    // The lock keeps the response that a call returns, even if others are added.
    let locked = schemas.cx.lock.call(&node.verb.sent(), node.path, "");
    successes.sort_by_key(|(status, _)| locked.is_some_and(|it| it.status != *status));
    let mut answers: Vec<(String, Vec<Answer>)> = Vec::new();
    if let Some(status) = redirect {
        answers.push((status.clone(), vec![Answer { status, ..Answer::of(Returns::Location) }]));
    }
    let mut headers = Headers::default();
    for (index, (key, response)) in successes.into_iter().enumerate() {
        let word = if index == 0 { "response".to_owned() } else { format!("response {key}") };
        let response =
            resolve(response, &at.child(&key), schemas.cx.resolver, &mut schemas.diagnostics)?;
        let hint = response.shared.clone().unwrap_or_else(|| hint.child(&word));
        headers.add(&response, &hint, true, schemas);
        let preferred = locked.filter(|it| it.status == key);
        let preferred = preferred.and_then(|it| it.accept.as_deref());
        let mut bodies = bodies(&response, &hint, node, preferred, schemas);
        bodies.iter_mut().for_each(|it| it.status.clone_from(&key));
        answers.push((key, bodies));
    }
    let mut errors = Vec::new();
    for (key, response) in failures {
        let response =
            resolve(response, &at.child(&key), schemas.cx.resolver, &mut schemas.diagnostics);
        let Some(response) = response else { continue };
        let own = || hint.child(&format!("error {key}"));
        let hint = response.shared.clone().unwrap_or_else(own);
        headers.add(&response, &hint, false, schemas);
        // An error body that is not JSON is kept as bytes and needs no type.
        let bodies = bodies(&response, &hint, node, None, schemas);
        let body = bodies.into_iter().find_map(|it| it.returns.json().cloned());
        errors.extend(body.map(|ty| (key, ty)));
    }
    let errors = errors::unite(errors, &at, hint, schemas);
    let headers = headers.define(&at, hint, schemas);
    let by_status = by_status(&answers, &at, hint, schemas);
    let lowest = answers.into_iter().next().map(|(_, list)| list);
    let answers = lowest.unwrap_or_else(|| vec![Answer::of(Returns::Nothing)]);
    Some(Responses { answers, by_status, errors, headers })
}

/// An enum with a variant for each status, if success responses have different types.
fn by_status(
    answers: &[(String, Vec<Answer>)],
    at: &Pointer,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<TypeRef> {
    let firsts: Vec<_> =
        answers.iter().filter_map(|(key, list)| Some((key, &list.first()?.returns))).collect();
    let (_, first) = firsts.first()?;
    // An enum that a call once returned is kept, even if only one status is left.
    let is_locked = schemas.cx.lock.ty(schemas.cx.tree, at, "answer").is_some();
    if !is_locked && firsts.iter().all(|(_, returns)| returns == first) {
        return None;
    }
    let variants = firsts.into_iter().map(|(key, returns)| answers::variant(key, returns.clone()));
    let shape = DraftShape::Answers(variants.collect());
    let data = SchemaData {
        description: Some("The result of the operation, by status.".to_owned()),
        ..SchemaData::default()
    };
    Some(TypeRef::Named(schemas.define(at, &hint.child("answer"), &data, shape)))
}

/// Whether a status is a redirect to the location in its headers (RFC 9110 §15.4).
fn is_redirect(status: &str) -> bool {
    ["301", "302", "303", "307", "308", "3XX"].contains(&status)
}

/// Exact codes come before ranges.
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

/// The content of a response: JSON if available, or else bytes or text; and a stream in addition.
fn bodies(
    found: &Found<'_, Response>,
    hint: &NameHint,
    node: OperationNode<'_>,
    preferred: Option<&str>,
    schemas: &mut Schemas<'_>,
) -> Vec<Answer> {
    let content = &found.value.content;
    let mut bodies: Vec<_> = content.iter().collect();
    let is_preferred = |name: &str| preferred.is_none_or(|it| it.split(", ").any(|it| it == name));
    let has_files = content.keys().any(|name| media::kind(name) == Kind::Binary);
    bodies.sort_by_key(|(name, media)| {
        let kind = media::kind(name);
        // If there is also a file, a JSON string means the same file.
        let is_file = has_files && kind == Kind::Json && is_plain_string(media.schema.as_ref());
        (!is_preferred(name), kind.is_stream(), is_file, media::rank(name))
    });
    // A response to HEAD has no content, whatever the document says (RFC 9110 §9.3.2).
    if bodies.is_empty() || *node.verb == Verb::Head {
        let returns = if is_download(node) { Returns::Bytes } else { Returns::Nothing };
        let is_file = returns == Returns::Bytes;
        let answer = Answer::of(returns);
        return vec![if is_file { answer.accepting("*/*") } else { answer }];
    }
    let linked = found.value.headers.keys().any(|it| it.eq_ignore_ascii_case("link"));
    let mut answers: Vec<Answer> = Vec::new();
    for (name, media) in bodies {
        let is_stream = media::kind(name).is_stream();
        match answers.iter_mut().find(|it| it.returns.is_stream() == is_stream) {
            // The same content in another format gets no method. Of files, each format is one.
            Some(known) if known.returns == Returns::Bytes => also_accept(known, name, media),
            Some(_) => {}
            None => {
                let at = found.at.child("content").child(name).child(schema_keyword(media));
                let answer = match is_download(node) && is_plain_string(media.schema.as_ref()) {
                    true => Answer::of(Returns::Bytes).accepting("*/*"),
                    false => body(name, media, &at, hint, schemas),
                };
                answers.push(Answer { linked, media_type: Some(name.clone()), ..answer });
            }
        }
    }
    answers
}

/// Asks for another media type of a file, too.
fn also_accept(answer: &mut Answer, name: &str, media: &MediaType) {
    let is_file = media::kind(name) == Kind::Binary || is_binary(media.schema.as_ref());
    let Some(accept) = answer.accept.as_mut().filter(|it| is_file && *it != "*/*") else { return };
    accept.push_str(", ");
    accept.push_str(name);
}

/// Whether an operation returns a file: a GET of a path that ends in `content`, `download` or `raw`.
/// Published documents often omit the schema of files.
fn is_download(node: OperationNode<'_>) -> bool {
    let last = node.path.rsplit('/').next().unwrap_or_default();
    *node.verb == Verb::Get && ["content", "download", "raw"].contains(&last)
}

fn body(
    name: &str,
    media: &MediaType,
    at: &Pointer,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Answer {
    let lower = |schemas: &mut Schemas<'_>| match &media.schema {
        Some(schema) => schemas.lower(schema.into(), at, hint),
        None => TypeRef::Any,
    };
    let returns = match media::kind(name) {
        Kind::Json if name == "*/*" && media.schema.is_none() => Returns::Bytes,
        Kind::Json if is_binary(media.schema.as_ref()) => Returns::Bytes,
        Kind::Json => Returns::Json(lower(schemas)),
        Kind::Events => Returns::Events(lower(schemas)),
        Kind::Lines if media::is_watch(name) => {
            Returns::Lines(change(schemas).unwrap_or_else(|| lower(schemas)))
        }
        Kind::Lines => Returns::Lines(line(media, lower(schemas))),
        Kind::Text | Kind::Form => Returns::Text,
        Kind::Binary | Kind::Multipart => Returns::Bytes,
    };
    let plain = matches!(returns, Returns::Json(_)) && ["application/json", "*/*"].contains(&name);
    Answer { accept: (!plain).then(|| name.to_owned()), ..Answer::of(returns) }
}

/// The schema of one line. In OpenAPI 3.2 §4.14.3, `schema` describes all lines as an array, but most
/// documents describe one line.
fn line(media: &MediaType, ty: TypeRef) -> TypeRef {
    match ty {
        TypeRef::List(item) if !is_item_schema(media) => *item,
        other => other,
    }
}

/// The type of one change, where a list is watched. Documents of Kubernetes state the type of the list.
fn change(schemas: &mut Schemas<'_>) -> Option<TypeRef> {
    let components = schemas.cx.openapi.components.as_ref()?;
    let name = components.schemas.keys().find(|it| it.rsplit('.').next() == Some("WatchEvent"))?;
    let at = Pointer::root().child("components").child("schemas").child(name);
    let hint = NameHint::of(schemas.cx, &at);
    Some(schemas.lower(SchemaRef::Reference(&at.to_string()), &at, &hint))
}

fn is_plain_string(schema: Option<&ReferenceOr<Schema>>) -> bool {
    match schema {
        Some(ReferenceOr::Item(schema)) => {
            let any = parts(schema).0;
            any.typ.as_deref() == Some("string") && any.enumeration.is_empty()
        }
        _ => false,
    }
}

/// Whether a JSON body is in fact bytes.
fn is_binary(schema: Option<&ReferenceOr<Schema>>) -> bool {
    match schema {
        Some(ReferenceOr::Item(schema)) => parts(schema).0.format.as_deref() == Some("binary"),
        _ => false,
    }
}
