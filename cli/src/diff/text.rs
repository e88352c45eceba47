//! The changes for a terminal.

use bessemer_codegen::diff::{Group, Impact};

use super::compared::Report;

/// How many groups are shown; the others are counted.
pub(super) const MAX_GROUPS: usize = 40;

pub(super) fn render(report: &Report) -> String {
    let mut lines = vec![headline(report)];
    let groups = report.comparison.groups();
    if groups.is_empty() {
        lines.push("\nnothing changes for callers".to_owned());
    }
    let mut last = None;
    for group in groups.iter().take(MAX_GROUPS) {
        let impact = group.wire.max(group.source);
        if last != Some(impact) {
            lines.push(format!("\n{}", impact.as_str()));
            last = Some(impact);
        }
        lines.push(format!("  {}  [{}]{}", group.text.replace('`', ""), code(group), side(group)));
        lines.extend(report.first_place(group).map(|it| format!("      {it}")));
    }
    if groups.len() > MAX_GROUPS {
        lines.push(format!("\nand {} more; --format json lists all", groups.len() - MAX_GROUPS));
    }
    lines.join("\n")
}

/// `containers 0.1.0 → 0.2.0: wire breaking, source compatible`.
pub(super) fn headline(report: &Report) -> String {
    let comparison = &report.comparison;
    let (old, new) = (&comparison.version, comparison.next_version());
    let version = if *old == new { old.clone() } else { format!("{old} → {new}") };
    format!(
        "{} {version}: wire {}, source {}",
        comparison.package,
        comparison.wire().as_str(),
        comparison.source().as_str(),
    )
}

pub(super) fn code(group: &Group<'_>) -> &'static str {
    group.changes.first().map_or("", |it| it.rule.as_str())
}

/// Whom a breaking change concerns, if not both sides.
pub(super) fn side(group: &Group<'_>) -> &'static str {
    match (group.wire, group.source) {
        (Impact::Breaking, Impact::Breaking) => "",
        (Impact::Breaking, _) => " on the wire only",
        (_, Impact::Breaking) => " in the source only",
        _ => "",
    }
}
