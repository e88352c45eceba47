//! The changes as an entry of a changelog (<https://keepachangelog.com>).
//!
//! The entry is a block between two comments in the section `## Unreleased`. Each run writes the block
//! again: the lines that it has in the base, from earlier pull requests, and those of this comparison.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use bessemer_codegen::diff::{Group, Impact};

use super::{compared::Report, markdown::span, text::code};

const START: &str = "<!-- bessemer diff: do not edit this list -->";
const END: &str = "<!-- end of bessemer diff -->";
const EMPTY: &str = "# Changelog\n\n## Unreleased\n";

/// The lines of each section, in the order of the sections.
type Entries = BTreeMap<usize, Vec<String>>;

const SECTIONS: [(Impact, &str); 3] = [
    (Impact::Breaking, "### Breaking changes of the API"),
    (Impact::Compatible, "### Compatible changes of the API"),
    (Impact::Docs, "### Changes of the descriptions"),
];

/// Writes the entry of a comparison into a changelog. `base` is the changelog before.
pub(super) fn write(path: &Path, base: &str, report: &Report) -> Result<()> {
    let text = match path.exists() {
        true => {
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?
        }
        false => String::new(),
    };
    let lines: Vec<(Impact, String)> = report
        .comparison
        .groups()
        .iter()
        .map(|group| (group.wire.max(group.source), line(group)))
        .collect();
    let updated = updated(&text, base, &lines);
    if updated != text {
        fs::write(path, updated).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// `- Adds `region` to `Container` (`property-added`).`
fn line(group: &Group<'_>) -> String {
    let text = span(&group.text);
    let mut characters = text.chars();
    let first = characters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    format!("- {first}{} (`{}`).", characters.as_str(), code(group))
}

/// The changelog with the block for some lines.
fn updated(text: &str, base: &str, lines: &[(Impact, String)]) -> String {
    let mut entries = entries(base);
    for (impact, line) in lines {
        let Some(section) = SECTIONS.iter().position(|(it, _)| it == impact) else { continue };
        let own = entries.entry(section).or_default();
        if !own.contains(line) {
            own.push(line.clone());
        }
    }
    let block = block(&entries);
    let text = if text.is_empty() && !block.is_empty() { EMPTY } else { text };
    let Some((start, end)) = unreleased(text) else {
        return if block.is_empty() { text.to_owned() } else { with_section(text, &block) };
    };
    let section = &text[start..end];
    let (before, after) = match section.split_once(START) {
        Some((before, rest)) => (before, rest.split_once(END).map_or("", |(_, after)| after)),
        None if block.is_empty() => return text.to_owned(),
        None => ("", section),
    };
    let around = [before.trim_end(), &block, after.trim()];
    let section: Vec<&str> = around.into_iter().filter(|it| !it.is_empty()).collect();
    let after = &text[end..];
    let gap = if after.is_empty() { "" } else { "\n" };
    format!("{}\n{}\n{gap}{after}", &text[..start], section.join("\n\n").trim_start())
}

/// The block, without a line break at its end; empty if it has no lines.
fn block(entries: &Entries) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let sections = entries.iter().filter_map(|(index, lines)| {
        let (_, title) = SECTIONS.get(*index)?;
        Some(format!("{title}\n\n{}\n\n", lines.join("\n")))
    });
    format!("{START}\n\n{}{END}", sections.collect::<String>())
}

/// The lines of the block of a changelog.
fn entries(text: &str) -> Entries {
    let mut entries = Entries::new();
    let Some((start, end)) = unreleased(text) else { return entries };
    let Some((_, block)) = text[start..end].split_once(START) else { return entries };
    let block = block.split_once(END).map_or(block, |(block, _)| block);
    let mut section = None;
    for line in block.lines() {
        if line.starts_with("### ") {
            section = SECTIONS.iter().position(|(_, title)| *title == line);
        } else if let Some(section) = section.filter(|_| line.starts_with("- ")) {
            entries.entry(section).or_default().push(line.to_owned());
        }
    }
    entries
}

/// The range of the content of the section `## Unreleased`, without its first line.
fn unreleased(text: &str) -> Option<(usize, usize)> {
    let mut offset = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let at = offset;
        offset += line.len();
        match start {
            Some(start) if line.starts_with("## ") => return Some((start, at)),
            None if line.starts_with("## ") && line.to_lowercase().contains("unreleased") => {
                start = Some(offset);
            }
            _ => {}
        }
    }
    start.map(|start| (start, offset))
}

/// The text with a new section before the first one.
fn with_section(text: &str, block: &str) -> String {
    let at = match text.starts_with("## ") {
        true => 0,
        false => text.find("\n## ").map_or(text.len(), |at| at + 1),
    };
    let (before, after) = text.split_at(at);
    let gap = if before.is_empty() || before.ends_with("\n\n") { "" } else { "\n" };
    let end = if after.is_empty() { "" } else { "\n" };
    format!("{before}{gap}## Unreleased\n\n{block}\n{end}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> (Impact, String) {
        let impact = if text.contains("removes") { Impact::Breaking } else { Impact::Compatible };
        (impact, format!("- {text}"))
    }

    #[test]
    fn an_entry_is_written_once() {
        let old = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Ours.\n\n## 1.0.0\n\n- All.\n";
        let first = updated(old, old, &[line("adds b"), line("removes a")]);
        assert_eq!(
            first,
            format!(
                "# Changelog\n\n## [Unreleased]\n\n{START}\n\n### Breaking changes of the API\n\n- removes a\n\n\
                 ### Compatible changes of the API\n\n- adds b\n\n{END}\n\n### Added\n\n- Ours.\n\n## 1.0.0\n\n- All.\n"
            )
        );
        assert_eq!(updated(&first, old, &[line("adds b"), line("removes a")]), first);
        // The document changed again before the merge.
        let second = updated(&first, old, &[line("adds b")]);
        assert!(!second.contains("removes a") && second.contains("- adds b"), "{second}");
        assert_eq!(updated(&second, old, &[]), old);
        // The next pull request keeps the lines of the last one.
        let third = updated(&first, &first, &[line("adds c"), line("adds b")]);
        assert!(
            third.contains("- removes a\n\n") && third.contains("- adds b\n- adds c\n"),
            "{third}"
        );
    }

    #[test]
    fn a_changelog_may_be_new_or_have_only_releases() {
        let new = updated("", "", &[line("adds b")]);
        assert!(new.starts_with("# Changelog\n\n## Unreleased\n\n<!--"), "{new}");
        assert_eq!(updated(&new, "", &[line("adds b")]), new);
        assert_eq!(updated("", "", &[]), "");
        let released = "# Changelog\n\n## 1.0.0\n\n- All.\n";
        let next = updated(released, released, &[line("adds b")]);
        assert!(next.starts_with("# Changelog\n\n## Unreleased\n\n<!--"), "{next}");
        assert!(next.ends_with(&format!("{END}\n\n## 1.0.0\n\n- All.\n")), "{next}");
        assert_eq!(updated(&next, released, &[line("adds b")]), next);
        // A released block is not touched.
        let released = next.replace("Unreleased", "1.1.0");
        let later = updated(&released, &released, &[line("adds c")]);
        assert!(
            later.ends_with(released.strip_prefix("# Changelog\n\n").unwrap_or_default()),
            "{later}"
        );
        assert_eq!(later.matches("- adds b").count(), 1);
    }
}
