//! Which callers of a crate the next version of it breaks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use bessemer::callers::failing;
use bessemer_codegen::{Item, Surface};

use crate::workspace::workspace;

/// The name of the crate of each version.
pub(crate) const PACKAGE: &str = "replayed";
/// The path of the runtime, relative to the crate.
pub(crate) const RUNTIME: &str = "../../../runtime";

/// Compiles the callers of `before` with the files of the next version, whose surface is `after`. Returns
/// the items whose callers do not compile.
pub(crate) fn broken(
    before: &Surface,
    after: &Surface,
    files: &BTreeMap<String, String>,
) -> Result<Vec<Item>> {
    let (items, callers): (Vec<&Item>, Vec<String>) =
        before.changed_callers(after).into_iter().map(|(item, it)| (item, it.clone())).unzip();
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let out = workspace().join("target/replay");
    write(&out.join(PACKAGE), files)?;
    fs::copy(workspace().join("Cargo.lock"), out.join("Cargo.lock"))?;
    let failed = failing(&out, PACKAGE, &out.join("target"), &callers)?;
    let items: BTreeSet<&Item> = failed.into_iter().map(|index| items[index]).collect();
    Ok(items.into_iter().cloned().collect())
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
