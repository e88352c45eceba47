//! The resource of an operation and its accessors.

use crate::lower::text::naming;

/// Names that accessors of the client cannot have.
const TAKEN_ACCESSORS: [&str; 6] = ["new", "from_env", "builder", "to_builder", "clone", "runtime"];
/// Names that accessors of a resource cannot have.
const TAKEN_WITHIN: [&str; 2] = ["new", "clone"];

/// The path of accessors to an operation.
#[derive(Clone)]
pub(crate) struct Trail {
    /// The tag or path segment of the resource.
    pub(crate) tag: String,
    /// The accessors, starting at the client; never empty.
    pub(crate) accessors: Vec<String>,
    /// Whether it comes from the configuration.
    pub(crate) is_configured: bool,
}

impl Trail {
    /// The path of a tag. Tags that differ only in case are one resource.
    pub(crate) fn of_tag(tag: &str) -> Self {
        Self { tag: tag.to_owned(), accessors: vec![accessor(tag)], is_configured: false }
    }

    /// The path of a setting of the configuration, with dots between nested resources.
    pub(crate) fn configured(path: &str) -> Self {
        let mut parts = path.split('.').filter(|it| !it.is_empty());
        let first = parts.next().unwrap_or(path);
        let accessors = std::iter::once(accessor(first)).chain(parts.map(accessor_within));
        Self { tag: first.to_owned(), accessors: accessors.collect(), is_configured: true }
    }

    /// The first accessor.
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
