//! The listings in the output of `generate`.

use std::collections::BTreeMap;

use bessemer_codegen::Output;

/// The number of listings, for each way to request the next page; for the summary.
pub(crate) fn counted(output: &Output) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for listing in output.listings() {
        *counts.entry(listing.by).or_default() += 1;
    }
    let parts: Vec<_> = counts.iter().map(|(by, count)| format!("{count} by {by}")).collect();
    if parts.is_empty() { String::new() } else { format!(", listings: {}", parts.join(", ")) }
}

/// Explains for each operation that looks like a listing why it is one, or why it is not; one per
/// line.
pub(crate) fn explained(output: &Output) -> String {
    let taken = output
        .listings()
        .iter()
        .map(|it| format!("{} ({}): listing: {}", it.operation, it.route, it.why));
    let declined = output
        .declined()
        .iter()
        .map(|it| format!("{} ({}): not a listing: {}", it.operation, it.route, it.why));
    let mut lines: Vec<String> = taken.chain(declined).collect();
    lines.sort();
    lines.join("\n")
}
