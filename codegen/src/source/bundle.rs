//! References to other files: the files become part of the tree, and the references lead there.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    Source, anchors,
    reference::{FILES, NAMING, REFERRING, is_data, join},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::{Path, Pointer},
};

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
                            self.named |= NAMING.contains(&&**key);
                            let refers = REFERRING.contains(&&**key);
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

/// The place of a fragment of a file: a pointer, or one to the file with the name of an anchor.
fn inside(file: &str, fragment: &str) -> String {
    let is_anchor = !fragment.is_empty() && !fragment.starts_with('/');
    let separator = if is_anchor { "#" } else { "" };
    format!("{}{separator}{fragment}", Pointer::root().child(FILES).child(file))
}
