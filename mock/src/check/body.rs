//! Request bodies.

use bessemer_codegen::Pointer;
use bytes::Bytes;
use http::{Method, Request, StatusCode, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use crate::{
    form,
    operation::Operation,
    parameter::Parameter,
    refusal::Refusal,
    sample,
    schemas::{Problem, Schemas},
    tree::Node,
};

/// The body of a request.
#[derive(Default)]
pub(super) struct Checked {
    /// The value of JSON and of forms.
    pub(super) value: Option<Value>,
    pub(super) problems: Vec<Problem>,
}

impl Checked {
    fn problem(message: impl Into<String>) -> Self {
        Self { value: None, problems: vec![Problem::new(message)] }
    }
}

pub(super) fn check(
    operation: &Operation,
    request: &Request<Bytes>,
    tree: &Value,
    schemas: &Schemas,
) -> Result<Checked, Refusal> {
    let node = Node::find(tree, &operation.at).and_then(|it| it.child("requestBody"));
    let required = node.as_ref().is_some_and(|it| it.flag("required") == Some(true));
    let sent = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    match (node, request.body().is_empty()) {
        (Some(body), true)
            if required && sent.is_none() && !may_be_missing(&body, request, schemas) =>
        {
            Ok(Checked::problem("the request body is missing"))
        }
        (None, false) => Ok(Checked::problem("the operation has no request body")),
        (Some(body), false) => {
            of_media_type(&body, sent.unwrap_or_default(), request.body(), schemas)
        }
        (_, true) => Ok(Checked::default()),
    }
}

/// Whether no body means the same as an empty object. HTTP defines no meaning for a body of these methods, and
/// clients should not send one without need (RFC 9110 §9.3).
fn may_be_missing(node: &Node<'_>, request: &Request<Bytes>, schemas: &Schemas) -> bool {
    let without = [Method::GET, Method::HEAD, Method::DELETE, Method::OPTIONS, Method::TRACE];
    let content = node.child("content");
    let mut media =
        content.iter().flat_map(Node::members).filter(|(name, _)| is_json(&essence(name)));
    let is_empty = |(_, media): (&str, Node<'_>)| {
        let nothing = Value::Object(Map::new());
        media.child("schema").is_none_or(|it| schemas.problems(&it.at, &nothing).is_empty())
    };
    without.contains(request.method()) && media.any(is_empty)
}

fn of_media_type(
    node: &Node<'_>,
    sent: &str,
    body: &Bytes,
    schemas: &Schemas,
) -> Result<Checked, Refusal> {
    let essence = essence(sent);
    let content = node.child("content");
    let documented: Vec<(&str, Node<'_>)> = content.iter().flat_map(Node::members).collect();
    let chosen = documented.iter().find(|(name, _)| allows(name, &essence));
    let Some((_, media)) = chosen else {
        let names: Vec<&str> = documented.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        let mut problem =
            Problem::new(format!("the document does not have the media type; it has {names}"));
        problem.message = format!("the media type is `{essence}`; the document has {names}");
        return Err(Refusal::because(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem));
    };
    let Some(schema) = media.child("schema").map(|it| it.at) else { return Ok(Checked::default()) };
    let value = match essence.as_str() {
        it if is_json(it) => match serde_json::from_slice(body) {
            Ok(value) => value,
            Err(error) => return Ok(Checked::problem(format!("the body is not JSON: {error}"))),
        },
        "application/x-www-form-urlencoded" => of_form(body, media, &schema, schemas),
        "multipart/form-data" => return Ok(parts(body, &schema, schemas)),
        _ => return Ok(Checked::default()),
    };
    Ok(Checked { problems: schemas.problems(&schema, &value), value: Some(value) })
}

/// The media type without parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(crate) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether a documented media type, or range of media types, has this one.
pub(crate) fn allows(documented: &str, sent: &str) -> bool {
    let documented = essence(documented);
    let range = documented.strip_suffix('*').is_some_and(|it| it == "*/" || sent.starts_with(it));
    documented == sent || range
}

/// A form as an object. OpenAPI does not define how nested values are written. A nested value that cannot be read,
/// or that is not valid, is therefore not checked: a sample replaces it.
fn of_form(body: &Bytes, media: &Node<'_>, schema: &Pointer, schemas: &Schemas) -> Value {
    let texts: Vec<_> = form_urlencoded::parse(body).into_owned().collect();
    let encodings = media.child("encoding");
    let mut object = Map::new();
    for (key, text) in &texts {
        let name = key.split('[').next().unwrap_or(key);
        if object.contains_key(name) {
            continue;
        }
        let Some(at) = schemas.property_at(schema, name) else {
            object.insert(name.to_owned(), Value::from(text.as_str()));
            continue;
        };
        let encoding = encodings.as_ref().and_then(|it| it.child(name));
        let property = Parameter::of_form(name, at.clone(), encoding.as_ref());
        let nested = form::nested(name, &texts, &at, schemas);
        let is_nested = nested.is_some() || schemas.is_object(&at);
        let valid = nested.filter(|it| schemas.problems(&at, it).is_empty());
        let value = match is_nested {
            true => valid.or_else(|| Some(sample::valid(schemas, &at, 0))),
            false => property.value(&texts, schemas),
        };
        object.extend(value.map(|it| (name.to_owned(), it)));
    }
    Value::Object(object)
}

/// Checks that a `multipart/form-data` body (RFC 7578 §4.2) has all required parts.
fn parts(body: &Bytes, schema: &Pointer, schemas: &Schemas) -> Checked {
    let text = String::from_utf8_lossy(body);
    let name = |line: &str| {
        let lower = line.to_ascii_lowercase();
        let after = line.get(lower.find("; name=\"")? + 8..)?;
        let name = after.split('"').next()?;
        lower
            .starts_with("content-disposition:")
            .then(|| name.split('[').next().unwrap_or(name).to_owned())
    };
    let names: Vec<String> = text.lines().filter_map(name).collect();
    let merged = schemas.merged(schemas.at(schema));
    let required = merged.get("required").and_then(Value::as_array).into_iter().flatten();
    let missing =
        required.filter_map(Value::as_str).filter(|it| !names.iter().any(|name| name == it));
    let problem = |name: &str| Problem::new(format!("the part `{name}` of the form is missing"));
    Checked { value: None, problems: missing.map(problem).collect() }
}
