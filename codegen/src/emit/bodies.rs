//! Request bodies: the argument or setter that takes one, and the fields of multipart forms.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs,
    scope::{Scope, ident},
};
use crate::model::{Body, Content, Part, PartKind, TypeRef};

/// What a body adds to the arguments of a method, and to the request that it makes.
pub(super) struct Parts {
    pub(super) arguments: Vec<TokenStream>,
    pub(super) calls: Vec<TokenStream>,
    pub(super) setters: Vec<TokenStream>,
}

/// The pieces for a body; what is required comes by argument, the rest by setter.
pub(super) fn parts(body: Option<&Body>, scope: &Scope<'_>) -> Parts {
    let mut parts = Parts { arguments: Vec::new(), calls: Vec::new(), setters: Vec::new() };
    let Some(body) = body else { return parts };
    if let Content::Multipart(fields) = &body.content {
        parts.calls.push(quote!(.multipart()));
        for field in fields {
            add(
                &mut parts,
                field.required,
                argument(field, scope),
                part_call(field),
                field_docs(field),
            );
        }
    } else {
        let (argument, call) = whole(body, scope);
        add(&mut parts, body.required, argument, call, "The body of the request.".to_owned());
    }
    parts
}

fn add(
    parts: &mut Parts,
    required: bool,
    (name, ty): (proc_macro2::Ident, TokenStream),
    call: TokenStream,
    docs: String,
) {
    if required {
        parts.arguments.push(quote!(#name: #ty));
        parts.calls.push(call);
    } else {
        let docs = docs::outer(&docs);
        parts.setters.push(quote! {
            #docs
            pub fn #name(self, #name: #ty) -> Self {
                Self(self.0 #call)
            }
        });
    }
}

/// The argument that takes a whole body, and the call that sets it.
fn whole(body: &Body, scope: &Scope<'_>) -> ((proc_macro2::Ident, TokenStream), TokenStream) {
    let name = ident("body");
    let media_type = &body.media_type;
    let (ty, call) = match &body.content {
        Content::Json(ty) => {
            let ty = scope.ty(ty);
            let call = match media_type.as_str() {
                "application/json" | "*/*" | "application/*" => quote!(.json(body)),
                other => quote!(.json_as(#other, body)),
            };
            (quote!(&#ty), call)
        }
        Content::Form(ty) => {
            let ty = scope.ty(ty);
            (quote!(&#ty), quote!(.form(body)))
        }
        Content::Text => {
            (scope.argument(&TypeRef::String), quote!(.body(#media_type, body.into())))
        }
        Content::Bytes | Content::Multipart(_) => {
            let media_type =
                if media_type.contains('*') { "application/octet-stream" } else { media_type };
            (quote!(impl Into<runtime::bytes::Bytes>), quote!(.body(#media_type, body.into())))
        }
    };
    ((name, ty), call)
}

fn argument(part: &Part, scope: &Scope<'_>) -> (proc_macro2::Ident, TokenStream) {
    let name = ident(&part.name.rust);
    let ty = match &part.kind {
        PartKind::File => {
            let part = scope.runtime("Part");
            quote!(impl Into<#part>)
        }
        PartKind::Files => {
            let part = scope.runtime("Part");
            quote!(impl IntoIterator<Item = #part>)
        }
        PartKind::Text(ty) => scope.argument(ty),
        PartKind::Json(ty) => {
            let ty = scope.ty(ty);
            quote!(&#ty)
        }
    };
    (name, ty)
}

fn part_call(part: &Part) -> TokenStream {
    let wire = &part.name.wire;
    let name = ident(&part.name.rust);
    match &part.kind {
        PartKind::File => quote!(.part(#wire, #name)),
        PartKind::Files => quote!(.parts(#wire, #name)),
        PartKind::Text(TypeRef::String) => quote!(.text_part(#wire, #name.into())),
        PartKind::Text(_) => quote!(.text_part(#wire, #name.to_string())),
        PartKind::Json(_) => quote!(.json_part(#wire, #name)),
    }
}

fn field_docs(part: &Part) -> String {
    if part.docs.is_empty() {
        format!("The field `{}` of the form.", part.name.wire)
    } else {
        part.docs.clone()
    }
}
