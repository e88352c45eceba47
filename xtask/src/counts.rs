//! What a run did to the files.

use bessemer_codegen::{Change, ChangeKind};

/// How many files changed in which way.
pub(crate) struct Counts {
    pub(crate) new: usize,
    pub(crate) changed: usize,
    pub(crate) removed: usize,
}

impl Counts {
    pub(crate) fn of(changes: &[Change]) -> Self {
        let count =
            |wanted: fn(&ChangeKind) -> bool| changes.iter().filter(|it| wanted(&it.kind)).count();
        Self {
            new: count(|it| matches!(it, ChangeKind::Missing)),
            changed: count(|it| matches!(it, ChangeKind::Changed { .. })),
            removed: count(|it| matches!(it, ChangeKind::Stale)),
        }
    }
}
