//! Objects with known properties.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs, paging,
    scope::{Scope, ident},
};
use crate::model::{Field, Struct, TypeDef};

/// The struct, and what makes it a JSON object.
pub(super) fn item(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs);
    let name = ident(&def.name.rust);
    let open = def.open.then(|| quote!(#[non_exhaustive]));
    let fields = object.fields.iter().map(|it| field(it, scope));
    let extra = def.open.then(|| extra(&object.extra, scope));
    let object_macro = scope.runtime_macro("object");
    let entries = object.fields.iter().map(entry);
    let rest = def.open.then(|| {
        let extra = ident(&object.extra);
        quote!(..#extra)
    });
    let entries = entries.chain(rest);
    let list = object.list.as_ref().map(|list| paging::list(&name, list, scope));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #open
        pub struct #name {
            #(#fields,)*
            #extra
        }

        #object_macro! { #name { #(#entries),* } }

        #list
    }
}

fn field(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&described(field));
    let name = ident(&field.name.rust);
    let ty = scope.ty(&field.ty);
    quote! {
        #docs
        pub #name: #ty
    }
}

/// A field always says something: its wire name, if the document has no words for it.
fn described(field: &Field) -> String {
    let text = if field.docs.is_empty() {
        format!("The property `{}`.", field.name.wire)
    } else {
        field.docs.clone()
    };
    if field.deprecated { format!("{text}\n\nDeprecated.") } else { text }
}

fn extra(name: &str, scope: &Scope<'_>) -> TokenStream {
    let name = ident(name);
    let ty = scope.runtime("Extra");
    quote! {
        /// Properties that this version of the crate does not know.
        pub #name: #ty,
    }
}

/// The field's entry in `object!`: with the wire name, if that differs.
fn entry(field: &Field) -> TokenStream {
    let name = ident(&field.name.rust);
    let wire = &field.name.wire;
    if field.name.rust == *wire { quote!(#name) } else { quote!(#name = #wire) }
}
