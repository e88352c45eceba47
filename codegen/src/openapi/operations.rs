//! Path items, operations and what they are made of.

use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, Encoding, Header, HeaderStyle, MediaType, Operation, Parameter, ParameterData,
    ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr, RequestBody, Response,
    Responses, StatusCode,
};

use super::{
    node::{Members, Node},
    schema::schema_or_reference,
    security, servers,
};
use crate::diagnostics::{Code, Diagnostic};

pub(super) fn path_item(node: Node<'_>) -> Option<ReferenceOr<PathItem>> {
    node.reference_or(|node| {
        let members = node.object()?;
        let operation = |method: &str| members.child(method, operation);
        Some(PathItem {
            summary: members.string("summary"),
            description: members.string("description"),
            get: operation("get"),
            put: operation("put"),
            post: operation("post"),
            delete: operation("delete"),
            options: operation("options"),
            head: operation("head"),
            patch: operation("patch"),
            trace: operation("trace"),
            servers: servers(&members),
            parameters: members.list("parameters", parameter),
            extensions: members.extensions(),
        })
    })
}

fn operation(node: Node<'_>) -> Option<Operation> {
    let members = node.object()?;
    Some(Operation {
        tags: members.list("tags", |it| it.string()),
        summary: members.string("summary"),
        description: members.string("description"),
        external_docs: None,
        operation_id: members.string("operationId"),
        parameters: members.list("parameters", parameter),
        request_body: members.child("requestBody", request_body),
        responses: members.child("responses", responses).unwrap_or_default(),
        callbacks: IndexMap::new(),
        deprecated: members.bool("deprecated").unwrap_or(false),
        security: security::requirements(&members),
        servers: servers(&members),
        extensions: members.extensions(),
    })
}

pub(super) fn parameter(node: Node<'_>) -> Option<ReferenceOr<Parameter>> {
    node.reference_or(|node| {
        let members = node.object()?;
        let parameter_data = parameter_data(&members)?;
        let location = members.required_string("in")?;
        Some(match &*location {
            "query" => Parameter::Query {
                parameter_data,
                allow_reserved: members.bool("allowReserved").unwrap_or(false),
                style: query_style(&members),
                allow_empty_value: members.bool("allowEmptyValue"),
            },
            "header" => Parameter::Header { parameter_data, style: HeaderStyle::Simple },
            "path" => Parameter::Path { parameter_data, style: path_style(&members) },
            "cookie" => Parameter::Cookie { parameter_data, style: CookieStyle::Form },
            other => {
                let message = format!("a parameter cannot be in `{other}`");
                invalid(&members, "in", message, "use query, header, path or cookie");
                return None;
            }
        })
    })
}

fn invalid(members: &Members<'_>, key: &str, message: String, help: &str) {
    let at = members.node.pointer().child(key);
    members.report(Diagnostic::error(Code::InvalidValue, &at, message).help(help));
}

fn query_style(members: &Members<'_>) -> QueryStyle {
    match members.string("style").as_deref() {
        None | Some("form") => QueryStyle::Form,
        Some("spaceDelimited") => QueryStyle::SpaceDelimited,
        Some("pipeDelimited") => QueryStyle::PipeDelimited,
        Some("deepObject") => QueryStyle::DeepObject,
        Some(other) => {
            let message = format!("`{other}` is not a style of query parameters");
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
            let message = format!("`{other}` is not a style of path parameters");
            invalid(members, "style", message, "use simple, label or matrix");
            PathStyle::Simple
        }
    }
}

fn parameter_data(members: &Members<'_>) -> Option<ParameterData> {
    Some(ParameterData {
        name: members.required_string("name")?,
        description: members.string("description"),
        required: members.bool("required").unwrap_or(false),
        deprecated: members.bool("deprecated"),
        format: schema_or_content(members)?,
        example: members.get("example").cloned(),
        examples: IndexMap::new(),
        explode: members.bool("explode"),
        extensions: members.extensions(),
    })
}

/// OpenAPI 3.1 §4.8.12.2: a parameter has either a schema or content; with neither, it is a string
/// of any form.
fn schema_or_content(members: &Members<'_>) -> Option<ParameterSchemaOrContent> {
    if members.get("content").is_some() {
        return Some(ParameterSchemaOrContent::Content(members.map("content", media_type)));
    }
    let schema = match members.get("schema") {
        Some(_) => members.child("schema", schema_or_reference)?,
        None => {
            let message = "this parameter has neither `schema` nor `content`";
            members.report(Diagnostic::error(Code::Missing, &members.node.pointer(), message));
            return None;
        }
    };
    Some(ParameterSchemaOrContent::Schema(schema))
}

pub(super) fn request_body(node: Node<'_>) -> Option<ReferenceOr<RequestBody>> {
    node.reference_or(|node| {
        let members = node.object()?;
        Some(RequestBody {
            description: members.string("description"),
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
            invalid(&members, &key, message, "use a code like 200, a range like 4XX, or `default`");
        }
    }
    Some(responses)
}

/// OpenAPI 3.1 §4.8.16: `404`, or `4XX` for the whole range.
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
            description: members.string("description").unwrap_or_default(),
            headers: members.map("headers", header),
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
                // Documents leave out what a header holds; that it is there says enough.
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
    Some(MediaType {
        schema: members.child("schema", schema_or_reference),
        example: members.get("example").cloned(),
        examples: IndexMap::new(),
        encoding: members.map("encoding", encoding),
        extensions: members.extensions(),
    })
}

fn encoding(node: Node<'_>) -> Option<Encoding> {
    let members = node.object()?;
    // OpenAPI 3.1 §4.8.15.1.2: one of these that is stated goes before the media type.
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
