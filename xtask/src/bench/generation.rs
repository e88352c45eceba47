//! The generation of crates.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use bessemer::report;

use crate::{
    cost::{self, Cost},
    workspace::workspace,
};

use super::{
    compile::Crate,
    results::{Figure, Outcome},
    subject::Subject,
    tool::Tool,
};

/// Generates the crate of each document with each tool, several times. The tools alternate, so that
/// other load on the machine affects all of them.
pub(super) fn measure(subjects: &[Subject], runs: usize) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for subject in subjects {
        let mut attempts: Vec<_> =
            Tool::ALL.into_iter().map(|it| Attempt::new(it, subject)).collect();
        for _ in 0..runs {
            for attempt in &mut attempts {
                attempt.run()?;
            }
        }
        for attempt in attempts {
            figures.push(attempt.figure()?);
        }
    }
    Ok(figures)
}

/// The crates that the tools generate for the documents; the failures are left out.
pub(super) fn crates(subjects: &[Subject]) -> Result<Vec<Crate>> {
    let mut crates = Vec::new();
    for subject in subjects {
        for tool in Tool::ALL {
            let mut attempt = Attempt::new(tool, subject);
            attempt.run()?;
            let Attempt { folder, failure, .. } = attempt;
            let (tool, subject) = (tool.name().to_owned(), subject.name.clone());
            crates.push(Crate { tool, subject, folder, features: &[], failure });
        }
    }
    Ok(crates)
}

/// A tool and a document.
struct Attempt<'s> {
    tool: Tool,
    subject: &'s Subject,
    folder: PathBuf,
    costs: Vec<Cost>,
    failure: Option<Outcome>,
}

impl<'s> Attempt<'s> {
    fn new(tool: Tool, subject: &'s Subject) -> Self {
        let name = format!("{}-{}", tool.name(), subject.name).replace(['/', '.', ' '], "-");
        let folder = folder().join(name);
        let failure = tool
            .version()
            .is_none()
            .then(|| Outcome::Failure { what: "not installed".to_owned(), message: String::new() });
        Self { tool, subject, folder, costs: Vec::new(), failure }
    }

    /// Generates the crate once. After a failure, nothing is tried again.
    fn run(&mut self) -> Result<()> {
        if self.failure.is_some() {
            return Ok(());
        }
        empty(&self.folder)?;
        let finished = cost::run(self.tool.command(&self.subject.path, &self.folder)?)?;
        let outcome = if finished.status.success() {
            self.tool.complete(&self.folder)
        } else {
            self.failure = Some(failed("refuses the document", &finished.said, &self.folder));
            Ok(())
        };
        self.costs.push(finished.cost);
        outcome
    }

    fn figure(self) -> Result<Figure> {
        let outcome = match (self.failure, cost::median(&self.costs)) {
            (Some(failure), _) => failure,
            (None, Some(cost)) => {
                Outcome::Generated { lines: lines(&self.folder.join("src"))?, cost }
            }
            (None, None) => anyhow::bail!("--runs must be at least 1"),
        };
        let (tool, subject) = (self.tool.name().to_owned(), self.subject.name.clone());
        report::complain(&format!("generation: {tool}, {subject}: {outcome:?}"));
        Ok(Figure { tool, subject, bytes: Some(self.subject.bytes), outcome })
    }
}

/// The folder of all crates that are measured.
pub(super) fn folder() -> PathBuf {
    workspace().join("target/bench")
}

/// Creates a folder, or removes what it contains.
pub(super) fn empty(folder: &Path) -> Result<()> {
    let context = || format!("cannot empty {}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(context)?;
    }
    fs::create_dir_all(folder).with_context(context)
}

/// The lines of all Rust files below a folder.
fn lines(folder: &Path) -> Result<usize> {
    let mut sum = 0;
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            sum += lines(&path)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            sum += fs::read_to_string(&path)?.lines().count();
        }
    }
    Ok(sum)
}

/// A failure, with the line of the output that says why. Paths of this machine are shortened.
pub(super) fn failed(what: &str, said: &str, folder: &Path) -> Outcome {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    let place = |is: fn(&str) -> bool| lines.iter().position(|it| is(it));
    // The message of a panic follows the line with its place.
    let panic = place(|it| it.contains("panicked at")).map(|it| it + 1);
    let line = panic.or_else(|| place(|it| it.to_lowercase().contains("error")));
    let line = line.and_then(|it| lines.get(it)).or(lines.last()).copied().unwrap_or_default();
    let line = line.replace(&*folder.to_string_lossy(), ".");
    let line = line.replace(&*workspace().to_string_lossy(), ".");
    let message = line.chars().take(200).collect();
    let what = if panic.is_some() { "panics" } else { what };
    Outcome::Failure { what: what.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_has_the_line_that_says_why_without_paths() {
        let folder = folder().join("a-tool");
        let said = format!("reading\nError: {}/x.rs is wrong\nmore\n", folder.display());
        let expected = Outcome::Failure {
            what: "refuses the document".to_owned(),
            message: "Error: ./x.rs is wrong".to_owned(),
        };
        assert_eq!(failed("refuses the document", &said, &folder), expected);
        let said = "thread 'main' panicked at /home/x.rs:1:1:\nnot yet implemented\nnote: more";
        let expected = Outcome::Failure {
            what: "panics".to_owned(),
            message: "not yet implemented".to_owned(),
        };
        assert_eq!(failed("refuses the document", said, &folder), expected);
    }
}
