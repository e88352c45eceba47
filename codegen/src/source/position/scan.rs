//! The wanted pointers, and the position in the text where each was found.

use std::collections::BTreeMap;

use saphyr_parser::Span;

use crate::pointer::Pointer;

/// A position in the text. Lines and columns count from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) struct Position {
    pub(in crate::source) line: usize,
    pub(in crate::source) column: usize,
    pub(in crate::source) width: usize,
}

impl Position {
    pub(in crate::source) fn of(span: Span) -> Self {
        let one_line = span.start.line() == span.end.line();
        let width = if one_line { span.end.col().saturating_sub(span.start.col()) } else { 0 };
        Self { line: span.start.line(), column: span.start.col() + 1, width: width.max(1) }
    }
}

pub(super) struct Scan {
    /// The wanted pointers and their ancestors, with the positions found so far.
    found: BTreeMap<Pointer, Option<Position>>,
}

impl Scan {
    pub(super) fn new(wanted: &[Pointer]) -> Self {
        let mut found = BTreeMap::new();
        for pointer in wanted {
            let mut next = Some(pointer.clone());
            while let Some(pointer) = next {
                next = pointer.parent();
                found.insert(pointer, None);
            }
        }
        Self { found }
    }

    pub(super) fn nearest(&self, pointer: &Pointer) -> Option<Position> {
        let mut next = Some(pointer.clone());
        while let Some(pointer) = next {
            if let Some(Some(position)) = self.found.get(&pointer) {
                return Some(*position);
            }
            next = pointer.parent();
        }
        None
    }

    /// Whether a pointer is wanted, or an ancestor of one that is.
    pub(super) fn wants(&self, at: &Pointer) -> bool {
        self.found.contains_key(at)
    }

    /// Stores the position of a wanted pointer. A duplicate key gets its last position, because its
    /// last value is used.
    pub(super) fn note(&mut self, at: &Pointer, position: Position) {
        if let Some(slot) = self.found.get_mut(at) {
            *slot = Some(position);
        }
    }
}
