//! Functions for the tests of a workspace: the changes of its crate, and the calls of its operations.

use anyhow::{Result, anyhow, bail};
use bessemer_codegen::{Call, Change, Output, Progress};

use crate::{plan::Plan, project::Project};

impl Project {
    /// Generates the crate, without writing it. Warnings that the project denies are errors.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or the document has errors; the message contains the diagnostics.
    pub fn output(&self) -> Result<Output> {
        let plan = Plan::of_project(self);
        let output = plan.output(&Progress::default())?;
        let output = output.map_err(|found| anyhow!("{}", found.render(false)))?;
        let denied = output.warnings().iter().filter(|it| plan.denies(it.code));
        let denied: Vec<String> =
            denied.map(|it| format!("denied: {} ({})", it.message, it.pointer)).collect();
        if denied.is_empty() { Ok(output) } else { bail!("{}", denied.join("\n")) }
    }

    /// The differences between the crate on disk and the one that the document gives; empty if it is up
    /// to date.
    ///
    /// # Errors
    ///
    /// As for [`output`](Self::output), or if the folder of the crate cannot be read.
    pub fn changes(&self) -> Result<Vec<Change>> {
        Ok(self.output()?.compare(&self.out())?)
    }

    /// All operations with their Rust calls, one per line: `GET /pets/{id} pets.retrieve`.
    ///
    /// # Errors
    ///
    /// As for [`output`](Self::output).
    pub fn calls(&self) -> Result<String> {
        Ok(calls(&self.output()?))
    }
}

/// All operations with their Rust calls, one per line.
pub(crate) fn calls(output: &Output) -> String {
    let line = |it: &Call| {
        let calls = std::iter::once(&it.call).chain(&it.also).map(String::as_str);
        format!("{} {} {}", it.method, it.path, calls.collect::<Vec<_>>().join(" "))
    };
    output.calls().iter().map(line).collect::<Vec<_>>().join("\n")
}
