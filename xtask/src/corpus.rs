//! `cargo xtask corpus`: generates and compiles the crate of every document below a folder.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{self, Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use bessemer::{beside, report};
use bessemer_codegen::{Census, Config, Diagnostics, Document, Runtime, Severity, generate};

use crate::workspace::workspace;

/// The command's flags.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder with the documents: YAML and JSON files with an `openapi` or `swagger` field. A TOML file with
    /// the same name next to a document is its configuration
    folder: PathBuf,
    /// Only generate; do not compile
    #[arg(long)]
    no_check: bool,
    /// Also run clippy and rustdoc
    #[arg(long, conflicts_with = "no_check")]
    lint: bool,
    /// Use only documents whose path contains this text
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// The result for one document.
struct Row {
    name: String,
    version: String,
    census: Census,
    lines: usize,
    warnings: usize,
    generated: Duration,
    checked: Option<Duration>,
    failure: Option<String>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let mut documents = Vec::new();
    collect(&args.folder, &mut documents)?;
    documents.sort();
    let wanted = |path: &PathBuf| {
        args.only.as_ref().is_none_or(|only| path.to_string_lossy().contains(only.as_str()))
    };
    documents.retain(wanted);
    if documents.is_empty() {
        bail!("there is no OpenAPI document below {}", args.folder.display());
    }
    let out = workspace().join("target/corpus");
    fs::create_dir_all(&out).with_context(|| format!("cannot create {}", out.display()))?;
    let mut rows = Vec::new();
    for path in &documents {
        let mut row = generated(path, &args.folder, &out)?;
        if row.failure.is_none() && !args.no_check {
            check(&mut row, &out)?;
        }
        if row.failure.is_none() && args.lint {
            lint(&mut row, &out)?;
        }
        report::complain(&format!("{}: {}", row.name, row.failure.as_deref().unwrap_or("ok")));
        rows.push(row);
    }
    report::say(&table(&rows));
    let failed = rows.iter().filter(|row| row.failure.is_some()).count();
    report::say(&format!("{} documents, {failed} failed", rows.len()));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Adds the documents below a folder.
pub(crate) fn collect(folder: &Path, documents: &mut Vec<PathBuf>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, documents)?;
        } else if is_document(&path)? {
            documents.push(path);
        }
    }
    Ok(())
}

/// Whether a file is an OpenAPI document, and not a part of another one.
fn is_document(path: &Path) -> Result<bool> {
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    if !["json", "yaml", "yml"].contains(&extension) {
        return Ok(false);
    }
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let starts = |line: &str| line.starts_with("openapi:") || line.starts_with("swagger:");
    Ok(text.lines().any(starts) || text.contains("\"openapi\"") || text.contains("\"swagger\""))
}

fn generated(path: &Path, folder: &Path, out: &Path) -> Result<Row> {
    let relative = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
    let name: String =
        relative.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    let name = format!("corpus-{}", name.to_ascii_lowercase());
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let started = Instant::now();
    let config = config(&path.with_extension("toml"))?;
    let overlays = config.as_ref().map(|it| it.overlays().to_vec()).unwrap_or_default();
    let document = Document::parse_with_overlays(&relative, bytes, &overlays, beside(path));
    let version = document.as_ref().map(|it| it.openapi().openapi.clone()).unwrap_or_default();
    let output = document.and_then(|document| {
        let config = config?
            .with_package_name(&name)
            .with_runtime(Runtime::Path("../../../runtime".to_owned()));
        generate(&document, &config)
    });
    let mut row = Row {
        name,
        version,
        census: Census::default(),
        lines: 0,
        warnings: 0,
        generated: started.elapsed(),
        checked: None,
        failure: None,
    };
    match output {
        Ok(output) => {
            output.write(&out.join(&row.name))?;
            row.generated = started.elapsed();
            row.census = output.census();
            row.warnings = output.warnings().count(Severity::Warning);
            let code = output.files().filter(|(path, _)| path.starts_with("src/"));
            row.lines = code.map(|(_, text)| text.lines().count()).sum();
        }
        Err(diagnostics) => {
            let first = diagnostics.iter().find(|it| it.severity == Severity::Error);
            let first = first.map(|it| format!("{} ({})", it.message, it.pointer));
            row.failure = Some(format!(
                "{} errors, the first: {}",
                diagnostics.count(Severity::Error),
                first.unwrap_or_default(),
            ));
        }
    }
    Ok(row)
}

