//! One change between two versions.

use crate::{diff::rule::Rule, hash::Hash, pointer::Pointer};

/// The impact of a change on callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Nothing changes for them.
    #[default]
    None,
    /// Only descriptions change.
    Docs,
    /// What worked before still works.
    Compatible,
    /// Something that worked before no longer works.
    Breaking,
}

impl Impact {
    /// The impact of something that either breaks or is compatible.
    pub(crate) fn of(is_breaking: bool) -> Self {
        if is_breaking { Self::Breaking } else { Self::Compatible }
    }

    /// The impact in a word, `breaking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// One change between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The rule that finds and classifies it.
    pub rule: Rule,
    /// The item that changes, by its path: `types::Container.status`, `resources::Containers::list`.
    pub item: String,
    /// How it changes, `String → i64`; may be empty.
    pub detail: String,
    /// The impact on whoever calls the server.
    pub wire: Impact,
    /// The impact on whoever calls the crate.
    pub source: Impact,
    /// The place in the new document, or in the old document if the item is gone.
    pub pointer: Pointer,
    /// Whether [`pointer`](Self::pointer) is in the old document.
    pub is_gone: bool,
    /// A caller that compiles with the old crate and not with the new one, for a change that breaks the
    /// source.
    pub witness: Option<String>,
}

impl Change {
    pub(crate) fn new(
        rule: Rule,
        item: impl Into<String>,
        wire: Impact,
        pointer: &Pointer,
    ) -> Self {
        Self {
            rule,
            item: item.into(),
            detail: String::new(),
            wire,
            source: Impact::None,
            pointer: pointer.clone(),
            is_gone: false,
            witness: None,
        }
    }

    pub(crate) fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    pub(crate) fn gone(self) -> Self {
        Self { is_gone: true, ..self }
    }

    /// Identifies the change: 16 hexadecimal digits, the FNV-1a hash of rule, item and detail. The
    /// same change always has the same fingerprint.
    pub fn fingerprint(&self) -> String {
        let text = format!("{}\n{}\n{}", self.rule.as_str(), self.item, self.detail);
        Hash::new().bytes(text.as_bytes()).hex()
    }
}
