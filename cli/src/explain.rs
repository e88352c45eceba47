//! `bessemer explain`: prints the entry of a diagnostic code.

use std::process::ExitCode;

use anyhow::{Result, bail};
use bessemer_codegen::Code;

use crate::report;

/// The page that has an entry for each code.
const PAGE: &str = include_str!("../diagnostics.md");

/// The command's arguments.
#[derive(clap::Args)]
pub struct Args {
    /// The code in brackets after `error` or `warning`, for example `bad-reference`; `all` lists the codes
    code: String,
}

/// Runs the command.
///
/// # Errors
///
/// If the code does not exist.
pub fn run(args: &Args) -> Result<ExitCode> {
    let codes = || Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>();
    if args.code == "all" {
        report::say(&codes().join("\n"));
        return Ok(ExitCode::SUCCESS);
    }
    let Some(entry) = entry(&args.code) else {
        bail!("unknown code `{}`; the codes are {}", args.code, codes().join(", "));
    };
    report::say(entry);
    Ok(ExitCode::SUCCESS)
}

/// The text below the heading of a code.
fn entry(code: &str) -> Option<&'static str> {
    let mut sections = PAGE.split("\n## ").skip(1);
    let section = sections.find(|section| section.lines().next() == Some(code))?;
    Some(section.split_once('\n')?.1.trim())
}
