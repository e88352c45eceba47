//! `[include]` and `[exclude]`: which operations the crate has.

use super::{Config, file::Selection};
use crate::pointer::Pointer;

impl Config {
    /// Selects the operations with these tags, instead of those of `[include]`. Other entries of the
    /// configuration may then apply to nothing.
    #[must_use]
    pub fn with_only_tags(mut self, tags: impl IntoIterator<Item = String>) -> Self {
        let tags: Vec<String> = tags.into_iter().collect();
        if !tags.is_empty() {
            self.file.include = Some(Selection { tags, ..Selection::default() });
            self.allows_unused = true;
        }
        self
    }

    /// Whether the crate has only some of the operations.
    pub(crate) fn is_selective(&self) -> bool {
        self.file.include.is_some() || self.file.exclude.is_some()
    }

    /// Whether the crate has an operation.
    pub(crate) fn selects(&self, path: &str, id: Option<&str>, tags: &[&str]) -> bool {
        let includes = self.file.include.as_ref().map(|it| ("include", it));
        let excludes = self.file.exclude.as_ref().map(|it| ("exclude", it));
        let matches = |(table, selection): (&'static str, &Selection)| {
            let mut is_match = false;
            for (key, patterns, _) in selection.patterns() {
                let texts = match key {
                    "tags" => tags.to_vec(),
                    "paths" => vec![path],
                    _ => id.into_iter().collect(),
                };
                let at = Pointer::root().child(table).child(key);
                is_match |= self.matches(&at, patterns, &texts);
            }
            is_match
        };
        let is_included = includes.is_none_or(matches);
        // Each pattern is compared with each operation, so that those that match nothing are found.
        let is_excluded = excludes.is_some_and(matches);
        let is_selected = is_included && !is_excluded;
        self.has_selected.set(self.has_selected.get() || is_selected);
        is_selected
    }

    /// Whether one of the patterns at `at` matches one of the texts.
    fn matches(&self, at: &Pointer, patterns: &[String], texts: &[&str]) -> bool {
        let mut is_match = false;
        for (index, pattern) in patterns.iter().enumerate() {
            for text in texts {
                self.know(at.as_str(), text);
                if fits(pattern, text) {
                    self.used.borrow_mut().insert(at.index(index));
                    is_match = true;
                }
            }
        }
        is_match
    }
}

/// Whether a text fits a pattern.
fn fits(pattern: &str, text: &str) -> bool {
    // `/pets/**` includes `/pets`.
    if pattern.strip_suffix("/**").is_some_and(|start| fits(start, text)) {
        return true;
    }
    let parts = parts(pattern);
    // The numbers of parts that the text so far may have passed.
    let mut passed = vec![false; parts.len() + 1];
    passed[0] = true;
    skip(&parts, &mut passed);
    for character in text.chars() {
        let mut next = vec![false; parts.len() + 1];
        for (index, part) in parts.iter().enumerate().filter(|(index, _)| passed[*index]) {
            match part {
                Part::One(one) => next[index + 1] |= *one == character,
                Part::Segment => next[index] |= character != '/',
                Part::All => next[index] = true,
            }
        }
        skip(&parts, &mut next);
        passed = next;
    }
    passed[parts.len()]
}

/// A part of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    One(char),
    /// `*`.
    Segment,
    /// `**`.
    All,
}

fn parts(pattern: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for character in pattern.chars() {
        match (character, parts.last_mut()) {
            ('*', Some(last @ (Part::Segment | Part::All))) => *last = Part::All,
            ('*', _) => parts.push(Part::Segment),
            (one, _) => parts.push(Part::One(one)),
        }
    }
    parts
}

/// A wildcard also matches no character.
fn skip(parts: &[Part], passed: &mut [bool]) {
    for (index, part) in parts.iter().enumerate() {
        if passed[index] && !matches!(part, Part::One(_)) {
            passed[index + 1] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn wildcards_stand_for_characters() {
        assert!(fits("pets", "pets") && !fits("pets", "pet") && !fits("pet", "pets"));
        assert!(fits("pet*", "pets") && fits("pet*", "pet") && fits("*", ""));
        assert!(fits("/pets/*", "/pets/{id}") && !fits("/pets/*", "/pets/{id}/owner"));
        assert!(fits("/pets/**", "/pets/{id}/owner") && fits("/pets/**", "/pets"));
        assert!(!fits("/pets/**", "/petsitters"));
        assert!(fits("/**/owner", "/pets/{id}/owner") && !fits("/*/owner", "/pets/{id}/owner"));
        assert!(fits("users.*Mail*", "users.GetMailFolder") && !fits("", "a"));
        let stars = "*a".repeat(200);
        assert!(!fits(&stars, &"a".repeat(199)));
    }
}
