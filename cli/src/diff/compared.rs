//! Two versions and how they differ.

use std::{collections::BTreeMap, sync::OnceLock};

use bessemer_codegen::{
    Comparison, Pointer,
    diff::{Change, Group},
};

use crate::state::State;

/// Two versions and how they differ.
pub(crate) struct Report {
    pub(crate) old: State,
    pub(crate) new: State,
    pub(crate) comparison: Comparison,
    /// The places of all changes, by pointer and by whether it is gone. All are found together, because
    /// each search may read the whole text.
    places: OnceLock<BTreeMap<(bool, Pointer), String>>,
}

impl Report {
    pub(crate) fn new(old: State, new: State, comparison: Comparison) -> Self {
        Self { old, new, comparison, places: OnceLock::new() }
    }

    /// The place of a change, `spec/containers.yaml:40`; empty if it has none.
    pub(crate) fn place(&self, change: &Change) -> &str {
        let places = self.places.get_or_init(|| {
            let (old, new) = (self.found(&self.old, true), self.found(&self.new, false));
            old.chain(new).collect()
        });
        let place = places.get(&(change.is_gone, change.pointer.clone()));
        place.map_or("", String::as_str)
    }

    /// The first place of a group.
    pub(crate) fn first_place(&self, group: &Group<'_>) -> Option<&str> {
        group.changes.iter().map(|it| self.place(it)).find(|it| !it.is_empty())
    }

    /// The places of the changes that one of the versions shows.
    fn found(
        &self,
        state: &State,
        is_gone: bool,
    ) -> impl Iterator<Item = ((bool, Pointer), String)> + use<> {
        let changes = self.comparison.changes.iter().filter(|it| it.is_gone == is_gone);
        let pointers: Vec<Pointer> = changes.map(|it| it.pointer.clone()).collect();
        let places = state.document.places(&pointers).into_iter();
        let found = pointers.into_iter().zip(places);
        found.filter_map(move |(pointer, place)| {
            let place = place?;
            Some(((is_gone, pointer), format!("{}:{}", place.file, place.line)))
        })
    }
}
