//! Request bodies.

use bessemer_codegen::Pointer;
use bytes::Bytes;
use http::{Request, StatusCode, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use crate::{
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
        let problem = Problem { pointer: String::new(), message: message.into() };
        Self { value: None, problems: vec![problem] }
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
        (Some(_), true) if required && sent.is_none() => {
            Ok(Checked::problem("the request body is missing"))
        }
        (None, false) => Ok(Checked::problem("the operation has no request body")),
        (Some(body), false) => {
            of_media_type(&body, sent.unwrap_or_default(), request.body(), schemas)
        }
        (_, true) => Ok(Checked::default()),
    }
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
        let message =
            format!("the media type is `{essence}`; the document has {}", names.join(", "));
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    };
    let Some(schema) = media.child("schema").map(|it| it.at) else { return Ok(Checked::default()) };
    let value = match essence.as_str() {
        it if is_json(it) => match serde_json::from_slice(body) {
            Ok(value) => value,
            Err(error) => return Ok(Checked::problem(format!("the body is not JSON: {error}"))),
        },
        "application/x-www-form-urlencoded" => form(body, media, &schema, schemas),
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

/// A form as an object. A property that is an object is not checked, because its encoding is not known: a
/// sample replaces it.
fn form(body: &Bytes, media: &Node<'_>, schema: &Pointer, schemas: &Schemas) -> Value {
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
        let value = match schemas.is_object(&at) {
            true => Some(sample::valid(schemas, &at, 0)),
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
    let problem = |name: &str| Problem {
        pointer: String::new(),
        message: format!("the part `{name}` of the form is missing"),
    };
    Checked { value: None, problems: missing.map(problem).collect() }
}
