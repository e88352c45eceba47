//! What the crate calls the operations of the document.

use std::collections::BTreeMap;

use crate::model::{Api, Method, Resource};

/// An operation of the document and the methods that call it.
///
/// A call is the accessors and the method, joined by dots and without `r#`: `containers.files.list`
/// for `client.containers().files().list(…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call {
    /// The HTTP method in upper case, `GET`.
    pub method: String,
    /// The path template as the document has it, `/containers/{container_id}`.
    pub path: String,
    /// What calls it.
    pub call: String,
    /// What calls it with another body, or for another kind of answer: `responses.create_stream`.
    pub also: Vec<String>,
}

impl Call {
    /// Every operation that has a method, by path and HTTP method.
    pub(crate) fn all(api: &Api) -> Vec<Self> {
        let mut operations: BTreeMap<(&str, String), Vec<(bool, String)>> = BTreeMap::new();
        for (resource, method) in methods(api) {
            let own = operations.entry((&method.path, method.verb.sent())).or_default();
            own.push((method.is_variant, call(resource, method)));
        }
        let call = |((path, method), mut calls): (_, Vec<(bool, String)>)| {
            calls.sort();
            let mut calls = calls.into_iter().map(|(_, call)| call);
            let (call, path): (_, &str) = (calls.next()?, path);
            Some(Self { method, path: path.to_owned(), call, also: calls.collect() })
        };
        operations.into_iter().filter_map(call).collect()
    }
}

/// Every method, with the resource that has it.
pub(crate) fn methods(api: &Api) -> impl Iterator<Item = (&Resource, &Method)> {
    api.resources.iter().flat_map(|resource| resource.methods.iter().map(move |it| (resource, it)))
}

/// Accessors and method, joined by dots.
pub(crate) fn call(resource: &Resource, method: &Method) -> String {
    format!("{}.{}", resource.path(), method.name.rust.trim_start_matches("r#"))
}
