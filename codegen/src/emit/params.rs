//! Parameters: arguments of a method and setters of a request.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    docs,
    scope::{Scope, ident},
};
use crate::model::{Location, Param, Style, TypeRef};

/// `container_id: impl Into<String>`.
pub(super) fn argument(param: &Param, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&param.name.rust);
    let ty = match param.style {
        Style::Plain => scope.argument(&param.ty),
        _ => {
            let ty = scope.ty(&param.ty);
            quote!(&#ty)
        }
    };
    quote!(#name: #ty)
}

/// `.path("container_id", container_id)`: what puts an argument into the request.
pub(super) fn call(param: &Param) -> TokenStream {
    let wire = &param.name.wire;
    let name = ident(&param.name.rust);
    if param.style != Style::Plain {
        return styled(param, wire, &name);
    }
    let value = value(&name, param);
    match param.location {
        Location::Path => quote!(.path(#wire, #value)),
        Location::Query => quote!(.param(#wire, #value)),
        Location::Header => quote!(.header(#wire, #value)),
        Location::Cookie => quote!(.cookie(#wire, #value)),
    }
}

fn styled(param: &Param, wire: &str, name: &Ident) -> TokenStream {
    let place = match param.location {
        Location::Path => quote!(styled_path),
        Location::Query => quote!(styled_query),
        Location::Header => quote!(styled_header),
        Location::Cookie => quote!(styled_cookie),
    };
    let style = match param.style {
        Style::Plain | Style::Form => quote!(Form),
        Style::Simple => quote!(Simple),
        Style::Label => quote!(Label),
        Style::Matrix => quote!(Matrix),
        Style::Space => quote!(Space),
        Style::Pipe => quote!(Pipe),
        Style::Deep => quote!(Deep),
        Style::Json => quote!(Json),
    };
    let explode = param.explode;
    quote!(.#place(#wire, runtime::Style::#style, #explode, #name))
}

fn value(name: &Ident, param: &Param) -> TokenStream {
    match (param.location, &param.ty) {
        (Location::Path, TypeRef::String) => quote!(#name),
        (_, TypeRef::String) => quote!(#name.into()),
        (Location::Query, _) => quote!(#name),
        (Location::Path | Location::Header | Location::Cookie, _) => quote!(#name.to_string()),
    }
}

/// The method that sets an optional parameter.
pub(super) fn setter(param: &Param, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&described(param));
    let deprecated = param.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&param.name.rust);
    let argument = argument(param, scope);
    let call = call(param);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #argument) -> Self {
            Self(self.0 #call)
        }
    }
}

fn described(param: &Param) -> String {
    if !param.docs.is_empty() {
        return param.docs.clone();
    }
    let kind = match param.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("The {kind} parameter `{}`.", param.name.wire)
}
