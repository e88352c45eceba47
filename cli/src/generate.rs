//! `bessemer generate`.

use std::{collections::BTreeMap, process::ExitCode, time::Instant};

use anyhow::Result;
use bessemer_codegen::{Change, Output};

use crate::{
    accepted::accepted,
    check,
    counts::Counts,
    inputs::{Format, Inputs},
    json,
    plan::Plan,
    progress,
    project::Project,
    report,
};

/// The flags of the command.
#[derive(clap::Args)]
pub struct Args {
    /// Write nothing; show how the folder differs from the generated crate, and exit with 1 if it does
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    inputs: Inputs,
}

/// Runs the command. `program` is what users type before `generate`.
///
/// # Errors
///
/// If a file cannot be read or written, or a flag has an invalid value.
pub fn run(args: &Args, program: &str, project: Option<&Project>) -> Result<ExitCode> {
    if args.check {
        return check::run(&args.inputs, program, project);
    }
    let started = Instant::now();
    let plan = Plan::of(&args.inputs, program, project)?;
    let Some(output) = accepted(&args.inputs, &plan)? else { return Ok(ExitCode::FAILURE) };
    let changes = progress::shown(|progress| output.write_with(&plan.out, progress))?;
    report::say(&match args.inputs.format {
        Format::Text => summary(&output, &changes, &plan, started),
        Format::Json => json::summary(&output, &changes).to_string(),
    });
    Ok(ExitCode::SUCCESS)
}

fn summary(output: &Output, changes: &[Change], plan: &Plan, started: Instant) -> String {
    let counts = Counts::of(changes);
    let census = output.census();
    format!(
        "{}: {} operations ({} skipped), {} types ({} untyped positions){}\n\
         {} files: {} new, {} changed, {} removed, in {} ms",
        plan.out.display(),
        census.operations,
        census.skipped,
        census.types,
        census.untyped,
        listings(output),
        output.files().count(),
        counts.new,
        counts.changed,
        counts.removed,
        started.elapsed().as_millis(),
    )
}

/// The number of listings for each kind of paging.
fn listings(output: &Output) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for listing in output.listings() {
        *counts.entry(listing.by).or_default() += 1;
    }
    let parts: Vec<_> = counts.iter().map(|(by, count)| format!("{count} by {by}")).collect();
    if parts.is_empty() { String::new() } else { format!(", listings: {}", parts.join(", ")) }
}
