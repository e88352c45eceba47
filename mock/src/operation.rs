//! The operations of the document.

use bessemer_codegen::{Listing, NextPage, Paging, Pointer};
use http::Method;
use serde_json::{Map, Value};

use crate::{
    parameter::Parameter,
    template::{Arguments, Template},
    tree::Node,
};

/// An operation of the document.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) at: Pointer,
    pub(crate) method: Method,
    /// The path in the document.
    pub(crate) path: String,
    pub(crate) template: Template,
    pub(crate) id: Option<String>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) security: Vec<Vec<Credential>>,
    /// How it lists items, if it is a listing.
    pub(crate) paging: Option<Paging>,
    /// The paths of its servers, without a slash at the end: `/v1`.
    bases: Vec<Template>,
}

/// Where a request has a credential.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// A header whose value starts with this scheme, or any scheme.
    Authorization(Option<String>),
    Header(String),
    Query(String),
    Cookie(String),
    /// A certificate, which a request does not show.
    Connection,
}

/// The query parameter in addresses of pages. Its value is the number of items before the page, deleted ones
/// included.
pub(crate) const MARK: &str = "bessemer_page";

const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

impl Operation {
    /// All operations, so that the first one that matches is the right one.
    pub(crate) fn all(tree: &Value, listings: &[Listing]) -> Vec<Self> {
        let root = Node::root(tree);
        let paths = root.child("paths");
        let names = paths.iter().flat_map(|it| it.value.as_object()).flat_map(Map::keys);
        // A path item may have other members beside its reference.
        let items = |path: &str| -> Vec<Node<'_>> {
            let paths = paths.iter();
            paths.flat_map(|it| [it.unresolved(path), it.child(path)]).flatten().collect()
        };
        let mut operations: Vec<Self> =
            names.flat_map(|path| of_path(&root, path, &items(path))).collect();
        for operation in &mut operations {
            let listing = listings.iter().find(|it| operation.has_name(&it.route));
            operation.paging = listing.map(|it| it.paging.clone());
        }
        operations.sort_by_cached_key(|it| it.template.precedence());
        operations
    }

    /// Whether this is its operationId, or its method and path.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        let parts = name.split_once(' ');
        self.id.as_deref() == Some(name)
            || parts.is_some_and(|(method, path)| {
                self.method.as_str().eq_ignore_ascii_case(method) && self.path == path
            })
    }

    /// Whether requests with this method and query call this operation, if they have its path. The request
    /// for the address of a page is a `GET`, whatever the method of the listing is.
    pub(crate) fn allows(&self, method: &Method, query: &[(String, String)]) -> bool {
        let has_mark = || query.iter().any(|(key, _)| key == MARK);
        self.method == *method || *method == Method::GET && self.gives_addresses() && has_mark()
    }

    /// Whether its pages have the address of the next page.
    pub(crate) fn gives_addresses(&self) -> bool {
        let next = self.paging.as_ref().map(|it| &it.next);
        matches!(next, Some(NextPage::Link | NextPage::Address { .. }))
    }

    /// The values of the path's parameters, if the path is one of this operation.
    pub(crate) fn matches(&self, path: &str, query: &[(String, String)]) -> Option<Arguments> {
        let has = |(key, text): &(String, String)| {
            let is_parameter = text.starts_with('{');
            query.iter().any(|it| it.0 == *key && (is_parameter || it.1 == *text))
        };
        if !self.template.query.iter().all(has) {
            return None;
        }
        let without =
            |base: &Template| without_base(base, path).and_then(|it| self.template.matches(it));
        self.bases.iter().find_map(without).or_else(|| self.template.matches(path))
    }
}

