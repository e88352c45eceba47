//! WebSockets of the configuration. OpenAPI does not describe them, but the document often has the
//! schemas of their events.

use openapiv3::{
    AnySchema, Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle,
    QueryStyle, ReferenceOr, Schema, SchemaData, SchemaKind,
};

use super::node::OperationNode;
use crate::{
    config::WebSocket,
    diagnostics::nearest,
    lower::{
        context::Cx,
        draft::{DraftOperation, NameHint},
        schemas::{SchemaRef, Schemas},
        text::path_template,
    },
    model::{Returns, TypeRef, Verb},
    pointer::Pointer,
    tree::Tree,
};

/// A WebSocket, with the request that opens it.
pub(super) struct Opened<'a> {
    pub(super) name: &'a str,
    websocket: &'a WebSocket,
    pub(super) operation: Operation,
    /// The place of the events that the client receives. The document has no other place for it.
    pub(super) at: Pointer,
    sends: TypeRef,
    receives: TypeRef,
}

impl Opened<'_> {
    pub(super) fn node(&self) -> OperationNode<'_> {
        OperationNode {
            operation: &self.operation,
            at: &self.at,
            verb: &Verb::WebSocket,
            path: &self.websocket.path,
            items: &[],
        }
    }

    /// Adds what a request cannot say.
    pub(super) fn complete(&self, draft: DraftOperation) -> DraftOperation {
        DraftOperation {
            renamed: self.websocket.name.clone().or(draft.renamed),
            resource: self.websocket.resource.clone().or(draft.resource),
            server: self.websocket.base_url(),
            status: "101".to_owned(),
            returns: Returns::WebSocket {
                sends: self.sends.clone(),
                receives: self.receives.clone(),
            },
            ..draft
        }
    }
}

/// The WebSockets of the configuration. Reports those whose events the document lacks.
pub(super) fn collect<'a>(cx: Cx<'a>, schemas: &mut Schemas<'_>) -> Vec<Opened<'a>> {
    let mut all = Vec::new();
    for (name, websocket) in cx.config.websockets() {
        let [sent, received] = websocket.events();
        let is_sent = is_known(cx, &sent, (name, "send", &websocket.send), schemas);
        let is_received = is_known(cx, &received, (name, "receive", &websocket.receive), schemas);
        if is_sent && is_received {
            let (sends, receives) = (event(&sent, schemas), event(&received, schemas));
            let operation = operation(websocket);
            all.push(Opened { name, websocket, operation, at: received, sends, receives });
        }
    }
    all
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
    let known = cx.tree.pointer("/components/schemas").and_then(Tree::as_object);
    let known = known.into_iter().flat_map(|it| it.keys());
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
