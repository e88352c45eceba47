//! Calls and decoding, by the benchmarks in `tests/benches/`.

use std::process::Command;

use anyhow::{Result, bail};
use bessemer::report;

use crate::{cost, workspace::workspace};

use super::{
    compile::without_profiles,
    results::{Figure, Outcome},
    tool::OURS,
};

/// The name of the code by hand in tables and plots.
pub(super) const BY_HAND: &str = "reqwest and serde";

/// The rounds of a comparison; the median counts.
pub(super) const ROUNDS: usize = 201;

/// What the benchmarks print, the calls or pages in it, and the name in tables and plots.
const COMPARISONS: [(&str, f64, &str); 4] = [
    ("100 calls", 100.0, "A call, one after the other"),
    ("64 tasks with 50 calls each", 3_200.0, "A call, in 64 tasks at once"),
    ("a page", 20.0, "Decoding a page of 100 items"),
    ("a page with unknown properties", 20.0, "Decoding 100 items with unknown properties"),
];

/// Runs the benchmarks. Only their comparisons count: both sides alternate in these.
pub(super) fn measure() -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for bench in ["request", "decode"] {
        let mut command = Command::new("cargo");
        // No benchmark of criterion has this name, so that only the comparisons run.
        let filter = ["--", "only the comparisons"];
        command.args(["bench", "-p", "tests", "--bench", bench]).args(filter);
        command.current_dir(workspace());
        without_profiles(&mut command);
        let finished = cost::run(command)?;
        if !finished.status.success() {
            bail!("cargo bench --bench {bench} failed:\n{}", finished.said);
        }
        let found: Vec<_> = finished.said.lines().filter_map(comparison).flatten().collect();
        if found.is_empty() {
            bail!("cargo bench --bench {bench} printed no comparison:\n{}", finished.said);
        }
        report::complain(&format!("calls: {found:?}"));
        figures.extend(found);
    }
    Ok(figures)
}

/// Both figures, for one call or page, of a line that `tests/benches/support` prints:
/// `100 calls: 1.12 × the processor time of the plain way (5100.0 µs to 4550.0 µs)`.
fn comparison(line: &str) -> Option<[Figure; 2]> {
    let (printed, rest) = line.split_once(": ")?;
    let (_, repetitions, subject) = *COMPARISONS.iter().find(|it| it.0 == printed)?;
    let (_, times) = rest.split_once("of the plain way (")?;
    let (ours, theirs) = times.strip_suffix(" µs)")?.split_once(" µs to ")?;
    let figure = |tool: &str, time: &str| {
        let tenths = (time.parse::<f64>().ok()? / repetitions * 10.0).round();
        let outcome = Outcome::Microseconds(tenths / 10.0);
        Some(Figure { tool: tool.to_owned(), subject: subject.to_owned(), bytes: None, outcome })
    };
    Some([figure(OURS, ours)?, figure(BY_HAND, theirs)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_is_read() {
        let line = "100 calls: 1.12 × the processor time of the plain way (5100.0 µs to 4550.0 µs)";
        let [ours, theirs] = comparison(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!((ours.subject.as_str(), ours.tool.as_str()), (COMPARISONS[0].2, OURS));
        assert_eq!(ours.outcome, Outcome::Microseconds(51.0));
        assert_eq!(theirs.outcome, Outcome::Microseconds(45.5));
        assert_eq!(comparison("a call/ours  time: [1.0 µs 1.1 µs 1.2 µs]"), None);
    }
}
