//! Keys that OpenAPI does not have, but that resemble one that it has: misspelled ones. What they hold
//! would be ignored without a word.

mod grammar;

use std::collections::BTreeSet;

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::{Path, Pointer},
    source::FILES,
    tree::{self, Tree},
};
use grammar::{DOCUMENT, Holds, OPERATION, Object};

/// The most edits between a misspelled key and the one that was meant, by the length of that.
const EDITS: [(usize, usize); 3] = [(6, 2), (4, 1), (0, 0)];

/// Reports misspelled keys, and operations without `responses`, which OpenAPI 3.0 requires.
pub(super) fn check(tree: &Tree, diagnostics: &mut Diagnostics) {
    let version = tree.get("openapi").and_then(Tree::as_str).unwrap_or_default();
    let needs_responses = version.starts_with("3.0");
    let mut check = Check { tree, needs_responses, seen: BTreeSet::new(), diagnostics };
    check.object(tree, &DOCUMENT, &Path::Root);
}

struct Check<'t, 'd> {
    tree: &'t Tree,
    needs_responses: bool,
    /// The parts of other files that were checked.
    seen: BTreeSet<Pointer>,
    diagnostics: &'d mut Diagnostics,
}

impl<'t> Check<'t, '_> {
    fn value(&mut self, value: &'t Tree, holds: &Holds, at: &Path<'_>) {
        match (holds, value) {
            (Holds::Object(object), _) => self.object(value, object, at),
            (Holds::List(object), Tree::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.object(item, object, &at.index(index));
                }
            }
            (Holds::Map(object), Tree::Object(members)) => {
                for (key, member) in members {
                    self.object(member, object, &at.key(key));
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, value: &'t Tree, object: &Object, at: &Path<'_>) {
        let Tree::Object(members) = value else { return };
        let reference = members.get("$ref").and_then(Tree::as_str);
        if let Some(reference) = reference {
            self.file(reference, object);
        }
        let mut has_slip = false;
        for (key, member) in members {
            match object.keys.iter().find(|(known, _)| *known == key) {
                Some((_, holds)) => self.value(member, holds, &at.key(key)),
                // Members next to a `$ref` are ignored anyway.
                None if reference.is_some() || key.starts_with("x-") => {}
                None => {
                    if let Some(meant) = meant(key, object, members) {
                        has_slip |= meant == "responses";
                        self.slip(key, meant, &at.key(key).pointer());
                    }
                }
            }
        }
        let is_operation = std::ptr::eq(object, &OPERATION);
        let lacks_responses = is_operation && !members.contains_key("responses") && !has_slip;
        if lacks_responses && self.needs_responses {
            let message = "the operation has no `responses`, so its response has no type";
            let help = "add `responses` with the status codes of the operation";
            let warning = Diagnostic::warning(Code::Missing, &at.pointer(), message);
            self.diagnostics.push(warning.help(help));
        }
    }

    /// Checks a part of another file that is used as this kind of object.
    fn file(&mut self, reference: &str, object: &Object) {
        let Some(pointer) = Pointer::from_reference(reference) else { return };
        let is_of_file = pointer.segments().next().is_some_and(|it| it == FILES);
        if is_of_file
            && self.seen.insert(pointer.clone())
            && let Some(value) = self.tree.pointer(pointer.as_str())
        {
            self.object(value, object, &Path::At(&pointer));
        }
    }

    fn slip(&mut self, key: &str, meant: &str, at: &Pointer) {
        let message = format!("OpenAPI has no `{key}` here, so it is ignored");
        let warning = Diagnostic::warning(Code::UnknownKey, at, message);
        self.diagnostics.push(warning.help(format!("did you mean `{meant}`?")));
    }
}

/// The key that was meant by one that is unknown; `None` if it resembles none, or that is there too.
fn meant(key: &str, object: &Object, members: &tree::Object) -> Option<&'static str> {
    let absent = object.keys.iter().map(|(known, _)| *known);
    let absent = absent.filter(|known| !members.contains_key(known));
    let distance = |known: &'static str| {
        let edits = match known.eq_ignore_ascii_case(key) {
            true => 0,
            false => strsim::osa_distance(known, key),
        };
        let (_, most) = EDITS.iter().find(|(length, _)| known.len() >= *length)?;
        (edits <= *most).then_some((edits, known))
    };
    absent.filter_map(distance).min().map(|(_, known)| known)
}
