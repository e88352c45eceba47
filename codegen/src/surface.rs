//! The public surface of a generated crate: every item that its callers may use.
//!
//! Reviewers read it in `api.txt`, which has one item per line. It can be compared with the surface of
//! another version. It also writes callers: functions that compile as long as an item does not change.

mod calls;
mod client;
mod item;
mod spell;
mod types;
pub(crate) mod wire;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::model::Api;

pub(crate) use calls::{method_path, parameter_path};
pub use item::Item;
pub(crate) use item::ItemKind;
pub(crate) use spell::ty as spelled;
pub(crate) use types::field_path;

/// The name of the file, next to the manifest.
pub const FILE: &str = "api.txt";

/// Room for the first line of the file, so that the text, which is large, is not copied for it.
const FIRST_LINE: usize = 256;

/// The public surface of a generated crate, sorted. Its text has one item per line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    items: Vec<Item>,
}

/// The text of `api.txt`, which is that of the [`Surface`]. The items take several times the memory of
/// their lines.
pub(crate) fn text(api: &Api) -> String {
    let mut lines = Lines(Vec::new());
    add(api, &mut lines, false);
    lines.0.sort_unstable_by(|one, other| (one.key(), &one.text).cmp(&(other.key(), &other.text)));
    lines.0.dedup_by(|one, other| one.key() == other.key());
    let size: usize = lines.0.iter().map(|it| it.text.len() + 1).sum();
    // Each line is freed when the text has it.
    let text = String::with_capacity(FIRST_LINE + size);
    lines.0.into_iter().fold(text, |text, line| text + &line.text + "\n")
}

/// The lines of the items.
struct Lines(Vec<Line>);

struct Line {
    /// The path and the signature.
    text: String,
    /// The length of the path.
    path: usize,
    kind: ItemKind,
}

impl Line {
    fn key(&self) -> (&str, ItemKind) {
        (&self.text[..self.path], self.kind)
    }
}

impl Extend<Item> for Lines {
    fn extend<I: IntoIterator<Item = Item>>(&mut self, items: I) {
        self.0.extend(items.into_iter().map(|it| Line {
            text: [it.path.as_str(), &it.signature].concat(),
            path: it.path.len(),
            kind: it.kind,
        }));
    }
}

/// Adds all items. Those of types have callers only if that is asked for: they are most of all items.
fn add(api: &Api, items: &mut impl Extend<Item>, has_callers: bool) {
    client::add(api, items);
    calls::add(api, items);
    types::add(api, items, has_callers);
}

impl Surface {
    pub(crate) fn of(api: &Api) -> Self {
        let mut items = Vec::new();
        add(api, &mut items, true);
        items.sort();
        items.dedup_by(|one, other| one.path == other.path && one.kind == other.kind);
        Self { items }
    }

    /// The items, sorted by path.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }

    /// The items by path and kind.
    pub(crate) fn by_key(&self) -> BTreeMap<(&str, ItemKind), &Item> {
        self.items.iter().map(|it| (it.key(), it)).collect()
    }

    /// A Rust file that uses every item of the crate `package`, each in a function of its own. It
    /// compiles with a later version of the crate if that version breaks no caller.
    pub fn callers(&self, package: &str) -> String {
        Self::file(package, self.items.iter().flat_map(|it| &it.uses))
    }

    /// The callers of this crate that a later version does not have in the same form, each with the
    /// item that it uses. All other callers are also callers of the later version, so they compile
    /// with it.
    pub fn changed_callers(&self, later: &Self) -> Vec<(&Item, &String)> {
        let known: BTreeSet<&String> = later.items.iter().flat_map(|it| &it.uses).collect();
        let all = self.items.iter().flat_map(|item| item.uses.iter().map(move |it| (item, it)));
        all.filter(|(_, caller)| !known.contains(caller)).collect()
    }

    /// A Rust file of callers of the crate `package`.
    pub(crate) fn file<'c>(package: &str, callers: impl IntoIterator<Item = &'c String>) -> String {
        let mut text = preamble(package);
        for (index, caller) in callers.into_iter().enumerate() {
            text.push_str(&format!("\n{}\n", numbered(caller, index)));
        }
        text
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.iter().try_for_each(|it| writeln!(f, "{}{}", it.path, it.signature))
    }
}

/// The start of a file with callers.
fn preamble(package: &str) -> String {
    let name = package.replace('-', "_");
    format!(
        "//! Callers of the crate `{package}`, each of which uses one item.\n\n\
         #![allow(\n    dead_code,\n    deprecated,\n    unreachable_patterns,\n    unused_imports,\n    \
         clippy::all,\n    reason = \"a caller only has to compile\"\n)]\n\n\
         use std::collections::BTreeMap;\n\n\
         use {name} as api;\n\
         use {name}::{{Client, ClientBuilder, Error, resources, runtime, types}};\n"
    )
}

/// A caller with a name of its own.
fn numbered(caller: &str, index: usize) -> String {
    caller.replacen("fn caller", &format!("fn caller_{index}"), 1)
}
