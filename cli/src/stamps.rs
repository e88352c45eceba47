//! The files that a plan read, and whether they have changed since.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

/// The time of the last change and the size of a file; `None` if it cannot be read.
type Stamp = Option<(SystemTime, u64)>;

/// The files that were read.
#[derive(Default)]
pub(crate) struct Stamps(Mutex<BTreeMap<PathBuf, Stamp>>);

impl Stamps {
    /// Remembers a file. Call this before it is read, so that a change in between is noticed.
    pub(crate) fn note(&self, path: &Path) {
        self.files().insert(path.to_owned(), stamp(path));
    }

    /// Whether a file has changed since the last call, or since it was read.
    #[cfg(feature = "mock")]
    pub(crate) fn have_changed(&self) -> bool {
        let mut changed = false;
        for (path, known) in self.files().iter_mut() {
            let new = stamp(path);
            changed |= *known != new;
            *known = new;
        }
        changed
    }

    /// A panic of another thread leaves the files as they were.
    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Stamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stamp(path: &Path) -> Stamp {
    let file = fs::metadata(path).ok()?;
    Some((file.modified().ok()?, file.len()))
}
