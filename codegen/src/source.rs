//! Reads the bytes of a file into an untyped tree, and finds the line and column of a pointer.

mod anchors;
pub(crate) mod bundle;
mod halves;
mod lines;
pub(crate) mod locate;
pub(crate) mod origins;
pub(crate) mod overlay;
mod position;
mod reference;
mod tree;
mod yaml;

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics, Place},
    pointer::Pointer,
    tree::Tree,
};

use lines::{Excerpt, Lines};
use position::Position;

pub(crate) use reference::{FILES, is_data};

/// The byte order mark (Unicode 16.0, §23.8).
const MARK: char = '\u{feff}';

/// One file that the generator reads.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    name: String,
    text: String,
}

impl Source {
    /// Creates a source from the bytes of a file. Removes a byte order mark.
    pub(crate) fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Self, Box<Diagnostic>> {
        match String::from_utf8(bytes.into()) {
            Ok(mut text) => {
                if text.starts_with(MARK) {
                    text.drain(..MARK.len_utf8());
                }
                Ok(Self { name: name.to_owned(), text })
            }
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let place = Self { name: name.to_owned(), text }.place_of_offset(offset);
                let message = "the file is not UTF-8 text";
                let help = "save the file as UTF-8; it may be compressed or not a text file";
                let diagnostic = Diagnostic::error(Code::Syntax, &Pointer::root(), message);
                Err(Box::new(diagnostic.help(help).at(place)))
            }
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Parses the text: as JSON if it starts like a JSON object, else as YAML. An object that is not JSON
    /// may be YAML, unless the file is called `.json`. Reports an object with the same key twice and
    /// keeps the last value.
    pub(crate) fn tree(&self, diagnostics: &mut Diagnostics) -> Result<Tree, Box<Diagnostic>> {
        let mut duplicates = Vec::new();
        let parsed = if tree::is_json(&self.text) {
            let parsed = tree::from_json(&self.text, &mut duplicates);
            parsed.or_else(|error| self.flow_tree(&mut duplicates).ok_or(error))
        } else {
            yaml::tree(&self.text, &mut duplicates)
        };
        for pointer in duplicates {
            let key = pointer.last().unwrap_or_default();
            let message = format!("duplicate key `{key}` in this object; the last value is used");
            diagnostics.push(Diagnostic::warning(Code::DuplicateKey, &pointer, message));
        }
        parsed.map_err(|error| {
            let diagnostic = Diagnostic::error(Code::Syntax, &Pointer::root(), error.message);
            let (line, column) = error.line_and_column.unwrap_or((1, 1));
            Box::new(diagnostic.at(self.place_of(line, column)))
        })
    }

    /// The tree of an object in YAML's flow style: `{openapi: 3.0.3}`.
    fn flow_tree(&self, duplicates: &mut Vec<Pointer>) -> Option<Tree> {
        if self.name.ends_with(".json") {
            return None;
        }
        let mut found = Vec::new();
        let tree = yaml::tree(&self.text, &mut found).ok()?;
        *duplicates = found;
        Some(tree)
    }

    /// The places of the nodes of `pointers`, in the same order, found in one scan of the text. A
    /// node that is not in the text, because it is absent or comes from a YAML alias, gets the place
    /// of its nearest ancestor.
    pub(crate) fn locate(&self, pointers: &[Pointer]) -> Vec<Option<Place>> {
        let start = Position { line: 1, column: 1, width: 1 };
        let found = position::find(&self.text, pointers).into_iter();
        let found: Vec<Position> = found.map(|it| it.unwrap_or(start)).collect();
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|index| (found[*index].line, found[*index].column));
        let mut places = vec![None; found.len()];
        let mut lines = Lines::of(&self.text);
        for index in order {
            places[index] = Some(self.place(lines.excerpt(found[index])));
        }
        places
    }

    /// The place of a byte in the text.
    pub(crate) fn place_of_offset(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        self.place_of(line, column)
    }

    fn place_of(&self, line: usize, column: usize) -> Place {
        self.place(Lines::of(&self.text).excerpt(Position { line, column, width: 1 }))
    }

    fn place(&self, excerpt: Excerpt<'_>) -> Place {
        let Excerpt { at: Position { line, column, width }, text, column: text_column } = excerpt;
        let (file, text) = (self.name.clone(), text.to_owned());
        Place { file, line, column, text, text_column, width }
    }
}
