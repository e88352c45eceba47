//! Documents as they were in a revision.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{Config, Document, Lock};

use super::state::State;
use crate::{
    paths,
    plan::{LOCK, beside, read},
    project::Project,
};

/// The states of the project's crate in a revision and in the working tree.
pub(super) fn states(
    project: &Project,
    base: Option<&str>,
    config: Option<&Path>,
) -> Result<(State, State)> {
    let root = project.root();
    let base = match base {
        Some(base) => base.to_owned(),
        None => merge_base(root)?,
    };
    let fixed = config.map(|path| config_at(path, &read(path)?)).transpose()?;
    let old = Revision { root, name: &base }.state(project, fixed.clone())?;
    let (spec, name) = project.spec();
    let own = match (fixed, project.config()) {
        (Some(config), _) => config,
        (None, Some(path)) => config_at(&path, &read(&path)?)?,
        (None, None) => Config::default(),
    };
    let lock = read(&project.out().join(LOCK)).unwrap_or_default();
    let new = State {
        document: Document::parse_with(&name, read(&spec)?, beside(&spec))?,
        config: own.with_unused_entries(),
        lock: Lock::parse(LOCK, &lock)?,
    };
    Ok((old, new))
}

fn config_at(path: &Path, bytes: &[u8]) -> Result<Config> {
    Ok(Config::parse_with(&path.to_string_lossy(), bytes, beside(path))?)
}

/// A revision of the repository of a folder.
struct Revision<'a> {
    root: &'a Path,
    name: &'a str,
}

impl Revision<'_> {
    /// The state of the project's crate.
    fn state(&self, project: &Project, config: Option<Config>) -> Result<State> {
        let (spec, name) = project.spec();
        let own = match (config, project.config()) {
            (Some(config), _) => config,
            (None, Some(path)) => {
                let bytes = self.show(&path)?;
                Config::parse_with(&path.to_string_lossy(), &bytes, self.beside(&path))?
            }
            (None, None) => Config::default(),
        };
        let lock = self.show(&project.out().join(LOCK)).unwrap_or_default();
        Ok(State {
            document: Document::parse_with(&name, self.show(&spec)?, self.beside(&spec))?,
            config: own.with_unused_entries(),
            lock: Lock::parse(LOCK, &lock)?,
        })
    }

    /// A file as it was.
    fn show(&self, path: &Path) -> Result<Vec<u8>> {
        let path = path.strip_prefix(self.root).unwrap_or(path);
        git(self.root, &["show", &format!("{}:./{}", self.name, paths::slashes(path))])
    }

    /// Reads files as they were, by their path relative to a document.
    fn beside(&self, document: &Path) -> impl FnMut(&str) -> Result<Vec<u8>, String> + '_ {
        let folder: PathBuf = document.parent().unwrap_or(document).to_owned();
        move |path| self.show(&folder.join(path)).map_err(|error| format!("{error:#}"))
    }
}

/// The revision at which this branch left `main`.
fn merge_base(root: &Path) -> Result<String> {
    for main in ["main", "origin/main"] {
        if let Ok(base) = git(root, &["merge-base", "HEAD", main]) {
            return Ok(String::from_utf8_lossy(&base).trim().to_owned());
        }
    }
    bail!("there is no branch `main` to compare with; name a revision with --base")
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
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
