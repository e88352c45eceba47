//! References to other files. The files are added to the tree, and the references are rewritten to
//! pointers within it.

use std::collections::BTreeMap;

use super::{
    Source, anchors,
    reference::{FILES, NAMING, REFERRING, is_data, join},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::{Path, Pointer},
    tree::{Object, Tree},
};

/// Reads a file by its path relative to the document.
pub(crate) type Loader<'l> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'l;

/// Adds every file that `tree` refers to, directly or indirectly, to the tree. Returns the files.
pub(crate) fn bundle(
    tree: &mut Tree,
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
    let mut files = Object::default();
    while let Some(path) = bundle.waiting.pop() {
        let Some(source) = bundle.sources.get(&path) else { continue };
        match source.tree(bundle.diagnostics) {
            Ok(mut tree) => {
                let at = Pointer::root().child(FILES).child(&path);
                bundle.rewrite(&mut tree, &path, &Path::At(&at));
                files.insert(&path, tree);
            }
            Err(diagnostic) => bundle.diagnostics.push(*diagnostic),
        }
    }
    if let (Tree::Object(root), false) = (&mut *tree, files.len() == 0) {
        root.insert(FILES, Tree::Object(files));
    }
    if bundle.named {
        anchors::resolve(tree);
    }
    for missing in bundle.missing {
        // A reference that looks like a file name may be the `$id` of a schema.
        let reference = tree.pointer(missing.pointer.as_str()).and_then(Tree::as_str);
        if !reference.is_some_and(|it| it.starts_with('#')) {
            bundle.diagnostics.push(missing);
        }
    }
    bundle.sources
}

struct Bundle<'l, 'd> {
    sources: BTreeMap<String, Source>,
    waiting: Vec<String>,
    /// Whether there are schemas with names that references may use.
    named: bool,
    /// References to files that cannot be read.
    missing: Vec<Diagnostic>,
    load: &'l mut Loader<'d>,
    diagnostics: &'l mut Diagnostics,
}

impl Bundle<'_, '_> {
    /// Rewrites each reference below `value`, which is part of `file`, to a pointer in the tree.
    fn rewrite(&mut self, value: &mut Tree, file: &str, at: &Path<'_>) {
        match value {
            Tree::Object(members) => {
                for (key, member) in members.iter_mut() {
                    let is_data = is_data(key, at);
                    let at = at.key(key);
                    match member {
                        Tree::String(text) if key.starts_with('$') => {
                            self.named |= NAMING.contains(&key);
                            let refers = REFERRING.contains(&key);
                            let new = refers.then(|| self.reference(text, file, &at)).flatten();
                            if let Some(new) = new {
                                *text = new.into();
                            }
                        }
                        member if !is_data => self.rewrite(member, file, &at),
                        _ => {}
                    }
                }
            }
            Tree::Array(elements) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    self.rewrite(element, file, &at.index(index));
                }
            }
            _ => {}
        }
    }

    /// The pointer in the tree for a reference; `None` if it is one already, or the file cannot be
    /// added.
    fn reference(&mut self, reference: &str, file: &str, at: &Path<'_>) -> Option<String> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if path.is_empty() {
            let is_anchor = !fragment.is_empty() && !fragment.starts_with('/');
            return (!file.is_empty() && !is_anchor).then(|| inside(file, fragment));
        }
        // URLs are never fetched, so the output depends only on files.
        if path.contains("://") {
            return None;
        }
        let path = join(file, path);
        if !self.sources.contains_key(&path) {
            let loaded = (self.load)(&path).map_err(|error| {
                let message = format!("cannot read `{path}`: {error}");
                let help = "fix the reference, or put the file at this path";
                Box::new(Diagnostic::warning(Code::BadReference, &at.pointer(), message).help(help))
            });
            let source = loaded.and_then(|bytes| Source::new(&path, bytes));
            match source {
                Ok(source) => {
                    self.sources.insert(path.clone(), source);
                    self.waiting.push(path.clone());
                }
                // A missing file of an extension (`x-…`) is not an error.
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

/// The reference to a fragment of a file: its pointer, or the file's pointer with an anchor.
fn inside(file: &str, fragment: &str) -> String {
    let is_anchor = !fragment.is_empty() && !fragment.starts_with('/');
    let separator = if is_anchor { "#" } else { "" };
    format!("{}{separator}{fragment}", Pointer::root().child(FILES).child(file))
}
