//! Converts HTML in descriptions to Markdown.

use pulldown_cmark::{Event, Options, Parser};

/// Replaces HTML tags with Markdown. Text that only looks like a tag, such as `<id>`, becomes code.
pub(super) fn to_markdown(text: &str) -> String {
    // Most texts have no tags, and need not be parsed.
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut html = Html::default();
    let mut done = 0;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let (Event::Html(tags) | Event::InlineHtml(tags)) = &event else { continue };
        html.out.push_str(&text[done..range.start]);
        // An indented line would become a code block.
        html.add(if html.in_pre { tags } else { tags.trim_start_matches([' ', '\t']) });
        done = range.end;
    }
    html.out.push_str(&text[done..]);
    html.out
}

#[derive(Default)]
struct Html {
    out: String,
    /// The targets of the links around the current place.
    links: Vec<String>,
    /// How deep lists are nested.
    lists: usize,
    in_pre: bool,
}

impl Html {
    fn add(&mut self, mut text: &str) {
        while let Some(start) = text.find('<') {
            self.out.push_str(&text[..start]);
            text = &text[start..];
            if let Some(comment) = text.strip_prefix("<!--") {
                text = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let Some(end) = text.find('>') else { break };
            self.tag(&text[1..end]);
            text = &text[end + 1..];
        }
        self.out.push_str(text);
    }

    fn tag(&mut self, tag: &str) {
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/').split(|it: char| !it.is_ascii_alphanumeric());
        let name = name.clone().next().unwrap_or_default().to_ascii_lowercase();
        match &*name {
            "a" if closes => {
                let target = self.links.pop().unwrap_or_default();
                self.out.push_str(&format!("](<{target}>)"));
            }
            "a" => {
                self.links.push(attribute(tag, "href").unwrap_or_default());
                self.out.push('[');
            }
            "pre" => {
                self.in_pre = !closes;
                self.out.push_str(if closes { "\n```\n\n" } else { "\n\n```text\n" });
            }
            _ if self.in_pre => {}
            "b" | "strong" => self.out.push_str("**"),
            "i" | "em" => self.out.push('*'),
            "code" | "tt" | "kbd" => self.out.push('`'),
            "br" => self.line_break(),
            "ul" | "ol" => {
                self.lists = if closes { self.lists.saturating_sub(1) } else { self.lists + 1 };
                self.out.push_str(if self.lists == 0 || !closes { "\n\n" } else { "\n" });
            }
            "li" if !closes => {
                let indent = "  ".repeat(self.lists.saturating_sub(1));
                self.out.push_str(&format!("\n{indent}- "));
            }
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "hr"
                if self.lists == 0 =>
            {
                self.out.push_str("\n\n");
            }
            "tr" => self.line_break(),
            "td" | "th" => self.out.push(' '),
            name if IS_DROPPED.contains(&name) => {}
            _ => self.out.push_str(&format!("\\<{tag}>")),
        }
    }

    /// Starts a paragraph, unless that would end the current list or table row.
    fn line_break(&mut self) {
        let line = self.out.rsplit('\n').next().unwrap_or_default().trim_start();
        let is_inside = line.starts_with(['-', '*', '+', '|'])
            || line.starts_with(|it: char| it.is_ascii_digit())
            || self.lists > 0;
        self.out.push_str(if is_inside { " " } else { "\n\n" });
    }
}

/// Tags without an equivalent in Markdown.
const IS_DROPPED: [&str; 26] = [
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "img",
    "li",
    "p",
    "small",
    "span",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "u",
];

/// The value of an attribute, with or without quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}="))?;
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
        _ => rest.split_whitespace().next()?,
    };
    Some(value.chars().filter(|it| !"<> \n".contains(*it)).collect())
}
