//! Writes new content under temporary names first, so that a failure leaves all files unchanged. A new folder
//! appears with all its files.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::folder::at;
use crate::threads;

/// What has a temporary name, and what was created.
#[derive(Default)]
pub(super) struct Staging {
    /// Each file; or their folder, if there was none.
    staged: Vec<Staged>,
    files: Vec<PathBuf>,
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
    /// Writes texts, each with its path below `folder`, under temporary names. If one cannot be written,
    /// removes everything that was written. `written` is called for each file.
    pub(super) fn write(
        folder: &Path,
        texts: &[(&str, &str)],
        written: impl Fn() + Sync,
    ) -> io::Result<Self> {
        let mut staging = Self::default();
        match staging.add(folder, texts, written) {
            Ok(()) => Ok(staging),
            Err(error) => {
                staging.undo();
                Err(error)
            }
        }
    }

    fn add(
        &mut self,
        folder: &Path,
        texts: &[(&str, &str)],
        written: impl Fn() + Sync,
    ) -> io::Result<()> {
        let is_new = !folder.exists() && folder.file_name().is_some() && !texts.is_empty();
        if is_new {
            // Without a `.` at its end, which is no name.
            let whole = Staged::of(&folder.components().collect::<PathBuf>());
            self.files = texts.iter().map(|(path, _)| whole.temporary.join(path)).collect();
            self.staged.push(whole);
        } else {
            self.staged = texts.iter().map(|(path, _)| Staged::of(&folder.join(path))).collect();
            self.files = self.staged.iter().map(|it| it.temporary.clone()).collect();
        }
        let folders: BTreeSet<PathBuf> =
            self.files.iter().filter_map(|it| it.parent()).map(Path::to_owned).collect();
        for new in folders {
            self.create(&new).map_err(at(folder))?;
        }
        let files: Vec<_> = self.files.iter().zip(texts).collect();
        let all = threads::each(&files, |(file, (path, text))| {
            written();
            fs::write(file, text).map_err(at(&folder.join(path)))
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

    /// Gives everything its final name.
    pub(super) fn finish(mut self) -> io::Result<()> {
        while let Some(Staged { temporary, target }) = self.staged.pop() {
            if let Err(error) = fs::rename(temporary, &target) {
                self.undo();
                return Err(at(&target)(error));
            }
        }
        Ok(())
    }

    /// Removes what was written and has no final name. An error here would hide the one that stopped the
    /// writing.
    fn undo(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
