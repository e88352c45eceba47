//! `cargo xtask additions`: checks that an addition to a document moves nothing in its crate.
//!
//! An addition is made from the document itself. First the crate is generated without an operation or a
//! schema, then with it and with the lock of the first crate.

mod branches;
mod moved;
mod part;
mod source;
mod tally;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Result, bail};
use bessemer::report;
use bessemer_codegen::{Lock, compare, diff::Impact};

use crate::corpus;
use source::{Made, Tree, lock};
use tally::Tally;

/// The command's flags.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder with the documents: YAML and JSON files with an `openapi` or `swagger` field
    folder: PathBuf,
    /// Use only documents whose path contains this text
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Use at most this number of documents, selected at random [default: all]
    #[arg(long, value_name = "NUMBER")]
    documents: Option<usize>,
    /// How many operations and how many schemas of each document are added, selected at random
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    count: usize,
    /// The seed of the selection
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let mut paths = Vec::new();
    corpus::collect(&args.folder, &mut paths)?;
    paths.sort();
    let is_wanted = |path: &PathBuf| {
        args.only.as_ref().is_none_or(|only| path.to_string_lossy().contains(only.as_str()))
    };
    paths.retain(is_wanted);
    let mut random = fastrand::Rng::with_seed(args.seed);
    if let Some(count) = args.documents {
        random.shuffle(&mut paths);
        paths.truncate(count);
    }
    if paths.is_empty() {
        bail!("there is no OpenAPI document below {}", args.folder.display());
    }
    let mut all = Tally::default();
    for path in &paths {
        let tally = match document(path, args.count, &mut random) {
            Ok(tally) => tally,
            Err(error) => {
                report::complain(&format!("{}: not tried: {error:#}", path.display()));
                continue;
            }
        };
        for wrong in &tally.wrong {
            report::complain(&format!("{}: {wrong}", path.display()));
        }
        all.add(tally);
    }
    report::say(&format!(
        "{} documents: {} additions, {} merges with {} conflicts, {} problems",
        paths.len(),
        all.additions,
        all.merges,
        all.conflicts,
        all.wrong.len()
    ));
    Ok(if all.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Adds some operations and schemas of a document, each alone, and two operations on two branches.
fn document(path: &Path, count: usize, random: &mut fastrand::Rng) -> Result<Tally> {
    let source = Tree::read(path)?;
    let mut tally = Tally::default();
    let mut operations = part::operations(&source.tree);
    let mut schemas = part::schemas(&source.tree);
    random.shuffle(&mut operations);
    random.shuffle(&mut schemas);
    let pairs = operations.clone();
    operations.truncate(count);
    schemas.truncate(count);
    for part in operations.iter().chain(&schemas) {
        // A document without any other operation has no crate.
        let Ok(before) = source.without(&[part]).generate(&Lock::default()) else { continue };
        let after = source.generate(&lock(&before.output)?)?;
        tally.additions += 1;
        let moved = moved::names(&before, &after);
        tally.wrong.extend(moved.iter().map(|it| format!("adding {part}: {it}")));
        if part.is_operation() {
            let broken = broken(&before, &after);
            tally.wrong.extend(broken.iter().map(|it| format!("adding {part}: breaks {it}")));
        }
    }
    for pair in pairs.chunks_exact(2).take(count) {
        let [one, other] = pair else { continue };
        tally.add(branches::merged(&source, one, other)?);
    }
    Ok(tally)
}

/// The items whose callers no longer compile.
fn broken(before: &Made, after: &Made) -> Vec<String> {
    let sides = [before, after].map(|it| (&it.document, &it.model));
    let changes = compare(sides[0], sides[1]).changes;
    let breaks = changes.iter().filter(|it| it.source == Impact::Breaking);
    breaks.map(|it| format!("{} ({})", it.item, it.rule.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::workspace;

    #[test]
    fn an_addition_to_a_document_of_this_workspace_moves_nothing() {
        let mut paths = Vec::new();
        for folder in ["tests/fixtures", "spec", "tests/obstacles"] {
            corpus::collect(&workspace().join(folder), &mut paths).expect("documents");
        }
        paths.sort();
        let mut random = fastrand::Rng::with_seed(0);
        random.shuffle(&mut paths);
        // Continuous integration tries all of them, with more additions.
        let sensitive = ["credentials-shared", "directions", "swagger-azure", "webhooks-header"];
        let is_sensitive =
            |it: &PathBuf| sensitive.iter().any(|name| it.ends_with(format!("{name}.yaml")));
        paths.sort_by_key(|it| !is_sensitive(it));
        let mut all = Tally::default();
        for path in paths.iter().take(12) {
            all.add(document(path, 3, &mut random).expect("a document"));
        }
        assert!(all.additions > 12 && all.merges > 4, "{all:?}");
        assert_eq!(all.wrong, Vec::<String>::new());
    }
}
