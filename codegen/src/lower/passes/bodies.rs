//! Decides which bodies are arguments, and which properties methods set themselves.

use serde_json::Value;

use crate::{
    lower::context::Cx,
    lower::draft::{Draft, DraftField, DraftOperation, DraftShape},
    model::{Content, Flag, TypeId, TypeRef, Verb},
};

/// The boolean property of a body that asks for a stream.
const STREAM: &str = "stream";

/// Decides which bodies are arguments, and which methods set `stream`.
pub(crate) fn mark(cx: Cx<'_>, operations: &mut [DraftOperation], drafts: &mut [Draft]) {
    for operation in operations {
        let Some(body) = &mut operation.body else { continue };
        // A body without properties is optional if HTTP defines no meaning for it (RFC 9110 §9.3).
        let is_needed = body.argument && has_meaning(&operation.verb);
        let locked = cx.lock.call(&operation.verb.sent(), &operation.path, &operation.variant);
        body.argument = match locked.map(|it| it.body.as_ref()) {
            // A call in the lock without a body argument never gets one.
            Some(None) => is_needed,
            Some(Some(body)) => body.is_argument,
            None => is_needed || may_be_asked(&operation.verb, &body.content, drafts),
        };
        if operation.streams
            && let Some(property) = property(&body.content, drafts)
        {
            body.flag = Some(Flag {
                property: STREAM.to_owned(),
                stream: operation.returns.is_stream(),
                default: property,
            });
            describe(&body.content, drafts);
        }
    }
}

/// Whether to ask for a body that is not required: the document says what it holds, and HTTP does not
/// say that it is without meaning.
fn may_be_asked(verb: &Verb, content: &Content, drafts: &[Draft]) -> bool {
    let is_text = matches!(content, Content::Text | Content::Bytes);
    is_described(content, drafts) && (has_meaning(verb) || !is_text)
}

fn has_meaning(verb: &Verb) -> bool {
    !matches!(verb, Verb::Get | Verb::Head | Verb::Delete | Verb::Options | Verb::Trace)
}

/// Whether the document describes the content of the body.
fn is_described(content: &Content, drafts: &[Draft]) -> bool {
    match content {
        Content::Json(ty) | Content::Form(ty) => is_typed(ty, drafts),
        Content::Multipart(_) | Content::Text | Content::Bytes => true,
    }
}

fn is_typed(ty: &TypeRef, drafts: &[Draft]) -> bool {
    match ty {
        TypeRef::Any | TypeRef::Object => false,
        TypeRef::Boxed(inner) => is_typed(inner, drafts),
        TypeRef::Named(id) => match &drafts[id.0].shape {
            DraftShape::Struct(object) => !object.fields.is_empty() || object.additional.is_some(),
            _ => true,
        },
        _ => true,
    }
}

/// The default of the property `stream`, if every value of the body has it as a boolean.
fn property(content: &Content, drafts: &[Draft]) -> Option<bool> {
    let objects = objects(content, drafts);
    let fields: Option<Vec<_>> = objects.iter().map(|id| field(&drafts[id.0])).collect();
    let fields = fields.filter(|fields| !fields.is_empty())?;
    Some(fields.iter().any(|field| field.default == Some(Value::Bool(true))))
}

fn field(draft: &Draft) -> Option<&DraftField> {
    let DraftShape::Struct(object) = &draft.shape else { return None };
    object.fields.iter().find(|it| it.wire == STREAM && is_bool(&it.ty))
}

fn is_bool(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Bool => true,
        TypeRef::Option(inner) => is_bool(inner),
        _ => false,
    }
}

/// The objects that a body can have as its type.
fn objects(content: &Content, drafts: &[Draft]) -> Vec<TypeId> {
    let mut found = Vec::new();
    if let Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty) = content {
        collect(ty, drafts, &mut found);
    }
    found
}

fn collect(ty: &TypeRef, drafts: &[Draft], found: &mut Vec<TypeId>) {
    match ty {
        TypeRef::Boxed(inner) => collect(inner, drafts, found),
        TypeRef::Named(id) if !found.contains(id) => match &drafts[id.0].shape {
            DraftShape::Union(union) => {
                let variants: Vec<_> = union.variants.iter().map(|it| it.ty.clone()).collect();
                variants.iter().for_each(|it| collect(it, drafts, found));
            }
            _ => found.push(*id),
        },
        _ => {}
    }
}

/// Documents that methods set the property.
fn describe(content: &Content, drafts: &mut [Draft]) {
    const SAID: &str = "Methods that return a stream send `true`, and all other methods do not. A value \
                        that is set here has no effect.";
    for id in objects(content, drafts) {
        let DraftShape::Struct(object) = &mut drafts[id.0].shape else { continue };
        let fields = object.fields.iter_mut().filter(|it| it.wire == STREAM);
        for field in fields.filter(|it| !it.docs.contains(SAID)) {
            let before = if field.docs.is_empty() { "" } else { "\n\n" };
            field.docs.push_str(&format!("{before}{SAID}"));
        }
    }
}
