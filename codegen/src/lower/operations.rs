//! Paths and operations to resources and methods.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToSnakeCase};
use openapiv3::{Operation, PathItem};

use super::{
    Cx,
    bodies::{self, BodyDraft},
    docs, modules,
    naming::{self, Wish},
    params::{self, ParamDraft},
    responses::{self, Answer},
    schemas::{Hint, Schemas},
    security::Security,
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    model::{Body, Content, Method, MethodKind, Name, Resource, Returns, TypeRef, Verb},
    pointer::Pointer,
};

/// An operation before it has its final name.
#[derive(Clone)]
pub(super) struct OperationDraft {
    /// The operationId, or one made of method and path.
    pub(super) id: String,
    /// The name that the configuration gives the method.
    renamed: Option<String>,
    /// The tag or path segment that it belongs to.
    tag: String,
    /// The accessor of the resource that this is.
    pub(super) resource: String,
    docs: String,
    deprecated: bool,
    origin: Pointer,
    verb: Verb,
    path: String,
    pub(super) params: Vec<ParamDraft>,
    body: Option<Body>,
    auth: Option<Vec<Vec<String>>>,
    accept: Option<String>,
    pub(super) returns: Returns,
    /// What error responses hold.
    pub(super) errors: Vec<TypeRef>,
    pub(super) kind: MethodKind,
    /// Whether paging may be inferred.
    pub(super) paging: bool,
}

impl OperationDraft {
    pub(super) fn is_get(&self) -> bool {
        self.verb == Verb::Get
    }

    /// Names a twin of an operation.
    fn rename(&mut self, suffix: &str) {
        self.id = format!("{}_{suffix}", self.id);
        self.renamed = self.renamed.take().map(|name| format!("{name}_{suffix}"));
    }

    /// Every type that the operation mentions.
    pub(super) fn types(&self) -> impl Iterator<Item = &TypeRef> {
        self.sent().chain(self.received())
    }

    /// Every type that a client sends.
    pub(super) fn sent(&self) -> impl Iterator<Item = &TypeRef> {
        let body = match self.body.as_ref().map(|body| &body.content) {
            Some(Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty)) => Some(ty),
            Some(Content::Text | Content::Bytes) | None => None,
        };
        self.params.iter().map(|param| &param.ty).chain(body)
    }

    pub(super) fn sent_mut(&mut self) -> impl Iterator<Item = &mut TypeRef> {
        let body = match self.body.as_mut().map(|body| &mut body.content) {
            Some(Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty)) => Some(ty),
            Some(Content::Text | Content::Bytes) | None => None,
        };
        self.params.iter_mut().map(|param| &mut param.ty).chain(body)
    }

    /// Every type that a server sends.
    pub(super) fn received(&self) -> impl Iterator<Item = &TypeRef> {
        let returns = match &self.returns {
            Returns::Json(ty) | Returns::Events(ty) => Some(ty),
            Returns::Nothing | Returns::Text | Returns::Bytes => None,
        };
        returns.into_iter().chain(&self.errors)
    }
}

/// Reads every operation; one that cannot be expressed is left out with a warning.
pub(super) fn collect(
    cx: Cx<'_>,
    security: &Security<'_>,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationDraft> {
    let mut drafts = Vec::new();
    let mut ids = BTreeMap::new();
    let paths = Pointer::root().child("paths");
    for (path, item) in &cx.openapi.paths.paths {
        let at = paths.child(path);
        let Some(item) = cx.resolver.resolve(item, &at, diagnostics) else { continue };
        let at = item.pointer;
        for (verb, operation) in methods_of(&item.value) {
            let place = Place { path, verb, item: &item.value, item_at: &at };
            let at = at.child(verb.as_str());
            if repeats(operation, &at, &mut ids, diagnostics) {
                continue;
            }
            let lowered = lower(cx, operation, &at, &place, schemas, diagnostics);
            let auth = security.of(operation);
            let with_auth = |draft| OperationDraft { auth: auth.clone(), ..draft };
            drafts.extend(lowered.into_iter().flatten().map(with_auth));
        }
    }
    drafts
}

/// The operations of a path item by their methods.
pub(super) fn methods_of(item: &PathItem) -> impl Iterator<Item = (Verb, &Operation)> {
    [
        (Verb::Get, &item.get),
        (Verb::Put, &item.put),
        (Verb::Post, &item.post),
        (Verb::Delete, &item.delete),
        (Verb::Options, &item.options),
        (Verb::Head, &item.head),
        (Verb::Patch, &item.patch),
        (Verb::Trace, &item.trace),
    ]
    .into_iter()
    .filter_map(|(verb, operation)| Some((verb, operation.as_ref()?)))
}

