//! Schemas to types.

pub(crate) mod all_of;
pub(crate) mod alternatives;
mod arrays;
mod direction;
pub(crate) mod enums;
mod extensions;
mod fields;
mod keywords;
mod scalars;
mod store;
mod subtypes;
mod unions;
mod untyped;
mod view;

pub(crate) use store::Schemas;
pub(crate) use view::{SchemaRef, parts, type_name, unboxed};
