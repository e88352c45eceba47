//! Where the nodes of a tree come from, if overlays or a conversion moved or added them.

use std::collections::BTreeMap;

use crate::pointer::Pointer;

/// The original pointers of moved and added nodes, change by change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins(Vec<BTreeMap<Pointer, Pointer>>);

impl Origins {
    /// Adds a change: for each node that it moved or added, the pointer before it. What is below a node
    /// moved with it.
    pub(crate) fn push(&mut self, moved: BTreeMap<Pointer, Pointer>) {
        if !moved.is_empty() {
            self.0.push(moved);
        }
    }

    /// The pointer of a node before all changes.
    pub(crate) fn original(&self, at: &Pointer) -> Pointer {
        self.0.iter().rev().fold(at.clone(), |at, moved| before(&at, moved))
    }
}

/// The pointer of a node before one change.
fn before(at: &Pointer, moved: &BTreeMap<Pointer, Pointer>) -> Pointer {
    let mut next = Some(at.clone());
    while let Some(outer) = next {
        if let Some(origin) = moved.get(&outer) {
            return at.moved(&outer, origin);
        }
        next = outer.parent();
    }
    at.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_undone_from_the_last_to_the_first() {
        let at = |text: &str| Pointer::from_reference(text).unwrap();
        let mut origins = Origins::default();
        origins.push(BTreeMap::from([(at("#/b"), at("#/a"))]));
        origins.push(BTreeMap::from([(at("#/c/0"), at("#/b/1")), (at("#/c"), at("#/d"))]));
        assert_eq!(origins.original(&at("#/c/0/x")), at("#/a/1/x"));
        assert_eq!(origins.original(&at("#/c/1")), at("#/d/1"));
        assert_eq!(origins.original(&at("#/e")), at("#/e"));
    }
}
