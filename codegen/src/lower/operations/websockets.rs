//! WebSockets of the configuration. OpenAPI does not describe them, but the document often has the
//! schemas of their events.

use openapiv3::{
    AnySchema, Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle,
    QueryStyle, ReferenceOr, Schema, SchemaData, SchemaKind,
};
use serde_json::Value;

use super::node::OperationNode;
use crate::{
    config::WebSocket,
    diagnostics::nearest,
    lower::{
        client::Security,
        context::Cx,
        draft::{DraftOperation, NameHint},
        schemas::{SchemaRef, Schemas},
        text::path_template,
    },
    model::{Returns, TypeRef, Verb},
    pointer::Pointer,
};

/// A method for each WebSocket. An error if the document lacks a schema of its events.
pub(super) fn collect(
    cx: Cx<'_>,
    security: &Security<'_>,
    schemas: &mut Schemas<'_>,
) -> Vec<DraftOperation> {
    let all = cx.config.websockets();
    all.flat_map(|(name, websocket)| lower(cx, name, websocket, security, schemas)).collect()
}

fn lower(
    cx: Cx<'_>,
    name: &str,
    websocket: &WebSocket,
    security: &Security<'_>,
    schemas: &mut Schemas<'_>,
) -> Vec<DraftOperation> {
    let [sent, received] = websocket.events();
    let is_sent = is_known(cx, &sent, (name, "send", &websocket.send), schemas);
    let is_received = is_known(cx, &received, (name, "receive", &websocket.receive), schemas);
    if !is_sent || !is_received {
        return Vec::new();
    }
    let operation = operation(websocket);
    // The document has no other place for it.
    let node = OperationNode {
        operation: &operation,
        at: &received,
        verb: &Verb::WebSocket,
        path: &websocket.path,
        items: &[],
    };
    let drafts = super::lower(cx, node, name.to_owned(), schemas).unwrap_or_default();
    let (sends, receives) = (event(&sent, schemas), event(&received, schemas));
    let with_events = |draft: DraftOperation| DraftOperation {
        renamed: websocket.name.clone().or(draft.renamed),
        resource: websocket.resource.clone().or(draft.resource),
        auth: security.of(&operation),
        server: websocket.base_url(),
        status: "101".to_owned(),
        returns: Returns::WebSocket { sends: sends.clone(), receives: receives.clone() },
        ..draft
    };
    drafts.into_iter().map(with_events).collect()
}

/// Whether the document has a schema of events. Reports it at its key of the configuration if not.
fn is_known(
    cx: Cx<'_>,
    at: &Pointer,
    (name, key, schema): (&str, &str, &str),
    schemas: &mut Schemas<'_>,
) -> bool {
    if *at != Pointer::root() && cx.tree.pointer(at.as_str()).is_some() {
        return true;
    }
    let known = cx.tree.pointer("/components/schemas").and_then(Value::as_object);
    let known = known.into_iter().flat_map(|it| it.keys().map(String::as_str));
    let help = match nearest(schema, known) {
        Some(similar) => format!("a similar one exists: `{similar}`"),
        None => "name a schema of the document, or write its JSON pointer: `#/…`".to_owned(),
    };
    let message = format!("the document has no schema `{schema}`");
    let error = cx.config.websocket_error(name, key, message, &help);
    error.into_iter().for_each(|it| schemas.report(it));
    false
}

fn event(at: &Pointer, schemas: &mut Schemas<'_>) -> TypeRef {
    let hint = NameHint::of(schemas.cx, at);
    match schemas.lower(SchemaRef::Reference(&at.to_string()), at, &hint) {
        TypeRef::Option(inner) => *inner,
        other => other,
    }
}

/// The request that opens the WebSocket.
fn operation(websocket: &WebSocket) -> Operation {
    let in_path = path_template::parameters(&websocket.path).map(|it| parameter(it, true));
    let in_query = websocket.query.iter().map(|it| parameter(it, false));
    Operation {
        description: websocket.description.clone(),
        parameters: in_path.chain(in_query).map(ReferenceOr::Item).collect(),
        ..Operation::default()
    }
}

/// A parameter that is a text.
fn parameter(name: &str, is_in_path: bool) -> Parameter {
    let text = AnySchema { typ: Some("string".to_owned()), ..AnySchema::default() };
    let schema = Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(text) };
    let parameter_data = ParameterData {
        name: name.to_owned(),
        description: None,
        required: is_in_path,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)),
        example: None,
        examples: Default::default(),
        explode: None,
        extensions: Default::default(),
    };
    match is_in_path {
        true => Parameter::Path { parameter_data, style: PathStyle::Simple },
        false => Parameter::Query {
            parameter_data,
            allow_reserved: false,
            style: QueryStyle::Form,
            allow_empty_value: None,
        },
    }
}
