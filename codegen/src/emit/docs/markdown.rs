//! Parses Markdown by the rules of CommonMark, and writes it for rustdoc, in lines of limited width.

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
    TextMergeStream,
};
use url::Url;

use super::{html, text};

/// Columns of text in a doc comment.
const WIDTH: usize = 92;

/// Where the Markdown comes from.
#[derive(Clone, Copy)]
pub(super) enum From<'u> {
    /// The generator: headings, links and code stay as they are.
    Generator,
    /// The document. Its relative links are relative to this URL.
    Document(Option<&'u Url>),
}

/// The text as Markdown for rustdoc.
pub(super) fn rendered(text: &str, from: From<'_>) -> String {
    let own = matches!(from, From::Generator);
    text::plain(text, own, WIDTH).unwrap_or_else(|| parsed(text, from))
}

fn parsed(text: &str, from: From<'_>) -> String {
    let text: String =
        text.chars().map(|it| if it.is_control() && it != '\n' { ' ' } else { it }).collect();
    let text = match from {
        From::Generator => text,
        From::Document(_) => html::to_markdown(&text),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let known = |link: BrokenLink<'_>| match from {
        From::Generator => Some((link.reference.into_string().into(), CowStr::Borrowed(""))),
        From::Document(_) => None,
    };
    let events = Parser::new_with_broken_link_callback(&text, options, Some(known));
    let events = events.map(|event| match event {
        Event::SoftBreak | Event::HardBreak => Event::Text(" ".into()),
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let mut output = Output::new(from);
    for event in TextMergeStream::new(events) {
        output.event(event);
    }
    output.flush();
    output.lines.join("\n").trim_end().to_owned()
}

/// The prefix of the lines of a list item or a quote.
struct Prefix {
    first: String,
    rest: String,
    used: bool,
}

struct Output<'u> {
    from: From<'u>,
    lines: Vec<String>,
    prefixes: Vec<Prefix>,
    /// The next number of each list around the current place; `None` without numbers.
    lists: Vec<Option<u64>>,
    /// The text of the current paragraph. A `\0` is a space where no line may end.
    inline: String,
    /// Where the texts of links begin, and their targets.
    links: Vec<(usize, Option<String>, LinkType)>,
    code: Option<String>,
    columns: Option<usize>,
    /// Whether a blank line belongs before the next block.
    gap: bool,
}

impl<'u> Output<'u> {
    fn new(from: From<'u>) -> Self {
        Self {
            from,
            lines: Vec::new(),
            prefixes: Vec::new(),
            lists: Vec::new(),
            inline: String::new(),
            links: Vec::new(),
            code: None,
            columns: None,
            gap: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(code) => {
                let code = text::code_span(&code).replace(' ', "\0");
                let code = if self.columns.is_some() { code.replace('|', "\\|") } else { code };
                self.inline.push_str(&code);
            }
            Event::Rule => {
                self.flush();
                self.line("---");
                self.gap = true;
            }
            _ => {}
        }
    }

    fn text(&mut self, plain: &str) {
        let is_generated = matches!(self.from, From::Generator);
        let in_link = !self.links.is_empty();
        let mut escaped = text::escaped(plain, is_generated, in_link);
        if self.columns.is_some() {
            escaped = escaped.replace('|', "\\|");
        }
        self.inline.push_str(&escaped);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.inline.push('*'),
            Tag::Strong => self.inline.push_str("**"),
            Tag::Strikethrough => self.inline.push_str("~~"),
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } => {
                let target = self.target(&dest_url);
                self.links.push((self.inline.len(), target, link_type));
            }
            Tag::Heading { level, .. } => {
                self.flush();
                if matches!(self.from, From::Generator) {
                    self.inline = format!("{} ", "#".repeat(level as usize));
                }
            }
            Tag::List(number) => {
                self.flush();
                self.lists.push(number);
            }
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                let rest = " ".repeat(marker.len());
                self.prefixes.push(Prefix { first: marker, rest, used: false });
            }
            Tag::BlockQuote(_) => {
                self.flush();
                let mark = || "> ".to_owned();
                self.prefixes.push(Prefix { first: mark(), rest: mark(), used: false });
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let info = match (self.from, kind) {
                    (From::Generator, CodeBlockKind::Fenced(info)) => info.into_string(),
                    _ => "text".to_owned(),
                };
                self.code = Some(format!("{info}\n"));
            }
            Tag::Table(columns) => {
                self.flush();
                self.columns = Some(columns.len());
            }
            Tag::TableCell => self.inline.push_str("| "),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.inline.push('*'),
            TagEnd::Strong => self.inline.push_str("**"),
            TagEnd::Strikethrough => self.inline.push_str("~~"),
            TagEnd::Link | TagEnd::Image => self.link(),
            TagEnd::Heading(_) => self.heading(),
            TagEnd::Paragraph => {
                self.flush();
                self.gap = true;
            }
            TagEnd::Item => {
                self.flush();
                self.prefixes.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap |= self.lists.is_empty();
            }
            TagEnd::BlockQuote(_) => {
                self.prefixes.pop();
                self.gap = true;
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::TableCell => self.inline.push(' '),
            TagEnd::TableHead | TagEnd::TableRow => self.row(tag == TagEnd::TableHead),
            TagEnd::Table => {
                self.columns = None;
                self.gap = true;
            }
            _ => {}
        }
    }

    /// The absolute URL of a link; `None` if its base is unknown.
    fn target(&self, target: &str) -> Option<String> {
        let From::Document(base) = self.from else { return Some(target.to_owned()) };
        let absolute = match Url::parse(target) {
            Ok(url) => matches!(url.scheme(), "http" | "https" | "mailto").then_some(url)?,
            Err(_) => base?.join(target).ok()?,
        };
        Some(absolute.as_str().replace('(', "%28").replace(')', "%29"))
    }

    fn link(&mut self) {
        let Some((start, target, kind)) = self.links.pop() else { return };
        let text = self.inline.split_off(start);
        let Some(target) = target.filter(|_| self.links.is_empty()) else {
            self.inline.push_str(&text);
            return;
        };
        self.inline.push_str(&match kind {
            LinkType::Autolink => format!("<{target}>"),
            LinkType::Email => format!("<{}>", target.trim_start_matches("mailto:")),
            LinkType::ShortcutUnknown => format!("[{text}]"),
            _ if text.trim().is_empty() => format!("<{target}>"),
            _ => format!("[{text}]({target})"),
        });
    }

    /// A heading of the document would look like a section of the page.
    fn heading(&mut self) {
        let text = std::mem::take(&mut self.inline);
        match self.from {
            From::Generator => self.line(&text.replace('\0', " ")),
            From::Document(_) if text.trim().is_empty() => return,
            From::Document(_) => {
                self.inline = format!("**{}**", text.replace("**", "").trim());
                self.flush();
            }
        }
        self.gap = true;
    }

    fn code_block(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let fence = if code.contains("```") { "````" } else { "```" };
        self.line(&format!("{fence}{}", code.trim_end()));
        self.line(fence);
        self.gap = true;
    }

    fn row(&mut self, is_head: bool) {
        let row = format!("{}|", std::mem::take(&mut self.inline)).replace('\0', " ");
        self.line(&row.replace("|  |", "| |"));
        if is_head {
            self.line(&format!("|{}", "---|".repeat(self.columns.unwrap_or_default())));
        }
    }

    /// Ends a paragraph.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.inline);
        if !text.trim().is_empty() {
            let indent: usize = self.prefixes.iter().map(|it| it.rest.len()).sum();
            let width = WIDTH.saturating_sub(indent);
            let text = text::spaced(&text::wrapped(&text, width));
            self.line(&text);
        }
    }

    /// Adds lines, each with its prefixes.
    fn line(&mut self, text: &str) {
        if std::mem::take(&mut self.gap) && !self.lines.is_empty() {
            let used = self.prefixes.iter().filter(|it| it.used).map(|it| &*it.rest);
            self.lines.push(used.collect::<String>().trim_end().to_owned());
        }
        for line in text.lines() {
            let mut whole = String::new();
            for prefix in &mut self.prefixes {
                whole.push_str(if prefix.used { &prefix.rest } else { &prefix.first });
                prefix.used = true;
            }
            whole.push_str(line);
            self.lines.push(whole.trim_end().to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_what_the_parser_makes_of_it() {
        let long = "A word, (a group); \"a quote\": it's 1/2 - or 50% + $3 = x_y? ".repeat(5);
        let code = "Some `code` (or `more of it`), ".repeat(9) + "`{ \"a\": [1, 'b_c'] }`.";
        let texts = ["One.", "-1 to 5", "1.5 x", "a  b", "+1", "it - 2. x 3) - y", "12-1 ="];
        let texts = texts.into_iter().chain([
            "a\nb\n   c  \nd\n",
            "a\nb\n\n`c` d\n\ne",
            "a! #b {c} @d",
            "\n\na\n\n\n\nb",
            "",
            "`a`\n`b`s",
            "`*a* _b_ \\ |`",
            &long,
            &code,
        ]);
        for text in texts {
            for (own, from) in [(false, From::Document(None)), (true, From::Generator)] {
                assert_eq!(text::plain(text, own, WIDTH), Some(parsed(text, from)), "{text}");
            }
        }
        let links = "[`A::b c`](crate::A) and [`d`](Self::d), or [`e`](field@F::e) and [`f`].";
        assert_eq!(text::plain(links, false, WIDTH), None);
        let links = format!("{links} {links}");
        assert_eq!(text::plain(&links, true, WIDTH), Some(parsed(&links, From::Generator)));
        for text in [
            " a",
            "- a",
            "1. a",
            "2) a",
            "--- a",
            "= a",
            "see http://a.example",
            "a\n- b",
            "a\n\n\nb",
            "a\n \nb",
            "a\n---",
            "# a",
            "_a_",
            "a_",
            "a __ b",
            "*a*",
            "``a``",
            "` a`",
            "`a\nb`",
            "`<a>`",
            "`a",
            "`a``b`",
            "[a]",
            "[`a`",
            "![`a`](b)",
            "[`a`](b c)",
            "[`a`][b]",
            "[`a`](b)(c)",
            "a|b",
            "a\\b",
        ] {
            assert_eq!(text::plain(text, true, WIDTH), None, "{text}");
        }
    }
}
