//! Whether the document allows a request.

pub(crate) mod body;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, header};
use serde_json::Value;

use crate::{
    operation::{Credential, MARK, Operation},
    parameter::{Parameter, Place},
    refusal::Refusal,
    schemas::{Problem, Schemas},
    template::Arguments,
};

/// The parts of a request.
pub(crate) struct Parts<'r> {
    pub(crate) path: Arguments,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) request: &'r Request<Bytes>,
}

/// Checks a request. Returns its body as a value, if it is JSON or a form.
pub(crate) fn check(
    operation: &Operation,
    parts: &Parts<'_>,
    tree: &Value,
    schemas: &Schemas,
) -> Result<Option<Value>, Refusal> {
    let cookies = cookies(parts.request.headers());
    if !has_credential(operation, parts, &cookies) {
        let message = "the operation needs a credential, and the request has none of those that the document lists";
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, message));
    }
    let mut problems = unknown_keys(operation, parts, schemas);
    for parameter in &operation.parameters {
        let headers = headers(parameter, parts.request.headers());
        let texts = match parameter.place {
            Place::Path => &parts.path,
            Place::Query => &parts.query,
            Place::Header => &headers,
            Place::Cookie => &cookies,
            Place::Querystring => continue,
        };
        problems.extend(of_parameter(parameter, texts, schemas));
    }
    // A `GET` of an address of a page has no body, whatever the method of the listing is.
    let body = match operation.method == *parts.request.method() {
        true => body::check(operation, parts.request, tree, schemas)?,
        false => body::Checked::default(),
    };
    problems.extend(body.problems);
    Refusal::of(problems).map_or(Ok(body.value), Err)
}

fn of_parameter(
    parameter: &Parameter,
    texts: &[(String, String)],
    schemas: &Schemas,
) -> Vec<Problem> {
    let name = format!("{} parameter `{}`", parameter.place.name(), parameter.name);
    match (parameter.value(texts, schemas), &parameter.schema) {
        (None, _) if parameter.required => {
            vec![Problem::new(format!("the {name} is missing"))]
        }
        (Some(value), Some(schema)) => {
            let problems = schemas.problems(schema, &value).into_iter();
            problems.map(|it| it.of(&name)).collect()
        }
        _ => Vec::new(),
    }
}

/// Query parameters that the document does not have.
fn unknown_keys(operation: &Operation, parts: &Parts<'_>, schemas: &Schemas) -> Vec<Problem> {
    let is_known = |key: &str| {
        let credentials = operation.security.iter().flatten();
        operation.template.query.iter().any(|(it, _)| it == key)
            || key == MARK && operation.gives_addresses()
            || operation.parameters.iter().any(|it| it.has_key(key, schemas))
            || credentials
                .into_iter()
                .any(|it| matches!(it, Credential::Query(name) if name == key))
    };
    let unknown = parts.query.iter().filter(|(key, _)| !is_known(key));
    let problem = |(key, _): &(String, String)| Problem {
        masked: "the operation has no such query parameter".to_owned(),
        ..Problem::new(format!("the operation has no query parameter `{key}`"))
    };
    unknown.map(problem).collect()
}

fn has_credential(operation: &Operation, parts: &Parts<'_>, cookies: &Arguments) -> bool {
    let headers = parts.request.headers();
    let has = |credential: &Credential| match credential {
        Credential::Authorization(scheme) => {
            let value = headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
            let sent = value.and_then(|it| it.split_whitespace().next());
            sent.is_some_and(|sent| scheme.as_ref().is_none_or(|it| it.eq_ignore_ascii_case(sent)))
        }
        Credential::Header(name) => headers.contains_key(name),
        Credential::Query(name) => parts.query.iter().any(|(key, _)| key == name),
        Credential::Cookie(name) => cookies.iter().any(|(key, _)| key == name),
        Credential::Connection => true,
    };
    operation.security.is_empty() || operation.security.iter().any(|all| all.iter().all(has))
}

/// The values of a header, under the name of the parameter.
fn headers(parameter: &Parameter, headers: &HeaderMap) -> Arguments {
    if parameter.place != Place::Header {
        return Arguments::new();
    }
    let values = headers.get_all(&parameter.name).into_iter().filter_map(|it| it.to_str().ok());
    values.map(|it| (parameter.name.clone(), it.to_owned())).collect()
}

fn cookies(headers: &HeaderMap) -> Arguments {
    let values = headers.get_all(header::COOKIE).into_iter().filter_map(|it| it.to_str().ok());
    let pairs = values.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
    let unique: BTreeMap<&str, &str> = pairs.collect();
    unique.into_iter().map(|(key, it)| (key.to_owned(), it.to_owned())).collect()
}
