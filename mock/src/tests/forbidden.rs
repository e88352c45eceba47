//! Requests that published documents forbid, made from requests that they allow.

use bytes::Bytes;
use http::{
    Request,
    header::{AUTHORIZATION, CONTENT_TYPE, COOKIE},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::{
    Call, Document,
    check::body::is_json,
    operation::{Credential, Operation},
    parameter::{Parameter, Place},
    tree::Node,
};

/// A request before it is built.
#[derive(Clone)]
struct Draft {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: String,
}

impl Draft {
    /// A request that the document allows; `None` if a required value or a value of a form is a list or an
    /// object, or if the body has several parts.
    fn allowed(document: &Document, operation: &Operation, call: &Call) -> Option<Self> {
        let mut draft = Self {
            method: operation.method.to_string(),
            path: operation.path.split(['?', '#']).next()?.to_owned(),
            query: operation.template.query.clone(),
            headers: Vec::new(),
            body: String::new(),
        };
        for parameter in operation.parameters.iter().filter(|it| it.required) {
            let text = text(&call.value(&parameter.name)?)?;
            match parameter.place {
                Place::Path => draft.fill(&parameter.name, &text),
                Place::Query => draft.query.push((parameter.name.clone(), text)),
                Place::Header => draft.headers.push((parameter.name.clone(), text)),
                Place::Querystring | Place::Cookie => return None,
            }
        }
        for credential in operation.security.first().into_iter().flatten() {
            draft.add(credential);
        }
        if let Some(body) = body(document, operation) {
            let content = body.child("content")?;
            let json = content.members().find(|(it, _)| is_json(it));
            let (media_type, _) = json.or_else(|| content.members().next())?;
            draft.headers.push((CONTENT_TYPE.to_string(), media_type.to_owned()));
            let value = call.body_value(media_type)?;
            draft.body = match media_type {
                it if it.starts_with("multipart/") => return None,
                it if it.contains("form-urlencoded") => form(&value)?,
                _ => value.to_string(),
            };
        }
        Some(draft)
    }

    fn fill(&mut self, name: &str, text: &str) {
        let encoded = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        self.path = self.path.replace(&format!("{{{name}}}"), &encoded);
    }

    fn add(&mut self, credential: &Credential) {
        let scheme = |it: &Option<String>| it.clone().unwrap_or_else(|| "Bearer".to_owned());
        match credential {
            Credential::Authorization(it) => {
                self.headers.push((AUTHORIZATION.to_string(), format!("{} test", scheme(it))));
            }
            Credential::Header(name) => self.headers.push((name.clone(), "test".to_owned())),
            Credential::Query(name) => self.query.push((name.clone(), "test".to_owned())),
            Credential::Cookie(name) => {
                self.headers.push((COOKIE.to_string(), format!("{name}=test")));
            }
            Credential::Connection => {}
        }
    }

    fn remove_credentials(&mut self, operation: &Operation) {
        let names = operation.security.iter().flatten().filter_map(|it| match it {
            Credential::Header(name) | Credential::Query(name) => Some(name.as_str()),
            _ => None,
        });
        let names: Vec<&str> = names.chain([AUTHORIZATION.as_str(), COOKIE.as_str()]).collect();
        self.headers.retain(|(name, _)| !names.contains(&name.as_str()));
        self.query.retain(|(name, _)| !names.contains(&name.as_str()));
    }

    /// The status of the answer.
    fn sent(self, document: &Document) -> u16 {
        let query =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(self.query).finish();
        let mut request =
            Request::builder().method(&*self.method).uri(format!("{}?{query}", self.path));
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Bytes::from(self.body)).expect("a request");
        document.respond(&request).status().as_u16()
    }
}

fn body<'d>(document: &'d Document, operation: &Operation) -> Option<Node<'d>> {
    Node::find(document.tree(), &operation.at)?.child("requestBody")
}

/// An object as a form; `None` if not all of its values are scalars.
fn form(value: &Value) -> Option<String> {
    let members = value.as_object().into_iter().flatten();
    let pairs: Option<Vec<_>> = members.map(|(name, it)| Some((name, text(it)?))).collect();
    Some(form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs?).finish())
}

fn is_credential(operation: &Operation, header: &str) -> bool {
    let mut credentials = operation.security.iter().flatten();
    credentials
        .any(|it| matches!(it, Credential::Header(name) if name.eq_ignore_ascii_case(header)))
}

