//! Which callers of a crate the next version of it breaks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
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
    let changed = before.changed_callers(after, PACKAGE);
    if changed.items.is_empty() {
        return Ok(Vec::new());
    }
    let out = workspace().join("target/replay");
    let package = out.join(PACKAGE);
    write(&package, files)?;
    fs::create_dir_all(package.join("examples"))?;
    fs::write(package.join("examples/callers.rs"), changed.text + "\nfn main() {}\n")?;
    let members = format!("[workspace]\nresolver = \"3\"\nmembers = [{PACKAGE:?}]\n");
    fs::write(out.join("Cargo.toml"), members)?;
    fs::copy(workspace().join("Cargo.lock"), out.join("Cargo.lock"))?;
    let said = check(&out)?;
    let items = broken_lines(&said).into_iter().filter_map(|it| changed.items.get(&it).cloned());
    Ok(items.collect::<BTreeSet<Item>>().into_iter().collect())
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

/// The messages of the compiler about the callers; an error if the crate itself does not compile.
fn check(out: &Path) -> Result<String> {
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command.args(arguments).args(["--quiet", "--message-format", "short"]).current_dir(out);
        command.env("CARGO_TARGET_DIR", out.join("target")).output().context("cannot run cargo")
    };
    let library = cargo(&["check"])?;
    if !library.status.success() {
        bail!("the crate does not compile:\n{}", String::from_utf8_lossy(&library.stderr));
    }
    let callers = cargo(&["check", "--example", "callers"])?;
    Ok(String::from_utf8_lossy(&callers.stderr).into_owned())
}

/// The lines of the callers with errors.
fn broken_lines(said: &str) -> BTreeSet<usize> {
    let errors = said.lines().filter(|it| it.contains(": error"));
    let line = |it: &str| it.split_once("callers.rs:")?.1.split(':').next()?.parse().ok();
    errors.filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_lines_of_callers() {
        let said = "replayed/examples/callers.rs:12:8: error[E0599]: no method\n\
                    replayed/examples/callers.rs:13:8: warning: unused\n\
                    error: could not compile `replayed` (example \"callers\")\n";
        assert_eq!(broken_lines(said), BTreeSet::from([12]));
    }
}
