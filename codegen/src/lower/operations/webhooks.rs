//! Webhooks (OpenAPI 3.1 §4.8.1): requests that the server sends. There is no operation to call. Their
//! bodies are the events of one union.

use openapiv3::{Operation, ParameterData, ParameterSchemaOrContent};
use serde_json::Value;

use super::{
    examples,
    found::resolve,
    media::{self, Kind},
    path_items::{self, PathOperation},
};
use crate::{
    lower::{
        context::Cx,
        draft::NameHint,
        schemas::{Payload, SchemaRef, Schemas, parts},
    },
    model::TypeRef,
    openapi,
    pointer::Pointer,
};

/// The union of the events of all webhooks; `None` if the document has none.
pub(crate) fn collect(cx: Cx<'_>, schemas: &mut Schemas<'_>) -> Option<TypeRef> {
    let mut payloads = Vec::new();
    // How they are signed is not in the document, and they may double a crate as that of GitHub.
    let with_extension = cx.config.webhooks().is_some();
    let webhooks = openapi::webhooks(cx.part, with_extension, &mut schemas.diagnostics);
    for (at, item) in &webhooks {
        let Some(items) = path_items::resolve(cx, item, at, &mut schemas.diagnostics) else {
            continue;
        };
        for found in path_items::operations(&items, &mut schemas.diagnostics) {
            let name = at.last().unwrap_or_default();
            payloads.extend(payload(name, &found, schemas));
        }
    }
    // The first of them says in which member of the document they are.
    let at = webhooks.first()?.0.parent()?;
    if payloads.is_empty() {
        return None;
    }
    let by_header = cx.config.webhooks().is_some_and(|it| it.event_header.is_some());
    Some(match by_header {
        true => schemas.events_by_header(&at, &payloads),
        false => schemas.events(&at, &payloads),
    })
}

/// The JSON body of a webhook.
fn payload(
    webhook: String,
    found: &PathOperation<'_>,
    schemas: &mut Schemas<'_>,
) -> Option<Payload> {
    let operation = &*found.operation;
    let event = event(operation, &found.at, schemas).unwrap_or_else(|| webhook.clone());
    let at = found.at.child("requestBody");
    let body = operation.request_body.as_ref()?;
    let body = resolve(body, &at, schemas.cx.resolver, &mut schemas.diagnostics)?;
    let json = body.value.content.iter().filter(|(name, _)| media::kind(name) == Kind::Json);
    let (media_type, media) = json.min_by_key(|(name, _)| media::rank(name))?;
    let hint = NameHint::inline(&format!("{webhook} webhook")).child("body");
    Some(Payload {
        event,
        docs: operation
            .description
            .clone()
            .or_else(|| operation.summary.clone())
            .unwrap_or_default(),
        at: body.at.child("content").child(media_type).child("schema"),
        hint: body.shared.unwrap_or(hint),
        schema: media.schema.clone()?,
        webhook,
    })
}

/// The name of the event in the header that the configuration names: the only value of the header, or
/// its example.
fn event(operation: &Operation, at: &Pointer, schemas: &mut Schemas<'_>) -> Option<String> {
    let name = schemas.cx.config.webhooks()?.event_header.as_deref()?;
    let at = at.child("parameters");
    let parameters = operation.parameters.iter().enumerate();
    let mut found = parameters.filter_map(|(index, it)| {
        resolve(it, &at.index(index), schemas.cx.resolver, &mut schemas.diagnostics)
    });
    let found = found.find(|it| {
        let data = it.value.parameter_data_ref();
        data.name.eq_ignore_ascii_case(name)
    })?;
    only_value(found.value.parameter_data_ref(), schemas.cx)
}

fn only_value(data: &ParameterData, cx: Cx<'_>) -> Option<String> {
    let constant = || {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else { return None };
        let schema = SchemaRef::from(schema).schema(cx.resolver)?;
        let (any, data) = parts(&schema);
        match &any.enumeration[..] {
            [only] => Some(only.clone()),
            _ => data.example.clone(),
        }
    };
    match constant().or_else(|| examples::of_parameter(data, cx.resolver))? {
        Value::String(text) => Some(text),
        _ => None,
    }
}
