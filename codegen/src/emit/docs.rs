//! Descriptions to rustdoc: text of a document is not trusted to be the Markdown that rustdoc
//! takes without a warning, and never becomes a test.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::TypeDef;

/// Columns of text in a doc comment.
const WIDTH: usize = 92;

/// `///` lines; nothing for an empty text.
pub(super) fn outer(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#[doc = #lines])*)
}

/// `//!` lines.
pub(super) fn inner(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#![doc = #lines])*)
}

/// `///` lines of our own words, which are Markdown as they stand.
pub(super) fn plain(text: &str) -> TokenStream {
    let text = own(text);
    let lines = text.lines().map(spaced);
    quote!(#(#[doc = #lines])*)
}

/// `//!` lines of our own words.
pub(super) fn plain_inner(text: &str) -> TokenStream {
    let text = own(text);
    let lines = text.lines().map(spaced);
    quote!(#(#![doc = #lines])*)
}

/// A link to a type, from anywhere in the crate.
pub(super) fn link_to(def: &TypeDef) -> String {
    format!("[`{0}`](crate::types::{0})", def.name.rust)
}

/// A text of the document as code, on one line.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('`', "'").replace(char::is_control, " ");
    if text.trim().is_empty() { "\"\"".to_owned() } else { format!("`{text}`") }
}

fn lines(text: &str) -> Vec<String> {
    rustdoc(text).lines().map(spaced).collect()
}

fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// The text as Markdown that rustdoc renders as it was meant.
pub(super) fn rustdoc(text: &str) -> String {
    markdown(text, false)
}

/// Our own Markdown, wrapped.
pub(super) fn own(text: &str) -> String {
    markdown(text, true)
}

fn markdown(text: &str, trusted: bool) -> String {
    let mut out = Output { trusted, ..Output::default() };
    let mut fence = None;
    for line in text.lines() {
        let line = clean(line);
        let trimmed = line.trim_start();
        let marker = ["```", "~~~"].into_iter().find(|it| trimmed.starts_with(it));
        match (fence, marker) {
            (Some(open), Some(marker)) if open == marker => {
                fence = None;
                out.verbatim(marker);
            }
            (Some(_), _) => out.verbatim(&line),
            (None, Some(marker)) => {
                fence = Some(marker);
                out.verbatim(&if trusted { line } else { format!("{marker}text") });
            }
            (None, None) => out.line(&line),
        }
    }
    if let Some(open) = fence {
        out.verbatim(open);
    }
    out.finish()
}

fn clean(line: &str) -> String {
    let characters = line.trim_end().chars();
    characters.map(|it| if it.is_control() { ' ' } else { it }).collect()
}

/// Collects paragraphs, and wraps them.
#[derive(Default)]
struct Output {
    lines: Vec<String>,
    paragraph: Vec<String>,
    /// The indent of what continues the paragraph; not zero in a list item.
    hanging: usize,
    /// Whether the text is our own: then links, headings and code are as they should be.
    trusted: bool,
}

impl Output {
    fn verbatim(&mut self, line: &str) {
        self.flush();
        self.lines.push(line.to_owned());
    }

    fn line(&mut self, line: &str) {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if trimmed.is_empty() {
            self.flush();
            self.lines.push(String::new());
        } else if let Some(width) = list_marker(trimmed) {
            self.flush();
            let nesting = if self.in_list() { (indent / 2 * 2).min(6) } else { 0 };
            self.hanging = nesting + width;
            let text = self.escape(trimmed);
            self.paragraph.push(format!("{}{text}", " ".repeat(nesting)));
        } else if trimmed.starts_with(['#', '|', '>']) || is_rule(trimmed) {
            self.flush();
            self.hanging = 0;
            let text = self.escape(trimmed);
            self.lines.push(if self.trusted { text } else { heading(&text) });
        } else {
            if self.paragraph.is_empty() && indent == 0 {
                self.hanging = 0;
            }
            // A quote ends with its line, not with the paragraph.
            if self.paragraph.is_empty() && self.lines.last().is_some_and(|it| it.starts_with('>'))
            {
                self.lines.push(String::new());
            }
            let start =
                if self.paragraph.is_empty() { " ".repeat(self.hanging) } else { String::new() };
            let text = self.escape(trimmed);
            self.paragraph.push(format!("{start}{text}"));
        }
    }

    fn escape(&self, text: &str) -> String {
        if self.trusted { text.to_owned() } else { escape(text) }
    }

    fn in_list(&self) -> bool {
        self.lines
            .iter()
            .rev()
            .find(|line| !line.is_empty())
            .is_some_and(|line| list_marker(line.trim_start()).is_some() || line.starts_with(' '))
    }

    fn flush(&mut self) {
        if !self.paragraph.is_empty() {
            let text = std::mem::take(&mut self.paragraph).join(" ");
            wrap(&text, self.hanging, &mut self.lines);
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        let mut text = String::new();
        for line in self.lines {
            // Two blank lines in a row say no more than one.
            if !(line.is_empty() && (text.is_empty() || text.ends_with("\n\n"))) {
                text.push_str(&line);
                text.push('\n');
            }
        }
        text.trim_end().to_owned()
    }
}

/// A heading below those that rustdoc makes itself would read as a section of the page.
fn heading(line: &str) -> String {
    let level = line.chars().take_while(|it| *it == '#').count();
    let text = line[level..].trim_matches(['#', ' ']);
    match level {
        0 => line.to_owned(),
        _ if text.is_empty() => String::new(),
        _ => format!("**{text}**"),
    }
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && ["-", "*", "_", "="].iter().any(|it| line.replace(it, "").trim().is_empty())
}

/// The width of `- `, `* ` or `1. ` at the start of a line.
fn list_marker(line: &str) -> Option<usize> {
    if ["- ", "* ", "+ "].iter().any(|it| line.starts_with(it)) {
        return Some(2);
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let ordered = digits > 0 && digits < 4 && line[digits..].starts_with(". ");
    ordered.then_some(digits + 2)
}

/// Breaks a paragraph into lines, never so that a line starts like a list or heading.
fn wrap(text: &str, hanging: usize, lines: &mut Vec<String>) {
    let start = text.len() - text.trim_start().len();
    let mut line = " ".repeat(start);
    let mut empty = true;
    for word in text.split_whitespace() {
        let long = line.chars().count() + 1 + word.chars().count() > WIDTH;
        let breakable = !is_marker(line.trim_start()) && !inside_code(&line);
        if !empty && long && breakable && !starts_something(word) {
            lines.push(std::mem::replace(&mut line, " ".repeat(hanging)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
}

fn starts_something(word: &str) -> bool {
    word.starts_with(['-', '*', '+', '#', '>', '|', '=', '~'])
        || list_marker(&format!("{word} ")).is_some()
}

/// Whether it is a list marker and nothing else.
fn is_marker(line: &str) -> bool {
    list_marker(&format!("{line} ")) == Some(line.len() + 1)
}

fn inside_code(line: &str) -> bool {
    !line.matches('`').count().is_multiple_of(2)
}

/// Escapes what rustdoc would take for a link or a tag, outside of code.
fn escape(line: &str) -> String {
    let balanced = line.matches('`').count().is_multiple_of(2);
    let mut out = String::with_capacity(line.len() + 8);
    let mut code = false;
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if character == '`' {
            code = !code && balanced;
            out.push_str(if balanced { "`" } else { "\\`" });
        } else if code {
            out.push(character);
        } else if let Some(url) = bare_url(rest, &out) {
            out.push_str(&format!("<{url}>"));
            rest = &rest[url.len()..];
            continue;
        } else if let Some(link) = link(rest) {
            out.push_str(link);
            rest = &rest[link.len()..];
            continue;
        } else {
            if matches!(character, '[' | ']' | '<' | '>') && !(character == '>' && out.is_empty()) {
                out.push('\\');
            }
            out.push(character);
        }
        rest = &rest[character.len_utf8()..];
    }
    out
}

/// A URL that stands by itself, without the full stop that ends its sentence.
fn bare_url<'a>(rest: &'a str, before: &str) -> Option<&'a str> {
    if !is_web(rest) || before.ends_with(|it: char| it.is_alphanumeric()) {
        return None;
    }
    let url = url(rest).trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    (url.len() > "https://".len()).then_some(url)
}

/// A whole inline link to a web page: `[text](https://…)`.
fn link(rest: &str) -> Option<&str> {
    let text = rest.strip_prefix('[')?;
    let close = text.find(']')?;
    let plain = !text[..close].contains(['[', '<']) && !inside_code(&text[..close]);
    let target = text[close..].strip_prefix("](")?;
    let end = url(target).len();
    let whole = is_web(target) && target[end..].starts_with(')');
    (plain && whole).then(|| &rest[..close + 1 + 2 + end + 1])
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Up to what no URL holds. A parenthesis that closes what stands around it is none of it
/// (CommonMark §6.3).
fn url(text: &str) -> &str {
    let mut depth = 0_usize;
    let end = text.find(|it: char| {
        match it {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        it.is_whitespace() || "<>\"'`]}|\\".contains(it)
    });
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::rustdoc;

    #[test]
    fn escapes_links_and_tags_but_not_code() {
        assert_eq!(
            rustdoc("See [Container] and <b>x</b>."),
            "See \\[Container\\] and \\<b\\>x\\</b\\>."
        );
        assert_eq!(rustdoc("`Vec<[T]>` stays"), "`Vec<[T]>` stays");
        assert_eq!(rustdoc("an odd ` tick <x>"), "an odd \\` tick \\<x\\>");
    }

    #[test]
    fn links_stay_links() {
        assert_eq!(
            rustdoc("[here](https://a.example/b) [no](/b)"),
            "[here](https://a.example/b) \\[no\\](/b)"
        );
        assert_eq!(rustdoc("See https://a.example/b."), "See <https://a.example/b>.");
        assert_eq!(rustdoc("[`b`](https://a.example/(b)/c)"), "[`b`](https://a.example/(b)/c)");
        assert_eq!(rustdoc("(https://a.example/(b)/c)"), "(<https://a.example/(b)/c>)");
    }

    #[test]
    fn code_is_never_a_test() {
        assert_eq!(rustdoc("```\nfail()\n```"), "```text\nfail()\n```");
        assert_eq!(rustdoc("```json\n{\n"), "```text\n{\n```");
        assert_eq!(rustdoc("    indented()"), "indented()");
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
        assert_eq!(rustdoc("# Title\ntext"), "**Title**\ntext");
    }
}
