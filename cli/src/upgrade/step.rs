//! One step of an upgrade: what it changes in the files, and in the public surface.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use bessemer_codegen::{Output, SURFACE_FILE};
use serde_json::{Value, json};

/// The number of lines that are shown.
const MAX_LINES: usize = 40;

/// The files of a crate.
pub(super) struct Contents(BTreeMap<String, String>);

impl Contents {
    pub(super) fn of(output: &Output) -> Self {
        Self(output.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect())
    }

    /// The files on disk, of those that a crate has or had.
    pub(super) fn of_folder(folder: &Path, output: &Output) -> Result<Self> {
        let changes = output.compare(folder)?;
        let changed: BTreeSet<&str> = changes.iter().map(|it| it.path.as_str()).collect();
        let Self(mut files) = Self::of(output);
        files.retain(|path, _| !changed.contains(path.as_str()));
        for path in changed {
            let file = folder.join(path);
            if file.exists() {
                let bytes =
                    fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                files.insert(path.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(Self(files))
    }

    fn surface(&self) -> BTreeSet<&str> {
        let text = self.0.get(SURFACE_FILE).map(String::as_str).unwrap_or_default();
        text.lines().filter(|it| !it.is_empty() && !it.starts_with('#')).collect()
    }
}

/// One step.
pub(super) struct Step {
    what: String,
    /// The files that change.
    files: Vec<String>,
    /// Lines of `api.txt`.
    added: Vec<String>,
    removed: Vec<String>,
}

impl Step {
    pub(super) fn between(before: &Contents, after: &Contents, what: String) -> Self {
        let paths: BTreeSet<&String> = before.0.keys().chain(after.0.keys()).collect();
        let files = paths.into_iter().filter(|it| before.0.get(*it) != after.0.get(*it));
        let (old, new) = (before.surface(), after.surface());
        let lines = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
            one.difference(other).map(|it| (*it).to_owned()).collect()
        };
        Self {
            what,
            files: files.cloned().collect(),
            added: lines(&new, &old),
            removed: lines(&old, &new),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub(super) fn text(&self, number: usize) -> String {
        let head = format!("Step {number}, {}", self.what);
        if self.is_empty() {
            return format!("{head}: nothing changes.");
        }
        let counts = match (self.removed.len(), self.added.len()) {
            (0, 0) => "the public items stay".to_owned(),
            (removed, added) => format!("public items: {removed} removed, {added} added"),
        };
        let mut lines = vec![format!("{head}: {} files change; {counts}.", self.files.len())];
        let removed = self.removed.iter().map(|it| format!("- {it}"));
        let all: Vec<String> =
            removed.chain(self.added.iter().map(|it| format!("+ {it}"))).collect();
        lines.extend(all.iter().take(MAX_LINES).cloned());
        if all.len() > MAX_LINES {
            lines.push(format!("and {} more; --format json lists all", all.len() - MAX_LINES));
        }
        lines.join("\n")
    }

    pub(super) fn json(&self, cause: &str) -> Value {
        json!({
            "cause": cause,
            "files": self.files,
            "api": {"added": self.added, "removed": self.removed},
        })
    }
}
