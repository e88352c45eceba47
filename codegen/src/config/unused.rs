//! Entries of the configuration that match nothing in the document.

use std::collections::{BTreeMap, BTreeSet};

use super::Config;
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics, nearest},
    pointer::Pointer,
};

/// An entry that must match something.
struct Entry {
    at: Pointer,
    /// A description of what it matches.
    what: String,
    /// The key or pattern that is compared with what the document has.
    key: String,
}

impl Config {
    /// Remembers what the document has for the table or list `section`, to name what is similar to
    /// an entry that matches nothing.
    pub(super) fn know(&self, section: &str, name: &str) {
        let mut known = self.known.borrow_mut();
        let names = match known.get_mut(section) {
            Some(names) => names,
            None => known.entry(section.to_owned()).or_default(),
        };
        if !names.contains(name) {
            names.insert(name.to_owned());
        }
    }

    /// Reports each entry that matches nothing in the document.
    pub(crate) fn report_unused(&self, diagnostics: &mut Diagnostics) {
        let used = self.used.borrow();
        let entries = if self.allows_unused { Vec::new() } else { self.entries() };
        let all = entries.into_iter().chain(self.patterns());
        let unused: Vec<Entry> = all.filter(|it| !used.contains(&it.at)).collect();
        if self.is_selective() && !self.has_selected.get() && unused.is_empty() {
            let message = "`[include]` and `[exclude]` select no operation of the document";
            let at = Pointer::root().child(if self.file.include.is_some() {
                "include"
            } else {
                "exclude"
            });
            let error = Diagnostic::error(Code::UnusedConfig, &at, message);
            diagnostics.push(self.placed(error.help("select at least one operation")));
        }
        for Entry { at, what, key } in unused {
            let message = format!("the document has no {what}");
            let section = at.parent().unwrap_or_default();
            let known = self.known.borrow();
            let help = match known.get(section.as_str()).and_then(|names| similar(&key, names)) {
                Some(name) => format!("a similar one exists: `{name}`"),
                None if section.as_str() == "/schemas" => {
                    "remove this entry, or fix its key: the key of a component, or the place of another \
                     type, for example `#/paths/~1pets/post/responses~error`"
                        .to_owned()
                }
                None => "remove this entry, or fix its key".to_owned(),
            };
            // A tag of the command line has no place in the file.
            let at = if self.source.is_some() { at } else { Pointer::root() };
            let diagnostic = Diagnostic::error(Code::UnusedConfig, &at, message).help(help);
            diagnostics.push(self.placed(diagnostic));
        }
    }

    /// Every entry that must match something, but for the patterns.
    fn entries(&self) -> Vec<Entry> {
        fn keyed<T>(section: &str, what: &str, entries: &BTreeMap<String, T>) -> Vec<Entry> {
            let at = Pointer::root().child(section);
            let entry = |key: &String| Entry {
                at: at.child(key),
                what: format!("{what} `{key}`"),
                key: key.clone(),
            };
            entries.keys().map(entry).collect()
        }
        let paging = self.file.paging.iter().enumerate().map(|(index, paging)| Entry {
            at: Pointer::root().child("paging").index(index),
            what: match &paging.cursor {
                Some(cursor) => {
                    format!("listing with a `{cursor}` parameter and `{}`", paging.items)
                }
                None => format!("listing with `{}`", paging.items),
            },
            key: String::new(),
        });
        let webhooks = self.file.webhooks.iter().map(|_| Entry {
            at: super::webhooks::at(),
            what: "webhooks".to_owned(),
            key: String::new(),
        });
        let poll = self.file.poll.iter().enumerate().map(|(index, poll)| Entry {
            at: Pointer::root().child("poll").index(index),
            what: format!("pair of operations `{}` and `{}`", poll.start, poll.read),
            key: String::new(),
        });
        [
            keyed("credentials", "used security scheme", &self.file.credentials),
            keyed("servers", "selectable server", &self.file.servers),
            keyed("operations", "operation", &self.file.operations),
            keyed("resources", "resource", &self.file.resources),
            keyed("schemas", "used schema", &self.file.schemas),
        ]
        .into_iter()
        .flatten()
        .chain(self.members())
        .chain(webhooks)
        .chain(poll)
        .chain(paging)
        .collect()
    }

    /// The members of entries that must match something themselves.
    fn members(&self) -> impl Iterator<Item = Entry> + '_ {
        let renamed = self.file.schemas.iter().filter(|(_, schema)| schema.write_name.is_some());
        let write_names = renamed.map(|(key, _)| Entry {
            at: super::write_name(key),
            what: format!("schema `{key}` with different request and response types"),
            key: String::new(),
        });
        let bodies = self.file.operations.iter().filter_map(|(id, operation)| {
            let key = operation.body.clone()?;
            let what = format!("body with the media type `{key}` for the operation `{id}`");
            Some(Entry { at: super::body(id), what, key })
        });
        let variants = self.file.schemas.iter().flat_map(|(schema, it)| {
            it.variants.keys().map(move |key| Entry {
                at: super::variants(schema).child(key),
                what: format!("value or alternative `{key}` of the schema `{schema}`"),
                key: key.clone(),
            })
        });
        write_names.chain(bodies).chain(variants)
    }

    /// The patterns of `[include]` and `[exclude]`.
    fn patterns(&self) -> Vec<Entry> {
        let mut all = Vec::new();
        let tables = [("include", &self.file.include), ("exclude", &self.file.exclude)];
        for (table, selection) in tables {
            for (key, patterns, what) in selection.iter().flat_map(|it| it.patterns()) {
                let at = Pointer::root().child(table).child(key);
                all.extend(patterns.iter().enumerate().map(|(index, pattern)| Entry {
                    at: at.index(index),
                    what: format!("{what} `{pattern}`"),
                    key: pattern.clone(),
                }));
            }
        }
        all
    }
}

/// The name that is similar to a key or pattern.
fn similar<'n>(key: &str, names: &'n BTreeSet<String>) -> Option<&'n str> {
    if !key.contains('*') {
        return nearest(key, names.iter().map(String::as_str));
    }
    let shapes: BTreeMap<String, &str> = names.iter().map(|it| (shape(it), it.as_str())).collect();
    shapes.get(nearest(key, shapes.keys().map(String::as_str))?).copied()
}

/// A path with wildcards instead of parameters.
fn shape(path: &str) -> String {
    let is_parameter = |it: &str| it.starts_with('{') && it.ends_with('}');
    let segments = path.split('/').map(|it| if is_parameter(it) { "*" } else { it });
    segments.collect::<Vec<_>>().join("/")
}
