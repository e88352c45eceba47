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
    parameter::Place,
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
    /// A request that the document allows; `None` if a required value is a list or an object.
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
            let is_form = media_type.contains("form-urlencoded");
            draft.body = if is_form { form(&value) } else { value.to_string() };
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

/// The scalars of an object as a form.
fn form(value: &Value) -> String {
    let members = value.as_object().into_iter().flatten();
    let pairs = members.filter_map(|(name, it)| Some((name, text(it)?)));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
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

/// Requests that the document forbids, each with what is wrong and the status of the refusal.
fn forbidden(
    document: &Document,
    operation: &Operation,
    allowed: &Draft,
) -> Vec<(&'static str, u16, Draft)> {
    let mut all = Vec::new();
    let mut add = |what: &'static str, status: u16, change: &dyn Fn(&mut Draft)| {
        let mut draft = allowed.clone();
        change(&mut draft);
        all.push((what, status, draft));
    };
    let is_free = operation
        .parameters
        .iter()
        .any(|it| it.place == Place::Querystring || it.has_key("no such key", document.requests()));
    if !is_free {
        add("a query parameter is unknown", 400, &|it| {
            it.query.push(("no such key".to_owned(), "x".to_owned()));
        });
    }
    add("the method is unknown", 405, &|it| it.method = "BREW".to_owned());
    for parameter in operation.parameters.iter().filter(|it| it.required) {
        match parameter.place {
            Place::Query => add("a query parameter is missing", 400, &|it| {
                it.query.retain(|(name, _)| *name != parameter.name);
            }),
            Place::Header if !is_credential(operation, &parameter.name) => {
                add("a header is missing", 400, &|it| {
                    it.headers.retain(|(name, _)| *name != parameter.name);
                })
            }
            _ => {}
        }
        let is_number = |it: &&crate::schemas::Schemas| {
            let schema = parameter.schema.as_ref();
            schema.is_some_and(|at| it.typed(at, "1").is_number())
        };
        if parameter.place == Place::Path && Some(document.requests()).filter(is_number).is_some() {
            let number = operation.path.replace(&format!("{{{}}}", parameter.name), "no-number");
            // Another operation may have this path.
            if !number.contains('{') && document.operations().all(|it| !it.ends_with(&number)) {
                add("a path parameter is no number", 400, &|it| it.path.clone_from(&number));
            }
        }
    }
    if let Some(body) = body(document, operation) {
        if body.flag("required") == Some(true) {
            add("the body is missing", 400, &|it| {
                it.body.clear();
                it.headers.retain(|(name, _)| *name != CONTENT_TYPE.as_str());
            });
        }
        let content = body.child("content");
        if content.iter().flat_map(Node::members).any(|(name, _)| is_json(name)) {
            add("the body is no JSON", 400, &|it| "{".clone_into(&mut it.body));
        }
        if content.iter().flat_map(Node::members).all(|(name, _)| !name.contains('*')) {
            add("the media type is unknown", 415, &|it| {
                it.headers.retain(|(name, _)| *name != CONTENT_TYPE.as_str());
                it.headers.push((CONTENT_TYPE.to_string(), "text/x-unknown".to_owned()));
            });
        }
    }
    if !operation.security.is_empty() {
        add("there is no credential", 401, &|it| {
            let names = operation.security.iter().flatten().filter_map(|it| match it {
                Credential::Header(name) | Credential::Query(name) => Some(name.as_str()),
                _ => None,
            });
            let names: Vec<&str> = names.chain([AUTHORIZATION.as_str(), COOKIE.as_str()]).collect();
            it.headers.retain(|(name, _)| !names.contains(&name.as_str()));
            it.query.retain(|(name, _)| !names.contains(&name.as_str()));
        });
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
