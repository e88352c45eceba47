//! Names and places, which come last.

mod arguments;
mod constructors;
mod locations;
mod methods;
mod modules;
mod requests;
pub(super) mod resources;
pub(super) mod types;
