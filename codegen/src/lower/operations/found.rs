//! An item of the document, or the target of its reference.

use std::borrow::Cow;

use openapiv3::ReferenceOr;

use crate::{
    diagnostics::Diagnostics,
    lower::draft::NameHint,
    openapi::{Referable, Resolver},
    pointer::Pointer,
};

pub(super) struct Found<'d, T: Clone> {
    pub(super) value: Cow<'d, T>,
    /// The pointer of the item.
    pub(super) at: Pointer,
    /// The name hint for its types if it is the target of a reference, because several operations may
    /// share it.
    pub(super) shared: Option<NameHint>,
}

/// Returns `None` and reports the reference if it cannot be resolved.
pub(super) fn resolve<'d, T: Referable>(
    item: &'d ReferenceOr<T>,
    at: &Pointer,
    resolver: Resolver<'d>,
    diagnostics: &mut Diagnostics,
) -> Option<Found<'d, T>> {
    match item {
        ReferenceOr::Item(item) => {
            Some(Found { value: Cow::Borrowed(item), at: at.clone(), shared: None })
        }
        ReferenceOr::Reference { reference } => {
            let at = at.child("$ref");
            let found = resolver.follow::<T>(reference, &at, diagnostics)?;
            let hint = NameHint::inline(&found.pointer.last().unwrap_or_default());
            Some(Found { value: found.value, at: found.pointer, shared: Some(hint) })
        }
    }
}
