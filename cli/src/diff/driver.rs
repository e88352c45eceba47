//! `bessemer diff --git-driver`: what `git diff` shows for a document (`diff.<driver>.command` of
//! gitattributes(5)).

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{Config, Document, Lock, compare};

use super::{compared::Report, text};
use crate::{
    paths,
    plan::{Plan, beside, read},
    project::Project,
    report,
    state::State,
};

/// Prints the changes between the two files that Git passes, as for a terminal. If one of them is not a
/// document without errors, it prints the changed lines.
///
/// # Errors
///
/// If the arguments are not those of Git, or a file cannot be read.
pub(super) fn run(arguments: &[String]) -> Result<()> {
    // A file that is not merged has only its path.
    if let [path] = arguments {
        report::say(&format!("* Unmerged path {path}"));
        return Ok(());
    }
    let [path, old, _, _, new, _, _, rest @ ..] = arguments else {
        bail!("`--git-driver` takes the arguments that Git passes to `diff.<driver>.command`")
    };
    let path = Path::new(path);
    // If the file was renamed, its present path comes next.
    let present = rest.first().map_or(path, Path::new);
    report::say(&format!("diff --bessemer a/{} b/{}", path.display(), present.display()));
    let found = compared(present, Path::new(old), Path::new(new));
    match found {
        Ok(found) => report::say(&text::render(&found)),
        Err(_) => changed_lines(Path::new(old), Path::new(new))?,
    }
    Ok(())
}

/// Compares two versions of the document with this path.
fn compared(path: &Path, old: &Path, new: &Path) -> Result<Report> {
    let [old, new] = [old, new].map(|file| state(path, file));
    let (old, new) = (old?, new?);
    let before = old.model()?;
    let new = new.after(&before);
    let after = new.model()?;
    let comparison = compare((&old.document, &before), (&new.document, &after));
    Ok(Report::new(old, new, comparison))
}

/// The state of a version in a temporary file. References to other files are relative to the path of the
/// document. If it is the document of a project, its names are those of the project's crate.
fn state(path: &Path, file: &Path) -> Result<State> {
    let bytes = read(file)?;
    let absolute = paths::absolute(path);
    let folder = absolute.parent().map_or_else(PathBuf::new, Path::to_owned);
    if let Some(project) = Project::find(&folder)?
        && paths::absolute(&project.spec().0) == absolute
    {
        let state = Plan::of_project(&project).state_of(bytes)??;
        return Ok(State { config: state.config.with_unused_entries(), ..state });
    }
    let name = path.to_string_lossy();
    let document = Document::parse_with(&name, bytes, beside(&absolute))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let config = Config::default().with_package_name(&*stem);
    Ok(State { document, config, lock: Lock::default() })
}

/// Prints the changed lines, as Git does without a driver.
fn changed_lines(old: &Path, new: &Path) -> Result<()> {
    let mut git = Command::new("git");
    git.args(["diff", "--no-index", "--no-ext-diff", "--"]).args([old, new]);
    // The exit code is 1 if the files differ.
    git.status().context("cannot run git")?;
    Ok(())
}
