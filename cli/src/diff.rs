//! `bessemer diff`: shows which changes between two versions of a document break callers.

mod approved;
mod compared;
mod git;
mod json;
mod markdown;
mod page;
mod prove;
mod state;
mod text;

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{compare, diff::Impact};

use self::{compared::Report, state::State};
use crate::{project::Project, report};

/// The command's flags. Without any, it compares the merge base with `main` and the working tree.
#[derive(clap::Args)]
pub struct Args {
    /// The revision to compare with [default: the merge base with main]
    #[arg(long, value_name = "REV", conflicts_with = "old")]
    base: Option<String>,
    /// The old document, YAML or JSON
    #[arg(long, value_name = "FILE", requires = "new")]
    old: Option<PathBuf>,
    /// The new document
    #[arg(long, value_name = "FILE", requires = "old")]
    new: Option<PathBuf>,
    /// The configuration of both documents [default: `config` in bessemer.toml, none with --old]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How to print the changes
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 if a change has this impact or a worse one, and is not approved
    #[arg(long, value_name = "IMPACT", value_parser = impact)]
    deny: Option<Impact>,
    /// The TOML file with the fingerprints of approved changes [default: approved.toml, if it exists]
    #[arg(long, value_name = "FILE")]
    approved: Option<PathBuf>,
    /// Write to this file, for each breaking change, a caller that compiles only with the old crate
    #[arg(long, value_name = "FILE")]
    witness: Option<PathBuf>,
    /// Compile callers of every item of the old crate with both crates, and exit with 1 if the verdict is
    /// wrong
    #[arg(long)]
    prove: bool,
}

/// How the changes are printed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
    /// One page for a browser, without other files
    Html,
}

fn impact(word: &str) -> Result<Impact, String> {
    let all = [Impact::Docs, Impact::Compatible, Impact::Breaking];
    let found = all.into_iter().find(|it| it.as_str() == word);
    found.ok_or_else(|| "one of docs, compatible, breaking".to_owned())
}

/// Runs the command.
///
/// # Errors
///
/// If a file or a revision cannot be read, or a document has errors.
pub fn run(args: &Args, project: Option<&Project>) -> Result<ExitCode> {
    let (old, new) = match (&args.old, &args.new) {
        (Some(old), Some(new)) => {
            let old = State::of_file(old, args.config.as_deref())?;
            let new = State::of_file(new, args.config.as_deref())?.after(&old)?;
            (old, new)
        }
        _ => {
            let Some(project) = project else {
                bail!("there is no bessemer.toml in this folder or above it; use --old and --new")
            };
            git::states(project, args.base.as_deref(), args.config.as_deref())?
        }
    };
    let comparison = compare(old.version(), new.version())?;
    let report = Report { old, new, comparison };
    report::say(&match args.format {
        Format::Text => text::render(&report),
        Format::Markdown => markdown::render(&report),
        Format::Json => json::render(&report).to_string(),
        Format::Html => page::render(&report)?,
    });
    if let Some(path) = &args.witness {
        let witnesses = report.comparison.witnesses().unwrap_or_default();
        fs::write(path, witnesses).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let mut is_right = true;
    if args.prove {
        is_right &= prove::run(&report, project)?;
    }
    if let Some(worst) = args.deny {
        is_right &= approved::check(&report, worst, args.approved.as_deref(), project)?;
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
