//! What a generation was made from: the last section of a lock.
//!
//! From it, a later check tells why a crate is not up to date. It decides no name, so its lines are
//! comments for the rest of the lock. It has one line for each file, so that two branches that change
//! different files can be merged.

use std::{collections::BTreeMap, fmt};

use crate::hash::Hash;

/// How each line of this section starts.
const MARK: &str = "#: ";

/// What a generation was made from, and what it wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Provenance {
    /// The hash of the document, with the files and overlays that are part of it.
    pub(crate) document: Option<String>,
    /// The hash of the configuration, with the flags that replace its entries.
    pub(crate) config: Option<String>,
    /// The version of the generator.
    pub(crate) generator: Option<String>,
    /// The hash of each file, and of the entries of the lock itself.
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) limits: Limits,
    /// Whether some lines contradict each other, as after a merge of two branches.
    pub(crate) is_merged: bool,
    /// The hash of the entries that were read with this section.
    pub(crate) entries: String,
}

/// How many parts of the document may have no code. A generation lowers the limits, and never raises
/// them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The operations without a method.
    pub(crate) skipped: Option<usize>,
    /// The positions without a type.
    pub(crate) untyped: Option<usize>,
}

impl Limits {
    /// The smaller limits.
    pub(crate) fn at_most(self, skipped: usize, untyped: usize) -> Self {
        let least = |limit: Option<usize>, now: usize| Some(limit.map_or(now, |it| now.min(it)));
        Self { skipped: least(self.skipped, skipped), untyped: least(self.untyped, untyped) }
    }
}

impl Provenance {
    /// Reads this section of a lock. Malformed lines count as absent. Of a merge conflict, the lines of
    /// both sides are read.
    pub(super) fn read(text: &str) -> Self {
        let mut provenance = Self::default();
        let mut is_base = false;
        for line in text.lines() {
            match line.get(..7) {
                Some("|||||||") => is_base = true,
                Some("=======") => is_base = false,
                _ if is_base => {}
                _ => {
                    let _ = line.trim_end().strip_prefix(MARK).and_then(|it| provenance.add(it));
                }
            }
        }
        if provenance != Self::default() {
            provenance.entries = Self::hash_of(text);
        }
        provenance
    }

    /// Adds a line; `None` if it is malformed.
    fn add(&mut self, line: &str) -> Option<()> {
        let (kind, value) = line.split_once(' ')?;
        let known = match kind {
            "config" => self.config.replace(value.to_owned()),
            "document" => self.document.replace(value.to_owned()),
            "generator" => self.generator.replace(value.to_owned()),
            "file" => {
                let (hash, path) = value.split_once(' ')?;
                let known = self.files.insert(path.to_owned(), hash.to_owned());
                self.is_merged |= known.is_some_and(|it| it != hash);
                None
            }
            "skipped" => return lower(&mut self.limits.skipped, value),
            "untyped" => return lower(&mut self.limits.untyped, value),
            _ => return None,
        };
        self.is_merged |= known.is_some_and(|it| it != value);
        Some(())
    }

    /// The hash of the entries in the text of a lock: of all lines but comments.
    pub(crate) fn hash_of(text: &str) -> String {
        let lines = text.lines().map(str::trim);
        lines
            .filter(|it| !it.is_empty() && !it.starts_with('#'))
            .fold(Hash::new(), Hash::text)
            .hex()
    }
}

/// Of two branches, the one with the lower limit decides.
fn lower(limit: &mut Option<usize>, value: &str) -> Option<()> {
    let value: usize = value.parse().ok()?;
    *limit = Some(limit.map_or(value, |it| value.min(it)));
    Some(())
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = [
            ("config", &self.config),
            ("document", &self.document),
            ("generator", &self.generator),
        ];
        for (kind, value) in own.into_iter().filter_map(|(kind, it)| Some((kind, it.as_deref()?))) {
            writeln!(f, "{MARK}{kind} {value}")?;
        }
        let limits = [("skipped", self.limits.skipped), ("untyped", self.limits.untyped)];
        for (kind, limit) in limits.into_iter().filter_map(|(kind, it)| Some((kind, it?))) {
            writeln!(f, "{MARK}{kind} {limit}")?;
        }
        self.files.iter().try_for_each(|(path, hash)| writeln!(f, "{MARK}file {hash} {path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written() {
        let text = "#: config 1\n#: document 2\n#: generator 0.1.0\n#: skipped 0\n#: untyped 12\n\
                    #: file 3 src/a b.rs\n";
        assert_eq!(Provenance::read(text).to_string(), text);
    }

    #[test]
    fn two_branches_are_told_by_their_contradictions() {
        let is_merged = |text: &str| Provenance::read(text).is_merged;
        assert!(!is_merged("#: file 1 a\n#: file 2 b\n#: file 1 a"));
        assert!(is_merged("#: file 1 a\n#: file 2 a"));
        assert!(is_merged("#: document 1\n#: document 2"));
        assert!(!is_merged("||||||| base\n#: document 1\n=======\n#: document 2"));
        let merged = Provenance::read("#: skipped 3\n#: skipped 2");
        assert_eq!((merged.limits.skipped, merged.is_merged), (Some(2), false));
    }

    #[test]
    fn malformed_lines_are_absent() {
        let text = "#: document\n#: skipped many\n#: file 1\n#: other 1\n# document 1";
        assert_eq!(Provenance::read(text), Provenance::default());
    }

    #[test]
    fn the_entries_hash_without_comments() {
        let hash = Provenance::hash_of("# a\n\nlock 1\ntype A = A\n\n#: document 1\n");
        assert_eq!(hash, Provenance::hash_of("lock 1\r\ntype A = A\r\n"));
        assert_ne!(hash, Provenance::hash_of("lock 1\ntype A = B\n"));
        assert_ne!(hash, Provenance::hash_of("lock 1\n<<<<<<< ours\ntype A = A\n"));
    }
}
