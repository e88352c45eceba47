//! The command line of the workspace: `cargo xtask <command>`.

mod changes;
mod ci;
mod corpus;
mod counts;
mod explain;
mod generate;
mod json;
mod progress;
mod replay;
mod report;
mod weight;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generates the SDK, checks it, and runs what CI runs.
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
    /// Generate and compile every document below a folder
    Corpus(corpus::Args),
    /// Generate the versions of a document in order, and show what each step changes
    Replay(replay::Args),
    /// Explain a diagnostic code
    Explain(explain::Args),
    /// Compare the build costs of a program with the SDK and with another client
    Weight,
    /// Run all steps of CI in order; stop at the first failure
    Ci,
}

fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Generate(args) => generate::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Weight => weight::run(),
        Command::Ci => ci::run(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            report::failure(&error);
            ExitCode::FAILURE
        }
    }
}
