//! YAML to the untyped tree. The only code that knows which YAML library is in use.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::tree::{SyntaxError, TreeSeed};
use crate::pointer::Pointer;

/// Parses `text`, adding each key that stands twice to `duplicates`.
pub(super) fn tree(text: &str, duplicates: &mut Vec<Pointer>) -> Result<Value, SyntaxError> {
    let seed = TreeSeed::root(duplicates);
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let line_and_column = error.location().map(|at| (at.line(), at.column()));
        SyntaxError { message: describe(&error), line_and_column }
    })
}

/// The library's sentence without the place, which the diagnostic shows by itself.
fn describe(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text);
    format!("this is not valid YAML: {message}")
}
