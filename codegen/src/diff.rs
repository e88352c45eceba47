//! Compares two versions of a document and of the crate that is generated for it.
//!
//! Each [`Change`] has two impacts: on the wire, for whoever calls the server, and on the source, for
//! whoever calls the crate. A change of the source is breaking only if a [`Change::witness`] shows it: a
//! caller that compiles with the old crate and not with the new one.

mod change;
mod constraints;
mod found;
mod groups;
mod operations;
mod relation;
mod rule;
mod side;
mod source;
mod types;

use crate::surface::{Item, Surface};

pub use change::{Change, Impact};
use found::Found;
pub use groups::Group;
pub use rule::Rule;
pub(crate) use side::Side;
use source::{Former, Surfaces};

/// What changes from one version to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The changes, the worst first.
    pub changes: Vec<Change>,
    /// The name of the package.
    pub package: String,
    /// The version of the package before.
    pub version: String,
    /// Callers of the old crate.
    pub callers: Callers,
}

/// Callers of the old crate, each a function called `caller`, grouped by whether they compile with the
/// new crate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Callers {
    /// They compile with the new crate too.
    pub kept: Vec<String>,
    /// They do not compile with the new crate.
    pub broken: Vec<String>,
}

impl Callers {
    fn of(before: &[Item], after: &Surface, former: &Former) -> Self {
        let after = after.by_key();
        let is_kept = |item: &Item, caller: &String| {
            let now = after.get(&item.key());
            now.is_some_and(|it| source::is_kept(it, caller, former))
        };
        let all = before.iter().flat_map(|item| item.uses.iter().map(move |it| (item, it)));
        let (kept, broken): (Vec<_>, Vec<_>) = all.partition(|(item, it)| is_kept(item, it));
        let callers =
            |all: Vec<(&Item, &String)>| all.into_iter().map(|(_, it)| it.clone()).collect();
        Self { kept: callers(kept), broken: callers(broken) }
    }

    /// A Rust file with callers of the crate `package`: numbered functions, one per line.
    pub fn file<'c>(package: &str, callers: impl IntoIterator<Item = &'c String>) -> String {
        Surface::file(package, callers)
    }
}

impl Comparison {
    pub(crate) fn of(old: &Side<'_>, new: &Side<'_>) -> Self {
        let mut found = Found::default();
        operations::compare(old, new, &mut found);
        let former = source::former(new.api);
        let before = source::before(old, &former);
        let callers = Callers::of(&before, new.surface, &former);
        let known = source::former(old.api).into_keys().collect();
        let surfaces =
            Surfaces { old: old.surface, before: &before, new: new.surface, former, known };
        let mut changes = surfaces.join(found.into_changes());
        changes.sort_by(|one, other| {
            let rank = |it: &Change| (std::cmp::Reverse(it.wire.max(it.source)), it.rule);
            rank(one).cmp(&rank(other)).then_with(|| one.item.cmp(&other.item))
        });
        let package = &old.api.package;
        let (package, version) = (package.name.clone(), package.version.clone());
        Self { changes, package, version, callers }
    }

    /// The worst impact on the wire.
    pub fn wire(&self) -> Impact {
        self.changes.iter().map(|it| it.wire).max().unwrap_or_default()
    }

    /// The worst impact on callers of the crate.
    pub fn source(&self) -> Impact {
        self.changes.iter().map(|it| it.source).max().unwrap_or_default()
    }

    /// The changes in groups, the worst first.
    pub fn groups(&self) -> Vec<Group<'_>> {
        groups::of(&self.changes)
    }

    /// The version that the package needs, by the rules of Cargo: before 1.0 a breaking change raises the
    /// second number, and all others the third.
    pub fn next_version(&self) -> String {
        let numbers: Vec<u64> =
            self.version.splitn(3, '.').map(|it| it.parse().unwrap_or_default()).collect();
        let [major, minor, patch] = numbers[..] else { return self.version.clone() };
        let next = match (self.wire().max(self.source()), major) {
            (Impact::None, _) => (major, minor, patch),
            (Impact::Breaking, 0) => (0, minor + 1, 0),
            (Impact::Breaking, _) => (major + 1, 0, 0),
            (Impact::Compatible, 1..) => (major, minor + 1, 0),
            _ => (major, minor, patch + 1),
        };
        format!("{}.{}.{}", next.0, next.1, next.2)
    }

    /// A Rust file with the witnesses of the breaking changes; `None` if there are none. It compiles with
    /// the old crate, and not with the new one.
    pub fn witnesses(&self) -> Option<String> {
        let all: Vec<&String> = self.changes.iter().filter_map(|it| it.witness.as_ref()).collect();
        (!all.is_empty()).then(|| Surface::file(&self.package, all))
    }
}
