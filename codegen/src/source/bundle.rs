//! References to other files: the files become part of the tree, and the references lead there.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Source, anchors};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::{Path, Pointer},
};

/// The member of the root that holds the other files, by their path from the document.
pub(crate) const FILES: &str = "x-files";

/// Reads a file that a document names, by its path relative to the document.
pub(crate) type Loader<'l> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'l;

/// Puts every file that `tree` refers to, directly or through others, into it, and returns them.
pub(crate) fn bundle(
    tree: &mut Value,
    load: &mut Loader<'_>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Source> {
    let mut bundle = Bundle {
        sources: BTreeMap::new(),
        waiting: Vec::new(),
        named: false,
        missing: Vec::new(),
        load,
        diagnostics,
    };
    bundle.rewrite(tree, "", &Path::Root);
    let mut files = Map::new();
    while let Some(path) = bundle.waiting.pop() {
        let Some(source) = bundle.sources.get(&path) else { continue };
        match source.clone().tree(bundle.diagnostics) {
            Ok(mut tree) => {
                let at = Pointer::root().child(FILES).child(&path);
                bundle.rewrite(&mut tree, &path, &Path::At(&at));
                files.insert(path, tree);
            }
            Err(diagnostic) => bundle.diagnostics.push(*diagnostic),
        }
    }
    if let (Value::Object(root), false) = (&mut *tree, files.is_empty()) {
        root.insert(FILES.to_owned(), Value::Object(files));
    }
    if bundle.named {
        anchors::resolve(tree);
    }
    for missing in bundle.missing {
        // What looks like the name of a file may be that of a schema.
        let reference = tree.pointer(missing.pointer.as_str()).and_then(Value::as_str);
        if !reference.is_some_and(|it| it.starts_with('#')) {
            bundle.diagnostics.push(missing);
        }
    }
    bundle.sources
}

struct Bundle<'l, 'd> {
    sources: BTreeMap<String, Source>,
    waiting: Vec<String>,
    /// Whether schemas have names, by which references may lead to them.
    named: bool,
    /// References to files that cannot be read.
    missing: Vec<Diagnostic>,
    load: &'l mut Loader<'d>,
    diagnostics: &'l mut Diagnostics,
}

impl Bundle<'_, '_> {
    /// Makes each reference below `value`, which stands in `file`, one within the whole tree.
    fn rewrite(&mut self, value: &mut Value, file: &str, at: &Path<'_>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    let is_data = is_data(key, at);
                    let at = at.key(key);
                    match member {
                        Value::String(text) if key.starts_with('$') => {
                            self.named |= anchors::NAMING.contains(&&**key);
                            let refers = anchors::REFERRING.contains(&&**key);
                            let new = refers.then(|| self.reference(text, file, &at)).flatten();
                            if let Some(new) = new {
                                *text = new;
                            }
                        }
                        member if !is_data => self.rewrite(member, file, &at),
                        _ => {}
                    }
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    self.rewrite(element, file, &at.index(index));
                }
            }
            _ => {}
        }
    }

    /// The reference within the whole tree; `None` if it is one already, or cannot be.
    fn reference(&mut self, reference: &str, file: &str, at: &Path<'_>) -> Option<String> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if path.is_empty() {
            let is_anchor = !fragment.is_empty() && !fragment.starts_with('/');
            return (!file.is_empty() && !is_anchor).then(|| inside(file, fragment));
        }
        // A URL is never fetched: what is generated depends on files alone.
        if path.contains("://") {
            return None;
        }
        let path = join(file, path);
        if !self.sources.contains_key(&path) {
            let loaded = (self.load)(&path).map_err(|error| {
                let message = format!("`{path}` cannot be read: {error}");
                let help = "correct the reference, or put the file where it says";
                Box::new(Diagnostic::warning(Code::BadReference, &at.pointer(), message).help(help))
            });
            let source = loaded.and_then(|bytes| Source::new(&path, &bytes));
            match source {
                Ok(source) => {
                    self.sources.insert(path.clone(), source);
                    self.waiting.push(path.clone());
                }
                // What stands in an extension is not ours to miss.
                Err(_) if at.pointer().segments().any(|it| it.starts_with("x-")) => return None,
                Err(diagnostic) => {
                    self.missing.push(*diagnostic);
                    return None;
                }
            }
        }
        Some(inside(&path, fragment))
    }
}

/// Whether what the member `key` of the object at `at` holds is data, whatever it looks like.
pub(super) fn is_data(key: &str, at: &Path<'_>) -> bool {
    let is_name = || matches!(at, Path::Key(_, "properties" | "schemas" | "$defs" | "definitions"));
    ["example", "examples", "default", "const", "enum"].contains(&key) && !is_name()
}

/// The place of a fragment of a file: a pointer, or one to the file with the name of an anchor.
fn inside(file: &str, fragment: &str) -> String {
    let is_anchor = !fragment.is_empty() && !fragment.starts_with('/');
    let separator = if is_anchor { "#" } else { "" };
    format!("{}{separator}{fragment}", Pointer::root().child(FILES).child(file))
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
