//! The command line of the workspace: `cargo xtask <command>`.

mod additions;
mod bench;
mod callers;
mod changes;
mod ci;
mod corpus;
mod cost;
mod coverage;
mod replay;
mod weight;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use bessemer::{Inputs, Project, api, check, diff, explain, generate, place, upgrade};
use clap::{Parser, Subcommand};

use workspace::workspace;

/// Generates and checks the SDK, and runs the steps of CI.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the crate for an OpenAPI document
    Generate(generate::Args),
    /// Check that the crate is up to date, without writing, and say why it is not
    Check(Inputs),
    /// Generate and compile every document below a folder
    Corpus(corpus::Args),
    /// Check that additions to the documents below a folder move nothing in their crates
    Additions(additions::Args),
    /// Count what is generated for every document below some folders
    Coverage(coverage::Args),
    /// Generate the versions of a document in order, and show what each step changes
    Replay(replay::Args),
    /// Show which changes between two versions of the document break callers
    Diff(diff::Args),
    /// Print the public items of the crate, one per line, without writing it
    Api(Inputs),
    /// Say where a place of the document is in the crate, and where an item of the crate is in the document
    Where(place::Args),
    /// Regenerate in two steps: what a newer generator changes, then what a newer document changes
    Upgrade(upgrade::Args),
    /// Explain a diagnostic code
    Explain(explain::Args),
    /// Compare the build costs of a program with the SDK and with another client
    Weight(weight::Args),
    /// Measure the generator and its crates against others, and draw the plots
    Bench(bench::Args),
    /// Write a document that has each path, operation and component several times
    #[command(hide = true)]
    Repeat(bench::growth::Repeat),
    /// Run all steps of CI in order; stop at the first failure
    Ci,
}

fn main() -> ExitCode {
    bessemer::exit_code(dispatch(Args::parse().command))
}

fn dispatch(command: Command) -> Result<ExitCode> {
    const PROGRAM: &str = "cargo xtask";
    match command {
        Command::Generate(args) => generate::run(&args, PROGRAM, Some(&project()?)),
        Command::Check(inputs) => check::run(&inputs, PROGRAM, Some(&project()?)),
        Command::Corpus(args) => corpus::run(&args),
        Command::Additions(args) => additions::run(&args),
        Command::Coverage(args) => coverage::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Diff(args) => diff::run(&args, Some(&project()?)),
        Command::Api(inputs) => api::run(&inputs, PROGRAM, Some(&project()?)),
        Command::Where(args) => place::run(&args, PROGRAM, Some(&project()?)),
        Command::Upgrade(args) => upgrade::run(&args, PROGRAM, Some(&project()?)),
        Command::Explain(args) => explain::run(&args),
        Command::Weight(args) => weight::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Repeat(args) => bench::growth::repeat(&args),
        Command::Ci => ci::run(),
    }
}

/// The project of this workspace.
fn project() -> Result<Project> {
    Project::read(workspace())
}
