//! Cargo features: one for each resource, so that a user compiles what is used.

use proc_macro2::TokenStream;
use quote::quote;

/// `#[cfg(…)]` for what is there if a feature is on; nothing if it always is.
pub(super) fn gate(feature: Option<&str>) -> Option<TokenStream> {
    feature.map(|feature| quote!(#[cfg(feature = #feature)]))
}
