//! The progress of a generation.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering::Relaxed};

/// The progress of a generation. Another thread may read it at the same time, to show it.
///
/// ```
/// use bessemer_codegen::{Progress, Stage};
///
/// let progress = Progress::default();
/// assert_eq!(progress.stage(), Stage::Reading);
/// assert_eq!(progress.files(), None);
/// ```
#[derive(Debug, Default)]
pub struct Progress {
    stage: AtomicU8,
    done: AtomicUsize,
    /// Zero if the stage does not count files.
    total: AtomicUsize,
}

/// A stage of a generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Reading the document.
    Reading,
    /// Deciding what the crate contains.
    Deciding,
    /// Printing and formatting files.
    Formatting,
    /// Comparing files with the folder, and writing them.
    Writing,
}

impl Stage {
    const ALL: [Self; 4] = [Self::Reading, Self::Deciding, Self::Formatting, Self::Writing];

    /// The stage as a word, for example `formatting`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Deciding => "deciding",
            Self::Formatting => "formatting",
            Self::Writing => "writing",
        }
    }
}

impl Progress {
    /// The current stage.
    pub fn stage(&self) -> Stage {
        Stage::ALL.get(usize::from(self.stage.load(Relaxed))).copied().unwrap_or(Stage::Writing)
    }

    /// The number of files that are done and the total in this stage; `None` if it does not count
    /// files.
    pub fn files(&self) -> Option<(usize, usize)> {
        let total = self.total.load(Relaxed);
        (total > 0).then(|| (self.done.load(Relaxed).min(total), total))
    }

    /// Starts a stage that handles so many files.
    pub(crate) fn start(&self, stage: Stage, files: usize) {
        self.total.store(0, Relaxed);
        self.done.store(0, Relaxed);
        self.stage.store(stage as u8, Relaxed);
        self.total.store(files, Relaxed);
    }

    /// Counts a file.
    pub(crate) fn file(&self) {
        self.done.fetch_add(1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_counts_its_own_files() {
        let progress = Progress::default();
        progress.start(Stage::Formatting, 2);
        progress.file();
        assert_eq!((progress.stage(), progress.files()), (Stage::Formatting, Some((1, 2))));
        progress.start(Stage::Writing, 0);
        assert_eq!((progress.stage(), progress.files()), (Stage::Writing, None));
        assert!(Stage::ALL.iter().enumerate().all(|(index, it)| *it as usize == index));
    }
}