/// OpenAPI 3.1 §4.8.10: an operationId is unique among all operations of the document.
fn repeats(
    operation: &Operation,
    at: &Pointer,
    ids: &mut BTreeMap<String, Pointer>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(id) = &operation.operation_id else { return false };
    let Some(first) = ids.insert(id.clone(), at.clone()) else { return false };
    let message = format!("the operationId `{id}` is taken by {first}");
    let help = "give this operation an operationId of its own";
    let at = at.child("operationId");
    diagnostics.push(Diagnostic::error(Code::DuplicateOperationId, &at, message).help(help));
    true
}

/// Where an operation stands.
pub(super) struct Place<'d> {
    pub(super) path: &'d str,
    pub(super) verb: Verb,
    pub(super) item: &'d PathItem,
    pub(super) item_at: &'d Pointer,
}

fn lower(
    cx: Cx<'_>,
    operation: &Operation,
    at: &Pointer,
    place: &Place<'_>,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<OperationDraft>> {
    let id = operation.operation_id.clone().filter(|id| !id.trim().is_empty());
    let id = id.unwrap_or_else(|| made_up_id(place));
    let config = cx.config.operation(&id);
    let hint = Hint::inline(&id);
    let params = params::lower(cx, operation, at, place, &hint, schemas, diagnostics)?;
    let responses = responses::lower(cx, operation, at, place, &hint, schemas, diagnostics)?;
    let bodies = bodies::lower(cx, operation, at, &hint, schemas, diagnostics)?;
    let tag = config.and_then(|it| it.resource.clone()).or_else(|| operation.tags.first().cloned());
    let tag = tag.unwrap_or_else(|| first_segment(place.path));
    let draft = OperationDraft {
        resource: resource_name(&tag),
        tag,
        renamed: config.and_then(|it| it.name.clone()),
        docs: docs::summary(operation.summary.as_deref(), operation.description.as_deref()),
        deprecated: operation.deprecated,
        origin: at.clone(),
        verb: place.verb,
        path: place.path.to_owned(),
        params,
        body: None,
        auth: None,
        accept: None,
        returns: Returns::Nothing,
        errors: responses.errors,
        kind: MethodKind::Single,
        paging: config.and_then(|it| it.paging).unwrap_or(true),
        id,
    };
    let drafts = with_answers(draft, responses.answers);
    Some(drafts.into_iter().flat_map(|draft| with_bodies(draft, bodies.clone())).collect())
}

/// One method for each way that a success is answered: a whole, or a stream of events.
fn with_answers(draft: OperationDraft, answers: Vec<Answer>) -> Vec<OperationDraft> {
    let only = answers.len() == 1;
    let with = |Answer { returns, accept }| {
        let mut draft = draft.clone();
        if !only && matches!(returns, Returns::Events(_)) {
            draft.rename("stream");
        }
        OperationDraft { returns, accept, ..draft }
    };
    answers.into_iter().map(with).collect()
}

/// One method for each body that an operation takes.
fn with_bodies(draft: OperationDraft, bodies: Vec<BodyDraft>) -> Vec<OperationDraft> {
    if bodies.is_empty() {
        return vec![draft];
    }
    let with = |BodyDraft { suffix, body }: BodyDraft| {
        let mut draft = draft.clone();
        if !suffix.is_empty() {
            draft.rename(suffix);
        }
        OperationDraft { body: Some(body), ..draft }
    };
    bodies.into_iter().map(with).collect()
}

/// `get_pets_by_id` for `GET /pets/{id}`.
fn made_up_id(place: &Place<'_>) -> String {
    let mut words = vec![place.verb.as_str().to_owned()];
    for segment in place.path.split('/').filter(|it| !it.is_empty()) {
        match segment.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(param) => words.push(format!("by_{}", param.to_snake_case())),
            None => words.push(segment.to_snake_case()),
        }
    }
    words.join("_")
}

/// What an operation without a tag belongs to.
fn first_segment(path: &str) -> String {
    let mut literals = path.split('/').filter(|it| !it.is_empty() && !it.starts_with('{'));
    literals.next().unwrap_or("root").to_owned()
}

/// What the methods of a resource's struct may not be called.
const TAKEN_METHODS: [&str; 2] = ["new", "clone"];
/// What the accessors of a client may not be called.
const TAKEN_ACCESSORS: [&str; 6] = ["new", "from_env", "builder", "to_builder", "clone", "runtime"];

/// The features that every crate has.
const TAKEN_FEATURES: [&str; 10] = [
    "blocking",
    "chrono",
    "default",
    "http2",
    "jiff",
    "native-tls",
    "rustls",
    "testing",
    "time",
    "tracing",
];

