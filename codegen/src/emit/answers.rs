//! Enums of success responses, by status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    docs,
    scope::{Scope, ident},
};
use crate::model::{AnswerVariant, Returns, Status, TypeDef, TypeRef, Types};

/// The enum, and the macro that implements its decoding.
pub(super) fn item(def: &TypeDef, variants: &[AnswerVariant], scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs, scope.docs_url());
    let name = ident(&def.name.rust);
    let items = variants.iter().map(|it| variant(it, scope));
    let entries = variants.iter().map(|it| {
        let (name, status) = (ident(&it.name), pattern(&it.status));
        quote!(#name = #status)
    });
    let answers_macro = scope.runtime_macro("answers");
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a value is matched at once, not stored")]
        pub enum #name {
            #(#items,)*
        }

        #answers_macro! { #name { #(#entries),* } }
    }
}

/// The section of a method's documentation about success responses that it does not return.
pub(super) fn section(answers: &TypeRef, types: &Types) -> Option<TokenStream> {
    let TypeRef::Named(id) = answers else { return None };
    let def = &types[*id];
    let docs = docs::plain(&format!(
        "# Other success responses\n\nAwaiting the request returns the content for the lowest \
         status. `.returning::<{}>()` returns {} instead, with a variant for each status.",
        def.name.rust,
        docs::link_to(def),
    ));
    Some(quote!(#[doc = ""] #docs))
}

fn variant(variant: &AnswerVariant, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let docs = docs::plain(&match &variant.status {
        Status::Code(code) => format!("The response with status {code}."),
        Status::Range(range) => {
            format!("The response with any other status from {range}00 to {range}99.")
        }
        Status::Any => "The response with any other status.".to_owned(),
    });
    let ty = match &variant.returns {
        Returns::Json(ty) => scope.ty(ty),
        Returns::Text => scope.runtime("Text"),
        Returns::Location => scope.runtime("Location"),
        Returns::Bytes | Returns::Events(_) | Returns::Lines(_) => quote!(runtime::bytes::Bytes),
        Returns::Nothing | Returns::WebSocket { .. } => quote!(()),
    };
    quote! {
        #docs
        #name(#ty)
    }
}

/// The statuses as a pattern of `match`.
pub(super) fn pattern(status: &Status) -> TokenStream {
    status.bounds().map_or_else(|| quote!(_), |(first, last)| codes(first, last))
}

/// `404`, or `400..=499`.
pub(super) fn codes(first: u16, last: u16) -> TokenStream {
    let end = Literal::u16_unsuffixed(last);
    let first = (first != last).then(|| Literal::u16_unsuffixed(first));
    first.map_or_else(|| quote!(#end), |first| quote!(#first..=#end))
}
