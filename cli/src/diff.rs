//! `bessemer diff`: shows which changes between two versions of a document break callers.

mod approved;
mod changelog;
mod compared;
mod driver;
mod github;
mod json;
mod markdown;
mod page;
mod prove;
mod text;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{Config, Document, Lock, compare, diff::Impact};

pub(crate) use self::compared::Report;
use crate::{
    paths,
    plan::{Plan, beside, read},
    project::Project,
    report,
    revision::Revision,
    state::State,
};

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
    /// Write the changes into the section `## Unreleased` of this changelog
    #[arg(long, value_name = "FILE")]
    changelog: Option<PathBuf>,
    /// Write to this file, for each change that breaks the source, a caller that compiles only with the old
    /// crate
    #[arg(long, value_name = "FILE")]
    witness: Option<PathBuf>,
    /// Compile callers of every item of the old crate with both crates, and exit with 1 if the verdict is
    /// wrong
    #[arg(long)]
    prove: bool,
    /// Compare the two files that Git passes to `diff.<driver>.command`
    #[arg(long, value_name = "ARGUMENT", num_args = 1..=9, exclusive = true)]
    git_driver: Vec<String>,
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
    /// Annotations of a pull request: workflow commands of GitHub Actions
    Github,
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
    if !args.git_driver.is_empty() {
        driver::run(&args.git_driver)?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = versions(args, project)?;
    print(&report, args.format, project)?;
    if let Some(path) = &args.changelog {
        changelog::write(path, &base_of(path, args, project), &report)?;
    }
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

/// Compares the two versions that the flags select.
fn versions(args: &Args, project: Option<&Project>) -> Result<Report> {
    let config = args.config.as_deref().map(configuration).transpose()?;
    let (old, new) = match (&args.old, &args.new) {
        (Some(old), Some(new)) => {
            let config = config.unwrap_or_else(|| Config::default().with_package_name("compared"));
            let other = config.clone();
            both(move || of_file(old, other), move || of_file(new, config))?
        }
        _ => {
            let Some(project) = project else {
                bail!("there is no bessemer.toml in this folder or above it; use --old and --new")
            };
            states(project, args.base.as_deref(), config)?
        }
    };
    let before = old.model()?;
    // A file has no lock: its names are those of the old one.
    let new = if args.old.is_some() { new.after(&before) } else { new };
    let after = new.model()?;
    let comparison = compare((&old.document, &before), (&new.document, &after));
    Ok(Report::new(old, new, comparison))
}

fn print(report: &Report, format: Format, project: Option<&Project>) -> Result<()> {
    let text = match format {
        Format::Text => text::render(report),
        Format::Markdown => markdown::render(report),
        Format::Json => json::render(report).to_string(),
        Format::Github => github::render(report, project)?,
        Format::Html => page::render(report)?,
    };
    report::say(&text);
    Ok(())
}

/// A changelog as it was in the revision that is compared; empty if it was not there.
fn base_of(path: &Path, args: &Args, project: Option<&Project>) -> String {
    let before = project.filter(|_| args.old.is_none()).and_then(|project| {
        let revision = Revision::of(project.root(), args.base.as_deref()).ok()?;
        revision.read(&paths::absolute(path)).ok()
    });
    let bytes = before.unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The changes for a terminal.
pub(crate) fn summary(report: &Report) -> String {
    text::render(report)
}

/// The changes for programs.
pub(crate) fn value(report: &Report) -> serde_json::Value {
    json::render(report)
}

/// The state of a document without a lock.
fn of_file(path: &Path, config: Config) -> Result<State> {
    let (name, bytes) = (path.to_string_lossy(), read(path)?);
    let document = Document::parse_with_overlays(&name, bytes, config.overlays(), beside(path))?;
    Ok(State { document, config: config.with_unused_entries(), lock: Lock::default() })
}

fn configuration(path: &Path) -> Result<Config> {
    Ok(Config::parse_with(&path.to_string_lossy(), &read(path)?, beside(path))?)
}

/// The states of the project's crate in a revision and in the working tree. `fixed` is the configuration
/// of both.
fn states(project: &Project, base: Option<&str>, fixed: Option<Config>) -> Result<(State, State)> {
    let plan = || {
        let plan = Plan::of_project(project);
        if fixed.is_some() { plan.without_config() } else { plan }
    };
    let revision = Revision::of(project.root(), base)?;
    if base.is_none() {
        let name = revision.name();
        let commit = name.get(..9).unwrap_or(name);
        report::complain(&format!("note: the old version is that of commit {commit}"));
    }
    let (old, new) = (plan().at(revision), plan());
    let (old, new) = both(|| Ok(old.state()??), || Ok(new.state()??))?;
    let configured = |state: State| {
        let config = fixed.clone().unwrap_or(state.config).with_unused_entries();
        State { config, ..state }
    };
    Ok((configured(old), configured(new)))
}

/// Reads both sides at the same time.
fn both<T: Send>(
    old: impl FnOnce() -> Result<T> + Send,
    new: impl FnOnce() -> Result<T>,
) -> Result<(T, T)> {
    std::thread::scope(|scope| {
        let old = scope.spawn(old);
        let new = new();
        let old = old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((old?, new?))
    })
}
