//! Two branches that each add an operation, and their merge by Git.

use std::{collections::BTreeSet, fs, ops::Range, process::Command};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{LOCK_FILE, Lock, Output};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::{
    moved::{self, Moved},
    part::Part,
    source::{Tree, file, lock, parsed},
    tally::Tally,
};
use crate::workspace::workspace;

/// Merges two branches, and generates the crate again from the merged document with the merged lock.
pub(super) fn merged(source: &Tree, one: &Part, other: &Part) -> Result<Tally> {
    let mut tally = Tally::default();
    // A document without any other operation has no crate.
    let Ok(base) = source.without(&[one, other]).generate(&Lock::default()) else {
        return Ok(tally);
    };
    let known = lock(&base.output)?;
    let branch = |without: &Part| source.without(&[without]).generate(&known);
    let (Ok(ours), Ok(theirs)) = (branch(other), branch(one)) else { return Ok(tally) };
    let sides = [&ours, &base, &theirs].map(|it| &it.output);
    let merged_lock = merge(LOCK_FILE, sides)?;
    let settled = source.generate(&parsed(&merged_lock)?)?;
    tally.merges = 1;
    let pair = format!("merging {one} with {other}");
    for side in [&ours, &theirs] {
        let moved = moved::names(side, &settled);
        let is_of_both = |it: &&Moved| one.has_path_of(other) || it.is_of_both(sides);
        let wrong = moved.iter().filter(|it| !is_of_both(it));
        tally.wrong.extend(wrong.map(|it| format!("{pair}: {it}")));
    }
    let paths: BTreeSet<&str> =
        sides.into_iter().flat_map(|it| it.files().map(|(path, _)| path)).collect();
    for path in paths.into_iter().filter(|it| *it != LOCK_FILE) {
        let text = merge(path, sides)?;
        for conflict in conflicts(&text) {
            tally.conflicts += 1;
            if !conflict.is_needed(path) {
                tally
                    .wrong
                    .push(format!("{pair}: {path}: a conflict without need:\n{conflict:#?}"));
            }
        }
    }
    Ok(tally)
}

/// A file of three crates, merged with the attributes that `.gitattributes` sets.
fn merge(path: &str, sides: [&Output; 3]) -> Result<String> {
    let [ours, base, theirs] = sides.map(|it| file(it, path));
    if ours == base || ours == theirs {
        return Ok(theirs.to_owned());
    }
    if theirs == base {
        return Ok(ours.to_owned());
    }
    let folder = workspace().join("target/additions");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for (name, text) in [("ours", ours), ("base", base), ("theirs", theirs)] {
        fs::write(folder.join(name), text)?;
    }
    let how = if path == LOCK_FILE { "--union" } else { "--diff3" };
    let output = Command::new("git")
        .args(["merge-file", "-p", how, "ours", "base", "theirs"])
        .current_dir(&folder)
        .output()
        .context("cannot run git")?;
    // The exit code is the number of conflicts, at most 127.
    if output.status.code().is_none_or(|it| it > 127) {
        bail!("git merge-file: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The lines of a conflict.
#[derive(Debug, Default)]
struct Conflict<'t> {
    ours: Vec<&'t str>,
    base: Vec<&'t str>,
    theirs: Vec<&'t str>,
}

impl Conflict<'_> {
    /// Whether both branches change the same lines or the same paragraph, or add lines at one place.
    fn is_needed(&self, path: &str) -> bool {
        let is_prose = |line: &&str| {
            !line.is_empty() && (path == "README.md" || line.trim_start().starts_with("//"))
        };
        // The credentials of a client are one list, and Git merges no neighbouring changes.
        let is_credential = |line: &&str| {
            let line = line.trim_start();
            line.starts_with("Credential::") || line == ".on_demand(),"
        };
        if self.base.iter().all(is_prose) || self.base.iter().all(is_credential) {
            return true;
        }
        let (ours, theirs) = (self.changed(&self.ours), self.changed(&self.theirs));
        let meets =
            |one: &Range<usize>, other: &Range<usize>| match one.is_empty() || other.is_empty() {
                true => one.start <= other.end && other.start <= one.end,
                false => one.start < other.end && other.start < one.end,
            };
        ours.iter().any(|one| theirs.iter().any(|other| meets(one, other)))
    }

    /// The lines of the base that a side changes.
    fn changed(&self, side: &[&str]) -> Vec<Range<usize>> {
        let ops = capture_diff_slices(Algorithm::Myers, &self.base, side);
        let changes = ops.iter().filter(|it| it.tag() != DiffTag::Equal);
        changes.map(|it| it.old_range()).collect()
    }
}

fn conflicts(text: &str) -> Vec<Conflict<'_>> {
    let mut all: Vec<Conflict<'_>> = Vec::new();
    let mut side = None;
    for line in text.lines() {
        match line.split(' ').next().unwrap_or_default() {
            "<<<<<<<" => {
                all.push(Conflict::default());
                side = Some(0);
            }
            "|||||||" => side = Some(1),
            "=======" => side = Some(2),
            ">>>>>>>" => side = None,
            _ => {
                let Some(conflict) = all.last_mut() else { continue };
                match side {
                    Some(0) => conflict.ours.push(line),
                    Some(1) => conflict.base.push(line),
                    Some(_) => conflict.theirs.push(line),
                    None => {}
                }
            }
        }
    }
    all
}
