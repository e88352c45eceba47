//! Request bodies: the argument or setter that takes one.

use proc_macro2::TokenStream;
use quote::quote;

use super::{params, scope::Scope};
use crate::model::{Body, Content, PropertyStyle, TypeRef};

/// `body: &CreateContainer`.
pub(super) fn argument(body: &Body, scope: &Scope<'_>) -> TokenStream {
    let ty = match &body.content {
        Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty) => scope.lent(ty),
        Content::Text => scope.argument(&TypeRef::String),
        Content::Bytes => quote!(impl Into<runtime::bytes::Bytes>),
    };
    quote!(body: #ty)
}

/// `.json(body)`: what puts it into the request.
pub(super) fn call(body: &Body, scope: &Scope<'_>) -> TokenStream {
    let media_type = &body.media_type;
    match &body.content {
        Content::Json(_) if is_plain(media_type) => quote!(.json(body)),
        Content::Json(_) => quote!(.json_as(#media_type, body)),
        Content::Form(_) if body.styles.is_empty() => quote!(.form(body)),
        Content::Form(_) => {
            let styles = body.styles.iter().map(|it: &PropertyStyle| {
                let (wire, style) = (&it.wire, params::style(it.style, it.explode, scope));
                let reserved = params::reserved(it.allow_reserved);
                quote!((#wire, #style #reserved))
            });
            quote!(.form_as(&[#(#styles),*], body))
        }
        Content::Multipart(_) => quote!(.multipart(body)),
        Content::Text if media_type.starts_with("text/plain") => quote!(.text(body)),
        Content::Text => quote!(.body(#media_type, body.into())),
        Content::Bytes if media_type.contains('*') => {
            quote!(.body("application/octet-stream", body))
        }
        Content::Bytes => quote!(.body(#media_type, body)),
    }
}

/// Whether a media type says no more than that it is JSON.
fn is_plain(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.contains('*')
}

/// The method that sets an optional body.
pub(super) fn setter(body: &Body, scope: &Scope<'_>) -> Option<TokenStream> {
    if body.required {
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
