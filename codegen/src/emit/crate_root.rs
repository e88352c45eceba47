//! `lib.rs`: what the crate shows, and the first page of its documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, readme};
use crate::model::Api;

pub(super) fn file(api: &Api) -> TokenStream {
    let docs = docs::plain_inner(&readme::crate_docs(api));
    let page = api.types.defs.iter().any(is_list).then(page);
    quote! {
        #docs
        #![warn(missing_docs)]

        #[rustfmt::skip]
        mod client;
        #[rustfmt::skip]
        pub mod resources;
        #[rustfmt::skip]
        pub mod types;

        pub use client::{Client, ClientBuilder};
        /// What this crate stands on: transports, clocks, the JSON codec, the parts of errors.
        pub use runtime;
        #[cfg(feature = "testing")]
        pub use runtime::testing;
        pub use runtime::{
            ApiError, Error, ErrorKind, Extra, RawJson, Request, Response, Secret, UnixTime,
        };

        #page
    }
}

fn is_list(def: &crate::model::TypeDef) -> bool {
    matches!(&def.shape, crate::model::Shape::Struct(object) if object.list.is_some())
}

fn page() -> TokenStream {
    quote! {
        pub use runtime::{Items, PageRequest, Pages};

        /// One page of a listing of `T`: the fields of the list that the server sent, and the way to
        /// the next page.
        pub type Page<T> = runtime::Page<<T as runtime::Listed>::List>;
    }
}
