//! Names and places, which come last.

mod arguments;
mod constructors;
mod methods;
mod modules;
pub(super) mod resources;
pub(super) mod types;
