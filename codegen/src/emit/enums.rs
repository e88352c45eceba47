//! Enums of strings and integers.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{
    docs,
    scope::{Scope, ident},
    tokens::{braced, joined},
};
use crate::model::{EnumVariant, TypeDef, TypeRef, Values};

/// The enum, and the macro that implements its encoding and decoding.
pub(super) fn item(def: &TypeDef, values: &Values, scope: &Scope<'_>) -> TokenStream {
    match values {
        Values::Strings(variants) => {
            let literal = |value: &String| Literal::string(value).into_token_stream();
            let body = Body { runtime_macro: "string_enum", payload: scope.ty(&TypeRef::String) };
            spelled(def, &body, variants, literal, scope)
        }
        Values::Integers(variants) => {
            let literal = |value: &i64| Literal::i64_unsuffixed(*value).into_token_stream();
            let body = Body { runtime_macro: "int_enum", payload: quote!(i64) };
            spelled(def, &body, variants, literal, scope)
        }
    }
}

/// The documentation of an enum without a description: ``One of `asc`, `desc`.``
pub(super) fn summary(values: &Values) -> String {
    const MAX_VALUES: usize = 8;
    let words: Vec<String> = match values {
        Values::Strings(variants) => variants.iter().map(|it| docs::code(&it.value)).collect(),
        Values::Integers(variants) => variants.iter().map(|it| format!("`{}`", it.value)).collect(),
    };
    match &words[..] {
        [] => String::new(),
        [only] => format!("Always {only}."),
        all if all.len() > MAX_VALUES => format!("One of {}, ….", all[..MAX_VALUES].join(", ")),
        all => format!("One of {}.", all.join(", ")),
    }
}

/// The macro for an enum, and the type in its variant for unknown values.
struct Body {
    runtime_macro: &'static str,
    payload: TokenStream,
}

fn spelled<T: std::fmt::Display>(
    def: &TypeDef,
    body: &Body,
    variants: &[EnumVariant<T>],
    literal: impl Fn(&T) -> TokenStream,
    scope: &Scope<'_>,
) -> TokenStream {
    let docs = docs::outer(&def.docs, scope.docs_url());
    let name = ident(&def.name.rust);
    let enum_macro = scope.runtime_macro(body.runtime_macro);
    let payload = &body.payload;
    let items = variants.iter().map(|it| variant(it, scope));
    let unknown = quote! {
        /// A value that this version of the crate does not know.
        Unknown(#payload),
    };
    let body = braced(items.chain([unknown]));
    let entries = variants.iter().map(|it| {
        let (variant, value) = (ident(&it.name), literal(&it.value));
        quote!(#variant = #value,)
    });
    let entries = braced(entries.chain([quote!(..Unknown)]));
    let items = quote! {
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name #body

        #enum_macro! { #name #entries }
    };
    joined([docs, items])
}

fn variant<T: std::fmt::Display>(variant: &EnumVariant<T>, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let value = variant.value.to_string();
    // Debug escapes line breaks.
    let value = format!("{value:?}").trim_matches('"').replace('`', "'");
    let word = if value.is_empty() { "The empty string".to_owned() } else { format!("`{value}`") };
    let docs = match (&*variant.docs, value.is_empty()) {
        ("", true) => docs::plain(&format!("{word}.")),
        ("", false) => docs::plain(&word),
        (text, _) => docs::outer(&format!("{word}: {text}"), scope.docs_url()),
    };
    joined([docs, quote!(#name,)])
}
