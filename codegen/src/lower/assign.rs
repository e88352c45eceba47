//! Final names and files. These passes run last.

mod accessors;
mod arguments;
mod compatibility;
mod constructors;
mod conversions;
mod forwards;
mod lists;
mod locations;
mod locked;
mod methods;
mod modules;
pub(super) mod polls;
mod requests;
pub(super) mod resources;
pub(super) mod types;
mod users;
mod variants;
