//! `bessemer check`: compares the crate on disk with the document, and says why they differ.

use std::process::ExitCode;

use anyhow::Result;
use bessemer_codegen::{Cause, Change, ChangeKind, Output};

use crate::{
    accepted::accepted,
    causes,
    inputs::{Format, Inputs},
    json,
    plan::Plan,
    project::Project,
    report,
};

/// Runs the command. `program` is what users type before `check`. Each cause has an exit code of its own.
///
/// # Errors
///
/// If a file cannot be read, or a flag has an invalid value.
pub fn run(inputs: &Inputs, program: &str, project: Option<&Project>) -> Result<ExitCode> {
    let plan = Plan::of(inputs, program, project)?;
    let Some(output) = accepted(inputs, &plan)? else { return Ok(ExitCode::FAILURE) };
    let changes = output.compare(&plan.out)?;
    let found = output.causes(&changes, &plan.written_lock()?);
    match inputs.format {
        Format::Json => report::say(&json::check(&output, &found, &plan).to_string()),
        Format::Text if found.is_empty() => {
            report::say(&format!("{} is up to date", plan.out.display()));
        }
        Format::Text => show(&output, &changes, &found, &plan),
    }
    let code = found.first().map_or(0, |(cause, _)| causes::exit_code(*cause));
    Ok(ExitCode::from(code))
}

fn show(output: &Output, changes: &[Change], found: &[(Cause, Vec<String>)], plan: &Plan) {
    for change in changes {
        report::say(&format!("{}: {}", change.kind, change.path));
        if let ChangeKind::Changed { diff } = &change.kind {
            report::say(&painted(diff));
        }
    }
    let out = plan.out.display();
    report::complain(&match changes.is_empty() {
        true => format!("{out} is up to date, but not accepted"),
        false => format!("{out} is out of date"),
    });
    for (cause, files) in found {
        report::complain(&format!(
            "- {}{}",
            causes::sentence(*cause, output),
            causes::listed(files)
        ));
        report::complain(&format!("  {}", causes::fix(*cause, plan)));
    }
}

/// A diff, in colours if the output is a terminal.
fn painted(diff: &str) -> String {
    if !report::stdout_has_color() {
        return diff.to_owned();
    }
    let paint = |line: &str| match line.as_bytes().first() {
        Some(b'+') => format!("\x1b[32m{line}\x1b[0m"),
        Some(b'-') => format!("\x1b[31m{line}\x1b[0m"),
        Some(b'@') => format!("\x1b[36m{line}\x1b[0m"),
        _ => line.to_owned(),
    };
    diff.lines().map(paint).collect::<Vec<_>>().join("\n")
}
