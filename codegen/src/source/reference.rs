//! The keywords of references, and the paths of other files.

use crate::pointer::Path;

/// The key at the root of the tree for the other files, each by its path relative to the document.
pub(crate) const FILES: &str = "x-files";

/// Keywords that name a schema or set the base URI of relative references.
pub(super) const NAMING: [&str; 4] = ["$anchor", "$dynamicAnchor", "$id", "$self"];

/// Keywords that refer to a schema.
pub(super) const REFERRING: [&str; 2] = ["$ref", "$dynamicRef"];

/// Whether the value of `key` in the object at `at` is data, such as an example, and not part of the
/// description.
pub(crate) fn is_data(key: &str, at: &Path<'_>) -> bool {
    let is_name = || matches!(at, Path::Key(_, map) if OF_NAMES.contains(map));
    ["example", "examples", "default", "const", "enum"].contains(&key) && !is_name()
}

/// Keys that hold objects by names which the author chose, or by status code: `default` is a response.
const OF_NAMES: [&str; 14] = [
    "$defs",
    "callbacks",
    "definitions",
    "dependentSchemas",
    "headers",
    "parameters",
    "pathItems",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
];

/// A path in `file`, made relative to the document.
pub(super) fn join(file: &str, path: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_are_relative_to_their_file() {
        assert_eq!(join("", "./a/b.yaml"), "a/b.yaml");
        assert_eq!(join("a/b.yaml", "c.yaml"), "a/c.yaml");
        assert_eq!(join("a/b.yaml", "../c.yaml"), "c.yaml");
        assert_eq!(join("a.yaml", "../../c.yaml"), "../../c.yaml");
    }
}
