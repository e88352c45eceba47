//! Drafts of parameters.

use serde_json::Value;

use crate::model::{Location, Style, TypeRef};

/// A parameter, before it has its final name.
#[derive(Clone)]
pub(crate) struct DraftParam {
    pub(crate) wire: String,
    pub(crate) ty: TypeRef,
    pub(crate) required: bool,
    pub(crate) default: Option<i64>,
    pub(crate) minimum: Option<f64>,
    pub(crate) location: Location,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    pub(crate) example: Option<Box<Value>>,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
}
