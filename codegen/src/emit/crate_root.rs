//! `lib.rs`: the exports of the crate. The front page of its documentation is in `lib.md`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, scope::ident};
use crate::{
    model::{Api, Returns, Shape, TypeRef, Values},
    runtime,
};

pub(super) fn file(api: &Api) -> TokenStream {
    let page = page(&pages(api));
    let prelude = prelude(api);
    let version = runtime::version();
    let server = (!api.client.servers.is_empty()).then(|| quote!(, Server));
    let allow = has_placeholders(api).then(
        || quote!(#![allow(clippy::disallowed_names, reason = "names from the OpenAPI document")]),
    );
    let foreign = has_other_scripts(api).then(|| {
        quote!(#![allow(
            confusable_idents, mixed_script_confusables, uncommon_codepoints,
            reason = "names from the OpenAPI document",
        )])
    });
    let (custom, custom_items) = api.package.custom.as_ref().map(|_| custom()).unzip();
    quote! {
        #![doc = include_str!("lib.md")]
        #![warn(missing_docs)]
        #allow
        #foreign

        #[rustfmt::skip]
        mod client;
        #custom
        #[rustfmt::skip]
        #[allow(missing_docs, reason = "the OpenAPI document does not describe everything")]
        pub mod resources;
        #[rustfmt::skip]
        #[allow(missing_docs, reason = "the OpenAPI document does not describe everything")]
        pub mod types;

        runtime::expect_runtime!(#version);
        runtime::calls!();

        pub use client::{Client, ClientBuilder #server};
        #custom_items
        /// The runtime of this crate: transports, clocks, the JSON codec and the types of errors.
        pub use runtime;
        #[cfg(feature = "testing")]
        pub use runtime::testing;
        pub use runtime::{
            ApiError, Date, DateTime, Error, ErrorKind, Extra, RawJson, Request, Response, Secret, UnixTime,
        };
        pub use runtime::{IntoRequest, Json, Maybe, Part, poll};

        #page

        #prelude
    }
}

/// The hand-written module, and the export of its items.
fn custom() -> (TokenStream, TokenStream) {
    let module = quote!(
        mod custom;
    );
    let items = quote!(
        #[allow(unused_imports, reason = "methods alone need no import")]
        pub use custom::*;
    );
    (module, items)
}

/// The module `prelude`. It has no name that a type of the document has, so that a program may import
/// all of both.
fn prelude(api: &Api) -> TokenStream {
    let methods = || api.resources.iter().flat_map(|it| &it.methods);
    let has = |is: fn(&Returns) -> bool| methods().any(|it| is(&it.returns));
    let is_listing = methods().any(|it| it.kind.page().is_some());
    let names = [
        ("Error", true),
        ("ErrorKind", true),
        ("EventStream", has(|it| matches!(it, Returns::Events(_)))),
        ("Items", is_listing),
        ("JsonLines", has(|it| matches!(it, Returns::Lines(_)))),
    ];
    let traits = ["IntoRequest", "Maybe"];
    let is_free = |(name, is_used): &(&str, bool)| *is_used && !api.types.names.contains(*name);
    let names = names.into_iter().filter(is_free).map(|(name, _)| (name, false));
    // As rustfmt sorts them.
    let names: BTreeSet<_> = names.chain(traits.map(|name| (name, true))).collect();
    let names = names.into_iter().map(|(name, is_trait)| {
        let (name, no_name) = (ident(name), is_trait.then(|| quote!(as _)));
        quote!(pub use runtime::#name #no_name;)
    });
    let client = (!api.types.names.contains("Client")).then(|| {
        quote!(
            pub use crate::Client;
        )
    });
    quote! {
        /// The names that most programs need: the client, errors and streams. Traits are
        /// imported as `_`.
        pub mod prelude {
            #client
            #(#names)*
        }
    }
}

/// Whether a name is not ASCII. Compiler lints report names in several scripts, and characters that look
/// alike.
fn has_other_scripts(api: &Api) -> bool {
    let resources = api.resources.iter().flat_map(|it| it.trail.iter().chain([&it.type_name]));
    let methods = api.resources.iter().flat_map(|it| &it.methods);
    let params =
        methods.clone().flat_map(|it| it.params.arguments.iter().chain(&it.params.setters));
    let calls = methods.map(|it| &it.name.rust).chain(params.map(|it| &it.name.rust));
    let types = api.types.defs.iter().flat_map(|def| match &def.shape {
        Shape::Struct(object) => object.fields.iter().map(|it| &it.name.rust).collect(),
        Shape::Union(union) => union.variants.iter().map(|it| &it.name).collect(),
        Shape::Enum(Values::Strings(values)) => values.iter().map(|it| &it.name).collect(),
        _ => Vec::new(),
    });
    let mut names = resources.chain(calls).chain(&api.types.names).chain(types);
    names.any(|name| !name.is_ascii())
}

/// Whether a name is one that clippy's lint `disallowed_names` reports.
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

/// The types of pages of the API's listings.
fn pages(api: &Api) -> Vec<&TypeRef> {
    let methods = api.resources.iter().flat_map(|it| &it.methods);
    methods.filter_map(|it| it.kind.page()).collect()
}

fn page(pages: &[&TypeRef]) -> Option<TokenStream> {
    let arrays = pages.iter().any(|it| matches!(it, TypeRef::List(_)));
    let text = "A page of a listing of `T`. It has the fields of the response and methods to get \
                the next page.";
    let arrays = arrays.then_some(" If the response is an array, the page is a `Page<Vec<T>>`.");
    let docs = docs::plain(&format!("{text}{}", arrays.unwrap_or_default()));
    (!pages.is_empty()).then(|| {
        quote! {
            pub use runtime::{Items, PageRequest, Pages};

            #docs
            pub type Page<T> = runtime::Page<<T as runtime::Listed>::List>;
        }
    })
}
