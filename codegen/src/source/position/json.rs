//! Positions in JSON. Values without a wanted pointer are skipped, so this takes a tenth of the time
//! of the YAML scanner.

use jiter::{Jiter, JiterError, Peek};

use super::scan::{Position, Scan};
use crate::pointer::Pointer;

/// Stores the positions that `scan` wants.
pub(super) fn find(text: &str, scan: &mut Scan) -> Result<(), JiterError> {
    let mut reader = Jiter::new(text.as_bytes());
    let mut finder = Finder { text, scan, seen: 0, line: 1, column: 1 };
    let peek = reader.peek()?;
    let start = reader.current_index();
    let position = finder.position(start, start + 1);
    finder.scan.note(&Pointer::root(), position);
    finder.value(&mut reader, peek, &Pointer::root())
}

struct Finder<'t, 's> {
    text: &'t str,
    scan: &'s mut Scan,
    /// An offset, and its line and column. Positions are counted from there, not from the start of the
    /// text, which may be a single line of many megabytes.
    seen: usize,
    line: usize,
    column: usize,
}

impl Finder<'_, '_> {
    /// Reads a value that has a wanted pointer below it.
    fn value(
        &mut self,
        reader: &mut Jiter<'_>,
        peek: Peek,
        at: &Pointer,
    ) -> Result<(), JiterError> {
        match peek {
            Peek::Object => {
                let mut key = reader.known_object()?.map(str::to_owned);
                while let Some(name) = key {
                    self.member(reader, &at.child(&name), &name)?;
                    key = reader.next_key()?.map(str::to_owned);
                }
                Ok(())
            }
            Peek::Array => {
                let mut next = reader.known_array()?;
                let mut index = 0;
                while let Some(peek) = next {
                    let at = at.index(index);
                    let start = reader.current_index();
                    if self.scan.wants(&at) {
                        let position = self.position(start, start + 1);
                        self.scan.note(&at, position);
                        self.value(reader, peek, &at)?;
                        self.widen(&at, peek, start, reader.current_index());
                    } else {
                        reader.known_skip(peek)?;
                    }
                    next = reader.array_step()?;
                    index += 1;
                }
                Ok(())
            }
            other => reader.known_skip(other),
        }
    }

    fn member(
        &mut self,
        reader: &mut Jiter<'_>,
        at: &Pointer,
        name: &str,
    ) -> Result<(), JiterError> {
        let after_key = reader.current_index();
        let peek = reader.peek()?;
        if !self.scan.wants(at) {
            return reader.known_skip(peek);
        }
        let start = reader.current_index();
        let key_end = self.text.get(..after_key).and_then(|it| it.rfind('"'));
        let position = match key_end {
            // The start of the key; exact if the key has no escapes.
            Some(end) if !is_scalar(peek) => self.position(end - name.len() - 1, end + 1),
            _ => self.position(start, start + 1),
        };
        self.scan.note(at, position);
        self.value(reader, peek, at)?;
        self.widen(at, peek, start, reader.current_index());
        Ok(())
    }

    /// Gives a scalar its whole width, now that it is read.
    fn widen(&mut self, at: &Pointer, peek: Peek, start: usize, end: usize) {
        if is_scalar(peek) {
            let position = self.position(start, end);
            self.scan.note(at, position);
        }
    }

    /// The line and column of an offset. Each is at or after the one before.
    fn position(&mut self, start: usize, end: usize) -> Position {
        // A key with escapes is longer in the text than its name, so its computed start can be
        // wrong. It is moved to the boundary of a character.
        let start = (self.seen..=start).rev().find(|it| self.text.is_char_boundary(*it));
        let start = start.unwrap_or(self.seen);
        let between = &self.text[self.seen..start];
        self.line += between.bytes().filter(|it| *it == b'\n').count();
        self.column = match between.rsplit_once('\n') {
            Some((_, last)) => last.chars().count() + 1,
            None => self.column + between.chars().count(),
        };
        self.seen = start;
        let width = self.text.get(start..end).map_or(0, |it| it.chars().count());
        Position { line: self.line, column: self.column, width: width.max(1) }
    }
}

fn is_scalar(peek: Peek) -> bool {
    !matches!(peek, Peek::Object | Peek::Array)
}
