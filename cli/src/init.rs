//! `bessemer init`: creates the files of a workspace around an OpenAPI document.
//!
//! A file that exists is kept, so that a second run changes nothing.

mod cargo;
mod document;
mod files;
mod names;
mod templates;

use std::{env, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};

use crate::{
    plan::check_name,
    project::{FILE, Project},
    report,
    runtime::{Flag, Source},
};
use document::Spec;
use files::Files;
use names::Names;

/// The flags of the command.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The OpenAPI document, YAML or JSON. It is copied to spec/, unless it is in a folder of the workspace
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    /// The name of the crate [default: from the document's title]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Where to get Bessemer's packages from: path[=FOLDER of bessemer-runtime], git[=URL[#COMMIT]] or
    /// version [default: where bessemer was installed from]
    #[arg(long, value_name = "SOURCE")]
    runtime: Option<Flag>,
    /// Overwrite files that exist
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    if let Some(name) = &args.name {
        check_name(name)?;
    }
    let root = env::current_dir().context("cannot read the current folder")?;
    let source = match &args.runtime {
        Some(flag) => flag.source()?,
        None => Source::installed(),
    };
    let spec = Spec::find(&args.spec, &root)?;
    let is_old = root.join(FILE).exists() && !args.force;
    let project = if is_old { Some(Project::read(&root)?) } else { None };
    let Some(document) = spec.generate(project, args.name.as_deref())? else {
        return Ok(ExitCode::FAILURE);
    };
    let names = Names::new(&root, &document.krate);
    cargo::refuse_members(&root, &names)?;
    let mut files = Files::new(&root, args.force);
    spec.copy(&document.files, &mut files)?;
    templates::write(&names, &spec, &source, &document, &mut files)?;
    cargo::add_members(&names, &mut files)?;
    cargo::add_alias(&names, &mut files)?;
    let project = Project::read(&root)?;
    let changes = project.output()?.write(&project.out())?;
    report::say(&files.summary(changes.len()));
    report::say("next: cargo test --workspace");
    report::say(&format!("after each change of the document: cargo {} generate", names.xtask));
    if matches!(source, Source::Path(_)) {
        report::say(
            "note: Bessemer's packages come from a folder of this machine; \
             with `--runtime git=URL`, the workspace also builds on other machines",
        );
    }
    Ok(ExitCode::SUCCESS)
}
