//! Cargo features: one for each resource, so that users compile only what they use.

use proc_macro2::TokenStream;
use quote::quote;

/// `#[cfg(…)]` for an item behind a feature; nothing if the item is always compiled.
pub(super) fn gate(feature: Option<&str>) -> Option<TokenStream> {
    feature.map(|feature| quote!(#[cfg(feature = #feature)]))
}
