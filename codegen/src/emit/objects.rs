//! Objects with known properties.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    constructors, docs, paging,
    scope::{Scope, ident},
    tokens::{braced, joined},
};
use crate::model::{AdditionalProperties, Field, Struct, TypeDef, TypeRef};

/// The struct, and the macro that implements its encoding and decoding.
pub(super) fn item(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs, scope.docs_url());
    let creation = creation(def, object);
    let name = ident(&def.name.rust);
    let fields = object.fields.iter().map(|it| field(it, scope));
    let rest = object.additional.as_ref().map(|it| rest(it, scope));
    let (extra, keeper) = (ident(&object.extra), scope.runtime("Extra"));
    let object_macro = scope.runtime_macro(if object.multipart { "multipart" } else { "object" });
    let entries = object.fields.iter().map(|it| entry(it, object, scope));
    let kept = object.additional.as_ref().map(|it| ident(&it.field)).map(|it| quote!(+ #it));
    let entries = braced(entries.chain([quote!(..#extra #kept)]));
    let brackets = object.brackets.then(|| quote!(in brackets));
    let list = object.list.as_ref().map(|list| paging::list(&name, list, scope));
    let default = (def.sent && constructors::is_default(object)).then(|| quote!(, Default));
    let redacted = redacted(def, object, scope);
    let debug = redacted.is_none().then(|| quote!(, Debug));
    let constructors = constructors::items(def, object, scope);
    let kept = quote! {
        #rest
        /// Properties that this version of the crate does not know.
        pub #extra: #keeper,
    };
    let body = braced(fields.chain([kept]));
    let head = quote! {
        #[derive(Clone #debug #default, PartialEq)]
        #[non_exhaustive]
        pub struct #name #body
    };
    let rest = quote! {
        #object_macro! { #name #brackets #entries }

        #redacted

        #list
    };
    joined([docs, creation, head, constructors, rest])
}

/// How to create a value: a struct literal does not compile, and the compiler does not say what does.
fn creation(def: &TypeDef, object: &Struct) -> TokenStream {
    if !def.sent {
        return TokenStream::new();
    }
    let call = constructors::call(def, object);
    let docs = docs::plain(&format!("Create one with `{call}`. Each property has a setter."));
    let gap = if def.docs.trim().is_empty() { TokenStream::new() } else { quote!(#[doc = ""]) };
    joined([gap, docs])
}

/// An implementation of `Debug` that omits secret values, if there are any.
fn redacted(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> Option<TokenStream> {
    if !object.fields.iter().any(|field| field.secret) {
        return None;
    }
    let (name, redacted_macro) = (ident(&def.name.rust), scope.runtime_macro("redacted"));
    let fields = object.fields.iter().map(|field| {
        let name = ident(&field.name.rust);
        let hidden = field.secret.then(|| quote!(hidden));
        quote!(#name #hidden)
    });
    let rest = object.additional.iter().map(|it| &it.field).chain([&object.extra]);
    let fields = fields.chain(rest.map(|it| ident(it)).map(|it| quote!(#it)));
    Some(quote!(#redacted_macro! { #name { #(#fields),* } }))
}

fn field(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&described(field), scope.docs_url());
    let name = ident(&field.name.rust);
    let ty = scope.ty(&field.ty);
    joined([docs, quote!(pub #name: #ty,)])
}

/// The description of a field; nothing if the document has none.
fn described(field: &Field) -> String {
    let mut text = field.docs.clone();
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

/// The field for additional properties of one type.
fn rest(rest: &AdditionalProperties, scope: &Scope<'_>) -> TokenStream {
    let (name, ty) = (ident(&rest.field), scope.ty(&TypeRef::Map(Box::new(rest.ty.clone()))));
    quote! {
        /// Additional properties, by name.
        pub #name: #ty,
    }
}

/// The field's entry in `object!` or `multipart!`.
fn entry(field: &Field, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.name.rust);
    let wire = &field.name.wire;
    let file = scope.is_file(&field.ty).then(|| quote!(as file));
    let items =
        object.list.as_ref().is_some_and(|list| list.items.own() == Some(&*field.name.rust));
    let list = items.then(|| quote!(as list));
    // Null is an empty list of items.
    let null = field.required && field.nullable && !object.multipart && !items;
    let null = null.then(|| quote!(or null));
    let media_type = field.media_type.as_ref().map(|media_type| quote!(: #media_type));
    // A name that each entry of `object!` has takes the compiler less time than one from `stringify!`.
    if object.multipart && field.name.rust == *wire {
        quote!(#name #file #list #null #media_type,)
    } else {
        quote!(#name = #wire #file #list #null #media_type,)
    }
}
