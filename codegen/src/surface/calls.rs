//! Resources, the methods of operations and their requests.

use super::{
    item::{Item, ItemKind},
    spell::{self, Argument, callers, declared, plain},
};
use crate::model::{
    Api, Body, Content, LongRunning, Method, MethodKind, Param, Poll, Resource, Returns, Shape,
    TypeRef,
};

pub(super) fn add(api: &Api, items: &mut impl Extend<Item>) {
    for resource in &api.resources {
        items.extend([accessor(api, resource)]);
        for method in &resource.methods {
            items.extend([self::method(api, resource, method)]);
            items.extend([answer(api, method)]);
            items.extend(method.poll.iter().flat_map(|it| polls(api, resource, method, it)));
            items.extend(long_running(api, resource, method));
            items.extend(method.params.setters.iter().map(|it| parameter(api, method, it)));
            items.extend(method.body.as_ref().and_then(|it| body_setter(api, method, it)));
        }
        for forward in &resource.forwards {
            let (_, target) = api.target(forward);
            let mut method = target.clone();
            method.name.rust.clone_from(&forward.name);
            method.deprecated |= !forward.versions.is_empty();
            items.extend([self::method(api, resource, &method)]);
        }
    }
}

fn resource_path(resource: &Resource) -> String {
    format!("resources::{}", resource.type_name)
}

fn request_path(method: &Method) -> String {
    format!("resources::{}", method.request)
}

/// The path of the method of an operation.
pub(crate) fn method_path(resource: &Resource, method: &Method) -> String {
    format!("{}::{}", resource_path(resource), plain(&method.name.rust))
}

/// The path of a parameter: that of its setter, even if it is an argument.
pub(crate) fn parameter_path(method: &Method, param: &Param) -> String {
    format!("{}.{}", request_path(method), plain(&param.name.rust))
}

fn accessor(api: &Api, resource: &Resource) -> Item {
    let parent = api.resources.iter().find(|it| resource.is_within(it));
    let owner = parent.map_or_else(|| "Client".to_owned(), resource_path);
    let (name, result) = (resource.accessor(), resource_path(resource));
    Item {
        path: format!("{owner}::{}", plain(name)),
        kind: ItemKind::Accessor,
        signature: format!("() -> {result}"),
        pointer: resource
            .methods
            .first()
            .and_then(|it| it.origin.parent())
            .unwrap_or_else(crate::pointer::Pointer::root),
        docs: resource.docs.clone(),
        deprecated: false,
        uses: callers(Some(&format!("parent: &{owner}")), &[], &result, |_| {
            format!("parent.{name}()")
        }),
        owner: if parent.is_some() { owner } else { String::new() },
    }
}

/// `until_done` of a request whose response names the URL of its state.
fn long_running(api: &Api, resource: &Resource, method: &Method) -> Option<Item> {
    let LongRunning { ty, .. } = method.long_running.as_ref().filter(|_| method.poll.is_none())?;
    let ty = ty.as_ref().map_or_else(|| "()".to_owned(), |it| spell::ty(api, it));
    let result = format!("runtime::Polling<'static, {ty}>");
    Some(until_done(method, &result, call(api, resource, method, &method.name.rust, &result)))
}

/// The methods that wait for a result: `create_and_poll` of the resource, `until_done` of the request.
fn polls(api: &Api, resource: &Resource, method: &Method, poll: &Poll) -> [Item; 2] {
    let result = format!("runtime::Polling<'static, {}>", spell::ty(api, &poll.result));
    let start = call(api, resource, method, &poll.name, &result);
    let path = format!("{}::{}", resource_path(resource), plain(&poll.name));
    let finish = until_done(method, &result, start.clone());
    [Item { path, ..start }, finish]
}

/// The method of a request that waits; `start` is the method that starts the operation.
fn until_done(method: &Method, result: &str, start: Item) -> Item {
    let request = request_path(method);
    Item {
        path: format!("{request}::until_done"),
        signature: format!("() -> {result}"),
        uses: callers(Some(&format!("request: {request}")), &[], result, |_| {
            "request.until_done()".to_owned()
        }),
        owner: request,
        ..start
    }
}

fn method(api: &Api, resource: &Resource, method: &Method) -> Item {
    call(api, resource, method, &method.name.rust, &request_path(method))
}

