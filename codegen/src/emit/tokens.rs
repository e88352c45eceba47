//! Tokens that are moved. `quote!` copies what it interpolates, and most tokens are in several of its calls.

use proc_macro2::{Delimiter, Group, TokenStream};

/// The parts one after the other.
pub(super) fn joined<const N: usize>(parts: [TokenStream; N]) -> TokenStream {
    parts.into_iter().collect()
}

/// The parts in braces. A copy of a group shares its tokens.
pub(super) fn braced(parts: impl IntoIterator<Item = TokenStream>) -> Group {
    Group::new(Delimiter::Brace, parts.into_iter().collect())
}
