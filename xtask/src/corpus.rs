//! `cargo xtask corpus`: generates and compiles the crate of every document below a folder.

mod tests;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use bessemer::{beside, report};
use bessemer_codegen::{
    Census, Config, Diagnostics, Document, Output, Runtime, Severity, generate,
};
use serde_json::Value;

use self::tests::Outcome;
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
    /// Also generate the tests of each crate, and run them
    #[arg(long, conflicts_with = "no_check")]
    tests: bool,
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
        rows.push(generated(path, args, &out)?);
    }
    if !args.no_check && generated_names(&rows).next().is_some() {
        check(&mut rows, &out, args)?;
    }
    for row in &rows {
        report::complain(&format!("{}: {}", row.name, row.failure.as_deref().unwrap_or("ok")));
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

fn generated(path: &Path, args: &Args, out: &Path) -> Result<Row> {
    let relative = path.strip_prefix(&args.folder).unwrap_or(path).to_string_lossy().into_owned();
    let name = package_name(&relative);
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let started = Instant::now();
    let config = config(&path.with_extension("toml"))?;
    let overlays = config.as_ref().map(|it| it.overlays().to_vec()).unwrap_or_default();
    let document = Document::parse_with_overlays(&relative, bytes, &overlays, beside(path));
    let version = document.as_ref().map(|it| it.version().to_owned()).unwrap_or_default();
    let full = std::path::absolute(path)?;
    let output = document.and_then(|document| {
        let config = config?
            .with_package_name(&name)
            .with_runtime(Runtime::Path("../../../runtime".to_owned()));
        let config = if args.tests { config.with_tests(full.to_string_lossy()) } else { config };
        generate(&document, &config)
    });
    let mut row = Row {
        name,
        version,
        census: Census::default(),
        lines: 0,
        warnings: 0,
        generated: started.elapsed(),
        failure: None,
    };
    match output {
        Ok(output) => {
            let folder = out.join(&row.name);
            output.write(&folder)?;
            fs::create_dir_all(folder.join("examples"))?;
            fs::write(folder.join("examples/methods.rs"), examples(&output))?;
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

/// The examples in the documentation of all methods, as one program. It is compiled with the default
/// features, so it has no WebSockets.
fn examples(output: &Output) -> String {
    let files = output.files().filter(|(path, _)| path.starts_with("src/resources/"));
    let methods = files.flat_map(|(_, text)| text.split("    pub fn "));
    let examples = methods.filter_map(|docs| {
        let (_, example) = docs.split_once("/// ```no_run\n")?;
        let (example, attributes) = example.split_once("/// ```\n")?;
        (!attributes.contains("#[cfg(")).then_some(example)
    });
    let mut program =
        "#![allow(warnings, reason = \"examples only have to compile\")]\n".to_owned();
    for (index, example) in examples.enumerate() {
        program.push_str(&format!("mod example_{index} {{\n"));
        for line in example.lines() {
            let line = line.trim_start().trim_start_matches("/// ");
            program.push_str(&format!("{}\n", line.strip_prefix("# ").unwrap_or(line)));
        }
        program.push_str("}\n");
    }
    program + "fn main() {}\n"
}

/// The name of a document's package. Two hyphens in a row would make rustc warn.
fn package_name(path: &str) -> String {
    let mut name = "corpus-".to_owned();
    for character in path.to_ascii_lowercase().chars() {
        name.push(match character {
            it if it.is_ascii_alphanumeric() => it,
            _ if name.ends_with('-') => 'x',
            _ => '-',
        });
    }
    name
}

/// The configuration of a document, if there is one.
pub(crate) fn config(path: &Path) -> Result<Result<Config, Diagnostics>> {
    if !path.is_file() {
        return Ok(Ok(Config::default()));
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Config::parse_with(&path.to_string_lossy(), &bytes, beside(path)))
}

/// Compiles all crates as one workspace, with every warning as an error.
fn check(rows: &mut [Row], out: &Path, args: &Args) -> Result<()> {
    let members: Vec<String> = generated_names(rows).map(|name| format!("{name:?}")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[workspace.lints.rust]\nwarnings = \"deny\"\n",
        members.join(", "),
    );
    fs::write(out.join("Cargo.toml"), manifest)?;
    fs::copy(workspace().join("Cargo.lock"), out.join("Cargo.lock"))?;
    for name in generated_names(rows) {
        let own = out.join(name).join("Cargo.toml");
        let text = fs::read_to_string(&own)?;
        fs::write(&own, text + "\n[lints]\nworkspace = true\n")?;
    }
    if args.tests {
        test(rows, out)?;
    } else {
        judge(rows, out, &["check", "--lib", "--examples"])?;
    }
    if args.lint {
        judge(rows, out, &["clippy"])?;
        judge(rows, out, &["doc", "--no-deps"])?;
    }
    Ok(())
}

/// Compiles the tests of all crates with one call of cargo, and runs them.
fn test(rows: &mut [Row], out: &Path) -> Result<()> {
    let features: Vec<String> =
        generated_names(rows).map(|name| format!("{name}/testing")).collect();
    let command = ["build", "--test", "operations", "--features", &features.join(",")];
    let messages = judge(rows, out, &command)?;
    let (mut passed, mut failed) = (0, 0);
    for message in &messages {
        let (Some(program), Some(name)) = (message["executable"].as_str(), krate(message)) else {
            continue;
        };
        let Some(row) = rows.iter_mut().find(|row| row.name == name) else { continue };
        let outcome = Outcome::of(program)?;
        (passed, failed) = (passed + outcome.passed, failed + outcome.failed);
        row.failure = outcome.failure;
    }
    report::say(&format!("{passed} tests passed, {failed} failed"));
    Ok(())
}

fn generated_names(rows: &[Row]) -> impl Iterator<Item = &str> {
    rows.iter().filter(|row| row.failure.is_none()).map(|row| row.name.as_str())
}

/// Runs a command of cargo on all crates, and returns its messages. The first error in a crate is the failure of
/// its document.
fn judge(rows: &mut [Row], out: &Path, command: &[&str]) -> Result<Vec<Value>> {
    let output = Command::new("cargo")
        .args(command)
        .args(["--workspace", "--keep-going", "--quiet", "--message-format", "json"])
        .current_dir(out)
        .env("CARGO_TARGET_DIR", out.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .context("cannot run cargo")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let errors: Vec<(String, String)> = messages.iter().filter_map(error).collect();
    for row in rows.iter_mut().filter(|row| row.failure.is_none()) {
        row.failure = errors.iter().find(|(name, _)| *name == row.name).map(|it| it.1.clone());
    }
    if !output.status.success() && rows.iter().all(|row| row.failure.is_none()) {
        bail!("cargo {} failed: {}", command.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(messages)
}

/// The crate and the text of an error among the messages of cargo.
fn error(message: &Value) -> Option<(String, String)> {
    let is_error = message["message"]["level"].as_str()? == "error";
    let text = message["message"]["rendered"].as_str()?.trim_end();
    is_error.then_some((krate(message)?, text.to_owned()))
}

/// The crate that a message of cargo is about: the name of its folder.
fn krate(message: &Value) -> Option<String> {
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?.file_name()?;
    Some(folder.to_string_lossy().into_owned())
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
        ]);
    }
    let width = |column: usize| cells.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &[String; 9]| {
        let padded = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column < 2 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    cells.iter().map(line).collect::<Vec<_>>().join("\n")
}
