//! `cargo xtask replay`: generates the versions of a document in order, and shows how each step changes
//! the crate.

mod step;
mod table;
mod version;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use bessemer::{beside, report};
use bessemer_codegen::{Config, Lock};

use step::Step;
use version::{Version, refused};

/// The command's flags.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder with the versions, YAML or JSON, in the order of their names: `000-….yaml`
    folder: PathBuf,
    /// The configuration, TOML
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Ignore the decisions of earlier versions
    #[arg(long)]
    no_lock: bool,
    /// Also compile the callers of each version with the next one, and compare the result with the verdict
    #[arg(long)]
    callers: bool,
    /// The first version, by its place in the folder
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    first: usize,
    /// The number of versions [default: all]
    #[arg(long, value_name = "NUMBER")]
    count: Option<usize>,
    /// How to print the steps
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write the table for this folder into a Markdown file, between `<!-- replay NAME -->` and
    /// `<!-- end NAME -->`, with the name of the folder
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
}

/// How the steps are printed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table for a terminal
    Text,
    /// A table for a page
    Markdown,
    /// One JSON object, for programs
    Json,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let paths = versions(&args.folder)?;
    let count = args.count.unwrap_or(paths.len());
    let paths: Vec<&PathBuf> = paths.iter().skip(args.first).take(count).collect();
    let Some((first, others)) = paths.split_first() else {
        bail!("{} has no version number {}", args.folder.display(), args.first)
    };
    let config = config(args.config.as_deref())?;
    let mut steps = Vec::new();
    let mut before = Version::generate(first, &config, &Lock::default())?;
    for path in others {
        let lock = if args.no_lock { Lock::default() } else { before.lock()? };
        let after = Version::generate(path, &config, &lock)?;
        let mut step = Step::between(&before, &after);
        if args.callers {
            step.prove(&before, &after)?;
        }
        steps.push(step);
        before = after;
    }
    if let Some(page) = &args.into {
        table::write(page, &args.folder, &steps)?;
    }
    report::say(&match args.format {
        Format::Text => table::text(&steps),
        Format::Markdown => table::markdown(&steps),
        Format::Json => step::json(&steps).to_string(),
    });
    Ok(ExitCode::SUCCESS)
}

/// The documents of a folder by name; at least one.
fn versions(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        if ["json", "yaml", "yml"].contains(&extension) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!("{} has no versions: YAML or JSON files, in order by name", folder.display());
    }
    paths.sort();
    Ok(paths)
}

fn config(path: Option<&Path>) -> Result<Config> {
    let Some(path) = path else { return Ok(Config::default()) };
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Config::parse_with(&path.to_string_lossy(), &bytes, beside(path))
        .map_err(|it| refused(path, &it))
}