/// A method with the arguments of an operation.
fn call(api: &Api, resource: &Resource, method: &Method, name: &str, result: &str) -> Item {
    let owner = resource_path(resource);
    let arguments = method.params.arguments.iter();
    let arguments = arguments.map(|it| (it.name.rust.clone(), Argument::of(api, &it.ty)));
    let body = method.body.as_ref().filter(|it| it.argument);
    let arguments: Vec<_> =
        arguments.chain(body.map(|it| ("body".to_owned(), sent(api, it)))).collect();
    Item {
        path: method_path(resource, method),
        kind: ItemKind::Method,
        signature: format!("({}) -> {result}", declared(&arguments)),
        pointer: method.origin.clone(),
        docs: method.docs.clone(),
        deprecated: method.deprecated,
        uses: callers(Some(&format!("resource: &{owner}")), &arguments, result, |passed| {
            format!("resource.{name}({passed})")
        }),
        owner,
    }
}

/// The type of the argument for a body.
fn sent(api: &Api, body: &Body) -> Argument {
    match &body.content {
        Content::Json(ty) | Content::Form(ty) if is_struct(api, ty) => {
            let name = spell::ty(api, ty);
            Argument {
                declared: format!("impl AsBody<{name}>"),
                passed: vec![format!("&{name}"), name],
            }
        }
        Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty) => Argument::of(api, ty),
        Content::Text => Argument::of(api, &TypeRef::String),
        Content::Bytes => Argument {
            declared: "impl Into<Bytes>".to_owned(),
            passed: vec!["runtime::bytes::Bytes".to_owned(), "Vec<u8>".to_owned()],
        },
    }
}

fn is_struct(api: &Api, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    matches!(api.types[*id].shape, Shape::Struct(_))
}

/// The type that awaiting a request returns.
fn answer(api: &Api, method: &Method) -> Item {
    let held = match &method.returns {
        Returns::Nothing => "()".to_owned(),
        Returns::Json(ty) => spell::ty(api, ty),
        Returns::Text => "runtime::Text".to_owned(),
        Returns::Location => "runtime::Location".to_owned(),
        Returns::Bytes => "runtime::BodyStream".to_owned(),
        Returns::Events(ty) => format!("runtime::EventStream<{}>", spell::ty(api, ty)),
        Returns::Lines(ty) => format!("runtime::JsonLines<{}>", spell::ty(api, ty)),
        Returns::WebSocket { sends, receives } => {
            format!("runtime::WebSocket<{}, {}>", spell::ty(api, sends), spell::ty(api, receives))
        }
    };
    let held = match method.kind {
        MethodKind::Single => held,
        MethodKind::Paged(_) => format!("runtime::Page<{held}>"),
    };
    let request = request_path(method);
    let answers = method.answers.as_ref().map(|it| format!(", or {}", spell::ty(api, it)));
    Item {
        signature: format!(" => {held}{}", answers.unwrap_or_default()),
        kind: ItemKind::Answer,
        owner: request.clone(),
        pointer: method.origin.child("responses"),
        docs: String::new(),
        deprecated: false,
        uses: vec![format!(
            "async fn caller(request: {request}) -> Result<{held}, Error> {{ request.await }}"
        )],
        path: request,
    }
}

fn parameter(api: &Api, method: &Method, param: &Param) -> Item {
    let (request, name) = (request_path(method), &param.name.rust);
    let arguments = [(name.clone(), Argument::of(api, &param.ty))];
    Item {
        path: parameter_path(method, param),
        kind: ItemKind::Parameter,
        signature: format!("({})", arguments[0].1.declared),
        pointer: method.origin.child("parameters"),
        docs: param.docs.clone(),
        deprecated: param.deprecated,
        uses: callers(Some(&format!("request: {request}")), &arguments, &request, |passed| {
            format!("request.{name}({passed})")
        }),
        owner: request,
    }
}

/// The setter of a body that is no argument.
fn body_setter(api: &Api, method: &Method, body: &Body) -> Option<Item> {
    if body.argument {
        return None;
    }
    let request = request_path(method);
    let arguments = [("body".to_owned(), sent(api, body))];
    Some(Item {
        path: format!("{request}.body"),
        kind: ItemKind::Parameter,
        signature: format!("({})", arguments[0].1.declared),
        pointer: method.origin.child("requestBody"),
        docs: String::new(),
        deprecated: false,
        uses: callers(Some(&format!("request: {request}")), &arguments, &request, |passed| {
            format!("request.body({passed})")
        }),
        owner: request,
    })
}
