//! Compiles callers of every item of the old crate with both crates.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{diff::Callers, generate_with};

use super::{compared::Report, state::State};
use crate::{paths, project::Project, report, runtime::Source};

/// What both crates are called.
pub(super) const PACKAGE: &str = "compared";

/// Whether the verdict holds: all callers compile with the old crate, and those that it calls broken, and
/// no others, do not compile with the new one.
pub(super) fn run(report: &Report, project: Option<&Project>) -> Result<bool> {
    let root = project.map_or_else(|| Path::new("."), Project::root);
    let folder = paths::absolute(&root.join("target/diff"));
    let callers = &report.comparison.callers;
    let all: Vec<String> = callers.kept.iter().chain(&callers.broken).cloned().collect();
    let failed_before = failing(&folder, "old", (&report.old, project), &all)?;
    let failed = failing(&folder, "new", (&report.new, project), &all)?;
    let predicted: BTreeSet<usize> = (callers.kept.len()..all.len()).collect();
    let mut is_right = true;
    let mut say = |what: &str, wrong: Vec<usize>| {
        for index in wrong {
            is_right = false;
            report::complain(&format!("{what}: {}", all[index]));
        }
    };
    say("does not compile with the old crate", failed_before.into_iter().collect());
    say("breaks, but was not called breaking", failed.difference(&predicted).copied().collect());
    say("was called breaking, but compiles", predicted.difference(&failed).copied().collect());
    report::complain(&format!("{} callers compiled, {} of them break", all.len(), failed.len()));
    Ok(is_right)
}

/// The callers that do not compile with the crate of a state, by index.
fn failing(
    folder: &Path,
    side: &str,
    (state, project): (&State, Option<&Project>),
    callers: &[String],
) -> Result<BTreeSet<usize>> {
    let target = folder.join("target");
    let folder = &folder.join(side);
    write_crate(&folder.join(PACKAGE), state, project)?;
    let file = write_callers(folder)?;
    let mut failed = BTreeSet::new();
    // A name that is not found hides errors of types, so that those come in a later round.
    loop {
        let (indices, left): (Vec<usize>, Vec<String>) = callers
            .iter()
            .enumerate()
            .filter(|(index, _)| !failed.contains(index))
            .map(|(index, it)| (index, it.clone()))
            .unzip();
        let text = Callers::file(PACKAGE, &left);
        fs::write(&file, &text)?;
        let lines = check(folder, &target)?;
        if lines.is_empty() {
            return Ok(failed);
        }
        let found = numbers(&text, &lines);
        if found.is_empty() {
            bail!("the crate in {} does not compile", folder.display());
        }
        failed.extend(found.into_iter().filter_map(|it| indices.get(it)));
    }
}

fn write_crate(folder: &Path, state: &State, project: Option<&Project>) -> Result<()> {
    let own = project.and_then(|it| it.runtime(folder));
    let runtime = own.unwrap_or_else(|| Source::installed().runtime(folder));
    let config = state.config.clone().with_package_name(PACKAGE).with_runtime(runtime);
    generate_with(&state.document, &config, &state.lock)?.write(folder)?;
    Ok(())
}

/// The crate of the callers. Returns the file that they are written to.
fn write_callers(folder: &Path) -> Result<PathBuf> {
    let manifest = fs::read_to_string(folder.join(PACKAGE).join("Cargo.toml"))?;
    let features: Vec<String> = manifest
        .lines()
        .filter_map(|line| line.strip_suffix(" = []").map(|it| format!("{it:?}")))
        .collect();
    fs::create_dir_all(folder.join("callers/src"))?;
    fs::write(
        folder.join("Cargo.toml"),
        format!("[workspace]\nresolver = \"3\"\nmembers = [\"callers\", {PACKAGE:?}]\n"),
    )?;
    fs::write(
        folder.join("callers/Cargo.toml"),
        format!(
            "[package]\nname = \"callers\"\nedition = \"2024\"\n\n[dependencies]\n{PACKAGE} = {{ path = \
             \"../{PACKAGE}\", default-features = false, features = [{}] }}\n",
            features.join(", ")
        ),
    )?;
    Ok(folder.join("callers/src/lib.rs"))
}

/// The lines of the callers at which the compiler reports an error.
fn check(folder: &Path, target: &Path) -> Result<BTreeSet<usize>> {
    let output = Command::new("cargo")
        .args(["check", "--quiet", "--message-format", "short", "--package", "callers"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .context("cannot run cargo")?;
    if output.status.success() {
        return Ok(BTreeSet::new());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = |text: &str| {
        let (_, after) = text.split_once("callers/src/lib.rs:")?;
        let (line, message) = after.split_once(':')?;
        message.contains(" error").then(|| line.parse().ok()).flatten()
    };
    let lines: BTreeSet<usize> = said.lines().filter_map(line).collect();
    if lines.is_empty() {
        bail!("cargo check in {} failed:\n{said}", folder.display());
    }
    Ok(lines)
}

/// The numbers of the callers at some lines.
fn numbers(text: &str, lines: &BTreeSet<usize>) -> BTreeSet<usize> {
    let number = |line: &str| {
        let (_, after) = line.split_once("fn caller_")?;
        after.split_once('(')?.0.parse().ok()
    };
    let at = text.lines().enumerate().filter(|(index, _)| lines.contains(&(index + 1)));
    at.filter_map(|(_, line)| number(line)).collect()
}
