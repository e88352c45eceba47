//! Resources: the structs whose methods return requests.

use proc_macro2::TokenStream;
use quote::quote;
use url::Url;

use super::{
    answers, bodies, docs, errors, examples, features, headers,
    operations::{constant, operation},
    params, polls,
    scope::{Scope, ident},
    tokens::{braced, joined},
};
use crate::{
    model::{Api, Forward, Method, MethodKind, Resource, Returns, TypeId, TypeRef},
    runtime,
};

/// `resources/mod.rs`.
pub(super) fn modules(api: &Api) -> TokenStream {
    let docs = docs::plain_inner("The resources of the API and their requests.");
    let modules = api.resources.iter().map(|resource| {
        let gate = features::gate(&resource.feature);
        let name = ident(&resource.name.rust);
        (quote!(#gate mod #name;), quote!(#gate pub use #name::*;))
    });
    let (modules, exports): (Vec<_>, Vec<_>) = modules.unzip();
    quote! {
        #docs
        #(#modules)*
        #(#exports)*
    }
}

/// The file of a resource: its struct, its methods and their request types.
pub(super) fn file(resource: &Resource, api: &Api) -> TokenStream {
    let own = &resource.methods;
    let requests = own.iter().map(|it| it.request.as_str());
    let scope = Scope::of_calls(api, requests.chain([resource.type_name.as_str()]));
    let gated = Scope::of_paths(api);
    // Imports would be unused without the feature.
    let scope_of = |it: &Method| if it.is_websocket() { &gated } else { &scope };
    let name = ident(&resource.type_name);
    let operations = own.iter().map(|it| operation(resource, it, &constant(it), scope_of(it)));
    let polls = own.iter().filter_map(|it| polls::item(resource, it, api, &scope));
    let methods = own.iter().flat_map(|it| {
        [Some(method(resource, it, api, scope_of(it))), polls::method(it, api, &scope)]
            .into_iter()
            .flatten()
    });
    let requests = own.iter().map(|it| request(resource, it, api, scope_of(it)));
    let types = (!own.is_empty()).then(|| operation_types(own, scope_of, &scope));
    let within = api.within(resource).map(accessor);
    let forwards = resource.forwards.iter().map(|it| forward(it, api, &scope, &gated));
    let body = braced(within.chain(methods).chain(forwards));
    let items = [item(resource, api), quote!(impl #name #body)];
    let items = operations.chain(polls).chain(items).chain(types).chain(requests).collect();
    scope.file(file_docs(resource, scope.docs_url()), items)
}

/// The struct whose methods return the requests.
fn item(resource: &Resource, api: &Api) -> TokenStream {
    let name = ident(&resource.type_name);
    let accessor = resource.accessor().trim_start_matches("r#");
    let returned_by = match api.parent(resource) {
        Some(parent) => format!("[`{0}::{accessor}`](super::{0}::{accessor})", parent.type_name),
        None => format!("[`Client::{accessor}`](crate::Client::{accessor})"),
    };
    let what = resource.name.wire.to_lowercase();
    let docs = docs::plain(&format!("Operations on {what}, returned by {returned_by}."));
    let is_used = api.within(resource).next().is_some()
        || !resource.forwards.is_empty()
        || !resource.methods.iter().all(Method::is_websocket);
    let allow = (!is_used).then(|| {
        let feature = runtime::WEBSOCKET;
        quote!(#[cfg_attr(not(feature = #feature), allow(dead_code, reason = "its methods need the feature"))])
    });
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name(#allow pub(crate) runtime::Client);
    }
}

/// The method that returns a resource within another.
fn accessor(resource: &Resource) -> TokenStream {
    let docs = docs::plain(&format!("Operations on {}.", resource.name.wire.to_lowercase()));
    let (name, ty) = (ident(resource.accessor()), ident(&resource.type_name));
    quote! {
        #docs
        pub fn #name(&self) -> super::#ty {
            super::#ty(self.0.clone())
        }
    }
}

fn file_docs(resource: &Resource, docs_url: Option<&Url>) -> TokenStream {
    if !resource.is_of_client() {
        docs::inner(&format!("Operations on {}.", resource.name.wire), docs_url)
    } else if resource.docs.is_empty() {
        docs::plain_inner(&format!("Operations on {}.", resource.name.wire))
    } else {
        docs::inner(&resource.docs, docs_url)
    }
}

fn method(resource: &Resource, method: &Method, api: &Api, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&described(method), scope.docs_url());
    let example = examples::section(resource, method, api);
    let errors = method.errors.as_ref().and_then(|it| errors::section(it, &api.types));
    let headers = method.headers.as_ref().and_then(|it| headers::section(it, &api.types));
    let answers = method.answers.as_ref().and_then(|it| answers::section(it, &api.types));
    let deprecated = method.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&method.name.rust);
    let alias = docs::alias(&method.name.wire, &method.name.rust);
    let gate = features::gate_of(method);
    let arguments = arguments(method, scope);
    let many = params::many(arguments.len() + 1);
    let request = ident(&method.request);
    let plain = scope.runtime("Request");
    let constant = constant(method);
    let calls = method.params.arguments.iter().map(|it| params::call(it, scope));
    let body = method.body.as_ref().filter(|body| body.argument);
    let calls = calls.chain(body.map(|it| bodies::call(it, scope)));
    let function = quote! {
        #answers
        #errors
        #headers
        #alias
        #gate
        #deprecated
        #many
        pub fn #name(&self, #(#arguments),*) -> #request {
            crate::Call(#plain::new(&self.0, &#constant) #(#calls)*)
        }
    };
    joined([docs, example, function])
}

/// The arguments of a method, `name: type`.
fn arguments(method: &Method, scope: &Scope<'_>) -> Vec<TokenStream> {
    let arguments = method.params.arguments.iter().map(|it| params::argument(it, scope));
    let body = method.body.as_ref().filter(|body| body.argument);
    arguments.chain(body.map(|it| bodies::argument(it, scope))).collect()
}

/// A method that calls another one.
fn forward(forward: &Forward, api: &Api, scope: &Scope<'_>, gated: &Scope<'_>) -> TokenStream {
    let (resource, method) = api.target(forward);
    let scope = if method.is_websocket() { gated } else { scope };
    let gate = features::gate_of(method);
    let target = format!("{}::{}", resource.type_name, method.name.rust.trim_start_matches("r#"));
    let accessors = resource.trail.iter().map(|it| format!("{}().", it.trim_start_matches("r#")));
    let call = accessors.collect::<String>() + method.name.rust.trim_start_matches("r#");
    let (what, note) = match forward.versions.is_empty() {
        true => ("Another", None),
        false => ("The former", Some(format!("renamed to `{call}`"))),
    };
    let docs = docs::plain(&format!("{what} name of [`{target}`](super::{target})."));
    let deprecated = match note {
        Some(note) => Some(quote!(#[deprecated(note = #note)])),
        None => method.deprecated.then(|| quote!(#[deprecated])),
    };
    let allow = method
        .deprecated
        .then(|| quote!(#[allow(deprecated, reason = "the operation is deprecated")]));
    let arguments = arguments(method, scope);
    let many = params::many(arguments.len() + 1);
    let passed = method.params.arguments.iter().map(|it| ident(&it.name.rust));
    let body = method.body.as_ref().filter(|body| body.argument).map(|_| ident("body"));
    let passed = passed.chain(body);
    let (name, own) = (ident(&forward.name), ident(&method.name.rust));
    let (ty, request) = (ident(&resource.type_name), ident(&method.request));
    quote! {
        #docs
        #gate
        #deprecated
        #allow
        #many
        pub fn #name(&self, #(#arguments),*) -> super::#request {
            super::#ty(self.0.clone()).#own(#(#passed),*)
        }
    }
}

fn described(method: &Method) -> String {
    let route = match method.is_websocket() {
        true => {
            format!("Opens the WebSocket `{}`. It needs the feature `websocket`.", method.template)
        }
        false => format!("`{} {}`", method.verb.sent(), method.template),
    };
    if method.docs.is_empty() { route } else { format!("{}\n\n{route}", method.docs) }
}

/// What a request returns: `Container`; for a listing, `ContainerList`.
fn result(method: &Method, scope: &Scope<'_>) -> TokenStream {
    match &method.returns {
        Returns::Nothing => quote!(()),
        Returns::Json(ty) => scope.ty(ty),
        Returns::Text => scope.runtime("Text"),
        Returns::Bytes => scope.runtime("BodyStream"),
        Returns::Location => scope.runtime("Location"),
        Returns::Events(ty) => stream("EventStream", ty, scope),
        Returns::Lines(ty) => stream("JsonLines", ty, scope),
        Returns::WebSocket { sends, receives } => {
            let (ty, sends, receives) =
                (scope.runtime("WebSocket"), scope.ty(sends), scope.ty(receives));
            quote!(#ty<#sends, #receives>)
        }
    }
}

fn stream(name: &str, item: &TypeRef, scope: &Scope<'_>) -> TokenStream {
    let (stream, item) = (scope.runtime(name), scope.ty(item));
    quote!(#stream<#item>)
}

/// The operations as types, which the types of their requests have as a parameter.
fn operation_types<'s>(
    methods: &[Method],
    scope_of: impl Fn(&Method) -> &'s Scope<'s>,
    scope: &Scope<'_>,
) -> TokenStream {
    let operations = methods.iter().map(|it| {
        let gate = features::gate_of(it);
        let (name, result) = (ident(&it.request), result(it, scope_of(it)));
        let relation = match it.kind {
            MethodKind::Single => quote!(=),
            MethodKind::Paged(_) => quote!(=>),
        };
        quote!(#gate #name #relation #result)
    });
    let operations_macro = scope.runtime_macro("operations");
    quote! {
        #operations_macro! { #(#operations,)* }
    }
}

/// The type of a method's requests, with the setters of its optional parameters.
fn request(resource: &Resource, method: &Method, api: &Api, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&method.request);
    let gate = features::gate_of(method);
    let docs = docs::plain(&request_docs(resource, method, scope));
    let setters = method.params.setters.iter().map(|it| params::setter(it, scope));
    let setters: Vec<_> = setters
        .chain(method.body.as_ref().and_then(|it| bodies::setter(it, scope)))
        .chain(polls::setter(method, api, scope))
        .collect();
    let setters = (!setters.is_empty()).then(|| {
        quote! {
            #gate
            impl #name {
                #(#setters)*
            }
        }
    });
    quote! {
        #docs
        #gate
        pub type #name = crate::Call<op::#name>;

        #setters
    }
}

fn request_docs(resource: &Resource, method: &Method, scope: &Scope<'_>) -> String {
    // In a link, `#` would start a fragment.
    let method_name = method.name.rust.trim_start_matches("r#");
    let request = format!("A request of [`{}::{method_name}`]", resource.type_name);
    match (&method.kind, result_docs(&method.returns, scope)) {
        (MethodKind::Single, Some(result)) => format!("{request}, which returns {result}."),
        (MethodKind::Single, None) => format!("{request}. It is sent when it is awaited."),
        (MethodKind::Paged(page), _) => format!(
            "{request}, which returns one [`Page`](crate::Page){}. `items` and `pages` return streams.",
            page_docs(page, scope),
        ),
    }
}

/// The result of awaiting a request, if it has content.
fn result_docs(returns: &Returns, scope: &Scope<'_>) -> Option<String> {
    match returns {
        Returns::Json(ty) => type_docs(ty, scope),
        Returns::Events(ty) | Returns::Lines(ty) => {
            Some(format!("a stream of {}", type_docs(ty, scope)?))
        }
        Returns::Bytes => Some("the body as a stream".to_owned()),
        Returns::WebSocket { .. } => Some("the open connection".to_owned()),
        Returns::Nothing | Returns::Text | Returns::Location => None,
    }
}

/// A type that has a name, or a list of one.
fn type_docs(ty: &TypeRef, scope: &Scope<'_>) -> Option<String> {
    match ty {
        TypeRef::Named(id) => Some(link(*id, scope)),
        TypeRef::Option(inner) | TypeRef::Boxed(inner) => type_docs(inner, scope),
        TypeRef::List(item) => Some(format!("a list of {}", type_docs(item, scope)?)),
        _ => None,
    }
}

/// The type of a page, if it has a name.
fn page_docs(page: &TypeRef, scope: &Scope<'_>) -> String {
    match page {
        TypeRef::Named(list) => format!(" with the fields of {}", link(*list, scope)),
        page => type_docs(page, scope).map_or_else(String::new, |list| format!(" with {list}")),
    }
}

/// A link to a type, without its path if the file imports it.
fn link(id: TypeId, scope: &Scope<'_>) -> String {
    let def = scope.def(id);
    let is_imported = scope.ty(&TypeRef::Named(id)).to_string() == def.name.rust;
    if is_imported { format!("[`{}`]", def.name.rust) } else { docs::link_to(def) }
}
