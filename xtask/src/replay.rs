//! `cargo xtask replay`: generates the versions of a document in order, and shows how each step changes
//! the crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use bessemer::{Format, LOCK, beside, report};
use bessemer_codegen::{
    Config, Diagnostics, Document, Item, Lock, NameEntry, NameKind, Runtime, Severity, Surface,
    generate_with, surface_of,
};
use serde_json::{Value, json};

use crate::{callers, changes::Lines};

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
    /// Also compile the callers of each version with the next one
    #[arg(long)]
    callers: bool,
    /// How to print the steps
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// One version, generated.
struct Version {
    name: String,
    text: String,
    document: Document,
    files: BTreeMap<String, String>,
    names: Vec<NameEntry>,
    surface: Surface,
}

/// The changes from one version to the next.
struct Step {
    from: String,
    to: String,
    document_lines: usize,
    crate_lines: usize,
    noise_lines: usize,
    files: usize,
    moved: Vec<String>,
    /// The items whose callers do not compile any more, though the document has them.
    broken: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let paths = versions(&args.folder)?;
    let config = config(args.config.as_deref())?;
    let mut steps = Vec::new();
    let mut before = Version::generate(&paths[0], &config, &Lock::default())?;
    for path in &paths[1..] {
        let lock = if args.no_lock { Lock::default() } else { before.lock()? };
        let after = Version::generate(path, &config, &lock)?;
        let mut step = Step::between(&before, &after);
        if args.callers {
            let broken = callers::broken(&before.surface, &after.surface, &after.files)?;
            let is_there = |it: &&Item| after.document.has(it.pointer());
            step.broken = broken.iter().filter(is_there).map(Item::line).collect();
        }
        steps.push(step);
        before = after;
    }
    report::say(&match args.format {
        Format::Text => table(&steps),
        Format::Json => {
            json!({"steps": steps.iter().map(Step::json).collect::<Vec<_>>()}).to_string()
        }
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

/// The error for a file that cannot be used.
fn refused(path: &Path, diagnostics: &Diagnostics) -> anyhow::Error {
    let first = diagnostics.iter().find(|it| it.severity == Severity::Error);
    let first = first.map(|it| format!("{} ({})", it.message, it.pointer));
    anyhow::anyhow!("{}: {}", path.display(), first.unwrap_or_default())
}

impl Version {
    fn generate(path: &Path, config: &Config, lock: &Lock) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // All versions have one name, so that the first line of each file does not change.
        let overlays = config.overlays();
        let document = Document::parse_with_overlays("document", &*bytes, overlays, beside(path))
            .map_err(|it| refused(path, &it))?;
        // An entry may apply to some of the versions only.
        let config = config.clone().with_package_name(callers::PACKAGE).with_unused_entries();
        let config = config.with_runtime(Runtime::Path(callers::RUNTIME.to_owned()));
        let output = generate_with(&document, &config, lock).map_err(|it| refused(path, &it))?;
        let files = output.files().map(|(path, text)| (path.to_owned(), text.to_owned()));
        Ok(Self {
            name,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            files: files.collect(),
            names: output.names().to_vec(),
            surface: surface_of(&document, &config, lock).map_err(|it| refused(path, &it))?,
            document,
        })
    }
}

impl Version {
    /// The decisions for this version.
    fn lock(&self) -> Result<Lock> {
        let text = self.files.get(LOCK).map(String::as_str).unwrap_or_default();
        Lock::parse(LOCK, text.as_bytes()).map_err(|it| refused(Path::new(LOCK), &it))
    }
}

impl Step {
    fn between(before: &Version, after: &Version) -> Self {
        let paths: BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
        let text = |version: &'_ Version, path: &String| {
            version.files.get(path).cloned().unwrap_or_default()
        };
        let mut lines = Lines::default();
        let mut files = 0;
        for path in paths {
            if before.files.get(path) != after.files.get(path) {
                files += 1;
                lines.add(&text(before, path), &text(after, path));
            }
        }
        let mut document = Lines::default();
        document.add(&before.text, &after.text);
        Self {
            from: before.name.clone(),
            to: after.name.clone(),
            document_lines: document.changed(),
            crate_lines: lines.changed(),
            noise_lines: lines.noise(),
            files,
            moved: moved(before, after),
            broken: Vec::new(),
        }
    }

    fn json(&self) -> Value {
        json!({
            "from": self.from,
            "to": self.to,
            "document_lines": self.document_lines,
            "crate_lines": self.crate_lines,
            "noise_lines": self.noise_lines,
            "files": self.files,
            "moved": self.moved,
            "broken": self.broken,
        })
    }
}

/// The names that are gone although their items are still in the document. If a type is gone, its
/// fields and variants are not listed.
fn moved(before: &Version, after: &Version) -> Vec<String> {
    let known: BTreeSet<(NameKind, &str)> =
        after.names.iter().map(|it| (it.kind, it.name.as_str())).collect();
    let places: BTreeSet<(NameKind, &str)> =
        after.names.iter().map(|it| (it.kind, it.pointer.as_str())).collect();
    let is_member = |kind| matches!(kind, NameKind::Field | NameKind::Variant);
    let has_type = |name: &str| {
        let ty = name.split(['.', ':']).next().unwrap_or_default();
        known.contains(&(NameKind::Type, ty))
    };
    let is_there = |it: &&NameEntry| {
        places.contains(&(it.kind, it.pointer.as_str())) || after.document.has(&it.pointer)
    };
    let gone = before.names.iter().filter(|it| !known.contains(&(it.kind, it.name.as_str())));
    let own = gone.filter(|it| !is_member(it.kind) || has_type(&it.name));
    let names: BTreeSet<&str> = own.filter(is_there).map(|it| it.name.as_str()).collect();
    names.into_iter().map(str::to_owned).collect()
}

fn table(steps: &[Step]) -> String {
    let head = ["from", "to", "document", "crate", "noise", "files", "moved", "broken"];
    let head = head.map(str::to_owned);
    let row = |from: &str, to: &str, counts: [usize; 6]| {
        let [document, code, noise, files, moved, broken] = counts.map(|it| it.to_string());
        [from.to_owned(), to.to_owned(), document, code, noise, files, moved, broken]
    };
    let counts = |it: &Step| {
        let [moved, broken] = [&it.moved, &it.broken].map(Vec::len);
        [it.document_lines, it.crate_lines, it.noise_lines, it.files, moved, broken]
    };
    let mut rows = vec![head];
    rows.extend(steps.iter().map(|it| row(&it.from, &it.to, counts(it))));
    let sum = |index: usize| steps.iter().map(|it| counts(it)[index]).sum();
    rows.push(row("all", &format!("{} steps", steps.len()), [0, 1, 2, 3, 4, 5].map(sum)));
    let width = |column: usize| rows.iter().map(|it| it[column].len()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..8).map(width).collect();
    let line = |row: &[String; 8]| {
        let padded = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column < 2 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
