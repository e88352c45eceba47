//! The lines of a text that diagnostics show.

use super::position::Position;

/// Lines of up to this many characters are shown in full.
const LONG: usize = 400;
/// How many characters of a longer line are shown on each side of the place.
const WINDOW: usize = 60;

/// Reads excerpts of a text in one pass: each is at or after the one before.
pub(super) struct Lines<'t> {
    rest: std::str::Lines<'t>,
    /// The number of the current line, its text, and whether it is shown in full.
    line: usize,
    text: &'t str,
    is_long: bool,
    /// A column of the current line, and the text from there.
    column: usize,
    tail: &'t str,
}

/// A position, and the text of its line or a part of it.
pub(super) struct Excerpt<'t> {
    pub(super) at: Position,
    pub(super) text: &'t str,
    /// The column at which the text starts.
    pub(super) column: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { rest: text.lines(), line: 0, text: "", is_long: false, column: 1, tail: "" }
    }

    /// The text around a position.
    pub(super) fn excerpt(&mut self, at: Position) -> Excerpt<'t> {
        if self.line < at.line {
            self.text = self.rest.nth(at.line - self.line - 1).unwrap_or_default();
            self.is_long = self.text.chars().nth(LONG).is_some();
            (self.line, self.column, self.tail) = (at.line, 1, self.text);
        }
        if !self.is_long {
            return Excerpt { at, text: self.text, column: 1 };
        }
        let start = at.column.saturating_sub(WINDOW).max(1);
        self.tail = skip(self.tail, start.saturating_sub(self.column));
        self.column = self.column.max(start);
        let width = at.width.min(WINDOW);
        let length = (at.column + width + WINDOW).saturating_sub(start);
        let text = &self.tail[..self.tail.len() - skip(self.tail, length).len()];
        Excerpt { at: Position { width, ..at }, text, column: start }
    }
}

/// The text after `count` characters.
fn skip(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or("", |(start, _)| &text[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt<'t>(lines: &mut Lines<'t>, line: usize, column: usize) -> (&'t str, usize) {
        let Excerpt { text, column, .. } = lines.excerpt(Position { line, column, width: 1 });
        (text, column)
    }

    #[test]
    fn a_long_line_is_cut_around_each_place() {
        let long: String = ('a'..='z').cycle().take(1_000).collect::<String>() + "é";
        let text = format!("one\ntwo\n{long}\n");
        let mut lines = Lines::of(&text);
        assert_eq!(excerpt(&mut lines, 2, 3), ("two", 1));
        assert_eq!(excerpt(&mut lines, 3, 1), (&long[..61], 1));
        assert_eq!(excerpt(&mut lines, 3, 500), (&long[439..560], 440));
        assert_eq!(excerpt(&mut lines, 3, 500), (&long[439..560], 440));
        assert_eq!(excerpt(&mut lines, 3, 1_001), (&long[940..], 941));
        assert_eq!(excerpt(&mut lines, 9, 1), ("", 1));
    }
}
