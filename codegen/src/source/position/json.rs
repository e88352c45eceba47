//! Positions in JSON. Values without a wanted pointer are skipped, so this takes a tenth of the time
//! of the YAML scanner.

use jiter::{Jiter, JiterError, Peek};

use super::scan::{Position, Scan};
use crate::pointer::Pointer;

/// Stores the positions that `scan` wants.
pub(super) fn find(text: &str, scan: &mut Scan) -> Result<(), JiterError> {
    let mut reader = Jiter::new(text.as_bytes());
    let mut finder = Finder { text, scan, line: 1, line_start: 0, seen: 0 };
    let peek = reader.peek()?;
    let start = reader.current_index();
    let position = finder.position(start, start + 1);
    finder.scan.note(&Pointer::root(), position);
    finder.value(&mut reader, peek, &Pointer::root())
}

struct Finder<'t, 's> {
    text: &'t str,
    scan: &'s mut Scan,
    /// The line of `seen`, the start of that line, and the offset up to which lines are counted.
    line: usize,
    line_start: usize,
    seen: usize,
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
                        self.value(reader, peek, &at)?;
                        let end = if is_scalar(peek) { reader.current_index() } else { start + 1 };
                        let position = self.position(start, end);
                        self.scan.note(&at, position);
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
        if is_scalar(peek) {
            let position = self.position(start, reader.current_index());
            self.scan.note(at, position);
        }
        Ok(())
    }

    /// The line and column of an offset, which is close to the last one.
    fn position(&mut self, start: usize, end: usize) -> Position {
        // A key with escapes is longer in the text than its name, so its computed start can be
        // wrong. It is moved to the boundary of a character.
        let start = (0..=start).rev().find(|it| self.text.is_char_boundary(*it)).unwrap_or(0);
        if start < self.seen {
            (self.line, self.line_start, self.seen) = (1, 0, 0);
        }
        for (index, _) in self.text[self.seen..start].match_indices('\n') {
            self.line += 1;
            self.line_start = self.seen + index + 1;
        }
        self.seen = start;
        let count =
            |from: usize, to: usize| self.text.get(from..to).map_or(0, |it| it.chars().count());
        Position {
            line: self.line,
            column: count(self.line_start, start) + 1,
            width: count(start, end).max(1),
        }
    }
}

fn is_scalar(peek: Peek) -> bool {
    !matches!(peek, Peek::Object | Peek::Array)
}
