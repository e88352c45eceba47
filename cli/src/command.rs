//! The subcommands, and their exit codes.

use std::{env, io, process::ExitCode};

use anyhow::{Context, Result};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

#[cfg(feature = "mock")]
use crate::mock;
use crate::{
    api, check, diff, explain, generate, init, inputs::Inputs, man, place, project::Project,
    report, upgrade,
};

/// Generates the Rust crate of an SDK from an OpenAPI document, and keeps it up to date.
///
/// Exit codes: 0 for success; 1 if the document has errors, or a file cannot be read or written; 2 for
/// wrong flags; 3 and above if the crate is out of date, by the cause: see `check --help`.
#[derive(Parser)]
#[command(name = "bessemer", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Create a workspace for an OpenAPI document
    Init(init::Args),
    /// Generate the crate of an OpenAPI document
    Generate(generate::Args),
    /// Check that the crate is up to date, without writing, and say why it is not
    ///
    /// Exit codes: 0 if the crate is up to date; 3 if files were edited by hand, 4 if files were added by
    /// hand, 5 if bessemer.lock was edited or merged, 6 if more of the document has no code than the lock
    /// accepts, 7 if files are missing, 8 if the document has changed, 9 if the configuration has, 10 if
    /// the generator has; 1 for errors, or if the lock does not say. With several causes, the first of them.
    Check(Inputs),
    /// Show which changes between two versions of the document break callers
    Diff(diff::Args),
    /// Print the public items of the crate, one per line, without writing it
    Api(Inputs),
    /// Say where a place of the document is in the crate, and where an item of the crate is in the document
    Where(place::Args),
    /// Regenerate in two steps: what a newer generator changes, then what a newer document changes
    Upgrade(upgrade::Args),
    /// Serve the document as a fake API: with its examples, or with samples of its schemas
    #[cfg(feature = "mock")]
    Mock(mock::Args),
    /// Explain the code of a diagnostic, or a rule of `diff`
    Explain(explain::Args),
    /// Print a completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages
    Man(man::Args),
}

/// Runs the command with the arguments of this process. `program` is what users type: `bessemer`, or
/// `cargo xtask` for a package of a workspace.
pub fn run(program: &'static str) -> ExitCode {
    let matches = Cli::command().bin_name(program).get_matches();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    exit_code(dispatch(cli.command, program))
}

/// The exit code of a command. Prints its error.
pub fn exit_code(outcome: Result<ExitCode>) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        report::failure(&error);
        ExitCode::FAILURE
    })
}

fn dispatch(command: Command, program: &'static str) -> Result<ExitCode> {
    match command {
        Command::Init(args) => init::run(&args),
        Command::Generate(args) => generate::run(&args, program, project()?.as_ref()),
        Command::Check(inputs) => check::run(&inputs, program, project()?.as_ref()),
        Command::Diff(args) => diff::run(&args, project()?.as_ref()),
        Command::Api(inputs) => api::run(&inputs, program, project()?.as_ref()),
        Command::Where(args) => place::run(&args, program, project()?.as_ref()),
        Command::Upgrade(args) => upgrade::run(&args, program, project()?.as_ref()),
        #[cfg(feature = "mock")]
        Command::Mock(args) => mock::run(&args, program, project()?.as_ref()),
        Command::Explain(args) => explain::run(&args),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "bessemer", &mut io::stdout());
            Ok(ExitCode::SUCCESS)
        }
        Command::Man(args) => man::run(&args, Cli::command()),
    }
}

/// The project of the current folder.
fn project() -> Result<Option<Project>> {
    Project::find(&env::current_dir().context("cannot read the current folder")?)
}
