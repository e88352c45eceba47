//! Response headers.

use crate::model::TypeRef;

/// A header, before its field has its final name.
#[derive(Clone)]
pub(crate) struct DraftHeader {
    /// The name in lower case, because header names are case-insensitive.
    pub(crate) wire: String,
    pub(crate) ty: TypeRef,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
}
