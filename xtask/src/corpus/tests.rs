//! The generated tests of the crates, against a fake API that is made from each document.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};
use bessemer::report;

use super::{Row, generated_names, judge, krate};

/// The number of failed tests that the failure of a document lists.
const MAX_FAILURES: usize = 5;

/// Compiles the tests of all crates with one call of cargo, and runs them.
pub(super) fn run(rows: &mut [Row], out: &Path) -> Result<()> {
    let features: Vec<String> =
        generated_names(rows).map(|name| format!("{name}/testing")).collect();
    let features = features.join(",");
    let messages = judge(rows, out, &["build", "--test", "operations", "--features", &features])?;
    let (mut passed, mut failed) = (0, 0);
    for message in &messages {
        let (Some(program), Some(name)) = (message["executable"].as_str(), krate(message)) else {
            continue;
        };
        let Some(row) = rows.iter_mut().find(|row| row.name == name) else { continue };
        let output = Command::new(program)
            .output()
            .with_context(|| format!("cannot run the tests of {name}"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let count = |end: &str| {
            said.lines().filter(|it| it.starts_with("test ") && it.ends_with(end)).count()
        };
        (passed, failed) = (passed + count("... ok"), failed + count("... FAILED"));
        if !output.status.success() {
            row.failure = Some(failure(&said, count("... FAILED")));
        }
    }
    report::say(&format!("{passed} tests passed, {failed} failed"));
    Ok(())
}

/// The first errors of the failed tests.
fn failure(said: &str, count: usize) -> String {
    let errors = said.lines().filter(|it| it.starts_with("Error: ") || it.contains("panicked at"));
    let errors: Vec<&str> = errors.take(MAX_FAILURES).collect();
    format!("{count} tests failed:\n  {}", errors.join("\n  "))
}
