//! `cargo xtask bench`: measures the generator and its crates against others, and draws the plots.

mod calls;
mod compile;
mod failure;
mod generation;
pub(crate) mod growth;
mod machine;
mod page;
mod plot;
mod results;
mod subject;
mod target;
mod tool;
mod units;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, bail};
use bessemer::report;

use crate::{cost::Cost, weight, workspace::workspace};

use self::{
    compile::Crate,
    machine::Machine,
    results::{Figure, Kind, Outcome, Results, Section},
    subject::Subject,
    tool::Tool,
};

/// The command's flags.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folders with documents. They must contain `openai.yaml` and `github.json`
    #[arg(required_unless_present = "plot")]
    folders: Vec<PathBuf>,
    /// Measure only this, and keep the other figures of the file
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    only: Vec<Kind>,
    /// How often each generation and each small program is measured; the medians count
    #[arg(long, value_name = "NUMBER", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Only draw the plots and the tables for the figures of the file
    #[arg(long, conflicts_with_all = ["folders", "only", "runs"])]
    plot: bool,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let file = folder().join("results.json");
    if !args.plot {
        measure(args, &file)?;
    }
    let drawn = drawn(&Results::read(&file)?)?;
    remove_others(&drawn)?;
    for (path, text) in drawn {
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Removes the plots of earlier figures that the file no longer has.
fn remove_others(drawn: &[(PathBuf, String)]) -> Result<()> {
    for entry in fs::read_dir(folder())? {
        let path = entry?.path();
        let is_plot = path.extension().is_some_and(|it| it == "svg");
        if is_plot && drawn.iter().all(|it| it.0 != path) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// The folder of the figures and plots.
fn folder() -> PathBuf {
    workspace().join("docs/benchmarks")
}

/// The plots and the page, which follow from the figures alone.
fn drawn(results: &Results) -> Result<Vec<(PathBuf, String)>> {
    let path = workspace().join("docs/benchmarks.md");
    let page =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut files = vec![(path, page::renew(&page, results)?)];
    files.extend(plot::all(results)?.into_iter().map(|it| (folder().join(it.0), it.1)));
    Ok(files)
}

/// Measures each kind, and writes the file after each of them, because a run takes long.
fn measure(args: &Args, file: &Path) -> Result<()> {
    let kinds = if args.only.is_empty() { Kind::ALL.to_vec() } else { args.only.clone() };
    let subjects = subject::below(&args.folders)?;
    let compared = subject::compared(&subjects)?;
    build()?;
    let (machine, versions) = (Machine::this()?, versions()?);
    let mut results = Results { machine, versions, sections: BTreeMap::new() };
    if !args.only.is_empty() && file.exists() {
        results.keep(Results::read(file)?, &kinds)?;
    }
    // The commit that is measured, even if another one is checked out meanwhile.
    let (date, commit) = (machine::today()?, machine::commit()?);
    for kind in kinds {
        let runs = usize::from(args.runs);
        report::complain(&format!("measuring {kind:?}"));
        let (runs, figures) = match kind {
            Kind::Generation => (runs, generation::measure(&compared, runs)?),
            Kind::Growth => (runs, growth::measure(&subjects, runs)?),
            Kind::Check | Kind::Release => (1, compilations(&compared, kind)?),
            Kind::Weight => (runs, weigh(runs)?),
            Kind::Calls => (calls::ROUNDS, calls::measure()?),
        };
        let (date, commit) = (date.clone(), commit.clone());
        results.sections.insert(kind, Section { date, commit, runs, figures });
        results.write(file)?;
    }
    Ok(())
}

/// Builds the command with the release profile of the workspace.
fn build() -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["build", "--release", "-p", "bessemer"]).current_dir(workspace());
    compile::without_profiles(&mut command);
    let status = command.status().context("cannot run cargo")?;
    if !status.success() {
        bail!("the command `bessemer` does not compile");
    }
    Ok(())
}

fn versions() -> Result<BTreeMap<String, String>> {
    let mut versions = BTreeMap::from([
        ("rustc".to_owned(), machine::rustc()?),
        ("async-openai".to_owned(), weight::ASYNC_OPENAI.to_owned()),
    ]);
    for tool in Tool::ALL {
        match tool.version() {
            Some(version) => versions.insert(tool.name().to_owned(), version),
            None => {
                report::complain(&format!("{} is not installed", tool.name()));
                None
            }
        };
    }
    Ok(versions)
}

fn compilations(subjects: &[Subject], kind: Kind) -> Result<Vec<Figure>> {
    let mut crates = generation::crates(subjects)?;
    // Beside the other crates for OpenAI's document.
    let place = crates.iter().position(|it| it.subject != "OpenAI").unwrap_or(crates.len());
    crates.insert(place, Crate::async_openai()?);
    crates.iter().map(|it| it.measure(kind)).collect()
}

fn weigh(runs: usize) -> Result<Vec<Figure>> {
    let tools = [tool::OURS, "async-openai", "reqwest alone"];
    let programs =
        [weight::Program::ours(), weight::Program::async_openai(), weight::Program::by_hand()];
    let figure = |(tool, (crates, cost)): (&str, (usize, Cost))| Figure {
        tool: tool.to_owned(),
        subject: "a program with one call".to_owned(),
        bytes: None,
        outcome: Outcome::Built { crates, cost },
    };
    Ok(tools.into_iter().zip(weight::weigh(programs, runs)?).map(figure).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plots_and_the_page_show_the_figures_of_the_file() -> Result<()> {
        for (path, text) in drawn(&Results::read(&folder().join("results.json"))?)? {
            let on_disk = fs::read_to_string(&path).unwrap_or_default();
            assert!(on_disk == text, "{}: run `cargo xtask bench --plot`", path.display());
        }
        Ok(())
    }
}
