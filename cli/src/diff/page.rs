//! The changes as one page for a browser, which needs no other file.

use anyhow::Result;
use askama::Template;
use bessemer_codegen::diff::{Group, Impact};

use super::{
    compared::Report,
    text::{code, headline, side},
};

#[derive(Template)]
#[template(path = "diff.html")]
struct Page {
    title: String,
    wire: &'static str,
    source: &'static str,
    sections: Vec<Section>,
}

/// The groups of one impact.
struct Section {
    impact: &'static str,
    title: &'static str,
    rows: Vec<Row>,
}

/// A group of changes.
struct Row {
    side: &'static str,
    rule: &'static str,
    text: Vec<Span>,
    parts: Vec<Part>,
}

/// A piece of a sentence.
struct Span {
    is_code: bool,
    text: String,
}

/// One change.
struct Part {
    item: String,
    place: String,
    before: String,
    after: String,
    wire: &'static str,
    source: &'static str,
    fingerprint: String,
    witness: String,
}

pub(super) fn render(report: &Report) -> Result<String> {
    let comparison = &report.comparison;
    let groups = comparison.groups();
    let section = |(impact, title): (Impact, &'static str)| {
        let own = groups.iter().filter(|it| it.wire.max(it.source) == impact);
        let rows: Vec<Row> = own.map(|group| row(report, group)).collect();
        (!rows.is_empty()).then_some(Section { impact: impact.as_str(), title, rows })
    };
    let all = [
        (Impact::Breaking, "Breaking"),
        (Impact::Compatible, "Compatible"),
        (Impact::Docs, "Documentation"),
    ];
    let page = Page {
        title: headline(report),
        wire: comparison.wire().as_str(),
        source: comparison.source().as_str(),
        sections: all.into_iter().filter_map(section).collect(),
    };
    Ok(page.render()?)
}

fn row(report: &Report, group: &Group<'_>) -> Row {
    let parts = group.changes.iter().map(|change| {
        let (before, after) = change.detail.split_once(" → ").unwrap_or(("", &change.detail));
        Part {
            item: change.item.clone(),
            place: report.place(change).to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            wire: change.wire.as_str(),
            source: change.source.as_str(),
            fingerprint: change.fingerprint(),
            witness: change.witness.clone().unwrap_or_default(),
        }
    });
    Row { side: side(group), rule: code(group), text: spans(&group.text), parts: parts.collect() }
}

/// The pieces of a text with code spans.
fn spans(text: &str) -> Vec<Span> {
    let parts = text.split('`').enumerate();
    parts.map(|(index, it)| Span { is_code: index % 2 == 1, text: it.to_owned() }).collect()
}
