//! Two versions and how they differ.

use bessemer_codegen::{Comparison, diff::Change};

use crate::state::State;

/// Two versions and how they differ.
pub(crate) struct Report {
    pub(crate) old: State,
    pub(crate) new: State,
    pub(crate) comparison: Comparison,
}

impl Report {
    /// The place of a change, `spec/containers.yaml:40`, of each of `changes`.
    pub(crate) fn places(&self, changes: &[&Change]) -> Vec<String> {
        let pointers: Vec<_> = changes.iter().map(|it| it.pointer.clone()).collect();
        let old = self.old.document.places(&pointers);
        let new = self.new.document.places(&pointers);
        let both = changes.iter().zip(old.into_iter().zip(new));
        both.map(|(change, (old, new))| {
            let place = if change.is_gone { old } else { new };
            place.map_or_else(String::new, |it| format!("{}:{}", it.file, it.line))
        })
        .collect()
    }
}
