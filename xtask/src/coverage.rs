//! `cargo xtask coverage`: counts what is generated for each document below some folders, and writes a page
//! of Markdown.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use anyhow::{Context, Result, bail};
use bessemer::{beside, report};
use bessemer_codegen::{Code, Config, Diagnostic, Diagnostics, Document, Severity, Survey, survey};

use crate::{corpus, workspace::workspace};

/// The command's flags.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folders with the documents: YAML and JSON files with an `openapi` field
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// The page to write
    #[arg(long, value_name = "FILE", default_value = "docs/coverage.md")]
    out: PathBuf,
    /// Print the place of each skipped operation and each position without a type
    #[arg(long)]
    places: bool,
    /// Print each listing, and each operation that looks like a listing but is not one
    #[arg(long)]
    listings: bool,
}

/// The counts by cause or kind, each with the number of documents that have it.
type Counts = BTreeMap<String, Count>;

#[derive(Clone, Copy, Default)]
struct Count {
    times: usize,
    documents: usize,
}

#[derive(Default)]
struct Totals {
    documents: usize,
    refused: Counts,
    operations: usize,
    types: usize,
    skipped: Counts,
    untyped: Counts,
    listings: Counts,
    declined: Counts,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let mut documents = Vec::new();
    for folder in &args.folders {
        corpus::collect(folder, &mut documents)?;
    }
    documents.sort();
    if documents.is_empty() {
        bail!("there is no OpenAPI document below these folders");
    }
    let mut totals = Totals::default();
    for (path, found) in documents.iter().zip(surveys(&documents)) {
        match found? {
            Ok(survey) => {
                totals.add(&survey);
                print(args, path, &survey);
            }
            Err(diagnostics) => {
                totals.refuse(&diagnostics);
                report::complain(&format!("{}: refused", path.display()));
            }
        }
    }
    let out = workspace().join(&args.out);
    fs::write(&out, totals.page()).with_context(|| format!("cannot write {}", out.display()))?;
    report::say(&format!("{} documents, {} operations", totals.documents, totals.operations));
    Ok(ExitCode::SUCCESS)
}

/// Surveys all documents, on all cores.
fn surveys(documents: &[PathBuf]) -> Vec<Result<Result<Survey, Diagnostics>>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(path) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.push((path, surveyed(path)));
        }
        found
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut found: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|it| it.join().ok()).flatten().collect()
    });
    // In the order of the documents.
    found.sort_by_key(|(path, _)| *path);
    found.into_iter().map(|(_, survey)| survey).collect()
}

fn surveyed(path: &Path) -> Result<Result<Survey, Diagnostics>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let document = Document::parse_with(&name, bytes, beside(path));
    Ok(document.and_then(|document| survey(&document, &Config::default())))
}

fn print(args: &Args, path: &Path, survey: &Survey) {
    let path = path.display();
    if args.places {
        for diagnostic in survey.warnings.iter().filter(|it| it.code == Code::Untyped) {
            let Diagnostic { pointer, message, .. } = diagnostic;
            report::say(&format!("untyped\t{path}\t{pointer}\t{message}"));
        }
        for (diagnostic, cause) in skipped(&survey.warnings) {
            report::say(&format!("skipped\t{path}\t{}\t{cause}", diagnostic.pointer));
        }
    }
    if args.listings {
        for it in &survey.listings {
            report::say(&format!("listing\t{path}\t{}\t{}\t{}", it.route, it.by, it.why));
        }
        for it in &survey.declined {
            report::say(&format!("declined\t{path}\t{}\t{}", it.route, it.why));
        }
    }
}

/// The operations that are left out, with the causes.
fn skipped(warnings: &Diagnostics) -> Vec<(&Diagnostic, String)> {
    let is_operation = |it: &&Diagnostic| {
        it.code == Code::Skipped && it.pointer.segments().next().is_some_and(|it| it == "paths")
    };
    let cause = |skipped: &Diagnostic| {
        let within = format!("{}/", skipped.pointer);
        let mut causes = warnings.iter().filter(|it| it.code != Code::Skipped);
        let own = |it: &&Diagnostic| it.pointer.to_string().starts_with(&within);
        causes.find(own).map_or_else(
            || "a part that it refers to cannot be read".to_owned(),
            |it| format!("{}: {}", it.code, general(&it.message)),
        )
    };
    warnings.iter().filter(is_operation).map(|it| (it, cause(it))).collect()
}

