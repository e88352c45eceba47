//! Reads paths and operations into drafts of methods.

mod answers;
mod bodies;
mod errors;
mod examples;
mod found;
mod headers;
mod long_running;
mod media;
pub(super) mod multipart;
mod node;
mod params;
mod path_items;
mod querystring;
mod responses;
mod server;
mod status;
mod unused;
pub(super) mod webhooks;
mod websockets;

use std::collections::BTreeMap;

use bodies::BodyDraft;
use node::OperationNode;
use path_items::PathOperation;
use responses::Answer;

use super::{
    client::Security,
    context::Cx,
    draft::{DraftOperation, DraftParam, Location, NameHint},
    schemas::Schemas,
    text::{docs, path_template},
};
use crate::{
    case,
    diagnostics::{Code, Diagnostic, Diagnostics},
    model::{Location as ParamLocation, MethodKind, Returns, TypeRef, Verdict},
    openapi::{PathTree, pagination, skipped, stated_group, stated_name},
    pointer::Pointer,
};

pub(crate) use unused::{Unused, all, kept};

/// Reads all operations. One that is not supported is left out with a warning.
pub(crate) fn collect(
    cx: Cx<'_>,
    security: &Security<'_>,
    schemas: &mut Schemas<'_>,
) -> Vec<DraftOperation> {
    let (ids, drafts) = (BTreeMap::new(), Vec::new());
    let mut operations = Operations { cx, security, schemas, ids, drafts };
    // Sorted, so that the output does not depend on the order of the document.
    let mut paths: Vec<PathTree<'_>> = PathTree::all(cx.part).collect();
    paths.sort_unstable_by_key(|it| it.path);
    paths.into_iter().for_each(|it| operations.add(it));
    operations.add_websockets();
    operations.drafts
}

/// The operations that were read so far.
struct Operations<'a, 's, 'd> {
    cx: Cx<'a>,
    security: &'s Security<'a>,
    schemas: &'s mut Schemas<'d>,
    /// The operationIds, each with the operation that has it.
    ids: BTreeMap<String, Pointer>,
    drafts: Vec<DraftOperation>,
}

impl Operations<'_, '_, '_> {
    /// Reads the operations of a path.
    fn add(&mut self, tree: PathTree<'_>) {
        let Self { cx, security, schemas, ids, drafts } = self;
        let (path, at) = (tree.path, tree.pointer());
        let Some(item) = tree.read(&mut schemas.diagnostics) else { return };
        let Some(items) = path_items::resolve(*cx, &item, &at, &mut schemas.diagnostics) else {
            schemas.report(skipped(&at, "operations of this path are"));
            return;
        };
        for PathOperation { verb, at, operation } in
            path_items::operations(&items, &mut schemas.diagnostics)
        {
            let (operation, at, verb) = (&*operation, &at, &verb);
            let node = OperationNode { operation, at, verb, path, items: &items };
            let id = id(node, ids, &mut schemas.diagnostics);
            let Some(lowered) = lower(*cx, node, id, schemas) else {
                schemas.report(skipped(at, "operation is"));
                continue;
            };
            let auth = security.of(operation);
            let with_auth = |draft| DraftOperation { auth: auth.clone(), ..draft };
            drafts.extend(lowered.into_iter().map(with_auth));
        }
    }

    /// Adds the operations that open a WebSocket.
    fn add_websockets(&mut self) {
        let Self { cx, security, schemas, drafts, .. } = self;
        for opened in websockets::collect(*cx, schemas) {
            let lowered = lower(*cx, opened.node(), opened.name.to_owned(), schemas);
            // If only operations name credentials, the first one that the client has is sent.
            let is_stated = cx.openapi.security.is_some();
            let auth = is_stated.then(|| security.of(&opened.operation)).flatten();
            let with_auth = |draft| DraftOperation { auth: auth.clone(), ..opened.complete(draft) };
            drafts.extend(lowered.unwrap_or_default().into_iter().map(with_auth));
        }
    }
}

/// The operationId, or a name from method and path if there is none. OpenAPI 3.1 §4.8.10: it must be
/// unique in the document. If it is not, the first operation keeps it.
fn id(
    node: OperationNode<'_>,
    ids: &mut BTreeMap<String, Pointer>,
    diagnostics: &mut Diagnostics,
) -> String {
    let OperationNode { operation, at, .. } = node;
    let stated = operation.operation_id.clone().filter(|id| !id.trim().is_empty());
    let Some(id) = stated else { return made_up_id(node) };
    let Some(first) = ids.get(&id) else {
        ids.insert(id.clone(), at.clone());
        return id;
    };
    let made_up = made_up_id(node);
    let message = format!(
        "duplicate operationId `{id}`, first used at {first}; this operation is named `{made_up}`"
    );
    let help = "give this operation a unique operationId";
    let at = at.child("operationId");
    diagnostics.push(Diagnostic::warning(Code::DuplicateOperationId, &at, message).help(help));
    made_up
}

