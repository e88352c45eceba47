//! List envelopes and paged requests.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::scope::{Scope, ident};
use crate::model::{List, Next};

/// The macro that implements paging for an envelope: `list! { L { data: [T], after: id, more: has_more } }`.
pub(super) fn list(name: &Ident, list: &List, scope: &Scope<'_>) -> TokenStream {
    let list_macro = scope.runtime_macro("list");
    let shared = list.shared.then(|| quote!(shared));
    let items = ident(&list.items);
    let item = scope.ty(&list.item);
    let more = list.more.as_ref().map(|more| {
        let more = ident(more);
        quote!(more: #more)
    });
    let parts = [quote!(#items: [#item])].into_iter().chain(next(list)).chain(more);
    quote!(#list_macro! { #shared #name { #(#parts),* } })
}

/// How the next page is requested.
fn next(list: &List) -> Vec<TokenStream> {
    match &list.next {
        Next::LastItem { param, field } => {
            let (param, field) = (word(param), ident(field));
            vec![quote!(#param: #field)]
        }
        Next::Token { param, field } => {
            let (param, field) = (word(param), ident(field));
            vec![quote!(#param = #field)]
        }
        Next::Page { param, first, pages } => {
            let param = word(param);
            let from = (*first != 1).then(|| {
                let first = Literal::u8_unsuffixed(*first);
                quote!(from #first)
            });
            let pages = pages.as_deref().map(ident).map(|pages| quote!(pages: #pages));
            [quote!(#param += 1 #from)].into_iter().chain(pages).collect()
        }
        Next::Offset { param, total } => {
            let param = word(param);
            let total = total.as_deref().map(ident).map(|total| quote!(total: #total));
            [quote!(#param += items)].into_iter().chain(total).collect()
        }
        Next::Link => vec![quote!(link)],
    }
}

/// A parameter's name, as an identifier if it is one.
fn word(wire: &str) -> TokenStream {
    match syn::parse_str::<Ident>(wire) {
        Ok(word) => quote!(#word),
        Err(_) => quote!(#wire),
    }
}
