//! Parses YAML into the untyped tree. Only this file uses the YAML library.

use serde::de::DeserializeSeed;

use super::{
    halves,
    tree::{SyntaxError, TreeSeed},
};
use crate::{
    pointer::Pointer,
    tree::{Texts, Tree},
};

/// Parses `text`. Adds each duplicate key to `duplicates`.
pub(super) fn tree(text: &str, duplicates: &mut Vec<Pointer>) -> Result<Tree, SyntaxError> {
    match halves::tree(text, faultless) {
        Some(tree) => Ok(tree),
        None => whole(text, duplicates),
    }
}

/// The tree of a part of a text; `None` if it has problems.
fn faultless(text: &str) -> Option<Tree> {
    let mut duplicates = Vec::new();
    whole(text, &mut duplicates).ok().filter(|_| duplicates.is_empty())
}

fn whole(text: &str, duplicates: &mut Vec<Pointer>) -> Result<Tree, SyntaxError> {
    let mut texts = Texts::default();
    let seed = TreeSeed::root(&mut texts, duplicates);
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let line_and_column = error.location().map(|at| (at.line(), at.column()));
        SyntaxError { message: describe(&error), line_and_column }
    })
}

/// The message of the library without the position, which the diagnostic shows separately.
fn describe(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text);
    format!("invalid YAML: {message}")
}
