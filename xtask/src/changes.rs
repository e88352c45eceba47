//! Counts changed lines, and how many of them are noise. Empty lines are not counted.
//!
//! Lines count as moved as in `git diff --color-moved=blocks`: a run of lines that is removed in one
//! place and added in another one, with at least 20 letters and digits. So a `}` does not count.

use std::collections::BTreeMap;

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

/// The changed lines of any number of files.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    changed: usize,
    noise: usize,
    /// The other lines, with an empty one wherever a run ends.
    removed: Vec<String>,
    added: Vec<String>,
}

/// The number of letters and digits that lines must have to count as moved.
const MOVED: usize = 20;

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
                // An empty line belongs to what it sets apart.
                _ if change.value().trim().is_empty() => {}
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
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, line) in self.removed.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
            places.entry(line).or_default().push(place);
        }
        let mut is_used = vec![false; self.removed.len()];
        let (mut at, mut moved) = (0, 0);
        while let Some(line) = self.added.get(at) {
            let from = places.get(line.as_str()).into_iter().flatten();
            let runs = from.map(|from| (self.run(*from, at, &is_used), *from));
            let (length, from) = runs.max().unwrap_or_default();
            let run = &self.added[at..at + length];
            let letters = run.iter().flat_map(|it| it.chars()).filter(|it| it.is_alphanumeric());
            if letters.count() >= MOVED {
                is_used[from..from + length].fill(true);
                moved += 2 * length;
                at += length;
            } else {
                at += 1;
            }
        }
        self.noise + moved
    }

    /// The number of equal lines, starting at a removed and at an added line.
    fn run(&self, from: usize, at: usize, is_used: &[bool]) -> usize {
        let pairs = self.removed[from..].iter().zip(&self.added[at..]).zip(&is_used[from..]);
        let same =
            pairs.take_while(|((one, other), used)| one == other && !one.is_empty() && !**used);
        same.count()
    }
}

/// The number of lines that are noise by themselves. The others are kept, to find lines that moved.
fn count_noise(lines: &[&str], is_same: &[bool], kept: &mut Vec<String>) -> usize {
    let mut noise = 0;
    for (line, is_same) in lines.iter().zip(is_same) {
        let line = line.trim();
        if *is_same || is_import(line) {
            noise += 1;
            kept.push(String::new());
        } else {
            kept.push(line.to_owned());
        }
    }
    kept.push(String::new());
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
        assert_eq!(counted(&[("a\n", "a\n\nb\n")]), (1, 0));
        // Moved within a file, and to another.
        let (first, rest) = ("pub fn the_first_of_all_functions();", "two\nthree\n");
        assert_eq!(counted(&[(&format!("{first}\n{rest}"), &format!("{rest}{first}\n"))]), (2, 2));
        assert_eq!(
            counted(&[(&format!("{first}\n"), ""), ("", &format!("    {first}\n"))]),
            (2, 2)
        );
        // A run that is long enough only as a whole, and what is too short.
        let run = "one two three\nfour five six\n";
        assert_eq!(counted(&[(run, ""), ("", run)]), (4, 4));
        assert_eq!(counted(&[("}\n", ""), ("", "}\n")]), (2, 0));
        assert_eq!(counted(&[("use a::B;\n", "use a::{B, C};\n"), ("mod a;\n", "")]), (3, 3));
        // Wrapped differently, with one more word.
        assert_eq!(counted(&[("    a, b, c\n", "    a,\n    b,\n    c,\n")]), (4, 4));
        assert_eq!(counted(&[("    a, b, c\n", "    a,\n    b,\n    x,\n    c,\n")]), (5, 4));
    }
}
