//! The Rust names of accessors.

use crate::lower::text::naming;

/// Names that accessors of the client cannot have.
const TAKEN: [&str; 6] = ["new", "from_env", "builder", "to_builder", "clone", "runtime"];
/// Names that accessors of a resource cannot have.
const TAKEN_WITHIN: [&str; 2] = ["new", "clone"];

/// The Rust names of the accessors of a resource.
pub(super) fn rust(accessors: &[String]) -> Vec<String> {
    let named = accessors.iter().filter(|it| !it.is_empty()).enumerate();
    let named = named.map(|(depth, word)| if depth == 0 { accessor(word) } else { within(word) });
    named.collect()
}

/// The accessor of the client for a resource.
pub(super) fn accessor(word: &str) -> String {
    let name = naming::snake(word);
    if TAKEN.contains(&&*name) { format!("{name}_api") } else { name }
}

fn within(word: &str) -> String {
    let name = naming::snake(word);
    if TAKEN_WITHIN.contains(&&*name) { format!("{name}_api") } else { name }
}
