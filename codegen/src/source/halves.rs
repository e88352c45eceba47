//! Cuts a large YAML text into two halves, which are parsed at the same time.
//!
//! The text is cut before an entry of a mapping. The second half starts with the keys around that entry:
//!
//! ```yaml
//! components:        # first half
//!   schemas:
//!     Cat: {}
//! ---
//! components:        # second half
//!   schemas:
//!     Dog: {}
//! ```
//!
//! A half that cannot be parsed, or that does not continue the other one, is no problem: the text is
//! parsed whole then. Therefore a line may look like an entry without being one.

use std::ops::Range;

use super::tree::has_lone_returns;
use crate::{
    threads::beside,
    tree::{Object, Tree},
};

/// A smaller text is parsed before another thread has started.
const LARGE: usize = 1 << 16;

/// The tree of `text`; `None` if it is small, cannot be cut, or `parse` returns `None` for a part of it.
pub(super) fn tree(text: &str, parse: impl Fn(&str) -> Option<Tree> + Sync) -> Option<Tree> {
    if text.len() < LARGE {
        return None;
    }
    let Cut { at, parents } = cut(text)?;
    let keys: String = parents.iter().map(|line| &text[line.clone()]).collect();
    let rest = keys + &text[at..];
    let half = |text: &str| if is_unusual(text) { None } else { parse(text) };
    let (rest, first) = beside(|| half(&rest), || half(&text[..at]));
    joined(first?, rest?, parents.len())
}

/// Where a text is cut.
#[derive(Debug, PartialEq, Eq)]
struct Cut {
    /// The start of the line of an entry.
    at: usize,
    /// The lines of the keys around the entry.
    parents: Vec<Range<usize>>,
}

/// A line that contains the lines after it, as far as their indentation shows.
struct Line {
    indent: usize,
    bytes: Range<usize>,
    /// Whether the line starts like an entry.
    is_entry: bool,
    /// Whether the line is only a key.
    is_key: bool,
}

/// Finds an entry after the middle that is not the first one of its mapping.
fn cut(text: &str) -> Option<Cut> {
    let mut open: Vec<Line> = Vec::new();
    let mut scalar: Option<Scalar> = None;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let bytes = end..end + line.len();
        end = bytes.end;
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let content = content.trim_end();
        if content.is_empty() {
            continue;
        }
        // The lines of a text are no entries.
        match &scalar {
            // A text in quotes may have any indentation.
            Some(Scalar { quote: Some(_), outer }) if indent <= *outer => return None,
            Some(Scalar { quote: Some(quote), .. }) => {
                if has_end(content, *quote) {
                    scalar = None;
                }
                continue;
            }
            Some(Scalar { quote: None, outer }) if indent > *outer => continue,
            _ if content.starts_with('#') => continue,
            _ => scalar = Scalar::of(content, indent),
        }
        while open.last().is_some_and(|it| it.indent > indent) {
            open.pop();
        }
        let has_sibling = open.pop_if(|it| it.indent == indent).is_some_and(|it| it.is_entry);
        let is_entry = has_sibling && is_plain(content) && open.iter().all(|it| it.is_key);
        if is_entry && bytes.start >= text.len() / 2 {
            let parents = open.into_iter().map(|it| it.bytes).collect();
            return Some(Cut { at: bytes.start, parents });
        }
        let is_key = is_plain(content) && content.find([':', ' ']) == Some(content.len() - 1);
        open.push(Line { indent, bytes, is_entry: is_plain(content), is_key });
    }
    None
}

/// Whether a text has what one half cannot know of the other: the end of a document, a directive, or a
/// line break that is no `\n`.
fn is_unusual(text: &str) -> bool {
    text.contains("\n...")
        || text.starts_with('%')
        || text.contains("\n%")
        || has_lone_returns(text)
        || ['\u{85}', '\u{2028}', '\u{2029}'].iter().any(|it| text.contains(*it))
}

/// A text that continues on the next lines.
struct Scalar {
    /// None if the text is a block, after `|` or `>`.
    quote: Option<char>,
    /// The indentation of its first line. Each line of a block has more.
    outer: usize,
}

impl Scalar {
    /// The text that a line starts and does not end.
    fn of(line: &str, outer: usize) -> Option<Self> {
        let value = line.split_once(": ").map_or(line, |(_, value)| value);
        let value = value.trim_start_matches("- ");
        let is_indicator = |it: char| matches!(it, '+' | '-') || it.is_ascii_digit();
        if let Some(indicators) = value.strip_prefix(['|', '>']) {
            return indicators.chars().all(is_indicator).then_some(Self { quote: None, outer });
        }
        let quote = value.chars().next().filter(|it| ['"', '\''].contains(it))?;
        (!has_end(&value[1..], quote)).then_some(Self { quote: Some(quote), outer })
    }
}

/// Whether a text in quotes ends in this line. `\"` and `''` are quotes in the text.
fn has_end(line: &str, quote: char) -> bool {
    let mut characters = line.chars().peekable();
    while let Some(it) = characters.next() {
        match it {
            '\\' if quote == '"' => drop(characters.next()),
            _ if it != quote => {}
            '\'' if characters.next_if_eq(&quote).is_some() => {}
            _ => return true,
        }
    }
    false
}