/// A message without the names in it.
fn general(message: &str) -> String {
    let mut text = String::new();
    for (index, part) in message.split('`').enumerate() {
        text.push_str(if index % 2 == 0 { part } else { "…" });
    }
    // Places are not quoted.
    let words = text.split(' ').map(|word| if word.starts_with("#/") { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// How a kind of listing requests the next page.
fn paging(kind: &str) -> String {
    let text = match kind {
        "address" => "by its URL in the response body",
        "last item" => "by a property of the last item",
        "link" => "by the `Link` header",
        "offset" => "by an offset",
        "page" => "by a page number",
        "single page" => "not at all: the only page has all items",
        "token" => "by a token in the response body",
        other => other,
    };
    text.to_owned()
}

fn add(counts: &mut Counts, keys: impl Iterator<Item = String>) {
    let mut own: BTreeMap<String, usize> = BTreeMap::new();
    for key in keys {
        *own.entry(key).or_default() += 1;
    }
    for (key, times) in own {
        let count = counts.entry(key).or_default();
        count.times += times;
        count.documents += 1;
    }
}

impl Totals {
    fn add(&mut self, survey: &Survey) {
        self.documents += 1;
        self.operations += survey.census.operations;
        self.types += survey.census.types;
        add(&mut self.skipped, skipped(&survey.warnings).into_iter().map(|(_, cause)| cause));
        let untyped = survey.warnings.iter().filter(|it| it.code == Code::Untyped);
        add(&mut self.untyped, untyped.map(|it| general(&it.message)));
        add(&mut self.listings, survey.listings.iter().map(|it| paging(it.by)));
        add(&mut self.declined, survey.declined.iter().map(|it| general(&it.why)));
    }

    fn refuse(&mut self, diagnostics: &Diagnostics) {
        self.documents += 1;
        let first = diagnostics.iter().find(|it| it.severity == Severity::Error);
        let cause = first.map(|it| format!("{}: {}", it.code, general(&it.message)));
        add(&mut self.refused, cause.into_iter());
    }

    fn page(&self) -> String {
        let mut text = format!(
            "# Coverage\n\nThis page counts what Bessemer generates, without a configuration, for {} published \
             documents. `cargo xtask coverage FOLDER…` writes it, from all documents below the folders. The \
             documents are not part of this repository. In the tables, `…` stands for a name, a keyword or a place.\n\n| | count |\n|---|--:|\n",
            thousands(self.documents),
        );
        let sum = |counts: &Counts| counts.values().map(|it| it.times).sum::<usize>();
        for (what, count) in [
            ("documents", self.documents),
            ("documents that are refused", sum(&self.refused)),
            ("operations", self.operations),
            ("operations that are left out", sum(&self.skipped)),
            ("types", self.types),
            (
                "warnings `untyped`: schemas that become any JSON or bytes because the generator has no type for \
                 them, and unions in which an alternative allows any JSON",
                sum(&self.untyped),
            ),
            ("listings", sum(&self.listings)),
        ] {
            let _ = writeln!(text, "| {what} | {} |", thousands(count));
        }
        for (title, what, counts) in [
            ("Refused documents", "cause", &self.refused),
            ("Operations that are left out", "cause", &self.skipped),
            ("Warnings `untyped`", "cause", &self.untyped),
            ("Listings", "how the next page is requested", &self.listings),
            ("Operations that look like listings", "why they are not listings", &self.declined),
        ] {
            let _ = write!(text, "\n## {title}\n\n| {what} | count | documents |\n|---|--:|--:|\n");
            for (key, count) in sorted(counts) {
                let (times, documents) = (thousands(count.times), thousands(count.documents));
                let _ = writeln!(text, "| {} | {times} | {documents} |", key.replace('|', "\\|"));
            }
        }
        text
    }
}

/// The most frequent first.
fn sorted(counts: &Counts) -> Vec<(&String, Count)> {
    let mut list: Vec<_> = counts.iter().map(|(key, count)| (key, *count)).collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(count.times));
    list
}

/// `12,345`
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn causes_name_nothing_of_a_document() {
        assert_eq!(general("no `a` at #/paths/~1b; use `c`"), "no … at … use …");
    }
}
