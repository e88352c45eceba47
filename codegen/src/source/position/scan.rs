//! The wanted pointers, and the position in the text where each was found.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Span};

use crate::pointer::Pointer;

/// A position in the text. Lines and columns count from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) struct Position {
    pub(in crate::source) line: usize,
    pub(in crate::source) column: usize,
    pub(in crate::source) width: usize,
}

impl Position {
    fn of(span: Span) -> Self {
        let one_line = span.start.line() == span.end.line();
        let width = if one_line { span.end.col().saturating_sub(span.start.col()) } else { 0 };
        Self { line: span.start.line(), column: span.start.col() + 1, width: width.max(1) }
    }
}

pub(super) struct Scan {
    /// The wanted pointers and their ancestors, with the positions found so far.
    found: BTreeMap<Pointer, Option<Position>>,
    stack: Vec<Level>,
}

/// An open mapping or sequence at the current point of the text.
struct Level {
    at: Pointer,
    /// Whether a pointer below it is wanted.
    relevant: bool,
    slot: Slot,
}

enum Slot {
    Element(usize),
    Key,
    Value(Pointer, Position),
    /// A value whose key is a mapping or sequence, which JSON does not allow.
    Odd,
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
        Self { found, stack: Vec::new() }
    }

    /// Whether each wanted pointer was found. The root has no position.
    pub(super) fn is_complete(&self) -> bool {
        self.found
            .iter()
            .all(|(pointer, position)| position.is_some() || pointer.parent().is_none())
    }

    /// The positions of pointers, or of their nearest ancestors.
    pub(super) fn all_nearest(&self, pointers: &[Pointer]) -> Vec<Option<Position>> {
        pointers.iter().map(|pointer| self.nearest(pointer)).collect()
    }

    fn nearest(&self, pointer: &Pointer) -> Option<Position> {
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

    /// Handles one event. Returns true at the end of the document.
    pub(super) fn step(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::MappingStart(..) => self.open(span, Slot::Key),
            Event::SequenceStart(..) => self.open(span, Slot::Element(0)),
            Event::MappingEnd | Event::SequenceEnd => {
                self.stack.pop();
                self.done();
            }
            Event::Scalar(text, ..) => self.scalar(&text, span),
            Event::Alias(_) => self.scalar("", span),
            Event::DocumentEnd => return true,
            _ => {}
        }
        false
    }

    fn open(&mut self, span: Span, slot: Slot) {
        let (at, relevant) = match self.value_pointer() {
            Some(at) => {
                let position = match self.stack.last() {
                    Some(Level { slot: Slot::Value(_, key), .. }) => *key,
                    _ => Position::of(span),
                };
                let relevant = self.note(&at, position);
                (at, relevant)
            }
            None => (Pointer::root(), false),
        };
        self.stack.push(Level { at, relevant, slot });
    }

    fn scalar(&mut self, text: &str, span: Span) {
        if let Some(Level { at, slot: slot @ Slot::Key, relevant }) = self.stack.last_mut() {
            let at = if *relevant { at.child(text) } else { Pointer::root() };
            *slot = Slot::Value(at, Position::of(span));
            return;
        }
        if let Some(at) = self.value_pointer() {
            self.note(&at, Position::of(span));
        }
        self.done();
    }

    /// The pointer of the value that starts here; `None` if nothing below it is wanted.
    fn value_pointer(&self) -> Option<Pointer> {
        let Some(level) = self.stack.last() else { return Some(Pointer::root()) };
        if !level.relevant {
            return None;
        }
        match &level.slot {
            Slot::Element(index) => Some(level.at.index(*index)),
            Slot::Value(at, _) => Some(at.clone()),
            Slot::Key | Slot::Odd => None,
        }
    }

    /// Ends a value and advances the collection around it.
    fn done(&mut self) {
        if let Some(level) = self.stack.last_mut() {
            level.slot = match &level.slot {
                Slot::Element(index) => Slot::Element(index + 1),
                Slot::Value(..) | Slot::Odd => Slot::Key,
                Slot::Key => Slot::Odd,
            };
        }
    }

    /// Stores the position of a wanted pointer. A duplicate key gets its last position, because its
    /// last value is used.
    pub(super) fn note(&mut self, at: &Pointer, position: Position) -> bool {
        match self.found.get_mut(at) {
            Some(slot) => {
                *slot = Some(position);
                true
            }
            None => false,
        }
    }
}
