//! `bessemer check`: compares the crate on disk with the document.

use std::process::ExitCode;

use anyhow::Result;
use bessemer_codegen::ChangeKind;

use crate::{accepted::accepted, inputs::Inputs, plan::Plan, project::Project, report};

/// Runs the command. `program` is what users type before `check`.
///
/// # Errors
///
/// If a file cannot be read, or a flag has an invalid value.
pub fn run(inputs: &Inputs, program: &str, project: Option<&Project>) -> Result<ExitCode> {
    let plan = Plan::of(inputs, program, project)?;
    let Some(output) = accepted(inputs, &plan)? else { return Ok(ExitCode::FAILURE) };
    let changes = output.compare(&plan.out)?;
    if changes.is_empty() {
        report::say(&format!("{} is up to date", plan.out.display()));
        return Ok(ExitCode::SUCCESS);
    }
    for change in &changes {
        report::say(&format!("{}: {}", change.kind, change.path));
        if let ChangeKind::Changed { diff } = &change.kind {
            report::say(&painted(diff));
        }
    }
    let out = plan.out.display();
    report::complain(&format!("{out} is out of date; run `{}`", plan.command));
    Ok(ExitCode::FAILURE)
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