/// The configuration of a document, if there is one.
fn config(path: &Path) -> Result<Result<Config, Diagnostics>> {
    if !path.is_file() {
        return Ok(Ok(Config::default()));
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Config::parse_with(&path.to_string_lossy(), &bytes, beside(path)))
}

/// Compiles one crate. All crates share their compiled dependencies.
fn check(row: &mut Row, out: &Path) -> Result<()> {
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{:?}]\n\n[workspace.lints.rust]\nwarnings = \"deny\"\n",
        row.name,
    );
    fs::write(out.join("Cargo.toml"), manifest)?;
    fs::copy(workspace().join("Cargo.lock"), out.join("Cargo.lock"))?;
    let own = out.join(&row.name).join("Cargo.toml");
    let text = fs::read_to_string(&own)?;
    fs::write(&own, text + "\n[lints]\nworkspace = true\n")?;
    cargo(out, &["check", "--quiet", "--package", "bessemer-runtime"])?;
    let started = Instant::now();
    let output = cargo(out, &["check", "--quiet", "--package", &row.name])?;
    row.checked = Some(started.elapsed());
    judge(row, out, &output)
}

fn lint(row: &mut Row, out: &Path) -> Result<()> {
    let package = row.name.clone();
    let clippy = ["clippy", "--quiet", "--package", &package, "--", "-D", "warnings"];
    let rustdoc = ["doc", "--quiet", "--no-deps", "--package", &package];
    for arguments in [&clippy[..], &rustdoc] {
        if row.failure.is_none() {
            judge(row, out, &cargo(out, arguments)?)?;
        }
    }
    Ok(())
}

fn cargo(out: &Path, arguments: &[&str]) -> Result<process::Output> {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(out);
    command.env("CARGO_TARGET_DIR", out.join("target")).env("CARGO_INCREMENTAL", "0");
    command.env("RUSTDOCFLAGS", "-D warnings").output().context("cannot run cargo")
}

/// Turns a failed command into the error of the document.
fn judge(row: &mut Row, out: &Path, output: &process::Output) -> Result<()> {
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let log = out.join(format!("{}.log", row.name));
        fs::write(&log, said.as_bytes())?;
        let first = said.lines().find(|line| line.starts_with("error")).unwrap_or("error");
        row.failure = Some(format!("{first} (see {})", log.display()));
    }
    Ok(())
}

fn table(rows: &[Row]) -> String {
    let head = [
        "document",
        "version",
        "operations",
        "skipped",
        "types",
        "untyped",
        "lines",
        "warnings",
        "ms",
        "check s",
    ];
    let mut cells = vec![head.map(str::to_owned)];
    for row in rows {
        cells.push([
            row.name.trim_start_matches("corpus-").to_owned(),
            row.version.clone(),
            row.census.operations.to_string(),
            row.census.skipped.to_string(),
            row.census.types.to_string(),
            row.census.untyped.to_string(),
            row.lines.to_string(),
            row.warnings.to_string(),
            row.generated.as_millis().to_string(),
            row.checked.map_or_else(|| "-".to_owned(), |it| format!("{:.1}", it.as_secs_f64())),
        ]);
    }
    let width = |column: usize| cells.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &[String; 10]| {
        let padded = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column < 2 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    cells.iter().map(line).collect::<Vec<_>>().join("\n")
}
