//! Files as they were in a revision of a Git repository.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::paths;

/// A revision of the repository of a folder.
pub(crate) struct Revision {
    root: PathBuf,
    name: String,
}

impl Revision {
    /// A revision by its name; without one, that at which the branch left `main`.
    pub(crate) fn of(root: &Path, name: Option<&str>) -> Result<Self> {
        let name = match name {
            Some(name) => known(root, name)?,
            None => merge_base(root)?,
        };
        Ok(Self { root: root.to_owned(), name })
    }

    /// The name: a commit, if it was not given.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A file as it was.
    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>> {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        git(&self.root, &["show", &format!("{}:./{}", self.name, paths::slashes(path))])
    }
}

fn is_repository(root: &Path) -> bool {
    git(root, &["rev-parse", "--git-dir"]).is_ok()
}

fn has_commit(root: &Path, name: &str) -> bool {
    git(root, &["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]).is_ok()
}

/// The name of a revision, if there is one with this name.
fn known(root: &Path, name: &str) -> Result<String> {
    if has_commit(root, name) {
        return Ok(name.to_owned());
    }
    if !is_repository(root) {
        bail!("this folder is not in a Git repository; run `git init` and commit")
    }
    bail!("the Git repository has no commit `{name}`")
}

/// Usual names of the main branch.
const MAIN: [&str; 5] = ["main", "origin/main", "origin/HEAD", "master", "origin/master"];

/// The revision at which this branch left the main branch.
fn merge_base(root: &Path) -> Result<String> {
    for main in MAIN {
        if let Ok(base) = git(root, &["merge-base", "HEAD", main]) {
            return Ok(String::from_utf8_lossy(&base).trim().to_owned());
        }
    }
    if !is_repository(root) {
        bail!(
            "this folder is not in a Git repository; run `git init` and commit, or use --old and --new"
        )
    }
    if !has_commit(root, "HEAD") {
        bail!(
            "the Git repository has no commit to compare with; commit first, or use --old and --new"
        )
    }
    bail!("there is no branch `main` to compare with; name a revision with --base")
}

/// What a command of Git prints.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        bail!("git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}
