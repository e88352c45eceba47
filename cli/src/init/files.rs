//! Writes files, and remembers what it wrote.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The files of a run.
pub(super) struct Files {
    root: PathBuf,
    force: bool,
    created: Vec<String>,
    changed: Vec<String>,
    kept: Vec<String>,
}

impl Files {
    pub(super) fn new(root: &Path, force: bool) -> Self {
        let (created, changed, kept) = Default::default();
        Self { root: root.to_owned(), force, created, changed, kept }
    }

    /// The text of a file; `None` if it does not exist.
    pub(super) fn read(&self, path: &str) -> Result<Option<String>> {
        let full = self.root.join(path);
        if !full.exists() {
            return Ok(None);
        }
        fs::read_to_string(&full)
            .map(Some)
            .with_context(|| format!("cannot read {}", full.display()))
    }

    /// Creates a file. One that exists is kept, unless it may be overwritten.
    pub(super) fn write(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let full = self.root.join(path);
        match fs::read(&full) {
            Ok(old) if old == bytes => self.kept.push(path.to_owned()),
            Ok(_) if !self.force => self.kept.push(path.to_owned()),
            Ok(_) => self.put(path, bytes)?,
            Err(_) => self.put(path, bytes)?,
        }
        Ok(())
    }

    /// Changes a part of a file, or creates it.
    pub(super) fn put(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let full = self.root.join(path);
        let is_new = !full.exists();
        let cannot = || format!("cannot write {}", full.display());
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder).with_context(cannot)?;
        }
        fs::write(&full, bytes).with_context(cannot)?;
        if is_new { &mut self.created } else { &mut self.changed }.push(path.to_owned());
        Ok(())
    }

    /// The outcome for each file. `generated` is the number of files of the crate that were written.
    pub(super) fn summary(&self, generated: usize) -> String {
        let lines = |word: &str, paths: &[String]| -> String {
            paths.iter().map(|path| format!("{word} {path}\n")).collect()
        };
        let created = lines("created", &self.created);
        let changed = lines("changed", &self.changed);
        let kept = lines("kept", &self.kept);
        match (created.is_empty() && changed.is_empty(), generated) {
            (true, 0) => "nothing changed: all files exist, and the crate is up to date".to_owned(),
            _ => format!("{created}{changed}{kept}wrote {generated} files of the generated crate"),
        }
    }
}
