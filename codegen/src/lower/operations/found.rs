//! What references lead to, and where it stands.

use openapiv3::{Parameter, Response};

use crate::{lower::draft::Hint, pointer::Pointer};

/// A parameter as it stands in the document.
pub(super) struct FoundParameter {
    pub(super) parameter: Parameter,
    pub(super) at: Pointer,
    /// Of a property of the whole query, what its type is called after. It stands where its schema
    /// does.
    pub(super) property: Option<Hint>,
}

/// A response, where it stands, and what its types are called after.
pub(super) struct FoundResponse {
    pub(super) response: Response,
    pub(super) at: Pointer,
    pub(super) hint: Hint,
}
