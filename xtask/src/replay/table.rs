//! The steps as tables.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use bessemer_codegen::diff::Impact;

use super::step::Step;

const HEAD: [&str; 11] = [
    "from", "to", "document", "crate", "noise", "files", "moved", "wire", "source", "version",
    "broken",
];
/// The columns from here on are numbers or words about a step.
const NUMBERS: usize = 2;

/// The cells of a step.
fn row(step: &Step) -> [String; 11] {
    let broken = step.proof.as_ref().map(|it| it.broken.len().to_string());
    [
        step.from.clone(),
        step.to.clone(),
        step.document_lines.to_string(),
        step.crate_lines.to_string(),
        step.noise_lines.to_string(),
        step.files.to_string(),
        step.moved.len().to_string(),
        step.comparison.wire().as_str().to_owned(),
        step.comparison.source().as_str().to_owned(),
        step.comparison.next_version(),
        broken.unwrap_or_default(),
    ]
}

/// The sums of the numbers, and how many steps break the wire and the source.
fn sums(steps: &[Step]) -> [String; 11] {
    let sum = |of: fn(&Step) -> usize| steps.iter().map(of).sum::<usize>().to_string();
    let breaking = |of: fn(&Step) -> bool| steps.iter().filter(|it| of(it)).count().to_string();
    let broken = |it: &Step| it.proof.as_ref().map_or(0, |it| it.broken.len());
    [
        "all".to_owned(),
        format!("{} steps", steps.len()),
        sum(|it| it.document_lines),
        sum(|it| it.crate_lines),
        sum(|it| it.noise_lines),
        sum(|it| it.files),
        sum(|it| it.moved.len()),
        breaking(|it| it.comparison.wire() == Impact::Breaking),
        breaking(|it| it.comparison.source() == Impact::Breaking),
        String::new(),
        if steps.iter().any(|it| it.proof.is_some()) { sum(broken) } else { String::new() },
    ]
}

/// The table for a terminal.
pub(super) fn text(steps: &[Step]) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(steps.iter().map(row));
    rows.push(sums(steps));
    let width =
        |column: usize| rows.iter().map(|it| it[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |row: &[String; 11]| {
        let padded = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column < NUMBERS { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The table for a page: what a reader asks of a step.
pub(super) fn markdown(steps: &[Step]) -> String {
    let mut lines = vec![
        "| step | document lines | crate lines | wire | source | names lost |".to_owned(),
        "|---|--:|--:|---|---|--:|".to_owned(),
    ];
    let line = |name: &str, row: &[String; 11]| {
        let [_, _, document, code, _, _, moved, wire, source, ..] = row;
        format!("| {name} | {document} | {code} | {wire} | {source} | {moved} |")
    };
    lines.extend(steps.iter().map(|it| line(&it.name(), &row(it))));
    lines.push(line(&format!("{} steps", steps.len()), &sums(steps)));
    lines.join("\n")
}

/// Replaces the table of a folder in a Markdown file.
pub(super) fn write(page: &Path, folder: &Path, steps: &[Step]) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let text =
        fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let (start, end) = (format!("<!-- replay {name} -->\n"), format!("<!-- end {name} -->"));
    let Some(((before, rest), _)) = text.split_once(&start).zip(text.find(&end)) else {
        bail!("{} has no lines `{}` and `{end}`", page.display(), start.trim_end())
    };
    let Some((_, after)) = rest.split_once(&end) else {
        bail!("{}: `{end}` stands before `{}`", page.display(), start.trim_end())
    };
    let text = format!("{before}{start}{}\n{end}{after}", markdown(steps));
    fs::write(page, text).with_context(|| format!("cannot write {}", page.display()))
}
