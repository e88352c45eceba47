//! Which operations the README and the programs in `examples/` call: one for each kind of call.

use std::collections::BTreeMap;

use super::call::{Example, argument, path_heads, plain_call};
use crate::{
    lock::{Lock, plain as plain_name},
    model::{Api, Body, Content, ExampleKind, Method, MethodKind, Resource, Returns, Shape, Verb},
};

/// Names that a program imports or calls besides the types of the document.
const IMPORTED: [&str; 4] = ["Client", "Error", "ErrorKind", "TryStreamExt"];

/// The method that reads a file, which an upload calls.
const READS_FILE: &str = "from_path(";

/// The positions of a resource and its method.
type Position = (usize, usize);

/// Selects an operation for each kind of call that the API has. The selection of the lock is kept as long
/// as the operation exists and is of this kind, so that another operation does not change the programs.
pub(crate) fn choose(api: &Api, lock: &Lock) -> BTreeMap<ExampleKind, Position> {
    let chosen = ExampleKind::ALL.into_iter().filter_map(|kind| {
        let kept = lock.examples.get(&kind).and_then(|call| named(api, call));
        let kept = kept.filter(|at| fits(kind, method(api, *at)) && is_complete(kind, api, *at));
        Some((kind, kept.or_else(|| best(kind, api))?))
    });
    chosen.collect()
}

/// A call of this kind that needs no imports, and its method: of the selected operation, or else of the
/// best one that has such a call.
pub(crate) fn plain(kind: ExampleKind, api: &Api) -> Option<(&Method, String)> {
    let selected = api.examples.get(&kind).copied();
    let mut all = selected.into_iter().chain(candidates(kind, api));
    all.find_map(|at| Some((method(api, at), plain_at(api, at)?)))
}

fn best(kind: ExampleKind, api: &Api) -> Option<Position> {
    let candidates = candidates(kind, api);
    let plain = candidates.iter().find(|at| plain_at(api, **at).is_some());
    plain.or_else(|| candidates.iter().find(|at| is_complete(kind, api, **at))).copied()
}

fn plain_at(api: &Api, at: Position) -> Option<String> {
    plain_call(&api.resources[at.0], method(api, at), api)
}

fn method(api: &Api, at: Position) -> &Method {
    &api.resources[at.0].methods[at.1]
}

/// The operations of a kind, the best one first: one that changes nothing, takes the default credential and
/// has few arguments.
fn candidates(kind: ExampleKind, api: &Api) -> Vec<Position> {
    let positions = api
        .resources
        .iter()
        .enumerate()
        .flat_map(|(index, it)| (0..it.methods.len()).map(move |method| (index, method)));
    let mut all: Vec<_> = positions.filter(|at| fits(kind, method(api, *at))).collect();
    all.sort_by_key(|at| {
        let method = method(api, *at);
        let poverty = argument(method).map_or(0, |body| poverty(body, api));
        let arguments = method.params.arguments.len();
        (unfitness(kind, method), poverty, method.auth.is_some(), arguments)
    });
    all
}

/// The operation that has or had this call: `containers.files.list`.
fn named(api: &Api, call: &str) -> Option<Position> {
    let (path, name) = call.rsplit_once('.')?;
    let is_it = |it: &Resource| it.path() == path;
    let index = api.resources.iter().position(is_it)?;
    let resource = &api.resources[index];
    let method = resource.methods.iter().position(|it| plain_name(&it.name.rust) == name);
    let former =
        || resource.forwards.iter().find(|it| plain_name(&it.name) == name).map(|it| it.to);
    method.map(|it| (index, it)).or_else(former)
}

/// Whether a method is a call of this kind.
fn fits(kind: ExampleKind, method: &Method) -> bool {
    let content = argument(method).map(|it| &it.content);
    let is_single = method.kind == MethodKind::Single;
    let returns_value = is_single
        && matches!(
            method.returns,
            Returns::Json(_) | Returns::Text | Returns::Location | Returns::Nothing
        );
    let fits = match kind {
        ExampleKind::Call => returns_value && content.is_none(),
        ExampleKind::Create => {
            returns_value && matches!(content, Some(Content::Json(_) | Content::Form(_)))
        }
        ExampleKind::Download => is_single && method.returns == Returns::Bytes,
        ExampleKind::List => method.kind.page().is_some(),
        ExampleKind::Stream => {
            is_single && matches!(method.returns, Returns::Events(_) | Returns::Lines(_))
        }
        ExampleKind::Upload => {
            returns_value && matches!(content, Some(Content::Multipart(_) | Content::Bytes))
        }
        ExampleKind::WebSocket => method.is_websocket(),
    };
    fits && !method.deprecated
}

/// How little a method shows of its kind: by its HTTP method, and whether it returns nothing.
fn unfitness(kind: ExampleKind, method: &Method) -> (u8, bool) {
    let verb = match (kind, &method.verb) {
        (ExampleKind::Create, Verb::Post) => 0,
        (ExampleKind::Create, Verb::Put | Verb::Patch) => 1,
        (ExampleKind::Create, _) => 2,
        (ExampleKind::Upload, _) => {
            argument(method).is_some_and(|it| it.content == Content::Bytes).into()
        }
        (ExampleKind::Stream, _) => 0,
        (_, Verb::Get | Verb::Head | Verb::Query) => 0,
        (_, Verb::Delete) => 2,
        _ => 1,
    };
    (verb, method.returns == Returns::Nothing)
}

/// How little a body shows: 0 if the document has an example, 2 if no property is required.
fn poverty(body: &Body, api: &Api) -> u8 {
    if body.example.is_some() {
        return 0;
    }
    let (Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty)) = &body.content else {
        return 1;
    };
    let is_empty = ty.named().next().is_some_and(|id| match &api.types[id].shape {
        Shape::Struct(object) => object.arguments.is_empty(),
        _ => false,
    });
    if is_empty { 2 } else { 1 }
}

/// Whether a program can create all values of the call.
fn is_complete(kind: ExampleKind, api: &Api, at: Position) -> bool {
    let example = Example::new(&api.resources[at.0], method(api, at), api);
    let code = example.code();
    let is_kind = match kind {
        ExampleKind::Upload => code.contains(READS_FILE),
        ExampleKind::WebSocket => example.event().is_some(),
        _ => true,
    };
    let is_imported = |name: &String| api.types.names.contains(name) && IMPORTED.contains(&&**name);
    is_kind && example.given.is_empty() && !path_heads(&code).iter().any(is_imported)
}
