//! Writes new content under temporary names first, so that a failure leaves all files unchanged.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::folder::at;
use crate::threads;

/// The files with temporary names, and the folders that were created for them.
#[derive(Default)]
pub(super) struct Staging {
    files: Vec<Staged>,
    /// The created folders, from the outermost to the innermost.
    folders: Vec<PathBuf>,
}

struct Staged {
    temporary: PathBuf,
    target: PathBuf,
}

impl Staged {
    fn of(target: &Path) -> Self {
        // Two files may differ only in their extension.
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".tmp-{}", std::process::id()));
        Self { temporary: target.with_file_name(name), target: target.to_owned() }
    }
}

impl Staging {
    /// Writes each text to a temporary file next to its target. If one cannot be written, removes
    /// everything that was written. `written` is called for each file.
    pub(super) fn write(texts: &[(PathBuf, &str)], written: impl Fn() + Sync) -> io::Result<Self> {
        let mut staging = Self::default();
        match staging.add(texts, written) {
            Ok(()) => Ok(staging),
            Err(error) => {
                staging.undo();
                Err(error)
            }
        }
    }

    fn add(&mut self, texts: &[(PathBuf, &str)], written: impl Fn() + Sync) -> io::Result<()> {
        let folders: BTreeSet<&Path> = texts.iter().filter_map(|(it, _)| it.parent()).collect();
        for folder in folders {
            self.create(folder).map_err(at(folder))?;
        }
        self.files.extend(texts.iter().map(|(target, _)| Staged::of(target)));
        let files: Vec<_> = self.files.iter().zip(texts).collect();
        let all = threads::each(&files, |(file, (target, text))| {
            written();
            fs::write(&file.temporary, text).map_err(at(target))
        });
        all.into_iter().collect()
    }

    /// Creates a folder and its missing parents.
    fn create(&mut self, folder: &Path) -> io::Result<()> {
        let is_missing = |it: &&Path| !it.as_os_str().is_empty() && !it.exists();
        let missing: Vec<_> = folder.ancestors().take_while(is_missing).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// Renames every file to its final name.
    pub(super) fn finish(mut self) -> io::Result<()> {
        while let Some(file) = self.files.pop() {
            if let Err(error) = fs::rename(&file.temporary, &file.target) {
                let target = file.target.clone();
                self.files.push(file);
                self.undo();
                return Err(at(&target)(error));
            }
        }
        Ok(())
    }

    /// Removes what was written. An error here would hide the one that stopped the writing.
    fn undo(self) {
        for file in self.files {
            let _ = fs::remove_file(file.temporary);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
