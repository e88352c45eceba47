//! List envelopes, and the requests that walk them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::scope::{Scope, ident};
use crate::model::{List, TypeRef};

/// What makes an envelope a page of a listing.
pub(super) fn list(name: &Ident, list: &List, scope: &Scope<'_>) -> TokenStream {
    let list_macro = scope.runtime_macro("list");
    let (items, cursor) = (ident(&list.items), ident(&list.cursor));
    let item = scope.ty(&TypeRef::Named(list.item));
    let more = list.more.as_ref().map(|more| {
        let more = ident(more);
        quote!(more: #more)
    });
    let parts = [quote!(#items: [#item]), quote!(after: #cursor)].into_iter().chain(more);
    quote!(#list_macro! { #name { #(#parts),* } })
}
