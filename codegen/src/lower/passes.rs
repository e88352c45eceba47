//! What is decided by all drafts together. No schema is looked at here.

pub(super) mod aliases;
pub(super) mod bodies;
pub(super) mod directions;
pub(super) mod paging;
pub(super) mod recursion;
pub(super) mod trials;
pub(super) mod usage;
