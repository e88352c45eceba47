//! List envelopes and paged requests.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::scope::{Scope, ident};
use crate::model::{FieldPath, List, Next, TypeRef};

/// The macro that implements paging for an envelope: `list! { L { data: [T], after: id, more: has_more } }`.
pub(super) fn list(name: &Ident, list: &List, scope: &Scope<'_>) -> TokenStream {
    let list_macro = scope.runtime_macro("list");
    let shared = list.shared.then(|| quote!(shared));
    let items = path(&list.items, true);
    let item = scope.ty(&list.item);
    let more = list.more.as_ref().map(|more| {
        let more = path(more, false);
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
            let field = match list.item {
                TypeRef::Option(_) => quote!((?.#field)),
                _ => quote!(#field),
            };
            vec![quote!(#param: #field)]
        }
        Next::Token { param, field } => {
            let (param, field) = (word(param), path(field, false));
            vec![quote!(#param = #field)]
        }
        Next::Page { param, first, pages } => {
            let (param, from) = (word(param), from(*first, 1));
            let pages = pages.as_ref().map(|it| path(it, false)).map(|pages| quote!(pages: #pages));
            [quote!(#param += 1 #from)].into_iter().chain(pages).collect()
        }
        Next::Offset { param, first, total } => {
            let (param, from) = (word(param), from(*first, 0));
            let total = total.as_ref().map(|it| path(it, false)).map(|total| quote!(total: #total));
            [quote!(#param += items #from)].into_iter().chain(total).collect()
        }
        Next::Link => vec![quote!(link)],
        Next::End => vec![quote!(end)],
        Next::Address { field } => {
            let field = path(field, false);
            vec![quote!(follow #field)]
        }
    }
}

/// Where counting starts, if that is not usual.
fn from(first: u8, usual: u8) -> Option<TokenStream> {
    (first != usual).then(|| {
        let first = Literal::u8_unsuffixed(first);
        quote!(from #first)
    })
}

/// A field, or one within others: `(meta?.next)`. Only items need to be there at the end.
fn path(path: &FieldPath, is_needed: bool) -> TokenStream {
    let [outer @ .., last] = &path.0[..] else { return TokenStream::new() };
    let name = ident(&last.name);
    if outer.is_empty() {
        return quote!(#name);
    }
    let outer = outer.iter().map(|step| {
        let (name, mark) = (ident(&step.name), step.optional.then(|| quote!(?)));
        quote!(#name #mark .)
    });
    let mark = (is_needed && last.optional).then(|| quote!(?));
    quote!((#(#outer)* #name #mark))
}

/// A parameter's name, as an identifier if it is one.
fn word(wire: &str) -> TokenStream {
    match syn::parse_str::<Ident>(wire) {
        Ok(word) => quote!(#word),
        Err(_) => quote!(#wire),
    }
}
