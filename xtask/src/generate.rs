//! `cargo xtask generate`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{
    Change, ChangeKind, Code, Config, Diagnostic, Diagnostics, Document, Lock, Output, Progress,
};

use crate::{counts::Counts, json, progress, report};

/// The file of names and decisions, in the folder of the crate.
pub(crate) const LOCK: &str = "bessemer.lock";

/// The command's flags. Without any, it writes `generated/` from `spec/containers.yaml`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Change nothing: say how the folder differs from what is generated, and exit 1 if it does
    #[arg(long)]
    check: bool,
    /// The OpenAPI document, YAML or JSON [default: spec/containers.yaml]
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// What the document cannot say, TOML [default: spec/containers.toml, none with --spec]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Keep the names of this lock [default: bessemer.lock in the folder of the crate, if it is there]
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// The name of the crate [default: what the configuration says, else the document's title]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Generate only the operations with this tag, and the types that they need; may be repeated
    #[arg(long, value_name = "TAG")]
    only: Vec<String>,
    /// Refuse a document that has warnings of this code; may be repeated
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// Refuse a document that has warnings
    #[arg(long)]
    strict: bool,
    /// How to print the summary and the diagnostics
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How the summary is printed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON object on standard output, for programs
    Json,
}

/// Where a run reads and writes.
struct Plan {
    spec: PathBuf,
    /// What diagnostics call the document.
    spec_name: String,
    config: Option<PathBuf>,
    lock: Option<PathBuf>,
    out: PathBuf,
    /// The command that does the same without `--check`.
    command: String,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let started = Instant::now();
    let plan = plan(args)?;
    check_codes(&args.deny)?;
    let output = match progress::shown(|progress| output(args, &plan, progress))? {
        Ok(output) => output,
        Err(diagnostics) => return Ok(refused(args, &diagnostics)),
    };
    if args.format == Format::Text {
        report::diagnostics(output.warnings());
    }
    let denied = output.warnings().iter().filter(|it| is_denied(it, args)).count();
    if denied > 0 {
        report::complain(&format!("{denied} of the warnings are denied; nothing was written"));
        return Ok(ExitCode::FAILURE);
    }
    if args.check {
        return check(&output, &plan);
    }
    let changes = progress::shown(|progress| output.write_with(&plan.out, progress))?;
    report::say(&match args.format {
        Format::Text => summary(&output, &changes, &plan, started),
        Format::Json => json::summary(&output, &changes).to_string(),
    });
    Ok(ExitCode::SUCCESS)
}

/// A code that does not exist would be denied in vain.
fn check_codes(codes: &[String]) -> Result<()> {
    for code in codes {
        if !Code::ALL.iter().any(|known| known.as_str() == code) {
            bail!("`{code}` is no diagnostic code; `cargo xtask explain` lists them");
        }
    }
    Ok(())
}

fn is_denied(diagnostic: &Diagnostic, args: &Args) -> bool {
    args.strict || args.deny.iter().any(|code| code == diagnostic.code.as_str())
}

/// The workspace that this program was built in.
pub(crate) fn workspace() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

fn plan(args: &Args) -> Result<Plan> {
    let root = workspace();
    if let Some(name) = &args.name {
        check_name(name)?;
    }
    let out = args.out.clone().unwrap_or_else(|| root.join("generated"));
    let default_config = args.spec.is_none().then(|| root.join("spec/containers.toml"));
    Ok(Plan {
        spec: args.spec.clone().unwrap_or_else(|| root.join("spec/containers.yaml")),
        spec_name: match &args.spec {
            Some(path) => path.to_string_lossy().replace('\\', "/"),
            None => "spec/containers.yaml".to_owned(),
        },
        config: args.config.clone().or(default_config),
        lock: args.lock.clone().or_else(|| Some(out.join(LOCK)).filter(|it| it.exists())),
        out,
        command: command(args),
    })
}

fn command(args: &Args) -> String {
    let mut command = "cargo xtask generate".to_owned();
    let paths = [
        ("--spec", &args.spec),
        ("--config", &args.config),
        ("--out", &args.out),
        ("--lock", &args.lock),
    ];
    for (flag, path) in paths {
        if let Some(path) = path {
            command.push_str(&format!(" {flag} {}", path.display()));
        }
    }
    if let Some(name) = &args.name {
        command.push_str(&format!(" --name {name}"));
    }
    for tag in &args.only {
        command.push_str(&format!(" --only '{tag}'"));
    }
    command
}

fn check_name(name: &str) -> Result<()> {
    let starts = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
    let holds = name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
    if !(starts && holds) {
        bail!(
            "`{name}` is no name for a crate: use ASCII letters, digits, `-` and `_`, a letter first"
        );
    }
    Ok(())
}

/// Reads and generates.
fn output(args: &Args, plan: &Plan, progress: &Progress) -> Result<Result<Output, Diagnostics>> {
    let bytes =
        fs::read(&plan.spec).with_context(|| format!("cannot read {}", plan.spec.display()))?;
    let config = config(args, plan)?;
    let lock = lock(plan)?;
    let document = Document::parse_with(&plan.spec_name, bytes, beside(&plan.spec));
    Ok(config.and_then(|config| {
        document?.with_origin(&origin(&plan.spec)).into_output(&config, &lock?, progress)
    }))
}

/// Says why nothing was generated.
fn refused(args: &Args, diagnostics: &Diagnostics) -> ExitCode {
    match args.format {
        Format::Text => report::diagnostics(diagnostics),
        Format::Json => report::say(&json::failure(diagnostics).to_string()),
    }
    report::complain("nothing was written");
    ExitCode::FAILURE
}