/// The operations of a path. `items` are its path item and the target of its reference.
fn of_path(root: &Node<'_>, path: &str, items: &[Node<'_>]) -> Vec<Operation> {
    let member = |name: &str| items.iter().find_map(|it| it.child(name));
    let named = METHODS.iter().filter_map(|name| Some(((*name).to_owned(), member(name)?)));
    let other = member("additionalOperations");
    let other = other.iter().flat_map(Node::members).map(|(name, it)| (name.to_owned(), it));
    let operation = |(name, node): (String, Node<'_>)| {
        let upper = if METHODS.contains(&&*name) { name.to_ascii_uppercase() } else { name };
        let mut parameters: Vec<Parameter> =
            node.elements("parameters").filter_map(|it| Parameter::new(&it)).collect();
        let of_path = items.iter().flat_map(|it| it.elements("parameters"));
        for parameter in of_path.filter_map(|it| Parameter::new(&it)) {
            if !parameters.iter().any(|it| it.is_same(&parameter)) {
                parameters.push(parameter);
            }
        }
        Some(Operation {
            method: Method::from_bytes(upper.as_bytes()).ok()?,
            path: path.to_owned(),
            template: Template::new(path),
            id: node.text("operationId").map(str::to_owned),
            parameters,
            security: security(root, &node),
            bases: bases(root, items, &node),
            paging: None,
            at: node.at,
        })
    };
    named.chain(other).filter_map(operation).collect()
}

/// The alternatives of an operation's security; empty if it needs none.
fn security(root: &Node<'_>, operation: &Node<'_>) -> Vec<Vec<Credential>> {
    let owner = if operation.value.get("security").is_some() { operation } else { root };
    let schemes = root.child("components").and_then(|it| it.child("securitySchemes"));
    let credential = |name: &str| schemes.as_ref()?.child(name).and_then(|it| credential(&it));
    let alternative = |it: &Value| -> Option<Vec<Credential>> {
        Some(it.as_object()?.keys().filter_map(|name| credential(name)).collect())
    };
    let alternatives = owner.value.get("security").and_then(Value::as_array);
    let alternatives: Vec<_> = alternatives.into_iter().flatten().filter_map(alternative).collect();
    // A request without any credential satisfies an empty alternative (OpenAPI 3.1 §4.8.30).
    if alternatives.iter().any(Vec::is_empty) { Vec::new() } else { alternatives }
}

fn credential(scheme: &Node<'_>) -> Option<Credential> {
    let name = || scheme.text("name").map(str::to_owned);
    Some(match (scheme.text("type")?, scheme.text("in")) {
        ("http", _) => Credential::Authorization(scheme.text("scheme").map(str::to_owned)),
        ("oauth2" | "openIdConnect", _) => Credential::Authorization(None),
        ("apiKey", Some("header")) => Credential::Header(name()?),
        ("apiKey", Some("query")) => Credential::Query(name()?),
        ("apiKey", Some("cookie")) => Credential::Cookie(name()?),
        ("mutualTLS", _) => Credential::Connection,
        _ => return None,
    })
}

/// The paths of the servers of an operation.
fn bases(root: &Node<'_>, items: &[Node<'_>], operation: &Node<'_>) -> Vec<Template> {
    let servers = |node: &Node<'_>| -> Vec<String> {
        node.elements("servers").filter_map(|it| it.text("url").map(str::to_owned)).collect()
    };
    let owners = [operation].into_iter().chain(items).chain([root]);
    let urls = owners.map(servers).find(|it| !it.is_empty());
    let path = |url: &String| {
        let after = url.split_once("://").map_or(url.as_str(), |(_, it)| it);
        let path = &after[after.find('/')?..];
        let path = path.split(['?', '#']).next()?.trim_end_matches('/');
        (!path.is_empty()).then(|| Template::new(path))
    };
    urls.iter().flatten().filter_map(path).collect()
}

/// The rest of `path` after the path of a server.
fn without_base<'p>(base: &Template, path: &'p str) -> Option<&'p str> {
    let mut ends = path.rmatch_indices('/').map(|(at, _)| at).filter(|at| *at > 0);
    ends.find(|end| base.matches(&path[..*end]).is_some()).map(|end| &path[end..])
}
