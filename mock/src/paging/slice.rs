//! A part of a list.

use serde_json::Value;

/// Where a page begins in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position<'t> {
    /// After this number of items.
    Items(usize),
    /// After this number of items, deleted ones included.
    Stored(usize),
    /// After the item with this ID.
    Id(&'t str),
    /// After the item with this value of a property.
    Property(&'t str, &'t str),
}

/// The items of a page, taken from a list.
#[derive(Debug, Default)]
pub(crate) struct Slice {
    pub(crate) items: Vec<Value>,
    /// The IDs of the items.
    pub(crate) ids: Vec<String>,
    /// The number of items in the list.
    pub(crate) total: usize,
    /// The number of items before the page.
    pub(crate) before: usize,
    /// The number of items up to the end of the page, deleted ones included.
    pub(crate) end: usize,
}

impl Slice {
    pub(super) fn has_more(&self) -> bool {
        !self.items.is_empty() && self.before + self.items.len() < self.total
    }
}
