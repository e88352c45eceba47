//! `lib.rs`: what the crate shows, and the first page of its documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, readme};
use crate::model::{Api, Shape, TypeRef};

pub(super) fn file(api: &Api) -> TokenStream {
    let docs = docs::plain_inner(&readme::crate_docs(api));
    let page = page(&pages(api));
    let server = (!api.client.servers.is_empty()).then(|| quote!(, Server));
    let allow = has_placeholders(api).then(
        || quote!(#![allow(clippy::disallowed_names, reason = "the document calls them so")]),
    );
    let (custom, custom_items) = match &api.package.custom {
        Some(_) => (
            Some(quote!(
                mod custom;
            )),
            Some(quote!(
                pub use custom::*;
            )),
        ),
        None => (None, None),
    };
    quote! {
        #docs
        #![warn(missing_docs)]
        #allow

        #[rustfmt::skip]
        mod client;
        #custom
        #[rustfmt::skip]
        pub mod resources;
        #[rustfmt::skip]
        pub mod types;

        pub use client::{Client, ClientBuilder #server};
        #custom_items
        /// What this crate stands on: transports, clocks, the JSON codec, the parts of errors.
        pub use runtime;
        #[cfg(feature = "testing")]
        pub use runtime::testing;
        pub use runtime::{
            ApiError, Error, ErrorKind, Extra, RawJson, Request, Response, Secret, UnixTime,
        };
        pub use runtime::{IntoRequest, Json, Part, poll};

        #page
    }
}

/// Whether something has a name that clippy takes for one that its author forgot to choose.
fn has_placeholders(api: &Api) -> bool {
    let methods = api.resources.iter().flat_map(|it| &it.methods);
    let params = methods.flat_map(|it| it.params.arguments.iter().chain(&it.params.setters));
    let fields = api.types.defs.iter().flat_map(|def| match &def.shape {
        Shape::Struct(object) => &object.fields[..],
        _ => &[],
    });
    let mut names = params.map(|it| &it.name).chain(fields.map(|it| &it.name));
    names.any(|name| matches!(&*name.rust, "foo" | "baz" | "quux"))
}

/// What the pages of the API's listings are.
fn pages(api: &Api) -> Vec<&TypeRef> {
    let methods = api.resources.iter().flat_map(|it| &it.methods);
    methods.filter_map(|it| it.kind.page()).collect()
}

fn page(pages: &[&TypeRef]) -> Option<TokenStream> {
    let arrays = pages.iter().any(|it| matches!(it, TypeRef::List(_)));
    let text = "One page of a listing of `T`: the fields of the list that the server sent, and the \
                way to the next page.";
    let arrays = arrays.then_some(" Where a page is an array by itself, it is a `Page<Vec<T>>`.");
    let docs = docs::plain(&format!("{text}{}", arrays.unwrap_or_default()));
    (!pages.is_empty()).then(|| {
        quote! {
            pub use runtime::{Items, PageRequest, Pages};

            #docs
            pub type Page<T> = runtime::Page<<T as runtime::Listed>::List>;
        }
    })
}
