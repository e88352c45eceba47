//! Names and sentences.

pub(crate) mod docs;
pub(crate) mod naming;
pub(crate) mod path_template;
pub(crate) mod places;
