//! Enums of multipart properties that are files or values.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs,
    scope::{Scope, ident},
};
use crate::model::{PartVariant, TypeDef, TypeRef};

/// The enum, and the macro that implements its encoding.
pub(super) fn item(def: &TypeDef, variants: &[PartVariant], scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs, scope.docs_url());
    let name = ident(&def.name.rust);
    let items = variants.iter().map(|variant| {
        let (name, ty) = (ident(&variant.name), scope.ty(&variant.ty));
        let docs = docs::plain(match variant.ty {
            TypeRef::Part => "A file.",
            _ if scope.is_file(&variant.ty) => "Files.",
            _ => "A value that is not a file.",
        });
        quote!(#docs #name(#ty))
    });
    let entries = variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let file = scope.is_file(&variant.ty).then(|| quote!(as file));
        quote!(#name #file)
    });
    let parts_macro = scope.runtime_macro("parts");
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#items,)*
        }

        #parts_macro! { #name { #(#entries),* } }
    }
}
