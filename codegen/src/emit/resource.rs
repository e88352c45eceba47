//! Resources: the structs whose methods make requests.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    bodies, docs, features, params,
    scope::{self, Scope, ident},
};
use crate::model::{Api, Method, MethodKind, Resource, Returns, Types};

pub(super) fn file_name(resource: &Resource) -> &str {
    scope::file_stem(&resource.name.rust)
}

/// `resources/mod.rs`.
pub(super) fn modules(api: &Api) -> TokenStream {
    let docs = docs::plain_inner("The resources of the API, and the requests that they make.");
    let modules = api.resources.iter().map(|resource| {
        let name = ident(&resource.name.rust);
        let gate = resource.feature.as_deref().and_then(|it| features::any(&[it]));
        (quote!(#gate mod #name;), quote!(#gate pub use #name::*;))
    });
    let (modules, exports): (Vec<_>, Vec<_>) = modules.unzip();
    quote! {
        #docs
        #(#modules)*
        #(#exports)*
    }
}

/// The whole file of one resource.
pub(super) fn file(resource: &Resource, api: &Api) -> TokenStream {
    let requests = resource.methods.iter().filter_map(|it| it.request.as_deref());
    let scope = Scope::of_calls(api, requests.chain([resource.type_name.as_str()]));
    let name = ident(&resource.type_name);
    let operations = resource.methods.iter().map(|it| operation(resource, it, &scope));
    let operations: Vec<_> = operations.collect();
    let methods: Vec<_> = resource.methods.iter().map(|it| method(it, &scope)).collect();
    let requests = resource.methods.iter().filter_map(|it| request(resource, it, api, &scope));
    let requests: Vec<_> = requests.collect();
    let accessor = resource.name.rust.as_str();
    let struct_docs = docs::plain(&format!(
        "Calls on {}, made by [`Client::{1}`](crate::Client::{1}).",
        resource.name.wire.to_lowercase(),
        accessor.trim_start_matches("r#"),
    ));
    let items = quote! {
        #(#operations)*

        #struct_docs
        #[derive(Clone, Debug)]
        pub struct #name {
            client: runtime::Client,
        }

        impl #name {
            pub(crate) fn new(client: &runtime::Client) -> Self {
                Self { client: client.clone() }
            }

            #(#methods)*
        }

        #(#requests)*
    };
    scope.file(file_docs(resource), items)
}

fn file_docs(resource: &Resource) -> TokenStream {
    if resource.docs.is_empty() {
        docs::inner(&format!("The `{}` resource.", resource.name.wire))
    } else {
        docs::inner(&resource.docs)
    }
}

/// The name of the constant that describes an operation.
fn constant(method: &Method) -> Ident {
    let name = method.name.rust.trim_start_matches("r#").to_uppercase();
    format_ident!("{}", name)
}

fn operation(resource: &Resource, method: &Method, scope: &Scope<'_>) -> TokenStream {
    let constant = constant(method);
    let ty = scope.runtime("Operation");
    let plain = |name: &str| name.trim_start_matches("r#").to_owned();
    let id = format!("{}.{}", plain(&resource.name.rust), plain(&method.name.rust));
    let verb = ident(method.verb.as_str());
    let path = &method.path;
    quote!(static #constant: #ty = #ty::#verb(#id, #path);)
}

fn method(method: &Method, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&described(method));
    let deprecated = method.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&method.name.rust);
    let body = || method.body.as_ref().filter(|body| body.required);
    let arguments = method.params.arguments.iter().map(|it| params::argument(it, scope));
    let arguments = arguments.chain(body().map(|it| bodies::argument(it, scope)));
    let returns = request_type(method, scope);
    let plain = plain_request(method, scope);
    let constant = constant(method);
    let calls = method.params.arguments.iter().map(|it| params::call(it, scope));
    let calls = calls.chain(body().map(bodies::call));
    let made = quote!(#plain::new(&self.client, &#constant) #(#calls)*);
    let body = match &method.request {
        Some(request) => {
            let request = ident(request);
            quote!(#request(#made))
        }
        None => made,
    };
    quote! {
        #docs
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> #returns {
            #body
        }
    }
}

fn described(method: &Method) -> String {
    let route = format!("`{} {}`", method.verb.as_str().to_uppercase(), method.path);
    if method.docs.is_empty() { route } else { format!("{}\n\n{route}", method.docs) }
}

/// The request that a method makes, as its signature says.
fn request_type(method: &Method, scope: &Scope<'_>) -> TokenStream {
    match &method.request {
        Some(request) => {
            let request = ident(request);
            quote!(#request)
        }
        None => typed_request(method, scope),
    }
}

/// The runtime's request: `Request<Container>`, `PageRequest<ContainerList>`.
fn typed_request(method: &Method, scope: &Scope<'_>) -> TokenStream {
    let plain = plain_request(method, scope);
    let held = match &method.returns {
        Returns::Nothing => quote!(()),
        Returns::Json(ty) => scope.ty(ty),
        Returns::Text => scope.runtime("Text"),
        Returns::Bytes => quote!(runtime::bytes::Bytes),
        Returns::Events(ty) => {
            let (events, ty) = (scope.runtime("Events"), scope.ty(ty));
            quote!(#events<#ty>)
        }
    };
    quote!(#plain<#held>)
}

fn plain_request(method: &Method, scope: &Scope<'_>) -> TokenStream {
    match method.kind {
        MethodKind::Single => scope.runtime("Request"),
        MethodKind::Paged(_) => scope.runtime("PageRequest"),
    }
}

/// The struct that has the setters of a method's optional parameters.
fn request(
    resource: &Resource,
    method: &Method,
    api: &Api,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let name = ident(method.request.as_deref()?);
    let typed = typed_request(method, scope);
    let docs = docs::plain(&request_docs(resource, method, &api.types));
    let must_use = match method.kind {
        MethodKind::Single => "a request does nothing until it is awaited",
        MethodKind::Paged(_) => "a request does nothing until it is awaited or streamed",
    };
    let setters = method.params.setters.iter().map(|it| params::setter(it, scope));
    let setters: Vec<_> =
        setters.chain(method.body.as_ref().and_then(|it| bodies::setter(it, scope))).collect();
    let setters = (!setters.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#setters)*
            }
        }
    });
    let request_macro = scope.runtime_macro("request");
    Some(quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = #must_use]
        pub struct #name(#typed);

        #setters

        #request_macro! { #name(#typed) }
    })
}

fn request_docs(resource: &Resource, method: &Method, types: &Types) -> String {
    let target = format!("{}::{}", resource.type_name, method.name.rust);
    let link = match target.contains("r#") {
        true => format!("[`{}`]({target})", target.replace("r#", "")),
        false => format!("[`{target}`]"),
    };
    match &method.kind {
        MethodKind::Single => format!("The request that {link} makes: await it to send it."),
        MethodKind::Paged(paging) => format!(
            "The request that {link} makes: await it for one page of \
             [`{0}`](crate::types::{0}), or stream its [`items`](Self::items) or \
             [`pages`](Self::pages).",
            types[paging.list].name.rust,
        ),
    }
}
