//! Enums of strings and integers.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{
    docs,
    scope::{Scope, ident},
};
use crate::model::{Enum, EnumVariant, TypeDef, Values};

/// The enum, and what makes it a JSON value.
pub(super) fn item(def: &TypeDef, list: &Enum, scope: &Scope<'_>) -> TokenStream {
    match &list.values {
        Values::Strings(variants) => {
            let string = scope.ty(&crate::model::TypeRef::String);
            let literal = |value: &String| Literal::string(value).into_token_stream();
            spelled(def, list, variants, "string_enum", &string, literal, scope)
        }
        Values::Integers(variants) => {
            let literal = |value: &i64| Literal::i64_unsuffixed(*value).into_token_stream();
            spelled(def, list, variants, "int_enum", &quote!(i64), literal, scope)
        }
    }
}

fn spelled<T: std::fmt::Display>(
    def: &TypeDef,
    list: &Enum,
    variants: &[EnumVariant<T>],
    macro_name: &str,
    payload: &TokenStream,
    literal: impl Fn(&T) -> TokenStream,
    scope: &Scope<'_>,
) -> TokenStream {
    let docs = docs::outer(&def.docs);
    let name = ident(&def.name.rust);
    let enum_macro = scope.runtime_macro(macro_name);
    let items = variants.iter().map(variant);
    let entries = variants.iter().map(|it| {
        let (variant, value) = (ident(&it.name), literal(&it.value));
        quote!(#variant = #value)
    });
    let unknown = ident(&list.unknown);
    let (derives, attribute, unknown_item, rest) = if def.open {
        let item = quote! {
            /// A value that this version of the crate does not know.
            #unknown(#payload),
        };
        let derives = quote!(#[derive(Clone, Debug, PartialEq, Eq, Hash)]);
        (derives, Some(quote!(#[non_exhaustive])), Some(item), Some(quote!(..#unknown)))
    } else {
        (quote!(#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]), None, None, None)
    };
    let entries = entries.chain(rest);
    quote! {
        #docs
        #derives
        #attribute
        pub enum #name {
            #(#items,)*
            #unknown_item
        }

        #enum_macro! { #name { #(#entries),* } }
    }
}

fn variant<T: std::fmt::Display>(variant: &EnumVariant<T>) -> TokenStream {
    let name = ident(&variant.name);
    let value = variant.value.to_string();
    // Debug spells out what would break the line.
    let value = format!("{value:?}").trim_matches('"').replace('`', "'");
    let word = if value.is_empty() { "The empty string".to_owned() } else { format!("`{value}`") };
    let docs = match (&*variant.docs, value.is_empty()) {
        ("", true) => docs::plain(&format!("{word}.")),
        ("", false) => docs::plain(&word),
        (text, _) => docs::outer(&format!("{word}: {text}")),
    };
    quote! {
        #docs
        #name
    }
}
