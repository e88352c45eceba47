//! The part of a YAML text that contains the wanted nodes.

use crate::{pointer::Pointer, source::tree::has_lone_returns};

/// A line that contains the lines after it, as far as their indentation shows.
struct Line {
    indent: usize,
    /// The pointer of its value; `None` if the line is not only the key of an entry.
    at: Option<Pointer>,
}

/// The text without the values of entries that are not wanted. Empty lines are in their place, so each
/// line keeps its number. A scan of this text takes a fraction of the time.
///
/// Only the indentation of a line and a key at its end count, so a line of a text in a block can look
/// like an entry. Therefore a node that is not found here has to be searched in the whole text.
/// `None` if a line may end without `\n`.
pub(super) fn outline(text: &str, wants: impl Fn(&Pointer) -> bool) -> Option<String> {
    if has_lone_returns(text) {
        return None;
    }
    let mut outline = String::new();
    let mut open: Vec<Line> = Vec::new();
    let mut unwanted: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let content = content.trim_end();
        if content.is_empty() || unwanted.is_some_and(|outer| indent > outer) {
            outline.push('\n');
            continue;
        }
        outline.push_str(line);
        unwanted = None;
        while open.last().is_some_and(|it| it.indent >= indent) {
            open.pop();
        }
        let parent = open.last().map_or(Some(Pointer::root()), |it| it.at.clone());
        let at = parent.and_then(|parent| Some(parent.child(key(content)?)));
        match at {
            Some(at) if !wants(&at) => unwanted = Some(indent),
            at => open.push(Line { indent, at }),
        }
    }
    Some(outline)
}

/// The key of a line that is only a key.
fn key(content: &str) -> Option<&str> {
    let key = content.strip_suffix(':')?;
    let unquoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| key.strip_prefix(quote).and_then(|key| key.strip_suffix(quote)));
    let key = unquoted.unwrap_or(key);
    let is_plain = !key.contains(['"', '\'', '\\', '#', ' ', '&', '*', '!', '{', '[']);
    (is_plain && !key.starts_with('-')).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::position::scan::Scan;

    fn wanted(text: &str, pointers: &[&str]) -> String {
        let pointers: Vec<_> =
            pointers.iter().map(|it| Pointer::from_reference(it).unwrap()).collect();
        let scan = Scan::new(&pointers);
        outline(text, |at| scan.wants(at)).unwrap()
    }

    #[test]
    fn unwanted_values_are_empty_lines() {
        let text = "a:\n  b:\n    c: 1\n\n  'd':\n    e: 1\nf:\n- g:\n    h: 1\n";
        assert_eq!(
            wanted(text, &["#/a/d"]),
            "a:\n  b:\n\n\n  'd':\n    e: 1\nf:\n- g:\n    h: 1\n"
        );
        assert_eq!(
            wanted(text, &["#/a/b/c"]),
            "a:\n  b:\n    c: 1\n\n  'd':\n\nf:\n- g:\n    h: 1\n"
        );
    }

    #[test]
    fn items_of_lists_stay() {
        let text = "a:\n  - b:\n      c: 1\n  - d:\n      e: 1\n";
        assert_eq!(wanted(text, &["#/a/1/d/e"]), text);
    }

    #[test]
    fn a_line_break_without_a_line_feed_is_not_cut() {
        assert_eq!(outline("a:\r  b: 1\n", |_| true), None);
        assert_eq!(outline("a:\r\n  b: 1\r\n", |_| false).unwrap(), "a:\r\n\n");
    }
}
