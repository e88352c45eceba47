//! The changes as a comment on a pull request.

use bessemer_codegen::diff::{Group, Impact};

use super::{
    compared::Report,
    text::{MAX_GROUPS, code, headline, side},
};

pub(super) fn render(report: &Report) -> String {
    let mut text = format!("## {}\n", headline(report));
    let groups = report.comparison.groups();
    if groups.is_empty() {
        return text + "\nNothing changes for callers.\n";
    }
    for impact in [Impact::Breaking, Impact::Compatible, Impact::Docs] {
        let own: Vec<&Group<'_>> =
            groups.iter().filter(|it| it.wire.max(it.source) == impact).collect();
        if own.is_empty() {
            continue;
        }
        let title = match impact {
            Impact::Breaking => "Breaking",
            Impact::Compatible => "Compatible",
            _ => "Documentation",
        };
        text.push_str(&format!("\n### {title}\n\n"));
        let shown = if impact == Impact::Breaking { MAX_GROUPS } else { MAX_GROUPS / 2 };
        for group in own.iter().take(shown) {
            text.push_str(&line(report, group));
        }
        if own.len() > shown {
            text.push_str(&format!("\n<details><summary>{} more</summary>\n\n", own.len() - shown));
            for group in own.iter().skip(shown) {
                text.push_str(&line(report, group));
            }
            text.push_str("\n</details>\n");
        }
    }
    text + &witnesses(report)
}

fn line(report: &Report, group: &Group<'_>) -> String {
    let place = report.places(&group.changes).into_iter().find(|it| !it.is_empty());
    let place = place.map_or_else(String::new, |it| format!(" · {it}"));
    format!("- {}{} (`{}`){place}\n", group.text, side(group), code(group))
}

/// Callers that no longer compile.
fn witnesses(report: &Report) -> String {
    let all: Vec<&str> =
        report.comparison.changes.iter().filter_map(|it| it.witness.as_deref()).collect();
    if all.is_empty() {
        return String::new();
    }
    let shown: Vec<&str> = all.iter().take(MAX_GROUPS).copied().collect();
    format!(
        "\n<details><summary>Callers that no longer compile</summary>\n\n```rust\n{}\n```\n\n</details>\n",
        shown.join("\n")
    )
}
