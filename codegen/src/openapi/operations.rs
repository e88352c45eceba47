//! Operations, parameters, request bodies and responses.

use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, Encoding, Example, Header, HeaderStyle, MediaType, Operation, Parameter,
    ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr, RequestBody,
    Response, Responses, Schema, StatusCode,
};
use serde_json::Value;

use super::{
    keywords::ITEM_SCHEMA,
    node::{Members, Node},
    schema::schema_or_reference,
    security,
    servers::servers,
};
use crate::{
    diagnostics::{Code, Diagnostic},
    pointer::Pointer,
    tree::Tree,
};

/// Reads a part of the document. If it cannot be read, reports what is left out.
pub(super) fn or_skipped<T>(
    node: Node<'_>,
    what: &str,
    read: impl FnOnce(Node<'_>) -> Option<T>,
) -> Option<T> {
    let part = node.part(read);
    if part.is_none() {
        node.report(skipped(&node.pointer(), what));
    }
    part
}

/// Reports that something is left out because of problems that other warnings describe.
pub(crate) fn skipped(at: &Pointer, what: &str) -> Diagnostic {
    let message = format!("the {what} left out, because a part of it cannot be read");
    Diagnostic::warning(Code::Skipped, at, message).help("fix the problems in the other warnings")
}

pub(super) fn operation(node: Node<'_>) -> Option<Operation> {
    or_skipped(node, "operation is", read_operation)
}

pub(super) fn read_operation(node: Node<'_>) -> Option<Operation> {
    let members = node.object()?;
    let notes = members.lenient();
    Some(Operation {
        tags: notes.list("tags", |it| it.string()),
        summary: notes.string("summary"),
        description: notes.string("description"),
        external_docs: None,
        operation_id: notes.string("operationId"),
        parameters: members.list("parameters", parameter),
        request_body: members.child("requestBody", request_body),
        responses: members.child("responses", responses).unwrap_or_default(),
        callbacks: IndexMap::new(),
        deprecated: notes.bool("deprecated").unwrap_or(false),
        security: security::requirements(&members),
        servers: servers(&notes),
        extensions: members.extensions(),
    })
}

/// OpenAPI 3.2 §4.12.1: a parameter that is the whole query string. The 3.0 model does not have it,
/// so it becomes a query parameter with `in` kept as an extension.
const WHOLE_QUERY: &str = "querystring";

/// Whether a parameter is the whole query string.
pub(crate) fn is_whole_query(parameter: &Parameter) -> bool {
    parameter.parameter_data_ref().extensions.get("in").is_some_and(|it| it == WHOLE_QUERY)
}

pub(super) fn parameter(node: Node<'_>) -> Option<ReferenceOr<Parameter>> {
    node.reference_or(|node| {
        let members = node.object()?;
        let mut parameter_data = parameter_data(&members)?;
        let location = members.required_string("in")?;
        Some(match &*location {
            "query" => Parameter::Query {
                parameter_data,
                allow_reserved: members.bool("allowReserved").unwrap_or(false),
                style: query_style(&members),
                allow_empty_value: members.bool("allowEmptyValue"),
            },
            WHOLE_QUERY => {
                parameter_data.extensions.insert("in".to_owned(), WHOLE_QUERY.into());
                let style = QueryStyle::Form;
                Parameter::Query {
                    parameter_data,
                    allow_reserved: false,
                    style,
                    allow_empty_value: None,
                }
            }
            "header" => Parameter::Header { parameter_data, style: HeaderStyle::Simple },
            "path" => Parameter::Path { parameter_data, style: path_style(&members) },
            "cookie" => Parameter::Cookie { parameter_data, style: CookieStyle::Form },
            other => {
                let message = format!("invalid location `{other}` of a parameter");
                invalid(&members, "in", message, "use query, querystring, header, path or cookie");
                return None;
            }
        })
    })
}

fn invalid(members: &Members<'_>, key: &str, message: String, help: &str) {
    let at = members.node.pointer().child(key);
    members.node.mistake(Diagnostic::warning(Code::InvalidValue, &at, message).help(help));
}

fn query_style(members: &Members<'_>) -> QueryStyle {
    match members.string("style").as_deref() {
        None | Some("form") => QueryStyle::Form,
        Some("spaceDelimited") => QueryStyle::SpaceDelimited,
        Some("pipeDelimited") => QueryStyle::PipeDelimited,
        Some("deepObject") => QueryStyle::DeepObject,
        Some(other) => {
            let message = format!("invalid style `{other}` of a query parameter");
            invalid(
                members,
                "style",
                message,
                "use form, spaceDelimited, pipeDelimited or deepObject",
            );
            QueryStyle::Form
        }
    }
}

fn path_style(members: &Members<'_>) -> PathStyle {
    match members.string("style").as_deref() {
        None | Some("simple") => PathStyle::Simple,
        Some("label") => PathStyle::Label,
        Some("matrix") => PathStyle::Matrix,
        Some(other) => {
            let message = format!("invalid style `{other}` of a path parameter");
            invalid(members, "style", message, "use simple, label or matrix");
            PathStyle::Simple
        }
    }
}

fn parameter_data(members: &Members<'_>) -> Option<ParameterData> {
    Some(ParameterData {
        name: members.required_string("name")?,
        description: members.lenient().string("description"),
        required: members.bool("required").unwrap_or(false),
        deprecated: members.lenient().bool("deprecated"),
        format: schema_or_content(members)?,
        example: example(members),
        examples: example_reference(members),
        explode: members.bool("explode"),
        extensions: members.extensions(),
    })
}

/// The value of `example`, or the first one of `examples` that is not a reference.
fn example(members: &Members<'_>) -> Option<Value> {
    let first = || members.get("examples")?.as_object()?.values().find_map(example_value);
    members.get("example").or_else(first).map(Tree::to_json)
}

/// The first reference among `examples`. Nothing else is kept, because most examples are not needed.
fn example_reference(members: &Members<'_>) -> IndexMap<String, ReferenceOr<Example>> {
    let all = members.get("examples").and_then(Tree::as_object).into_iter().flatten();
    let mut references = all.filter_map(|(name, it)| {
        let reference = it.get("$ref")?.as_str()?.to_owned();
        Some((name.to_owned(), ReferenceOr::Reference { reference }))
    });
    references.next().into_iter().collect()
}

/// An Example object (OpenAPI 3.1 §4.8.19), of which only the value is read.
pub(super) fn example_object(node: Node<'_>) -> Option<ReferenceOr<Example>> {
    node.reference_or(|node| {
        let value = example_value(node.value).map(Tree::to_json);
        Some(Example { value, ..Example::default() })
    })
}

/// The value of an Example object: `value`, or `dataValue` (OpenAPI 3.2 §4.19).
fn example_value(example: &Tree) -> Option<&Tree> {
    example.get("value").or_else(|| example.get("dataValue"))
}

/// OpenAPI 3.1 §4.8.12.2: a parameter has either `schema` or `content`. One with neither is read as a
/// string.
fn schema_or_content(members: &Members<'_>) -> Option<ParameterSchemaOrContent> {
    if members.get("content").is_some() {
        return Some(ParameterSchemaOrContent::Content(members.map("content", media_type)));
    }
    let schema = match members.get("schema") {
        Some(_) => members.child("schema", schema_or_reference)?,
        None => {
            let message = "the parameter has neither `schema` nor `content`";
            let at = members.node.pointer();
            members.node.mistake(Diagnostic::warning(Code::Missing, &at, message));
            return None;
        }
    };
    Some(ParameterSchemaOrContent::Schema(schema))
}

pub(super) fn request_body(node: Node<'_>) -> Option<ReferenceOr<RequestBody>> {
    node.reference_or(|node| {
        let members = node.object()?;
        Some(RequestBody {
            description: members.lenient().string("description"),
            content: members.map("content", media_type),
            required: members.bool("required").unwrap_or(false),
            extensions: members.extensions(),
        })
    })
}

fn responses(node: Node<'_>) -> Option<Responses> {
    let members = node.object()?;
    let mut responses = Responses::default();
    for (key, value) in members.entries(response) {
        if key == "default" {
            responses.default = Some(value);
        } else if let Some(status) = status_code(&key) {
            responses.responses.insert(status, value);
        } else {
            let message = format!("`{key}` is not a status code");
            let help = "use a code like 200, a range like 4XX, or `default`";
            // Only this response is left out.
            invalid(&members.lenient(), &key, message, help);
        }
    }
    Some(responses)
}

/// A status code (OpenAPI 3.1 §4.8.16): `404`, or `4XX` for a range.
fn status_code(key: &str) -> Option<StatusCode> {
    let (first, rest) = key.split_at_checked(1)?;
    if rest.eq_ignore_ascii_case("XX") {
        return first.parse().ok().filter(|it| (1..=5).contains(it)).map(StatusCode::Range);
    }
    let code = key.parse().ok().filter(|it| (100..1000).contains(it));
    code.map(StatusCode::Code)
}

pub(super) fn response(node: Node<'_>) -> Option<ReferenceOr<Response>> {
    node.reference_or(|node| {
        let members = node.object()?;
        Some(Response {
            description: members.lenient().string("description").unwrap_or_default(),
            headers: members.lenient().map("headers", header),
            content: members.map("content", media_type),
            links: IndexMap::new(),
            extensions: members.extensions(),
        })
    })
}

pub(super) fn header(node: Node<'_>) -> Option<ReferenceOr<Header>> {
    node.reference_or(|node| {
        let members = node.object()?;
        Some(Header {
            description: members.string("description"),
            style: HeaderStyle::Simple,
            required: members.bool("required").unwrap_or(false),
            deprecated: members.bool("deprecated"),
            format: match members.get("schema").or_else(|| members.get("content")) {
                Some(_) => schema_or_content(&members)?,
                // Published documents often have headers without a schema.
                None => ParameterSchemaOrContent::Content(IndexMap::new()),
            },
            example: None,
            examples: IndexMap::new(),
            extensions: members.extensions(),
        })
    })
}

fn media_type(node: Node<'_>) -> Option<MediaType> {
    let members = node.object()?;
    let mut extensions = members.extensions();
    let items = members.get(ITEM_SCHEMA);
    extensions.extend(items.map(|items| (ITEM_SCHEMA.to_owned(), items.to_json())));
    Some(MediaType {
        schema: item_schema(&members).or_else(|| members.child("schema", schema_or_reference)),
        example: example(&members),
        examples: example_reference(&members),
        encoding: members.map("encoding", encoding),
        extensions,
    })
}

/// OpenAPI 3.2 §4.14.3: the schema of each item of a stream. For a server-sent event, this is the
/// schema of its `data`, if there is one.
fn item_schema(members: &Members<'_>) -> Option<ReferenceOr<Schema>> {
    members.get(ITEM_SCHEMA)?;
    let media_type = members.node.pointer().last()?;
    let data = media_type.starts_with("text/event-stream").then(|| {
        members.child(ITEM_SCHEMA, |item| {
            item.object()?.child("properties", |it| data_schema(&it.object()?))
        })
    });
    data.flatten().or_else(|| members.child(ITEM_SCHEMA, schema_or_reference))
}

fn data_schema(properties: &Members<'_>) -> Option<ReferenceOr<Schema>> {
    properties.child("data", |data| data.object()?.child("contentSchema", schema_or_reference))
}

fn encoding(node: Node<'_>) -> Option<Encoding> {
    let members = node.object()?;
    // OpenAPI 3.1 §4.8.15.1.2: if one of these is set, `contentType` is ignored.
    let stated = ["style", "explode", "allowReserved"].iter().any(|it| members.get(it).is_some());
    let style = stated.then(|| query_style(&members));
    let explode = members.bool("explode").unwrap_or(style == Some(QueryStyle::Form));
    Some(Encoding {
        content_type: members.string("contentType"),
        headers: members.map("headers", header),
        style,
        explode,
        allow_reserved: members.bool("allowReserved").unwrap_or(false),
        extensions: members.extensions(),
    })
}
