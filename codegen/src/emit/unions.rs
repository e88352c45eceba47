//! Unions: enums whose variants hold different types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs,
    scope::{Scope, ident},
};
use crate::model::{By, Case, JsonKind, TypeDef, Union, UnionVariant};

/// The enum, and what tells its variants apart.
pub(super) fn item(def: &TypeDef, union: &Union, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs);
    let name = ident(&def.name.rust);
    let open = def.open.then(|| quote!(#[non_exhaustive]));
    let variants = union.variants.iter().map(|it| variant(it, scope));
    let unknown = ident(&union.unknown);
    let raw = def.open.then(|| scope.runtime("RawJson"));
    let unknown_item = raw.map(|raw| {
        quote! {
            /// Something that this version of the crate does not know.
            #unknown(#raw),
        }
    });
    let rest = def.open.then(|| quote!(..#unknown));
    // What takes the objects that others do not comes after them.
    let is_else = |it: &&UnionVariant| it.cases.contains(&Case::Else);
    let (last, first): (Vec<_>, Vec<_>) = union.variants.iter().partition(is_else);
    let entries = first.into_iter().chain(last).map(entry).chain(rest);
    let how = how(&union.by);
    let union_macro = scope.runtime_macro("union");
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #open
        pub enum #name {
            #(#variants,)*
            #unknown_item
        }

        #union_macro! { #name #how { #(#entries),* } }
    }
}

fn variant(variant: &UnionVariant, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let ty = scope.ty(&variant.ty);
    let docs = docs::plain(&format!("{}.", article(&ty.to_string())));
    quote! {
        #docs
        #name(#ty)
    }
}

/// What a variant holds, for those who read the list of variants.
pub(super) fn article(ty: &str) -> String {
    let ty = ty.replace(' ', "").replace(',', ", ").replace(", )", ",)");
    let ty = ty.strip_prefix("Box<").and_then(|it| it.strip_suffix('>')).unwrap_or(&ty);
    format!("Holds `{ty}`")
}

fn how(by: &By) -> TokenStream {
    match by {
        By::Tag(property) => quote!(by #property),
        By::Kind => quote!(by kind),
        By::Key => quote!(by key),
        By::Trial => quote!(by trial),
    }
}

/// `Circle = "circle" | "round"`: a variant with what it is known by.
fn entry(variant: &UnionVariant) -> TokenStream {
    let name = ident(&variant.name);
    if variant.cases.iter().any(|it| matches!(it, Case::Property(..))) {
        return tried(variant);
    }
    let cases = variant.cases.iter().filter_map(|case| {
        Some(match case {
            Case::Word(word) => quote!(#word),
            Case::Kind(kind) => {
                let kind = ident(kind_name(*kind));
                quote!(#kind)
            }
            Case::Else => quote!(else),
            Case::Property(..) => return None,
        })
    });
    if variant.cases.is_empty() { quote!(#name) } else { quote!(#name = #(#cases)|*) }
}

/// `Circle if "type" = "circle" && "radius"`: a variant with what it has to have to be tried.
fn tried(variant: &UnionVariant) -> TokenStream {
    let name = ident(&variant.name);
    let conditions = variant.cases.iter().filter_map(|case| match case {
        Case::Property(property, words) if words.is_empty() => Some(quote!(#property)),
        Case::Property(property, words) => Some(quote!(#property = #(#words)|*)),
        _ => None,
    });
    quote!(#name if #(#conditions)&&*)
}

fn kind_name(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Bool => "Bool",
        JsonKind::Number => "Number",
        JsonKind::String => "String",
        JsonKind::Array => "Array",
        JsonKind::Object => "Object",
    }
}
