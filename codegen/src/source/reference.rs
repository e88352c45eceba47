//! What refers to what in a tree: the keywords, and the paths of other files.

use crate::pointer::Path;

/// The member of the root that holds the other files, by their path from the document.
pub(crate) const FILES: &str = "x-files";

/// Keywords that name a schema, or that say what relative references of a document are relative to.
pub(super) const NAMING: [&str; 4] = ["$anchor", "$dynamicAnchor", "$id", "$self"];

/// Keywords that refer to a schema.
pub(super) const REFERRING: [&str; 2] = ["$ref", "$dynamicRef"];

/// Whether what the member `key` of the object at `at` holds is data, whatever it looks like.
pub(super) fn is_data(key: &str, at: &Path<'_>) -> bool {
    let is_name = || matches!(at, Path::Key(_, "properties" | "schemas" | "$defs" | "definitions"));
    ["example", "examples", "default", "const", "enum"].contains(&key) && !is_name()
}

/// A path that stands in `file`, relative to the document.
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
    fn paths_are_relative_to_the_file_that_has_them() {
        assert_eq!(join("", "./a/b.yaml"), "a/b.yaml");
        assert_eq!(join("a/b.yaml", "c.yaml"), "a/c.yaml");
        assert_eq!(join("a/b.yaml", "../c.yaml"), "c.yaml");
        assert_eq!(join("a.yaml", "../../c.yaml"), "../../c.yaml");
    }
}