/// Whether a line starts like a key without quotes.
fn is_plain(line: &str) -> bool {
    let is_start = |it: char| it.is_alphanumeric() || matches!(it, '/' | '_' | '$');
    line.starts_with(is_start) && (line.ends_with(':') || line.contains(": "))
}

/// Adds the entries of the second half. The first half must end in the mapping, `depth` keys deep,
/// with which the second one starts.
fn joined(first: Tree, rest: Tree, depth: usize) -> Option<Tree> {
    let (Tree::Object(mut first), Tree::Object(rest)) = (first, rest) else { return None };
    add(&mut first, rest, depth)?;
    Some(Tree::Object(first))
}

fn add(first: &mut Object, rest: Object, depth: usize) -> Option<()> {
    let mut rest = rest.into_iter();
    if let Some(depth) = depth.checked_sub(1) {
        let (key, parent) = first.iter_mut().next_back()?;
        let (_, inner) = rest.next().filter(|(same, _)| **same == *key)?;
        let (Tree::Object(parent), Tree::Object(inner)) = (parent, inner) else { return None };
        add(parent, inner, depth)?;
    }
    let rest: Vec<_> = rest.collect();
    let is_new = rest.iter().all(|(key, _)| !first.contains_key(key));
    is_new.then(|| first.extend(rest))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PARENTS: &str = "openapi: 3.0.3\ncomponents:\n  schemas:\n";

    /// The text after the keys around the entry at which a text is cut.
    fn second_half(text: &str) -> Option<&str> {
        cut(text).map(|it| &text[it.at..])
    }

    #[test]
    fn a_text_is_cut_before_an_entry() {
        let text =
            format!("{PARENTS}    # All.\n    Cat: {{}}\n\n    Dog:\n      type: object\nx-a: 1\n");
        assert_eq!(second_half(&text), Some("    Dog:\n      type: object\nx-a: 1\n"));
        let Cut { parents, .. } = cut(&text).unwrap();
        let parents: Vec<&str> = parents.into_iter().map(|it| &text[it]).collect();
        assert_eq!(parents, ["components:\n", "  schemas:\n"]);
    }

    #[test]
    fn lines_that_are_no_entries_are_no_cuts() {
        for inside in [
            "    Cat: >\n      a:\n        b: 1\n        c: 1\n        d: 1\n        e: 1\n",
            "    Cat:\n      - a: 1\n        b: 1\n        c: 1\n        d: 1\n        e: 1\n",
            "    Cat:\n    - a\n    - b: 1\n      c: 1\n      d: 1\n      e: 1\n      f: 1\n",
            "    Cat: {}\n   Dog: {}\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
            "    {a: 1}\n    b: 2\n",
            "    Cat:\n          c: \"x\n    b:\n      z\"\n      d: 1\n      e: 1\n",
            "    Cat: 'x\n      Dog: 1\n      Owl: 1\n      z'\n",
        ] {
            assert_eq!(second_half(&format!("{PARENTS}{inside}")), None, "{inside}");
        }
    }

    #[test]
    fn unusual_halves_are_not_parsed() {
        let usual = "b: 1\n".repeat(LARGE / 4);
        let parse = |_: &str| Some(Tree::Object(Object::default()));
        assert!(tree(&usual, parse).is_some());
        for unusual in ["a: 1\n...\n", "a: 1\r...\n", "%TAG ! x\n---\n", "a: '\u{2028}'\n"] {
            assert_eq!(tree(&format!("{unusual}{usual}"), parse), None, "{unusual}");
            assert_eq!(tree(&format!("{usual}{unusual}"), parse), None, "{unusual}");
        }
    }

    #[test]
    fn texts_with_quotes_do_not_hide_the_entries_after_them() {
        for before in [
            "\"200\": {}",
            "\"200\":\n      a: 1",
            "Cat: 'it''s'",
            "Cat: 'it''s\n      it'",
            "Cat: \"a \\\" b\n      c \\\" d\"",
            "Cat: |-\n      order: \"desc\n      'a",
            "Cat:\n      - |2\n         'a",
        ] {
            let text = format!("{PARENTS}    {before}\n    Owl: {{}}\n    Dog: {{}}\n");
            assert!(second_half(&text).is_some_and(|it| it.ends_with("Dog: {}\n")), "{text}");
        }
    }

    #[test]
    fn halves_that_do_not_fit_are_not_joined() {
        let joined = |first, rest, depth| {
            let all = joined(Tree::of_json(&first), Tree::of_json(&rest), depth);
            all.map(|it| it.to_json())
        };
        let all = joined(json!({"a": {"b": 1}}), json!({"a": {"c": 2}, "d": 3}), 1);
        assert_eq!(all, Some(json!({"a": {"b": 1, "c": 2}, "d": 3})));
        for (first, rest, depth) in [
            (json!({"a": 1}), json!({"a": 2}), 0),
            (json!({"a": 1}), json!({"a": {"b": 1}}), 1),
            (json!({"a": {"b": 1}}), json!({"a": {"b": 2}}), 1),
            (json!({"a": {}, "b": {}}), json!({"a": {}}), 1),
            (json!({}), json!({"a": {}}), 1),
            (json!([]), json!({}), 0),
        ] {
            assert_eq!(joined(first, rest, depth), None);
        }
    }
}
