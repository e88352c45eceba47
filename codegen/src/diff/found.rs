//! The changes that were found so far.

use std::collections::BTreeMap;

use crate::diff::{
    change::{Change, Impact},
    rule::Rule,
};

/// The changes on the wire that were found. One that is found twice, for requests and responses, is kept
/// with the worse impact.
#[derive(Default)]
pub(crate) struct Found {
    changes: BTreeMap<(Rule, String, String), Change>,
}

impl Found {
    pub(crate) fn push(&mut self, change: Change) {
        let key = (change.rule, change.item.clone(), change.detail.clone());
        let kept = self.changes.entry(key).or_insert_with(|| change.clone());
        kept.wire = kept.wire.max(change.wire);
    }

    pub(crate) fn worst(&self) -> Impact {
        self.changes.values().map(|it| it.wire).max().unwrap_or_default()
    }

    pub(crate) fn into_changes(self) -> Vec<Change> {
        self.changes.into_values().collect()
    }
}
