//! Servers: the base URL, and the servers that users can select.

mod base_url;
mod choices;
mod names;
mod templates;

pub(crate) use base_url::{base_url, filled, is_absolute};
pub(super) use choices::choices;
