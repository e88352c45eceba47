//! The folder in which everything is generated and compiled.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::workspace::workspace;

/// The folder of all crates that are measured.
pub(super) fn folder() -> PathBuf {
    workspace().join("target/bench")
}

/// Creates a folder, or removes what it contains.
pub(super) fn empty(folder: &Path) -> Result<()> {
    let context = || format!("cannot empty {}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(context)?;
    }
    fs::create_dir_all(folder).with_context(context)
}
