//! Decisions that need all drafts. No pass reads a schema.

pub(super) mod bodies;
pub(super) mod directions;
pub(super) mod paging;
pub(super) mod recursion;
pub(super) mod texts;
pub(super) mod trials;
pub(super) mod usage;