/// Groups the operations by resource, and gives resources, methods and parameters their names.
pub(super) fn assign(
    cx: Cx<'_>,
    operations: Vec<OperationDraft>,
    diagnostics: &mut Diagnostics,
) -> Vec<Resource> {
    let mut groups: BTreeMap<String, Vec<OperationDraft>> = BTreeMap::new();
    for operation in operations {
        groups.entry(operation.resource.clone()).or_default().push(operation);
    }
    let alone = groups.len() < 2;
    let resource = |(name, operations)| resource(cx, name, operations, alone, diagnostics);
    groups.into_iter().map(resource).collect()
}

/// The module and accessor of a tag. Tags that differ only in their case are one resource.
fn resource_name(tag: &str) -> String {
    let name = naming::snake(tag);
    if TAKEN_ACCESSORS.contains(&&*name) { format!("{name}_api") } else { name }
}

fn resource(
    cx: Cx<'_>,
    rust: String,
    operations: Vec<OperationDraft>,
    alone: bool,
    diagnostics: &mut Diagnostics,
) -> Resource {
    let described = cx.openapi.tags.iter().find(|it| resource_name(&it.name) == rust);
    let docs = described.and_then(|it| it.description.clone()).unwrap_or_default();
    let plain = rust.strip_prefix("r#").unwrap_or(&rust);
    let type_name = naming::pascal(plain);
    let feature = (!alone).then(|| feature(plain));
    let tag = described.map(|it| it.name.clone());
    let wire = tag.or_else(|| operations.first().map(|it| it.tag.clone())).unwrap_or_default();
    let mut methods = methods(&type_name, operations, diagnostics);
    modules::assign_methods(&rust, &mut methods);
    let docs = docs.trim().to_owned();
    Resource { name: Name { wire, rust }, type_name, docs, feature, methods }
}

/// The cargo feature of a resource: its accessor, if no other feature is called so. Cargo takes
/// ASCII letters, digits, `-` and `_`.
fn feature(accessor: &str) -> String {
    let name: String =
        accessor.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
    let name = name.replace('_', "-").trim_matches('-').to_owned();
    let taken = TAKEN_FEATURES.contains(&&*name) || name.is_empty() || name.len() < accessor.len();
    if taken { format!("{name}-api").trim_matches('-').to_owned() } else { name }
}

fn methods(
    type_name: &str,
    operations: Vec<OperationDraft>,
    diagnostics: &mut Diagnostics,
) -> Vec<Method> {
    let names: Vec<Wish> = operations.iter().map(method_wish).collect();
    let requests: Vec<Wish> = operations.iter().map(request_wish).collect();
    let names = naming::unique(&names, &TAKEN_METHODS, |index, name| {
        let operation = &operations[index];
        let message = format!("another method of this resource is called `{name}` too");
        let help =
            format!("add `[operations.{:?}]` with a `name` to the configuration", operation.id);
        let warning = Diagnostic::warning(Code::NameCollision, &operation.origin, message);
        diagnostics.push(warning.help(help));
    });
    let requests = naming::unique(&requests, &[type_name], |_, _| {});
    let named = operations.into_iter().zip(names.into_iter().zip(requests));
    named.map(|(operation, (name, request))| method(operation, name, request)).collect()
}

fn method_wish(operation: &OperationDraft) -> Wish {
    let rust = operation.renamed.as_deref().unwrap_or(&operation.id);
    // A name that somebody chose outranks one that was derived.
    let rank = u8::from(operation.renamed.is_none());
    Wish { wire: operation.id.clone(), rust: naming::snake(rust), rank }
}

fn request_wish(operation: &OperationDraft) -> Wish {
    Wish {
        wire: operation.id.clone(),
        rust: naming::pascal(&operation.id.to_pascal_case()),
        rank: 0,
    }
}

fn method(operation: OperationDraft, name: String, request: String) -> Method {
    let params = params::assign(operation.params, &operation.path, operation.body.as_ref());
    let has_setters =
        !params.setters.is_empty() || operation.body.as_ref().is_some_and(|body| !body.required);
    let needs_type = has_setters || operation.kind != MethodKind::Single;
    Method {
        module: String::new(),
        name: Name { wire: operation.id, rust: name },
        request: needs_type.then_some(request),
        docs: operation.docs,
        deprecated: operation.deprecated,
        verb: operation.verb,
        path: operation.path,
        params,
        body: operation.body,
        auth: operation.auth,
        accept: operation.accept,
        returns: operation.returns,
        kind: operation.kind,
    }
}
