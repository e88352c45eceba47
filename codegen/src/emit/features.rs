//! Cargo features: one for each resource, so that users compile only what they use.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{model::Method, runtime::WEBSOCKET};

/// `#[cfg(…)]` for an item behind a feature.
pub(super) fn gate(feature: &str) -> TokenStream {
    quote!(#[cfg(feature = #feature)])
}

/// `#[cfg(…)]` for the items of a method, if it needs a feature.
pub(super) fn gate_of(method: &Method) -> Option<TokenStream> {
    method.is_websocket().then(|| gate(WEBSOCKET))
}
