//! Names of files and of cargo features.

use super::naming;

/// Names that a file of code cannot have: that of the module around it, of devices on Windows, and of the
/// runtime.
const NO_FILES: [&str; 6] = ["mod", "aux", "con", "nul", "prn", "runtime"];

/// The name of a module with its own file. `other` is added to a name that a file cannot have.
pub(crate) fn module(wire: &str, other: &str) -> String {
    let name = ascii(wire);
    match name.trim_start_matches("r#") {
        plain if NO_FILES.contains(&plain) => format!("{plain}_{other}"),
        _ => name,
    }
}

/// A `snake_case` name in ASCII, which `rustc` requires of files and cargo of features.
pub(crate) fn ascii(wire: &str) -> String {
    let spelled = |it: char| if it.is_ascii() { it.to_string() } else { naming::code_point(it) };
    naming::snake(&wire.chars().map(spelled).collect::<String>())
}
