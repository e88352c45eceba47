//! Headers of responses.

use crate::model::TypeRef;

/// A header before its field has its name.
#[derive(Clone)]
pub(crate) struct DraftHeader {
    /// In lower case, as names of headers are the same in any.
    pub(crate) wire: String,
    pub(crate) ty: TypeRef,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
}
