//! Converts descriptions to rustdoc. The text of a document may be any Markdown; the result gives no
//! warning of rustdoc and contains no tests.

mod html;
mod markdown;
mod text;

use proc_macro2::{Delimiter, Group, Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;
use url::Url;

use self::markdown::{From, rendered};
use crate::model::TypeDef;

/// `///` lines of a text of the document. `url` is the base of its relative links. An empty text has no
/// lines.
pub(super) fn outer(text: &str, url: Option<&Url>) -> TokenStream {
    let text = rustdoc(text, url);
    attributes(text.lines())
}

/// `//!` lines.
pub(super) fn inner(text: &str, url: Option<&Url>) -> TokenStream {
    let text = rustdoc(text, url);
    let lines = text.lines().map(line);
    quote!(#(#![doc = #lines])*)
}

/// `///` lines of the generator's own Markdown.
pub(super) fn plain(text: &str) -> TokenStream {
    let text = own(text);
    attributes(text.lines())
}

/// `//!` lines of the generator's own Markdown.
pub(super) fn plain_inner(text: &str) -> TokenStream {
    let text = own(text);
    let lines = text.lines().map(line);
    quote!(#(#![doc = #lines])*)
}

/// `///` lines as they are.
pub(super) fn lines(lines: &[String]) -> TokenStream {
    attributes(lines.iter().map(String::as_str))
}

fn attributes<'t>(lines: impl Iterator<Item = &'t str>) -> TokenStream {
    let attribute = |text| {
        let mut doc = quote!(doc =);
        doc.extend([TokenTree::from(line(text))]);
        let mark = Punct::new('#', Spacing::Alone);
        [TokenTree::from(mark), Group::new(Delimiter::Bracket, doc).into()]
    };
    lines.flat_map(attribute).collect()
}

/// A link to a type, from anywhere in the crate.
pub(super) fn link_to(def: &TypeDef) -> String {
    format!("[`{0}`](crate::types::{0})", def.name.rust)
}

/// A name in the document, so that rustdoc finds an item with another name by it.
pub(super) fn alias(wire: &str, rust: &str) -> Option<TokenStream> {
    let is_other = wire != rust.trim_start_matches("r#");
    // rustdoc rejects other characters in an alias.
    let is_allowed = wire.trim() == wire
        && !wire.contains(|it: char| "'\"".contains(it) || it != ' ' && it.is_whitespace());
    (is_other && is_allowed && !wire.is_empty()).then(|| quote!(#[doc(alias = #wire)]))
}

/// A text of the document as code, on one line.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('`', "'").replace(char::is_control, " ");
    if text.trim().is_empty() { "\"\"".to_owned() } else { format!("`{text}`") }
}

/// A line after `///`, with a space before its text.
fn line(text: &str) -> Literal {
    let quoted = if text.is_empty() { "\"\"".to_owned() } else { format!("\" {text}\"") };
    // `Literal::string` looks for characters to escape, which takes several times as long.
    let is_literal = |it: u8| matches!(it, b' '..=b'~') && !matches!(it, b'"' | b'\\');
    let literal = text.bytes().all(is_literal).then(|| quoted.parse().ok()).flatten();
    literal.unwrap_or_else(|| Literal::string(&quoted[1..quoted.len() - 1]))
}

/// A text of the document as Markdown for rustdoc.
pub(super) fn rustdoc(text: &str, url: Option<&Url>) -> String {
    rendered(text, From::Document(url))
}

/// The generator's own Markdown, wrapped.
pub(super) fn own(text: &str) -> String {
    rendered(text, From::Generator)
}

#[cfg(test)]
mod tests {
    use url::Url;

    fn rustdoc(text: &str) -> String {
        super::rustdoc(text, None)
    }

    #[test]
    fn brackets_become_code() {
        assert_eq!(rustdoc("See [Container] and a[0]."), "See `[Container]` and `a[0]`.");
        assert_eq!(rustdoc("`Vec<[T]>` stays"), "`Vec<[T]>` stays");
        assert_eq!(rustdoc("[] and a ] alone"), "`[]` and a `]` alone");
        assert_eq!(rustdoc("an odd ` tick <x>"), "an odd \\` tick `<x>`");
    }

    #[test]
    fn links_lead_to_web_pages() {
        let base = Url::parse("https://a.example/docs/").ok();
        let resolved = |text| super::rustdoc(text, base.as_ref());
        assert_eq!(resolved("[here](/b#c)"), "[here](https://a.example/b#c)");
        assert_eq!(
            resolved("[here](b) ![img](x.png)"),
            "[here](https://a.example/docs/b) [img](https://a.example/docs/x.png)"
        );
        assert_eq!(
            rustdoc("[here](https://a.example/b) [no](/b)"),
            "[here](https://a.example/b) no"
        );
        assert_eq!(rustdoc("See https://a.example/b."), "See <https://a.example/b>.");
        assert_eq!(rustdoc("[x](javascript:y)"), "x");
    }

    #[test]
    fn html_becomes_markdown() {
        let html = "<p>See <a href=\"https://a.example/b\">here</a>, <b>x</b> and <code>y</code>.</p><ul><li>one</li><li>two</li></ul>";
        let markdown = "See [here](https://a.example/b), **x** and `y`.\n\n- one\n- two";
        assert_eq!(rustdoc(html), markdown);
        assert_eq!(rustdoc("one<br>two `<br>`"), "one\n\ntwo `<br>`");
        assert_eq!(rustdoc("a <!-- no --> b <i>c</i> <span>d</span>"), "a b *c* d");
    }

    #[test]
    fn code_is_never_a_test() {
        assert_eq!(rustdoc("```\nfail()\n```"), "```text\nfail()\n```");
        assert_eq!(rustdoc("```json\n{\n"), "```text\n{\n```");
        assert_eq!(rustdoc("a\n\n    indented()\n"), "a\n\n```text\nindented()\n```");
        assert_eq!(rustdoc("~~~\n```\n~~~"), "````text\n```\n````");
        assert_eq!(rustdoc("```\na\n\nb\n```"), "```text\na\n\nb\n```");
        assert_eq!(rustdoc("a `code\nover two` lines */"), "a `code over two` lines \\*/");
    }

    #[test]
    fn blocks_stay_blocks() {
        for text in [
            "- a\n  - b\n  - c\n- d",
            "1. a\n2. b",
            "| a | b |\n|---|---|\n| 1 | `2` |",
            "> quoted",
            "a *b* **c** ~~d~~ snake_case 2 * 3",
        ] {
            let once = rustdoc(text);
            assert_eq!(rustdoc(&once), once);
        }
        assert_eq!(rustdoc("text\n- a\n- b\n  - c"), "text\n\n- a\n- b\n  - c");
        assert_eq!(rustdoc("| a |\n|---|\n| 1 |"), "| a |\n|---|\n| 1 |");
        assert_eq!(rustdoc("\\- no list"), "\\- no list");
        assert_eq!(rustdoc("1\\. no list"), "1\\. no list");
        assert_eq!(rustdoc("-1 to 5, **bold**"), "-1 to 5, **bold**");
    }

    #[test]
    fn wraps_paragraphs_and_list_items() {
        let long = format!("https://a.example/{}", "b".repeat(90));
        assert_eq!(rustdoc(&format!("- {long} c")), format!("- <{long}>\n  c"));
        let text = format!("- {}", "word ".repeat(30));
        let lines: Vec<String> = rustdoc(&text).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("  word"));
        assert!(lines.iter().all(|line| line.len() <= 92));
    }

    #[test]
    fn headings_become_bold() {
        assert_eq!(rustdoc("# Title\ntext"), "**Title**\n\ntext");
    }
}
