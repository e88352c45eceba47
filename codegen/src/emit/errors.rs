//! Enums of error bodies, by status.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    answers::{codes, pattern},
    docs,
    scope::{Scope, ident},
};
use crate::model::{ErrorVariant, Status, TypeDef, TypeRef, Types};

/// The enum, and the macro that implements its decoding.
pub(super) fn item(def: &TypeDef, variants: &[ErrorVariant], scope: &Scope<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs, scope.docs_url());
    let name = ident(&def.name.rust);
    let items = variants.iter().map(|variant| {
        let (name, ty) = (ident(&variant.name), scope.ty(&variant.ty));
        let docs = docs::plain(&described(&variant.statuses));
        quote!(#docs #name(#ty))
    });
    // The first matching pattern is used: codes come before ranges, and the default comes last.
    let orders: [fn(&Status) -> bool; 3] = [
        |it| matches!(it, Status::Code(_)),
        |it| matches!(it, Status::Range(_)),
        |it| matches!(it, Status::Any),
    ];
    let entries = orders
        .iter()
        .flat_map(|order| variants.iter().filter_map(move |variant| entry(variant, *order)));
    let errors_macro = scope.runtime_macro("errors");
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a value is matched at once, not stored")]
        pub enum #name {
            #(#items,)*
        }

        #errors_macro! { #name { #(#entries),* } }
    }
}

/// `NotFound = 404 | 410`, with the wanted statuses only.
fn entry(variant: &ErrorVariant, wanted: fn(&Status) -> bool) -> Option<TokenStream> {
    let name = ident(&variant.name);
    let statuses: Vec<&Status> = variant.statuses.iter().filter(|it| wanted(it)).collect();
    let patterns: Vec<_> = statuses.chunk_by(|a, b| follows(a, b)).flat_map(run).collect();
    (!patterns.is_empty()).then(|| quote!(#name = #(#patterns)|*))
}

fn follows(status: &Status, next: &Status) -> bool {
    matches!((status.bounds(), next.bounds()), (Some((_, a)), Some((b, _))) if a + 1 == b)
}

/// Consecutive statuses as patterns; three or more become a range, as clippy requires.
fn run(statuses: &[&Status]) -> Vec<TokenStream> {
    let first = statuses.first().and_then(|it| it.bounds());
    let last = statuses.last().and_then(|it| it.bounds());
    match (first, last) {
        (Some((first, _)), Some((_, last))) if first + 1 < last => vec![codes(first, last)],
        _ => statuses.iter().map(|it| pattern(it)).collect(),
    }
}

/// `For the status 403, 404 or any other 4xx.`
fn described(statuses: &[Status]) -> String {
    let word = |(index, status): (usize, &Status)| match status {
        Status::Code(code) if index == 0 => format!("the status {code}"),
        Status::Code(code) => code.to_string(),
        Status::Range(range) => format!("any other {range}xx"),
        Status::Any => "any other status".to_owned(),
    };
    let words: Vec<String> = statuses.iter().enumerate().map(word).collect();
    match &words[..] {
        [first @ .., last] if !first.is_empty() => format!("For {} or {last}.", first.join(", ")),
        words => format!("For {}.", words.concat()),
    }
}

/// The section of a method's documentation about error bodies.
pub(super) fn section(errors: &TypeRef, types: &Types) -> Option<TokenStream> {
    let TypeRef::Named(id) = errors else { return None };
    let link = docs::link_to(&types[*id]);
    let docs = docs::plain(&format!(
        "# Errors\n\n`ApiError::decode` can decode the body of an error response as {link}."
    ));
    Some(quote!(#[doc = ""] #docs))
}
