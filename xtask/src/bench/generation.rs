//! The generation of crates.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use bessemer::report;

use crate::cost::{self, Cost};

use super::{
    compile::Crate,
    failure::failed,
    results::{Figure, Outcome},
    subject::Subject,
    target::{empty, folder},
    tool::Tool,
};

/// Generates the crate of each document with each tool, several times. The tools alternate, so that
/// other load on the machine affects all of them.
pub(super) fn measure(subjects: &[Subject], runs: usize) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for subject in subjects {
        let attempts = Tool::ALL.into_iter().map(|it| Attempt::new(it, subject));
        let mut attempts = attempts.collect::<Result<Vec<_>>>()?;
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
            let mut attempt = Attempt::new(tool, subject)?;
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
    /// The folder of the last crate.
    folder: PathBuf,
    costs: Vec<Cost>,
    failure: Option<Outcome>,
}

impl<'s> Attempt<'s> {
    fn new(tool: Tool, subject: &'s Subject) -> Result<Self> {
        let name = format!("{}-{}", tool.name(), subject.name).replace(['/', '.', ' '], "-");
        let all = folder().join(name);
        empty(&all)?;
        let failure = tool
            .version()
            .is_none()
            .then(|| Outcome::Failure { what: "not installed".to_owned(), message: String::new() });
        Ok(Self { tool, subject, folder: all.join("crate"), costs: Vec::new(), failure })
    }

    /// Generates the crate once, in a folder of its own: files that are created just after others were removed
    /// cost more on some file systems. After a failure, nothing is tried again.
    fn run(&mut self) -> Result<()> {
        if self.failure.is_some() {
            return Ok(());
        }
        // Some tools name the crate after its folder.
        self.folder.set_file_name(format!("crate-{}", self.costs.len()));
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
