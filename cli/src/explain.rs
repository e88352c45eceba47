//! `bessemer explain`: explains a code of a diagnostic, or a rule of `diff`.

use std::process::ExitCode;

use anyhow::{Result, bail};
use bessemer_codegen::{Code, diff::Rule};

use crate::report;

/// The page that has an entry for each code.
const CODES: &str = include_str!("../diagnostics.md");
/// The page that has examples for the rules.
const RULES: &str = include_str!("../semver.md");

/// The command's arguments.
#[derive(clap::Args)]
pub struct Args {
    /// The code in brackets after a diagnostic or after a change that `diff` reports, for example
    /// `bad-reference` or `property-removed`; `all` lists the codes
    code: String,
}

/// Runs the command.
///
/// # Errors
///
/// If the code does not exist.
pub fn run(args: &Args) -> Result<ExitCode> {
    let rules = Rule::ALL.iter().map(|it| it.as_str());
    let all: Vec<&str> = Code::ALL.iter().map(|it| it.as_str()).chain(rules).collect();
    if args.code == "all" {
        report::say(&all.join("\n"));
        return Ok(ExitCode::SUCCESS);
    }
    let rule = || Some(examples(args.code.parse().ok()?));
    let Some(text) = entry(&args.code).map(str::to_owned).or_else(rule) else {
        bail!("unknown code `{}`; the codes are {}", args.code, all.join(", "));
    };
    report::say(&text);
    Ok(ExitCode::SUCCESS)
}

/// The text below the heading of a code.
fn entry(code: &str) -> Option<&'static str> {
    let mut sections = CODES.split("\n## ").skip(1);
    let section = sections.find(|section| section.lines().next() == Some(code))?;
    Some(section.split_once('\n')?.1.trim())
}

/// What a rule says, and the rows of the table with this rule. All tables have the columns of the first one.
fn examples(rule: Rule) -> String {
    let code = format!("`{}`", rule.as_str());
    let rows = RULES.lines().filter(|it| it.starts_with('|') && it.contains(&code));
    let rows: Vec<&str> = rows.filter(|it| it.matches('|').count() == 6).collect();
    let mut text = format!("A change that `diff` reports: {rule}.");
    if !rows.is_empty() {
        text += "\n\n| example | rules | wire | source | version |\n|---|---|---|---|---|\n";
        text += &rows.join("\n");
    }
    text
}
