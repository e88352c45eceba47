//! Cargo features: one for each resource, so that a user compiles what is used.

use proc_macro2::TokenStream;
use quote::quote;

/// `#[cfg(…)]` for what is needed if any of the features is on; nothing if it always is.
pub(super) fn any(features: &[&str]) -> Option<TokenStream> {
    match features {
        [] => None,
        [only] => Some(quote!(#[cfg(feature = #only)])),
        several => Some(quote!(#[cfg(any(#(feature = #several),*))])),
    }
}
