//! The generated tests of a crate, against a fake API that is made from its document.

use std::process::Command;

use anyhow::{Context, Result};

/// The number of failed tests whose errors are listed.
const MAX_FAILURES: usize = 5;

/// The outcome of the tests of a crate.
pub(super) struct Outcome {
    pub(super) passed: usize,
    pub(super) failed: usize,
    /// The first errors, if a test failed.
    pub(super) failure: Option<String>,
}

impl Outcome {
    /// Runs a compiled program with tests.
    pub(super) fn of(program: &str) -> Result<Self> {
        let output =
            Command::new(program).output().with_context(|| format!("cannot run {program}"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let tests = || said.lines().filter(|it| it.starts_with("test "));
        let failed = tests().filter(|it| it.ends_with("... FAILED")).count();
        let failure = (!output.status.success()).then(|| failure(&said, failed));
        Ok(Self { passed: tests().filter(|it| it.ends_with("... ok")).count(), failed, failure })
    }
}

/// The first errors of the failed tests.
fn failure(said: &str, failed: usize) -> String {
    let errors = said.lines().filter(|it| it.starts_with("Error: ") || it.contains("panicked at"));
    let errors: Vec<&str> = errors.take(MAX_FAILURES).collect();
    format!("{failed} tests failed:\n  {}", errors.join("\n  "))
}
