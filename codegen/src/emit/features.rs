//! Cargo features: one for each resource, so that users compile only what they use.

use proc_macro2::TokenStream;
use quote::quote;

/// `#[cfg(…)]` for an item behind a feature.
pub(super) fn gate(feature: &str) -> TokenStream {
    quote!(#[cfg(feature = #feature)])
}
