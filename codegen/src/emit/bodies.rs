//! Request bodies: the argument or setter that takes one.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    arguments::{self, Argument},
    params,
    scope::Scope,
};
use crate::model::{Body, Content, Flag, PropertyStyle, Shape, TypeRef};

/// The type of the argument for a body, and the expression that borrows the body from it:
/// `impl AsBody<CreateContainer>` and `body.as_body()`.
fn taken(body: &Body, scope: &Scope<'_>) -> Argument {
    let name = format_ident!("body");
    match &body.content {
        Content::Json(ty) | Content::Form(ty) if is_struct(ty, scope) => {
            let (as_body, ty) = (scope.runtime("AsBody"), scope.ty(ty));
            Argument { ty: quote!(impl #as_body<#ty>), value: quote!(body.as_body()) }
        }
        Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty) => {
            let Argument { ty, value } = arguments::argument(&name, ty, scope);
            Argument { ty, value: quote!(&#value) }
        }
        Content::Text => arguments::argument(&name, &TypeRef::String, scope),
        Content::Bytes => {
            let (into, part) = (scope.prelude("Into"), scope.runtime("Part"));
            Argument { ty: quote!(impl #into<#part>), value: quote!(body) }
        }
    }
}

fn is_struct(ty: &TypeRef, scope: &Scope<'_>) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    matches!(scope.def(*id).shape, Shape::Struct(_))
}

/// `body: impl AsBody<CreateContainer>`.
pub(super) fn argument(body: &Body, scope: &Scope<'_>) -> TokenStream {
    let ty = taken(body, scope).ty;
    quote!(body: #ty)
}

/// `.json(body.as_body())`: the call that adds the body to the request.
pub(super) fn call(body: &Body, scope: &Scope<'_>) -> TokenStream {
    let media_type = &body.media_type;
    let value = flagged(body, taken(body, scope).value, scope);
    match &body.content {
        Content::Json(_) if is_plain(media_type) => quote!(.json(#value)),
        Content::Json(_) => quote!(.json_as(#media_type, #value)),
        Content::Form(_) if body.styles.is_empty() => quote!(.form(#value)),
        Content::Form(_) => {
            let styles = body.styles.iter().map(|it: &PropertyStyle| {
                let (wire, style) = (&it.wire, params::style(it.style, it.explode, scope));
                let reserved = params::reserved(it.allow_reserved);
                quote!((#wire, #style #reserved))
            });
            quote!(.form_as(&[#(#styles),*], #value))
        }
        Content::Multipart(_) => quote!(.multipart(#value)),
        Content::Text if media_type.starts_with("text/plain") => quote!(.text(body)),
        Content::Text => quote!(.body(#media_type, #value)),
        Content::Bytes if media_type.contains('*') => {
            quote!(.body("application/octet-stream", body))
        }
        Content::Bytes => quote!(.body(#media_type, body)),
    }
}

/// The body with the property that the method sets.
fn flagged(body: &Body, value: TokenStream, scope: &Scope<'_>) -> TokenStream {
    let Some(Flag { property, stream, default }) = &body.flag else { return value };
    let flagged = scope.runtime("Flagged");
    let set = match (stream, default) {
        (true, _) => quote!(on),
        (false, true) => quote!(always_off),
        (false, false) => quote!(off),
    };
    quote!(&#flagged::#set(#property, #value))
}

/// Whether a media type is plain JSON, without a more specific type.
fn is_plain(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.contains('*')
}

/// The setter of a body that is not an argument of the method.
pub(super) fn setter(body: &Body, scope: &Scope<'_>) -> Option<TokenStream> {
    if body.argument {
        return None;
    }
    let (argument, call) = (argument(body, scope), call(body, scope));
    Some(quote! {
        /// The body of the request.
        pub fn body(self, #argument) -> Self {
            Self(self.0 #call)
        }
    })
}
