//! Parameters: arguments of a method and setters of a request.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    arguments, docs,
    scope::{Scope, ident},
};
use crate::model::{Location, Param, Style, TypeRef};

/// Allows clippy's `too_many_arguments`: the document decides how many there are.
pub(super) fn many(arguments: usize) -> Option<TokenStream> {
    (arguments > 7).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the API requires all of them")]),
    )
}

/// `container_id: impl Into<String>`.
pub(super) fn argument(param: &Param, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&param.name.rust);
    let ty = arguments::argument(&name, &param.ty, scope).ty;
    quote!(#name: #ty)
}

/// `.path("container_id", container_id)`: the call that adds an argument to the request.
pub(super) fn call(param: &Param, scope: &Scope<'_>) -> TokenStream {
    let wire = &param.name.wire;
    let name = ident(&param.name.rust);
    let value = arguments::argument(&name, &param.ty, scope).value;
    if param.style != Style::Plain {
        return styled(param, wire, &value, scope);
    }
    let value = plain(&name, &value, param, scope);
    match param.location {
        Location::Path => quote!(.path(#wire, #value)),
        Location::Query => quote!(.param(#wire, #value)),
        Location::Header => quote!(.header(#wire, #value)),
        Location::Cookie => quote!(.cookie(#wire, &#value)),
    }
}

/// A value that is not a single text, or has its own style.
fn styled(param: &Param, wire: &str, value: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let is_usual = param.style == Style::Form && param.explode && !param.allow_reserved;
    if param.location == Location::Query && is_usual {
        return quote!(.params(#wire, &#value));
    }
    let method = match param.location {
        Location::Path => quote!(path_as),
        Location::Query => quote!(param_as),
        Location::Header => quote!(header_as),
        Location::Cookie => quote!(cookie_as),
    };
    let style = style(param.style, param.explode, scope);
    let reserved = reserved(param.allow_reserved);
    quote!(.#method(#style #reserved, #wire, &#value))
}

/// `Style::PIPE`: the serialization style of a value.
pub(super) fn style(style: Style, explode: bool, scope: &Scope<'_>) -> TokenStream {
    let name = match style {
        Style::Plain | Style::Form => quote!(FORM),
        Style::Simple => quote!(SIMPLE),
        Style::Label => quote!(LABEL),
        Style::Matrix => quote!(MATRIX),
        Style::Space => quote!(SPACE),
        Style::Pipe => quote!(PIPE),
        Style::Deep => quote!(DEEP),
        Style::Json => quote!(JSON),
    };
    let ty = scope.runtime("Style");
    let explode = (explode && style != Style::Deep).then(|| quote!(.explode()));
    quote!(#ty::#name #explode)
}

/// `.reserved()`: reserved characters of the value are not encoded.
pub(super) fn reserved(allow_reserved: bool) -> Option<TokenStream> {
    allow_reserved.then(|| quote!(.reserved()))
}

/// The expression that is passed to the request: a text, or a value that is formatted as text.
fn plain(name: &Ident, value: &TokenStream, param: &Param, scope: &Scope<'_>) -> TokenStream {
    match (param.location, &param.ty) {
        (Location::Path, TypeRef::String) => quote!(#name),
        (Location::Header, ty) if scope.is_text(ty) || *ty == TypeRef::String => value.clone(),
        (Location::Query | Location::Cookie, _) => value.clone(),
        (Location::Header, TypeRef::DateTime | TypeRef::Date) => value.clone(),
        (Location::Path | Location::Header, _) => quote!(#value.to_string()),
    }
}

/// The method that sets an optional parameter.
pub(super) fn setter(param: &Param, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&param.docs, scope.docs_url());
    let deprecated = param.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&param.name.rust);
    let argument = argument(param, scope);
    let call = call(param, scope);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #argument) -> Self {
            Self(self.0 #call)
        }
    }
}
