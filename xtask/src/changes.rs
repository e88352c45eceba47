//! Counts changed lines, and how many of them are noise.

use std::collections::BTreeMap;

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

/// The changed lines of any number of files.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    changed: usize,
    noise: usize,
    /// The lines that are not noise by themselves, with their counts.
    removed: BTreeMap<String, usize>,
    added: BTreeMap<String, usize>,
}

impl Lines {
    /// Adds the changes of one file.
    pub(crate) fn add(&mut self, before: &str, after: &str) {
        let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(before, after);
        for hunk in diff.grouped_ops(0) {
            self.add_hunk(&diff, &hunk);
        }
    }

    fn add_hunk(&mut self, diff: &TextDiff<'_, '_, str>, hunk: &[DiffOp]) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for change in hunk.iter().flat_map(|op| diff.iter_changes(op)) {
            match change.tag() {
                ChangeTag::Delete => removed.push(change.value()),
                ChangeTag::Insert => added.push(change.value()),
                ChangeTag::Equal => {}
            }
        }
        self.changed += removed.len() + added.len();
        let (old, new) = same_words(&removed, &added);
        self.noise += count_noise(&removed, &old, &mut self.removed);
        self.noise += count_noise(&added, &new, &mut self.added);
    }

    /// How many lines were added or removed.
    pub(crate) fn changed(&self) -> usize {
        self.changed
    }

    /// How many of them were only moved or wrapped differently, or are imports.
    pub(crate) fn noise(&self) -> usize {
        let twin = |(line, count): (&String, &usize)| {
            self.added.get(line).copied().unwrap_or(0).min(*count)
        };
        self.noise + 2 * self.removed.iter().map(twin).sum::<usize>()
    }
}

/// The number of lines that are noise by themselves. The others are kept, to find lines that moved.
fn count_noise(lines: &[&str], is_same: &[bool], kept: &mut BTreeMap<String, usize>) -> usize {
    let mut noise = 0;
    for (line, is_same) in lines.iter().zip(is_same) {
        let line = line.trim();
        if *is_same || line.is_empty() || is_import(line) {
            noise += 1;
        } else {
            *kept.entry(line.to_owned()).or_default() += 1;
        }
    }
    noise
}

fn is_import(line: &str) -> bool {
    let line =
        line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) ")).unwrap_or(line);
    ["use ", "mod "].iter().any(|it| line.starts_with(it)) && line.ends_with(';')
        || line.starts_with("use ") && line.ends_with('{')
}

/// For each line, whether the other side has all its words in the same order. Then the line was only
/// wrapped differently.
fn same_words(removed: &[&str], added: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let (old, new) = (words(removed), words(added));
    let texts =
        |all: &[(usize, &str)]| all.iter().map(|(_, word)| (*word).to_owned()).collect::<Vec<_>>();
    let (mut old_same, mut new_same) = (vec![true; removed.len()], vec![true; added.len()]);
    if removed.is_empty() || added.is_empty() {
        return (vec![false; removed.len()], vec![false; added.len()]);
    }
    for op in capture_diff_slices(Algorithm::Patience, &texts(&old), &texts(&new)) {
        let (tag, old_range, new_range) = op.as_tag_tuple();
        if tag != similar::DiffTag::Equal {
            old[old_range].iter().for_each(|(line, _)| old_same[*line] = false);
            new[new_range].iter().for_each(|(line, _)| new_same[*line] = false);
        }
    }
    (old_same, new_same)
}

/// The words of some lines, each with the index of its line.
fn words<'l>(lines: &[&'l str]) -> Vec<(usize, &'l str)> {
    let of_line = |(index, line): (usize, &&'l str)| {
        let words = line.split(|it: char| it.is_whitespace() || it == ',');
        words.filter(|it| !it.is_empty()).map(|word| (index, word)).collect::<Vec<_>>()
    };
    lines.iter().enumerate().flat_map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(files: &[(&str, &str)]) -> (usize, usize) {
        let mut lines = Lines::default();
        files.iter().for_each(|(before, after)| lines.add(before, after));
        (lines.changed(), lines.noise())
    }

    #[test]
    fn what_says_nothing_new_is_noise() {
        assert_eq!(counted(&[("a\nb\nc\n", "a\nb\nc\n")]), (0, 0));
        assert_eq!(counted(&[("a\nb\nc\n", "a\nx\nc\n")]), (2, 0));
        // Moved within a file, and to another.
        assert_eq!(counted(&[("one\ntwo\nthree\n", "two\nthree\none\n")]), (2, 2));
        assert_eq!(counted(&[("fn one();\n", ""), ("", "    fn one();\n")]), (2, 2));
        assert_eq!(counted(&[("use a::B;\n", "use a::{B, C};\n"), ("mod a;\n", "")]), (3, 3));
        // Wrapped differently, with one more word.
        assert_eq!(counted(&[("    a, b, c\n", "    a,\n    b,\n    c,\n")]), (4, 4));
        assert_eq!(counted(&[("    a, b, c\n", "    a,\n    b,\n    x,\n    c,\n")]), (5, 4));
    }
}
