//! The documents that the generators are measured with.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::corpus;

/// The documents that the generators are compared with: their names in tables and their file names.
const COMPARED: [(&str, &str); 2] = [("OpenAI", "openai.yaml"), ("GitHub", "github.json")];

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
}

impl Subject {
    pub(super) fn new(name: &str, path: PathBuf) -> Result<Self> {
        let found = fs::metadata(&path).with_context(|| format!("cannot read {}", path.display()));
        Ok(Self { name: name.to_owned(), bytes: found?.len(), path })
    }
}

/// All documents below the folders, smallest first.
pub(super) fn below(folders: &[PathBuf]) -> Result<Vec<Subject>> {
    let mut paths = Vec::new();
    for folder in folders {
        corpus::collect(folder, &mut paths)?;
    }
    let subject = |path: PathBuf| Subject::new(&file_name(&path), fs::canonicalize(&path)?);
    let mut subjects = paths.into_iter().map(subject).collect::<Result<Vec<_>>>()?;
    subjects.sort_by(|a, b| (a.bytes, &a.path).cmp(&(b.bytes, &b.path)));
    Ok(subjects)
}

/// The documents that the generators are compared with.
pub(super) fn compared(all: &[Subject]) -> Result<Vec<Subject>> {
    let named = |(name, file): (&str, &str)| {
        let found = all.iter().find(|it| it.name == file);
        let found = found.with_context(|| format!("no folder contains {file}"))?;
        Ok(Subject { name: name.to_owned(), ..found.clone() })
    };
    COMPARED.into_iter().map(named).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
