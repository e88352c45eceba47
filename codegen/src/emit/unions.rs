//! Unions: enums whose variants hold different types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    constructors, docs,
    scope::{Scope, ident},
    tokens::{braced, joined},
};
use crate::model::{
    Case, Conversion, Discrimination, JsonType, TypeDef, TypeRef, Union, UnionVariant,
};

/// The enum, the macro that discriminates its variants, and its conversions.
pub(super) fn item(def: &TypeDef, union: &Union, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs, scope.docs_url());
    let name = ident(&def.name.rust);
    let variants = union.variants.iter().map(|it| variant(it, union, scope));
    let unknown = scope.runtime("UnknownVariant");
    let unknown = quote! {
        /// A value that fits no variant of this version of the crate, with the reason.
        Unknown(#unknown),
    };
    let body = braced(variants.chain([unknown]));
    // The variant for all other objects comes after the variants for some.
    let is_else = |it: &&UnionVariant| it.cases.contains(&Case::Else);
    let (last, first): (Vec<_>, Vec<_>) = union.variants.iter().partition(is_else);
    let entries = first.into_iter().chain(last).map(entry);
    let how = how(&union.by);
    let union_macro = scope.runtime_macro("union");
    let conversions = conversions(def, union, scope);
    let constructors = constructors::of_union(def, union, scope);
    let items = quote! {
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name #body

        #union_macro! { #name #how { #(#entries,)* ..Unknown } }

        #conversions

        #constructors
    };
    joined([docs, items])
}

fn variant(variant: &UnionVariant, union: &Union, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let ty = scope.ty(&variant.ty);
    let docs = match variant.docs.is_empty() {
        true => docs::plain(&selected_by(variant, union)),
        false => docs::outer(&variant.docs, scope.docs_url()),
    };
    joined([docs, quote!(#name(#ty),)])
}

/// The documentation of a variant without a description: what selects it.
fn selected_by(variant: &UnionVariant, union: &Union) -> String {
    let words = variant.cases.iter().filter_map(|case| match case {
        Case::Word(word) => Some(docs::code(word)),
        _ => None,
    });
    let words = words.collect::<Vec<_>>().join(", ");
    match &union.by {
        _ if words.is_empty() => format!("{}.", json_type(&variant.ty)),
        Discrimination::Key => format!("An object with {words}."),
        _ => words,
    }
}

fn json_type(ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Bool => "A boolean",
        TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64 => "An integer",
        TypeRef::F64 => "A number",
        TypeRef::String => "A string",
        TypeRef::List(_) | TypeRef::Tuple(_) => "A list",
        TypeRef::Boxed(_) | TypeRef::Map(_) | TypeRef::Object => "An object",
        TypeRef::UnixTime | TypeRef::DateTime => "A date and time",
        TypeRef::Date => "A date",
        TypeRef::Base64 => "Bytes as base64",
        TypeRef::Any => "Any JSON value",
        _ => "A value of another type",
    }
}

/// The `From` implementations, if there are any.
fn conversions(def: &TypeDef, union: &Union, scope: &Scope<'_>) -> Option<TokenStream> {
    let entries = union.variants.iter().flat_map(|variant| {
        let name = ident(&variant.name);
        variant.from.iter().map(move |from| {
            let ty = match &variant.ty {
                TypeRef::Boxed(inner) => inner,
                other => other,
            };
            match (from, ty) {
                (Conversion::Text, _) => quote!(#name as text),
                (Conversion::Integer, _) => quote!(#name as integer),
                (Conversion::List, TypeRef::List(item)) => {
                    let item = scope.ty(item);
                    quote!(#name as list(#item))
                }
                (Conversion::Texts, TypeRef::List(item)) => {
                    let item = scope.ty(item);
                    quote!(#name as texts(#item))
                }
                (_, ty) => {
                    let ty = scope.ty(ty);
                    quote!(#name(#ty))
                }
            }
        })
    });
    let entries: Vec<TokenStream> = entries.collect();
    let name = ident(&def.name.rust);
    (!entries.is_empty()).then(|| {
        let conversions_macro = scope.runtime_macro("conversions");
        quote!(#conversions_macro! { #name { #(#entries),* } })
    })
}

fn how(by: &Discrimination) -> TokenStream {
    match by {
        Discrimination::Tag(property) => quote!(by #property),
        Discrimination::JsonType => quote!(by type),
        Discrimination::Key => quote!(by key),
        Discrimination::Header => quote!(by header),
        Discrimination::Untagged => quote!(untagged),
    }
}

/// `Circle = "circle" | "round"`: a variant with the values that select it.
fn entry(variant: &UnionVariant) -> TokenStream {
    let name = ident(&variant.name);
    if variant.cases.iter().any(|it| matches!(it, Case::Property(..))) {
        return tried(variant);
    }
    let cases = variant.cases.iter().filter_map(|case| {
        Some(match case {
            Case::Word(word) => quote!(#word),
            Case::JsonType(kind) => {
                let kind = ident(type_name(*kind));
                quote!(#kind)
            }
            Case::Else => quote!(else),
            Case::Property(..) => return None,
        })
    });
    if variant.cases.is_empty() { quote!(#name) } else { quote!(#name = #(#cases)|*) }
}

/// `Circle if "type" = "circle" && "radius"`: a variant with the properties that a value of it must have.
fn tried(variant: &UnionVariant) -> TokenStream {
    let name = ident(&variant.name);
    let conditions = variant.cases.iter().filter_map(|case| match case {
        Case::Property(property, words) if words.is_empty() => Some(quote!(#property)),
        Case::Property(property, words) => Some(quote!(#property = #(#words)|*)),
        _ => None,
    });
    quote!(#name if #(#conditions)&&*)
}

fn type_name(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Bool => "Bool",
        JsonType::Number => "Number",
        JsonType::String => "String",
        JsonType::Array => "Array",
        JsonType::Object => "Object",
    }
}