fn lower(
    cx: Cx<'_>,
    node: OperationNode<'_>,
    id: String,
    schemas: &mut Schemas<'_>,
) -> Option<Vec<DraftOperation>> {
    let OperationNode { operation, at, .. } = node;
    let config = cx.config.operation(&id);
    let hint = NameHint::inline(&id);
    let params = params::lower(node, &hint, schemas)?;
    let locked = cx.lock.call(&node.verb.sent(), node.path, "");
    let kept = || locked.and_then(|it| Some(it.body.as_ref()?.media_type.as_str()));
    let preferred = cx.config.body(&id).or_else(kept);
    let responses = responses::lower(node, &hint, schemas)?;
    let bodies = bodies::lower(operation, at, &hint, preferred, schemas)?;
    bodies.iter().for_each(|it| cx.config.use_body(&id, &it.body.media_type));
    let draft = DraftOperation {
        stated_id: node.operation.operation_id.clone().filter(|id| !id.trim().is_empty()),
        tag: operation.tags.first().cloned(),
        variant: String::new(),
        renamed: config.and_then(|it| it.name.clone()),
        resource: config.and_then(|it| it.resource.clone()),
        sent_headers: Vec::new(),
        stated_name: stated_name(operation).map(str::to_owned),
        stated_group: stated_group(operation),
        locked: None,
        location: Location::default(),
        docs: docs::summary(operation.summary.as_deref(), operation.description.as_deref()),
        deprecated: operation.deprecated,
        origin: at.clone(),
        verb: node.verb.clone(),
        path: node.path.to_owned(),
        template: path_template::sent(node.path),
        params,
        body: None,
        auth: None,
        server: server::of_operation(cx, node, &mut schemas.diagnostics),
        accept: None,
        status: String::new(),
        media_type: None,
        strict: config.is_some_and(|it| it.strict),
        returns: Returns::Nothing,
        streams: responses.answers.iter().any(|it| it.returns.is_stream()),
        answers: responses.by_status,
        errors: responses.errors,
        headers: responses.headers,
        kind: MethodKind::Single,
        paging: config.and_then(|it| it.paging).unwrap_or(true),
        linked: false,
        pagination: pagination(operation),
        counting: None,
        final_state: long_running::of(node, schemas),
        verdict: Verdict::None,
        id,
    };
    let drafts = with_answers(draft, responses.answers);
    Some(drafts.into_iter().flat_map(|draft| with_bodies(draft, bodies.clone())).collect())
}

/// One method for each kind of success response: complete, or as a stream.
fn with_answers(draft: DraftOperation, answers: Vec<Answer>) -> Vec<DraftOperation> {
    let is_either = answers.iter().any(|it| it.returns.is_stream())
        && answers.iter().any(|it| !it.returns.is_stream());
    let with = |(index, answer)| {
        let Answer { returns, accept, status, media_type, linked } = answer;
        let mut draft = draft.clone();
        if index > 0 {
            draft.differ(match &returns {
                Returns::Events(_) | Returns::Lines(_) => "stream",
                Returns::Json(_) => "json",
                Returns::Text => "text",
                Returns::Bytes | Returns::Location | Returns::Nothing => "bytes",
                Returns::WebSocket { .. } => "websocket",
            });
        }
        if media_type.as_deref().is_some_and(media::is_watch) {
            ask(&mut draft, "watch");
        }
        if is_either && returns.is_stream() {
            ask(&mut draft, "stream");
        }
        DraftOperation { returns, accept, status, media_type, linked, ..draft }
    };
    answers.into_iter().enumerate().map(with).collect()
}

/// Always sends the boolean parameter that asks for a stream, if the operation has it.
fn ask(draft: &mut DraftOperation, name: &str) {
    let count = draft.params.len();
    let is_asking = |it: &DraftParam| it.location == ParamLocation::Query && it.wire == name;
    draft.params.retain(|it| !is_asking(it) || *it.ty.inner() != TypeRef::Bool);
    if draft.params.len() < count {
        let mark = if draft.template.contains('?') { '&' } else { '?' };
        draft.template.push_str(&format!("{mark}{name}=true"));
    }
}

/// One method for each body that an operation takes.
fn with_bodies(draft: DraftOperation, bodies: Vec<BodyDraft>) -> Vec<DraftOperation> {
    if bodies.is_empty() {
        return vec![draft];
    }
    let with = |BodyDraft { suffix, body }: BodyDraft| {
        let mut draft = draft.clone();
        if !suffix.is_empty() {
            draft.differ(suffix);
        }
        DraftOperation { body: Some(body), ..draft }
    };
    bodies.into_iter().map(with).collect()
}

/// `get_pets_by_id` for `GET /pets/{id}`.
fn made_up_id(node: OperationNode<'_>) -> String {
    let mut words = vec![case::snake(node.verb.as_str())];
    for segment in node.path.split('/').filter(|it| !it.is_empty()) {
        match segment.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(param) => words.push(format!("by_{}", case::snake(param))),
            None => words.push(case::snake(segment)),
        }
    }
    words.join("_")
}
