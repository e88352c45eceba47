//! One side of a comparison.

use serde_json::Value;

use crate::{model::Api, surface::Surface};

/// One side of a comparison: a document, and what is generated for it.
pub(crate) struct Side<'a> {
    pub(crate) tree: &'a Value,
    pub(crate) api: &'a Api,
    pub(crate) surface: &'a Surface,
}
