//! Why a crate on disk is not the one that is generated.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, ChangeKind};
use crate::lock::{self, Limits, Provenance};

/// Why a crate on disk is not the one that is generated. The first are those that need a decision before
/// the crate is generated again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cause {
    /// Files were edited by hand after they were generated.
    Edited,
    /// Files were added by hand.
    Extra,
    /// The lock was edited, or merged from two branches.
    Lock,
    /// More operations or positions have no code than the lock allows.
    Growth,
    /// Generated files were removed.
    Missing,
    /// The document is another one.
    Document,
    /// The configuration is another one.
    Configuration,
    /// The generator is another one.
    Generator,
    /// The lock does not say from what the crate was generated.
    Unknown,
}

impl Cause {
    /// All causes, in the order of [`Cause`].
    pub const ALL: &[Self] = &[
        Self::Edited,
        Self::Extra,
        Self::Lock,
        Self::Growth,
        Self::Missing,
        Self::Document,
        Self::Configuration,
        Self::Generator,
        Self::Unknown,
    ];

    /// The cause in a word, `edited`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Extra => "extra",
            Self::Lock => "lock",
            Self::Growth => "growth",
            Self::Missing => "missing",
            Self::Document => "document",
            Self::Configuration => "configuration",
            Self::Generator => "generator",
            Self::Unknown => "unknown",
        }
    }
}

/// The causes, each with the files that it concerns. `before` is the provenance of the crate on disk.
pub(super) fn causes(
    now: &Provenance,
    before: &Provenance,
    changes: &[Change],
    has_grown: bool,
) -> Vec<(Cause, Vec<String>)> {
    let mut found: BTreeMap<Cause, Vec<String>> = BTreeMap::new();
    let is_recorded = !before.files.is_empty();
    let mut follows = Vec::new();
    for change in changes {
        let cause = of_file(before, change);
        let files = cause.map_or(&mut follows, |it| found.entry(it).or_default());
        files.push(change.path.clone());
    }
    if has_grown {
        found.insert(Cause::Growth, Vec::new());
    }
    let inputs = inputs(now, before);
    if is_recorded && !before.is_merged {
        found.extend(inputs.iter().map(|it| (*it, follows.clone())));
    }
    let is_explained = is_recorded && (!inputs.is_empty() || found.contains_key(&Cause::Lock));
    if !follows.is_empty() && !is_explained {
        // The same inputs give the same files, but for another build of the same version.
        let cause = if is_recorded { Cause::Generator } else { Cause::Unknown };
        found.entry(cause).or_default().extend(follows);
    }
    found.into_iter().collect()
}

/// The cause of the difference of one file; `None` if it follows from what the crate is made from.
fn of_file(before: &Provenance, change: &Change) -> Option<Cause> {
    let known = before.files.get(&change.path);
    let is_recorded = !before.files.is_empty();
    match &change.hash {
        None => (known.is_some() || !is_recorded).then_some(Cause::Missing),
        Some(_) if !is_recorded => None,
        Some(_) if change.path == lock::FILE => {
            let is_own = known == Some(&before.entries) && !before.is_merged;
            (!is_own).then_some(Cause::Lock)
        }
        Some(_) if before.is_merged => None,
        hash if hash.as_ref() == known => None,
        Some(_) if known.is_none() && change.kind == ChangeKind::Stale => Some(Cause::Extra),
        Some(_) => Some(Cause::Edited),
    }
}

/// What the crate is made from now, and was not before.
fn inputs(now: &Provenance, before: &Provenance) -> BTreeSet<Cause> {
    let pairs = [
        (Cause::Document, &now.document, &before.document),
        (Cause::Configuration, &now.config, &before.config),
        (Cause::Generator, &now.generator, &before.generator),
    ];
    pairs.into_iter().filter(|(_, now, before)| now != before).map(|it| it.0).collect()
}

/// What of the document has no code, and is more than the limits, each counted: `3 positions without a type (accepted: 1)`.
pub(super) fn growth(skipped: usize, untyped: usize, limits: Limits) -> Vec<String> {
    let all = [
        ("operation without a method", "operations without a method", skipped, limits.skipped),
        ("position without a type", "positions without a type", untyped, limits.untyped),
    ];
    let grown = all.into_iter().filter_map(|(one, many, now, limit)| {
        let limit = limit.filter(|it| now > *it)?;
        Some(format!("{now} {} (accepted: {limit})", if now == 1 { one } else { many }))
    });
    grown.collect()
}
