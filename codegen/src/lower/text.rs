//! Names and sentences.

pub(crate) mod docs;
pub(crate) mod files;
pub(crate) mod naming;
pub(crate) mod operation_ids;
pub(crate) mod path_template;
pub(crate) mod places;
pub(crate) mod reserved;
pub(crate) mod segments;
pub(crate) mod variant_names;
pub(crate) mod verbs;
