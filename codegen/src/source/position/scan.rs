//! The pointers that are looked for, and where in the text each was found.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Span};

use crate::pointer::Pointer;

/// A place in the text, counted from 1, columns in characters.
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
    /// The pointers looked for and all their ancestors; found ones carry their position.
    found: BTreeMap<Pointer, Option<Position>>,
    stack: Vec<Level>,
}

/// A collection that is open at this point of the text.
struct Level {
    at: Pointer,
    /// Whether anything below it is looked for.
    relevant: bool,
    slot: Slot,
}

enum Slot {
    Element(usize),
    Key,
    Value(Pointer, Position),
    /// The value of a key that is itself a collection, which JSON cannot express.
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

    /// Whether a pointer is looked for, or on the way to one that is.
    pub(super) fn wants(&self, at: &Pointer) -> bool {
        self.found.contains_key(at)
    }

    /// Takes one event; true when the document is over.
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

    /// The pointer of the value that starts here; `None` where nothing is looked for.
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

    /// A value is complete: the collection around it goes on to its next slot.
    fn done(&mut self) {
        if let Some(level) = self.stack.last_mut() {
            level.slot = match &level.slot {
                Slot::Element(index) => Slot::Element(index + 1),
                Slot::Value(..) | Slot::Odd => Slot::Key,
                Slot::Key => Slot::Odd,
            };
        }
    }

    /// Notes a position if it is looked for. A key that stands twice keeps its last position, as
    /// its last value counts.
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
