//! Structs of response headers.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs,
    scope::{Scope, ident},
};
use crate::model::{HeaderField, TypeDef, TypeRef, Types};

/// The struct, and the macro that implements its conversion.
pub(super) fn item(def: &TypeDef, fields: &[HeaderField], scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs, scope.docs_url());
    let rust = &def.name.rust;
    let how = docs::plain(&format!(
        "`{rust}::from(response.headers())` decodes them. A field is `None` if the header is absent or \
         cannot be decoded."
    ));
    let name = ident(rust);
    let items = fields.iter().map(|it| field(it, scope));
    let entries = fields.iter().map(entry);
    let headers_macro = scope.runtime_macro("headers");
    quote! {
        #docs
        #[doc = ""]
        #how
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#items,)*
        }

        #headers_macro! { #name { #(#entries),* } }
    }
}

fn field(field: &HeaderField, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&described(field), scope.docs_url());
    let name = ident(&field.name.rust);
    let ty = scope.ty(&TypeRef::Option(Box::new(field.ty.clone())));
    quote! {
        #docs
        pub #name: #ty
    }
}

fn described(field: &HeaderField) -> String {
    let mut text = field.docs.clone();
    if field.deprecated {
        text.push_str("\n\nDeprecated.");
    }
    text
}

/// `x_remaining = "x-remaining"`, with brackets around the name of a list.
fn entry(field: &HeaderField) -> TokenStream {
    let (name, wire) = (ident(&field.name.rust), &field.name.wire);
    match field.ty {
        TypeRef::List(_) => quote!(#name = [#wire]),
        _ => quote!(#name = #wire),
    }
}

/// The section of a method's documentation about response headers.
pub(super) fn section(headers: &TypeRef, types: &Types) -> Option<TokenStream> {
    let TypeRef::Named(id) = headers else { return None };
    let link = docs::link_to(&types[*id]);
    let text = "The headers of the response can be decoded as";
    let docs = docs::plain(&format!("# Headers\n\n{text} {link}."));
    Some(quote!(#[doc = ""] #docs))
}