/// The text of a scalar.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|it| !it.is_empty()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// A request that the document forbids: what is wrong, and the status of the refusal.
type Forbidden = (&'static str, u16, Draft);

/// A copy with a mistake.
fn with(allowed: &Draft, mistake: impl FnOnce(&mut Draft)) -> Draft {
    let mut draft = allowed.clone();
    mistake(&mut draft);
    draft
}

fn forbidden(document: &Document, operation: &Operation, allowed: &Draft) -> Vec<Forbidden> {
    let method = with(allowed, |it| it.method = "BREW".to_owned());
    let mut all = vec![("the method is unknown", 405, method)];
    let has_any_key = |it: &Parameter| {
        it.place == Place::Querystring || it.has_key("no such key", document.requests())
    };
    if !operation.parameters.iter().any(has_any_key) {
        let key = ("no such key".to_owned(), "x".to_owned());
        let draft = with(allowed, |it| it.query.push(key));
        all.push(("a query parameter is unknown", 400, draft));
    }
    let required = operation.parameters.iter().filter(|it| it.required);
    all.extend(required.filter_map(|it| of_parameter(document, operation, it, allowed)));
    if let Some(body) = body(document, operation) {
        all.extend(of_body(&body, allowed));
    }
    if !operation.security.is_empty() {
        let draft = with(allowed, |it| it.remove_credentials(operation));
        all.push(("there is no credential", 401, draft));
    }
    all
}

fn of_parameter(
    document: &Document,
    operation: &Operation,
    parameter: &Parameter,
    allowed: &Draft,
) -> Option<Forbidden> {
    let name = &parameter.name;
    let schema = parameter.schema.as_ref();
    let is_number = schema.is_some_and(|it| document.requests().typed(it, "1").is_number());
    match parameter.place {
        Place::Query => {
            let draft = with(allowed, |it| it.query.retain(|(key, _)| key != name));
            Some(("a query parameter is missing", 400, draft))
        }
        Place::Header if !is_credential(operation, name) => {
            let draft = with(allowed, |it| it.headers.retain(|(key, _)| key != name));
            Some(("a header is missing", 400, draft))
        }
        Place::Path if is_number => {
            let path = operation.path.replace(&format!("{{{name}}}"), "no-number");
            // Another operation may have this path.
            let is_other =
                path.contains('{') || document.operations().any(|it| it.ends_with(&path));
            let draft = with(allowed, |it| it.path = path);
            (!is_other).then_some(("a path parameter is no number", 400, draft))
        }
        _ => None,
    }
}

fn of_body(body: &Node<'_>, allowed: &Draft) -> Vec<Forbidden> {
    let content = body.child("content");
    let media_types: Vec<&str> =
        content.iter().flat_map(Node::members).map(|(name, _)| name).collect();
    let without_type = with(allowed, |it| {
        it.headers.retain(|(name, _)| *name != CONTENT_TYPE.as_str());
    });
    let mut all = Vec::new();
    // A body of these methods may be missing if it says nothing.
    let has_meaning = !["DELETE", "GET", "HEAD", "OPTIONS", "TRACE"].contains(&&*allowed.method);
    if has_meaning && body.flag("required") == Some(true) {
        all.push(("the body is missing", 400, with(&without_type, |it| it.body.clear())));
    }
    if media_types.iter().any(|it| is_json(it)) {
        let draft = with(allowed, |it| "{".clone_into(&mut it.body));
        all.push(("the body is no JSON", 400, draft));
    }
    if media_types.iter().all(|it| !it.contains('*')) {
        let header = (CONTENT_TYPE.to_string(), "text/x-unknown".to_owned());
        let draft = with(&without_type, |it| it.headers.push(header));
        all.push(("the media type is unknown", 415, draft));
    }
    all
}

/// The number of refused requests, and a report of each outcome that is wrong.
pub(super) fn problems(document: &Document) -> (usize, Vec<String>) {
    let (mut refused, mut wrong) = (0, Vec::new());
    for name in document.operations() {
        let operation = document.operation(document.index(&name).expect("an operation"));
        let calls = document.calls(&name).expect("an operation");
        let allowed = calls.first().and_then(|it| Draft::allowed(document, operation, it));
        let Some(allowed) = allowed else { continue };
        let status = allowed.clone().sent(document);
        if [400, 401, 404, 405, 415].contains(&status) && calls[0].status() != status {
            wrong.push(format!("{name}: an allowed request is refused with {status}"));
            continue;
        }
        for (what, expected, draft) in forbidden(document, operation, &allowed) {
            match draft.sent(document) {
                status if status == expected => refused += 1,
                status => wrong.push(format!("{name}: {what}, and the status is {status}")),
            }
        }
    }
    (refused, wrong)
}
