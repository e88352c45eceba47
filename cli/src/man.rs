//! `bessemer man`: writes a manual page for the command and for each subcommand.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};

use crate::report;

/// The arguments of the command.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder for the pages, for example ~/.local/share/man/man1
    folder: PathBuf,
}

pub(crate) fn run(args: &Args, command: clap::Command) -> Result<ExitCode> {
    let folder = &args.folder;
    let cannot = || format!("cannot write the manual pages to {}", folder.display());
    fs::create_dir_all(folder).with_context(cannot)?;
    clap_mangen::generate_to(command, folder).with_context(cannot)?;
    report::say(&format!("wrote the manual pages to {}", folder.display()));
    Ok(ExitCode::SUCCESS)
}
