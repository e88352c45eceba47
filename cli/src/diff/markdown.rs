//! The changes as a comment on a pull request.

use bessemer_codegen::diff::{Group, Impact};

use super::{
    compared::Report,
    text::{MAX_GROUPS, code, headline, side},
};

/// The maximum length of a comment on GitHub is 65,536 characters.
const MAX_LENGTH: usize = 60_000;

pub(super) fn render(report: &Report) -> String {
    // A workflow finds its comment by this line.
    let mark = format!("<!-- bessemer diff {} -->\n", report.comparison.package);
    let text = mark + &body(report);
    let lines = text.split_inclusive('\n').scan(0, |length, line| {
        *length += line.len();
        Some((*length, line))
    });
    let shown: String =
        lines.take_while(|(length, _)| *length <= MAX_LENGTH).map(|(_, line)| line).collect();
    match shown.len() == text.len() {
        true => text,
        false => closed(shown) + "\nThe report is too long; `--format html` shows all changes.\n",
    }
}

/// A part of the report with the ends of what is open: a code block, and folded lines.
fn closed(mut text: String) -> String {
    if text.lines().filter(|it| it.starts_with("```")).count() % 2 == 1 {
        text.push_str("```\n");
    }
    if text.matches("<details>").count() > text.matches("</details>").count() {
        text.push_str("\n</details>\n");
    }
    text
}

fn body(report: &Report) -> String {
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
    let place = report.first_place(group).map_or_else(String::new, |it| format!(" · {it}"));
    format!("- {}{} (`{}`){place}\n", span(&group.text), side(group), code(group))
}

/// A text with code spans. What would be HTML, a format or a mention of a user outside of them is escaped.
pub(super) fn span(text: &str) -> String {
    let escape = |text: &str| {
        let entity = |it: char| match it {
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '@' => "&#64;".to_owned(),
            '*' | '_' | '[' | ']' | '#' | '|' | '~' | '\\' => format!("\\{it}"),
            other => other.to_string(),
        };
        text.chars().map(entity).collect::<String>()
    };
    let parts = text.split('`').enumerate();
    let parts =
        parts.map(|(index, it)| if index % 2 == 0 { escape(it) } else { format!("`{it}`") });
    parts.collect()
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
