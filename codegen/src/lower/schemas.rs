//! Schemas to types.

pub(crate) mod all_of;
pub(crate) mod alternatives;
mod annotations;
mod arrays;
mod direction;
mod discrimination;
pub(crate) mod enums;
mod events;
mod extensions;
mod fields;
mod intersection;
mod keywords;
mod properties;
mod scalars;
mod store;
mod subtypes;
mod unions;
mod untyped;
mod variants;
mod view;

pub(crate) use annotations::{Annotations, is_small};
pub(crate) use events::Payload;
pub(crate) use store::Schemas;
pub(crate) use view::{Node, SchemaRef, parts, type_name, unboxed};
