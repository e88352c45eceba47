//! The changes as one page for a browser, which needs no other file.

use anyhow::Result;
use askama::Template;
use bessemer_codegen::diff::Group;

use super::{
    compared::Report,
    text::{code, headline},
};

#[derive(Template)]
#[template(path = "diff.html")]
struct Page {
    title: String,
    wire: &'static str,
    source: &'static str,
    groups: Vec<Row>,
}

/// A group of changes.
struct Row {
    impact: &'static str,
    wire: &'static str,
    source: &'static str,
    rule: &'static str,
    text: String,
    parts: Vec<Part>,
}

/// One change.
struct Part {
    item: String,
    place: String,
    before: String,
    after: String,
    fingerprint: String,
    witness: String,
}

pub(super) fn render(report: &Report) -> Result<String> {
    let comparison = &report.comparison;
    let groups = comparison.groups();
    let page = Page {
        title: headline(report),
        wire: comparison.wire().as_str(),
        source: comparison.source().as_str(),
        groups: groups.iter().map(|group| row(report, group)).collect(),
    };
    Ok(page.render()?)
}

fn row(report: &Report, group: &Group<'_>) -> Row {
    let places = report.places(&group.changes);
    let parts = group.changes.iter().zip(places).map(|(change, place)| {
        let (before, after) = change.detail.split_once(" → ").unwrap_or(("", &change.detail));
        Part {
            item: change.item.clone(),
            place,
            before: before.to_owned(),
            after: after.to_owned(),
            fingerprint: change.fingerprint(),
            witness: change.witness.clone().unwrap_or_default(),
        }
    });
    Row {
        impact: group.wire.max(group.source).as_str(),
        wire: group.wire.as_str(),
        source: group.source.as_str(),
        rule: code(group),
        text: group.text.replace('`', ""),
        parts: parts.collect(),
    }
}
