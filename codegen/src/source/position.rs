//! The positions of nodes in the text.

mod json;
mod outline;
mod scan;

use saphyr_parser::Parser;

use crate::pointer::Pointer;
use outline::outline;
use scan::Scan;

pub(super) use scan::Position;

/// The positions of `wanted`. The position of a scalar is its own, that of another value its key, or
/// its start if it has no key. An absent node gets the position of its nearest ancestor.
pub(super) fn find(text: &str, wanted: &[Pointer]) -> Vec<Option<Position>> {
    let mut scan = Scan::new(wanted);
    if super::tree::is_json(text) && json::find(text, &mut scan).is_ok() {
        return scan.all_nearest(wanted);
    }
    if let Some(outline) = outline(text, |at| scan.wants(at)) {
        let mut scan = Scan::new(wanted);
        read(&outline, &mut scan);
        if scan.is_complete() {
            return scan.all_nearest(wanted);
        }
    }
    let mut scan = Scan::new(wanted);
    read(text, &mut scan);
    scan.all_nearest(wanted)
}

/// Reads a YAML text.
fn read(text: &str, scan: &mut Scan) {
    for event in Parser::new_from_str(text) {
        // The parser of the tree accepts this text, but the scanner does not. The positions found
        // so far are used.
        let Ok((event, span)) = event else { break };
        if scan.step(event, span) {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, pointer: &str) -> Option<(usize, usize, usize)> {
        let pointer = Pointer::from_reference(pointer).unwrap();
        find(text, &[pointer])[0].map(|p| (p.line, p.column, p.width))
    }

    #[test]
    fn finds_scalars_keys_and_elements_in_yaml() {
        let text = "a:\n  b: [x, {c: 1}]\n  200: yes\n";
        assert_eq!(at(text, "#/a"), Some((1, 1, 1)));
        assert_eq!(at(text, "#/a/b"), Some((2, 3, 1)));
        assert_eq!(at(text, "#/a/b/1/c"), Some((2, 14, 1)));
        assert_eq!(at(text, "#/a/200"), Some((3, 8, 3)));
    }

    #[test]
    fn finds_what_only_looks_like_another_entry() {
        let text = "a:\n  text: |\n    b:\n      c:\n  b:\n    c: 1\n  \"d e\":\n    f: 2\n  g: \"\n\n   b:\n    h\"\n  i: 3\n";
        assert_eq!(at(text, "#/a/b/c"), Some((6, 8, 1)));
        assert_eq!(at(text, "#/a/d%20e/f"), Some((8, 8, 1)));
        assert_eq!(at(text, "#/a/i"), Some((13, 6, 1)));
        let text = "a: &x\n  b:\n    c: 1\nd:\n  e: *x\nf:\n  e: 2\n";
        assert_eq!(at(text, "#/d/e"), Some((5, 6, 2)));
        assert_eq!(at(text, "#/f/e"), Some((7, 6, 1)));
    }

    #[test]
    fn reads_json_too() {
        let text = "{\"a\": {\"b/c\": [true, null]}}";
        assert_eq!(at(text, "#/a/b~1c"), Some((1, 8, 5)));
        assert_eq!(at(text, "#/a/b~1c/1"), Some((1, 22, 4)));
    }

    #[test]
    fn escaped_keys_and_wide_characters_have_the_right_position() {
        let text = "{\"€€€€€\\u0041\": {\"é\": [\"ü\", {}]}}";
        assert_eq!(at(text, "#/€€€€€A/é/0"), Some((1, 24, 3)));
        assert_eq!(at(text, "#/€€€€€A/é/1"), Some((1, 29, 1)));
        assert!(at(text, "#/€€€€€A").is_some());
    }

    #[test]
    fn an_absent_node_has_the_position_of_its_ancestor() {
        assert_eq!(at("a:\n  b: 1\n", "#/a/nope/deeper"), Some((1, 1, 1)));
        assert_eq!(at("x: 1\n", "#/a"), Some((1, 1, 1)));
        assert_eq!(at("", "#/a"), None);
    }
}
