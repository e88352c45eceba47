//! Objects with known properties.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs, paging, params,
    scope::{Scope, ident},
};
use crate::model::{Field, Struct, TypeDef, TypeRef};

/// The struct, and what makes it a JSON object.
pub(super) fn item(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs);
    let name = ident(&def.name.rust);
    let open = def.open.then(|| quote!(#[non_exhaustive]));
    let fields = object.fields.iter().map(|it| field(it, scope));
    let keeps = def.open || object.rest.is_some();
    let extra = keeps.then(|| extra(object, scope));
    let object_macro = scope.runtime_macro(if object.multipart { "multipart" } else { "object" });
    let entries = object.fields.iter().map(|it| entry(it, scope));
    let rest = keeps.then(|| {
        let extra = ident(&object.extra);
        quote!(..#extra)
    });
    let entries = entries.chain(rest);
    let list = object.list.as_ref().map(|list| paging::list(&name, list, scope));
    let default = (def.sent && is_default(object)).then(|| quote!(, Default));
    let constructor = constructor(def, object, scope);
    quote! {
        #docs
        #[derive(Clone, Debug #default, PartialEq)]
        #open
        pub struct #name {
            #(#fields,)*
            #extra
        }

        #constructor

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
    let mut text = if field.docs.is_empty() {
        format!("The property `{}`.", field.name.wire)
    } else {
        field.docs.clone()
    };
    if let Some(constant) = &field.constant
        && !text.contains(&format!("`{constant}`"))
    {
        text.push_str(&format!("\n\nAlways `{}`.", constant.replace('`', "'")));
    }
    if field.deprecated {
        text.push_str("\n\nDeprecated.");
    }
    text
}

/// The constructor of an object that is sent: with what is required; the rest is absent.
fn constructor(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> Option<TokenStream> {
    let needed = |field: &&Field| !is_optional(field) && field.constant.is_none();
    if !def.sent || is_default(object) {
        return None;
    }
    let name = ident(&def.name.rust);
    let arguments = object.fields.iter().filter(needed).map(|field| {
        let name = ident(&field.name.rust);
        let ty = scope.argument(&field.ty);
        quote!(#name: #ty)
    });
    let values = object.fields.iter().map(|field| {
        let name = ident(&field.name.rust);
        match (&field.constant, &field.ty) {
            (Some(constant), _) => quote!(#name: #constant.to_owned()),
            (None, TypeRef::Option(_)) => quote!(#name: None),
            (None, TypeRef::Patch(_)) => {
                let patch = scope.runtime("Patch");
                quote!(#name: #patch::Absent)
            }
            (None, TypeRef::String | TypeRef::Part) => quote!(#name: #name.into()),
            (None, _) => quote!(#name),
        }
    });
    let extra = (def.open || object.rest.is_some()).then(|| {
        let name = ident(&object.extra);
        let ty = if object.rest.is_some() { scope.map() } else { scope.runtime("Extra") };
        quote!(#name: #ty::new())
    });
    let values = values.chain(extra);
    let arguments: Vec<_> = arguments.collect();
    if arguments.is_empty() {
        return Some(quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#values),* }
                }
            }
        });
    }
    let many = params::many(arguments.len());
    Some(quote! {
        impl #name {
            /// With what is required; the rest is absent.
            #many
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    })
}

fn is_optional(field: &Field) -> bool {
    matches!(field.ty, TypeRef::Option(_) | TypeRef::Patch(_))
}

/// Whether nothing is required, so that the default is a whole object.
fn is_default(object: &Struct) -> bool {
    object.fields.iter().all(|field| is_optional(field) && field.constant.is_none())
}

fn extra(object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&object.extra);
    match &object.rest {
        Some(rest) => {
            let ty = scope.ty(&TypeRef::Map(Box::new(rest.clone())));
            quote! {
                /// Properties that have names of their own.
                pub #name: #ty,
            }
        }
        None => {
            let ty = scope.runtime("Extra");
            quote! {
                /// Properties that this version of the crate does not know.
                pub #name: #ty,
            }
        }
    }
}

/// The field's entry in `object!`: with the wire name, if that differs.
fn entry(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.name.rust);
    let wire = &field.name.wire;
    let file = scope.is_file(&field.ty).then(|| quote!(as file));
    let null = field.null.then(|| quote!(or null));
    let media_type = field.media_type.as_ref().map(|media_type| quote!(: #media_type));
    if field.name.rust == *wire {
        quote!(#name #file #null #media_type)
    } else {
        quote!(#name = #wire #file #null #media_type)
    }
}
