//! The changes of files in a run.

use bessemer_codegen::{Change, ChangeKind};

/// The number of new, changed and removed files.
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
