//! The accessors that lead to an operation.

use crate::lower::text::naming;

/// What the accessors of a client may not be called.
const TAKEN_ACCESSORS: [&str; 6] = ["new", "from_env", "builder", "to_builder", "clone", "runtime"];
/// What the accessors of a resource may not be called.
const TAKEN_WITHIN: [&str; 2] = ["new", "clone"];

/// Where an operation is found.
#[derive(Clone)]
pub(crate) struct Trail {
    /// The tag or path segment that it belongs to.
    pub(crate) tag: String,
    /// The accessors, the client's first; never empty.
    pub(crate) accessors: Vec<String>,
    /// Whether the configuration says so.
    pub(crate) is_configured: bool,
}

impl Trail {
    /// Of a tag. Tags that differ only in their case are one resource.
    pub(crate) fn of_tag(tag: &str) -> Self {
        Self { tag: tag.to_owned(), accessors: vec![accessor(tag)], is_configured: false }
    }

    /// Of a word of the configuration, with dots between what is within each other.
    pub(crate) fn configured(path: &str) -> Self {
        let mut parts = path.split('.').filter(|it| !it.is_empty());
        let first = parts.next().unwrap_or(path);
        let accessors = std::iter::once(accessor(first)).chain(parts.map(accessor_within));
        Self { tag: first.to_owned(), accessors: accessors.collect(), is_configured: true }
    }

    /// The resource of the client that it starts with, by its accessor.
    pub(crate) fn resource(&self) -> &str {
        self.accessors.first().map_or("", String::as_str)
    }
}

pub(crate) fn accessor(tag: &str) -> String {
    let name = naming::snake(tag);
    if TAKEN_ACCESSORS.contains(&&*name) { format!("{name}_api") } else { name }
}

pub(crate) fn accessor_within(word: &str) -> String {
    let name = naming::snake(word);
    if TAKEN_WITHIN.contains(&&*name) { format!("{name}_api") } else { name }
}
