//! What a crate has, and the next one does not have in the same place.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use bessemer_codegen::{NameEntry, NameKind, Output, Pointer};

use super::source::{Made, file};

/// The file with the settings of the client.
const CLIENT: &str = "src/client.rs";

/// An item that another crate does not have.
#[derive(Debug)]
pub(super) struct Moved {
    /// The file that declares it, and its name there.
    item: (String, String),
    what: String,
}

impl Moved {
    /// Whether both of two branches need what the base does not have: the same name, the same file, or new
    /// settings of the client. Then the first branch in the lock decides.
    pub(super) fn is_of_both(&self, [one, base, other]: [&Output; 3]) -> bool {
        let (path, _) = &self.item;
        let has_file = |it: &Output| it.files().any(|(known, _)| known == path);
        let has_item = |it: &Output| declarations(it).contains_key(&self.item);
        let is_new = |has: &dyn Fn(&Output) -> bool| has(one) && has(other) && !has(base);
        let own = |it: &Output| declarations(it).into_keys().filter(|it| it.0 == CLIENT).count();
        let is_setting = path == CLIENT && own(one).min(own(other)) > own(base) && !has_item(base);
        is_new(&has_file) || is_new(&has_item) || is_setting
    }
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.item.0, self.what)
    }
}

/// The names, declarations and features that another crate does not have, or has in another file. A type
/// that is now declared in another way, such as a base with its first subtype, has not moved.
pub(super) fn names(before: &Made, after: &Made) -> Vec<Moved> {
    let (old, new) = (declarations(&before.output), declarations(&after.output));
    let is_other = |path: &str, name: &str| {
        let kind = |all: &BTreeMap<_, _>| all.get(&(path.to_owned(), name.to_owned())).copied();
        kind(&old).is_some_and(|it: &str| kind(&new).is_some_and(|now| it != now))
    };
    let other: BTreeSet<&String> =
        old.keys().filter(|(path, name)| is_other(path, name)).map(|(path, _)| path).collect();
    let (names, known) = (before.model.names(), after.model.names());
    let known: BTreeSet<_> = known.iter().map(identity).collect();
    let gone = names.iter().filter(|it| !known.contains(&identity(it)));
    let gone = gone.map(|it| Moved {
        item: (
            before.output.locate(&path_of(it)).map_or_else(String::new, |(path, _)| path),
            it.name.clone(),
        ),
        what: format!("{} at {} has another name", it.name, it.pointer),
    });
    let absent = old.iter().filter(|(item, _)| !new.contains_key(*item));
    let absent = absent.map(|(item, kind)| Moved {
        item: item.clone(),
        what: format!("`{kind} {}` is gone", item.1),
    });
    let known = features(&after.output);
    let features = features(&before.output).into_iter().filter(|it| !known.contains(it));
    let features = features.map(|it| Moved {
        item: ("Cargo.toml".to_owned(), it.to_owned()),
        what: format!("the feature {it} is gone"),
    });
    let all = gone.chain(absent).filter(|it| !other.contains(&it.item.0));
    all.chain(features).collect()
}

/// What a name belongs to. A variant may now be selected by another value, and positions in lists change.
fn identity(entry: &NameEntry) -> (NameKind, Vec<String>, &str) {
    let place = match entry.kind {
        NameKind::Variant => entry.pointer.parent().and_then(|it| it.parent()),
        _ => Some(entry.pointer.clone()),
    };
    let segments = place.iter().flat_map(Pointer::segments);
    let place = segments.map(|it| if it.parse::<usize>().is_ok() { String::new() } else { it });
    (entry.kind, place.collect(), &entry.name)
}

/// The path of an item in `api.txt`.
fn path_of(entry: &NameEntry) -> String {
    match entry.kind {
        NameKind::Call => entry.name.clone(),
        _ => format!("types::{}", entry.name),
    }
}

/// The public items of a crate by file and name, each with its kind.
fn declarations(output: &Output) -> BTreeMap<(String, String), &str> {
    let files = output.files().filter(|(path, _)| path.ends_with(".rs"));
    let declared = files.flat_map(|(path, text)| {
        let lines = text.lines().map(str::trim).filter(|it| it.starts_with("pub "));
        let items = lines.filter_map(|line| {
            let (kind, rest) = line.strip_prefix("pub ")?.split_once(' ')?;
            let is_item = ["struct", "enum", "type", "fn", "const", "trait"].contains(&kind);
            let end = rest.find(['(', '<', '{', '=', ':', ';', ' ']).unwrap_or(rest.len());
            is_item.then(|| (rest[..end].to_owned(), kind))
        });
        items.map(move |(name, kind)| ((path.to_owned(), name), kind))
    });
    declared.collect()
}

/// The cargo features of a crate.
fn features(output: &Output) -> BTreeSet<&str> {
    let manifest = file(output, "Cargo.toml");
    let section = manifest.split_once("[features]\n").map_or("", |(_, rest)| rest);
    let lines = section.lines().take_while(|it| !it.is_empty());
    lines.filter_map(|it| it.split_once(" = ").map(|(name, _)| name)).collect()
}
