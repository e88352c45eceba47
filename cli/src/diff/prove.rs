//! Compiles callers of every item of the old crate with both crates.

use std::{collections::BTreeSet, path::Path};

use anyhow::Result;
use bessemer_codegen::generate_with;

use super::compared::Report;
use crate::{callers, paths, project::Project, report, runtime::Source, state::State};

/// What both crates are called.
pub(super) const PACKAGE: &str = "compared";

/// Whether the verdict holds: all callers compile with the old crate, and those that it calls broken, and
/// no others, do not compile with the new one.
pub(super) fn run(report: &Report, project: Option<&Project>) -> Result<bool> {
    let root = project.map_or_else(|| Path::new("."), Project::root);
    let folder = paths::absolute(&root.join("target/diff"));
    let verdict = &report.comparison.callers;
    let all = [verdict.kept.as_slice(), &verdict.broken].concat();
    let failed_before = failing(&folder, "old", (&report.old, project), &all)?;
    let failed = failing(&folder, "new", (&report.new, project), &all)?;
    let predicted: BTreeSet<usize> = (verdict.kept.len()..all.len()).collect();
    let mut is_right = true;
    let mut say = |what: &str, wrong: Vec<usize>| {
        for index in wrong {
            is_right = false;
            report::complain(&format!("{what}: {}", all[index]));
        }
    };
    say("does not compile with the old crate", failed_before.into_iter().collect());
    say(
        "does not compile with the new crate, but was not reported as breaking",
        failed.difference(&predicted).copied().collect(),
    );
    say(
        "was reported as breaking, but compiles with the new crate",
        predicted.difference(&failed).copied().collect(),
    );
    report::complain(&format!(
        "checked {} callers: {} of them do not compile with the new crate",
        all.len(),
        failed.len()
    ));
    Ok(is_right)
}

/// The callers that do not compile with the crate of a state, by index.
fn failing(
    folder: &Path,
    side: &str,
    (state, project): (&State, Option<&Project>),
    all: &[String],
) -> Result<BTreeSet<usize>> {
    let target = folder.join("target");
    let folder = &folder.join(side);
    write_crate(&folder.join(PACKAGE), state, project)?;
    callers::failing(folder, PACKAGE, &target, all)
}

fn write_crate(folder: &Path, state: &State, project: Option<&Project>) -> Result<()> {
    let own = project.and_then(|it| it.runtime(folder));
    let runtime = own.unwrap_or_else(|| Source::installed().runtime(folder));
    let config = state.config.clone().with_package_name(PACKAGE).with_runtime(runtime);
    generate_with(&state.document, &config, &state.lock)?.write(folder)?;
    Ok(())
}
