//! Names and places, which come last.

mod arguments;
mod constructors;
mod conversions;
mod locations;
mod methods;
mod modules;
mod requests;
pub(super) mod resources;
pub(super) mod types;
