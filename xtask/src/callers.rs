//! Compiles callers with a crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::workspace::workspace;

/// The name of the crate of each version.
pub(crate) const PACKAGE: &str = "replayed";
/// The path of the runtime, relative to the crate.
pub(crate) const RUNTIME: &str = "../../../runtime";

/// The callers that do not compile with the files of a crate, by index.
pub(crate) fn failing(
    callers: &[String],
    files: &BTreeMap<String, String>,
) -> Result<BTreeSet<usize>> {
    if callers.is_empty() {
        return Ok(BTreeSet::new());
    }
    let out = workspace().join("target/replay");
    write(&out.join(PACKAGE), files)?;
    fs::copy(workspace().join("Cargo.lock"), out.join("Cargo.lock"))?;
    bessemer::callers::failing(&out, PACKAGE, &out.join("target"), callers)
}

/// Writes the files of a crate, and removes those of another version.
fn write(package: &Path, files: &BTreeMap<String, String>) -> Result<()> {
    if package.exists() {
        fs::remove_dir_all(package)
            .with_context(|| format!("cannot remove {}", package.display()))?;
    }
    for (path, text) in files {
        let path = package.join(path);
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
