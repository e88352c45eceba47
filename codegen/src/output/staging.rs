//! Writes new content under temporary names first, so that a failure leaves all files unchanged.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::folder::at;

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

impl Staging {
    /// Writes each text to a temporary file next to its target. If one cannot be written, removes
    /// everything that was written.
    pub(super) fn write<'t>(texts: impl Iterator<Item = (PathBuf, &'t str)>) -> io::Result<Self> {
        let mut staging = Self::default();
        for (target, text) in texts {
            if let Err(error) = staging.add(&target, text) {
                staging.undo();
                return Err(at(&target)(error));
            }
        }
        Ok(staging)
    }

    fn add(&mut self, target: &Path, text: &str) -> io::Result<()> {
        if let Some(folder) = target.parent() {
            self.create(folder)?;
        }
        // Two files may differ only in their extension.
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".tmp-{}", std::process::id()));
        let temporary = target.with_file_name(name);
        self.files.push(Staged { temporary: temporary.clone(), target: target.to_owned() });
        fs::write(temporary, text)
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