/// What the generated files call a document: its path in the workspace, else its name alone. Neither
/// depends on the machine, nor on the folder in which the command runs.
fn origin(spec: &Path) -> String {
    let path = std::path::absolute(spec).unwrap_or_else(|_| spec.to_owned());
    let path = without_dots(&path);
    let own = path.strip_prefix(workspace()).ok();
    let name = own.or_else(|| path.file_name().map(Path::new)).unwrap_or(spec);
    name.to_string_lossy().replace('\\', "/")
}

/// Reads files by their path from a document.
pub(crate) fn beside(document: &Path) -> impl FnMut(&str) -> Result<Vec<u8>, String> + '_ {
    let folder = document.parent().unwrap_or(document);
    move |path| fs::read(folder.join(path)).map_err(|error| error.to_string())
}

fn config(args: &Args, plan: &Plan) -> Result<Result<Config, Diagnostics>> {
    let config = match &plan.config {
        Some(path) => {
            let bytes =
                fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.strip_prefix(workspace()).unwrap_or(path);
            Config::parse_with(&name.to_string_lossy(), &bytes, beside(path))
        }
        None => Ok(Config::default()),
    };
    Ok(config.map(|config| {
        let config = match &args.name {
            Some(name) => config.with_package_name(name),
            None => config,
        };
        let config = config.with_only_tags(args.only.iter().cloned());
        if args.out.is_some() { config.with_runtime_path(runtime_path(&plan.out)) } else { config }
    }))
}

/// What was decided before.
fn lock(plan: &Plan) -> Result<Result<Lock, Diagnostics>> {
    let Some(path) = &plan.lock else { return Ok(Ok(Lock::default())) };
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Lock::parse(&path.to_string_lossy(), &bytes))
}

/// The path of the runtime as the generated manifest has to say it.
fn runtime_path(out: &Path) -> String {
    let out = without_dots(&std::path::absolute(out).unwrap_or_else(|_| out.to_owned()));
    let shared = out.components().zip(workspace().components()).take_while(|(a, b)| a == b).count();
    let up = out.components().skip(shared).map(|_| "..");
    let down = workspace().components().skip(shared);
    let mut path: PathBuf = up.collect();
    path.extend(down);
    path.push("runtime");
    path.to_string_lossy().replace('\\', "/")
}

/// The path that an absolute one with `..` in it leads to; the folder need not be there.
fn without_dots(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut path, component| {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            other => path.push(other),
        }
        path
    })
}

fn check(output: &Output, plan: &Plan) -> Result<ExitCode> {
    let changes = output.compare(&plan.out)?;
    if changes.is_empty() {
        report::say(&format!("{} is fresh", plan.out.display()));
        return Ok(ExitCode::SUCCESS);
    }
    for change in &changes {
        report::say(&format!("{}: {}", change.kind, change.path));
        if let ChangeKind::Changed { diff } = &change.kind {
            report::say(&painted(diff));
        }
    }
    report::complain(&format!(
        "{} is not what is generated; run `{}`",
        plan.out.display(),
        plan.command
    ));
    Ok(ExitCode::FAILURE)
}

/// A diff as it is, or in the usual colours on a terminal.
fn painted(diff: &str) -> String {
    if !report::stdout_has_color() {
        return diff.to_owned();
    }
    let paint = |line: &str| match line.as_bytes().first() {
        Some(b'+') => format!("\x1b[32m{line}\x1b[0m"),
        Some(b'-') => format!("\x1b[31m{line}\x1b[0m"),
        Some(b'@') => format!("\x1b[36m{line}\x1b[0m"),
        _ => line.to_owned(),
    };
    diff.lines().map(paint).collect::<Vec<_>>().join("\n")
}

fn summary(output: &Output, changes: &[Change], plan: &Plan, started: Instant) -> String {
    let counts = Counts::of(changes);
    let census = output.census();
    format!(
        "{}: {} operations ({} skipped), {} types ({} untyped positions){}\n\
         {} files: {} new, {} changed, {} removed, in {} ms",
        plan.out.display(),
        census.operations,
        census.skipped,
        census.types,
        census.untyped,
        listings(output),
        output.files().count(),
        counts.new,
        counts.changed,
        counts.removed,
        started.elapsed().as_millis(),
    )
}

/// How many operations were taken for listings, by the way they go on.
fn listings(output: &Output) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for listing in output.listings() {
        *counts.entry(listing.by).or_default() += 1;
    }
    let parts: Vec<_> = counts.iter().map(|(by, count)| format!("{count} by {by}")).collect();
    if parts.is_empty() { String::new() } else { format!(", listings: {}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_of_a_document_is_the_same_on_every_machine() {
        let root = workspace();
        assert_eq!(origin(&root.join("spec/containers.yaml")), "spec/containers.yaml");
        assert_eq!(origin(&root.join("xtask/../spec/./api.json")), "spec/api.json");
        assert_eq!(origin(&root.join("../elsewhere/api.yaml")), "api.yaml");
    }

    #[test]
    fn the_runtime_is_found_from_anywhere() {
        let root = workspace();
        assert_eq!(runtime_path(&root.join("client")), "../runtime");
        assert_eq!(runtime_path(&root.join("tests/a/b")), "../../../runtime");
        let name = root.file_name().unwrap_or_default().to_string_lossy();
        assert_eq!(runtime_path(&root.join("../client")), format!("../{name}/runtime"));
        assert_eq!(runtime_path(&root.join("a/../b/./c")), "../../runtime");
    }
}
