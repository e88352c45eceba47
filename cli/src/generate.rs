//! `bessemer generate`.

use std::{mem, process::ExitCode, time::Instant};

use anyhow::Result;
use bessemer_codegen::{Cause, Change, Output};

use crate::{
    accepted::accepted,
    causes, check,
    counts::Counts,
    inputs::{Format, Inputs},
    json, listings,
    plan::Plan,
    progress,
    project::Project,
    report,
};

/// The flags of the command.
#[derive(clap::Args)]
pub struct Args {
    /// Write nothing; show how the folder differs from the generated crate and why, as `check` does
    #[arg(long, conflicts_with = "raise_limits")]
    check: bool,
    /// Accept that more operations or positions of the document have no code than before
    #[arg(long)]
    raise_limits: bool,
    /// Explain for each operation that looks like a listing why it is one, or why it is not
    #[arg(long)]
    explain_listings: bool,
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
    let mut plan = Plan::of(&args.inputs, program, project)?;
    plan.raises_limits = args.raise_limits;
    let Some(output) = accepted(&args.inputs, &plan)? else { return Ok(ExitCode::FAILURE) };
    // With --lock, the lock of the folder may be one that cannot be read.
    let before = plan.written_lock().unwrap_or_default();
    let changes = progress::shown(|progress| output.write_with(&plan.out, progress))?;
    report::say(&match args.inputs.format {
        Format::Text => summary(&output, &changes, &plan, started),
        Format::Json => json::summary(&output, &changes).to_string(),
    });
    for (cause, files) in output.causes(&changes, &before) {
        let lost = match cause {
            Cause::Edited => "overwrote files that were edited by hand",
            Cause::Extra => "removed files that were added by hand",
            _ => continue,
        };
        report::complain(&format!("note: {lost}{}", causes::listed(&files)));
    }
    let retired = output.retired();
    if !retired.is_empty() {
        report::complain(&format!(
            "note: this version of the package no longer has the deprecated names {}",
            retired.join(", ")
        ));
    }
    let growth = output.growth();
    if !growth.is_empty() {
        report::complain(&format!(
            "note: more of the document has no code: {}; `check` fails until `{} --raise-limits` accepts it",
            growth.join(", "),
            plan.command
        ));
    }
    if let Some(note) = size_note(output.census().types) {
        report::complain(&note);
    }
    if args.explain_listings && args.inputs.format == Format::Text {
        report::say(&listings::explained(&output));
    }
    // The process ends here; to free each file first would take a fiftieth of the time.
    mem::forget(output);
    Ok(ExitCode::SUCCESS)
}

/// A note about a crate that is too large for many machines. Microsoft Graph's 16,763 types take 17 GB.
fn size_note(types: usize) -> Option<String> {
    let gigabytes = types / 1000;
    (gigabytes >= 5).then(|| {
        format!(
            "note: `cargo check` of {types} types needs about {gigabytes} GB of memory; to generate a part of the \
             document, use `--only TAG` or `[include]` in the configuration"
        )
    })
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
        listings::counted(output),
        output.files().count(),
        counts.new,
        counts.changed,
        counts.removed,
        started.elapsed().as_millis(),
    )
}

#[cfg(test)]
mod tests {
    use super::size_note;

    #[test]
    fn only_large_crates_get_a_note_about_their_size() {
        assert_eq!(size_note(4_999), None);
        assert!(size_note(16_763).is_some_and(|it| it.contains("16763 types needs about 16 GB")));
    }
}
