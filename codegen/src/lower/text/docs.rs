//! Documentation texts: the description, and constraints that the Rust type does not express.

use openapiv3::AnySchema;
use serde_json::Value;

/// A description followed by sentences on limits and default.
pub(crate) fn with_notes(description: &str, limits: &[String], default: Option<&Value>) -> String {
    let text = description.trim();
    let notes: Vec<String> = limits.iter().cloned().chain(default.map(default_note)).collect();
    match (text.is_empty(), notes.is_empty()) {
        (_, true) => text.to_owned(),
        (true, false) => notes.join(" "),
        (false, false) => format!("{text}\n\n{}", notes.join(" ")),
    }
}

/// The text up to the first blank line; the whole text if the first paragraph announces a list or code.
pub(crate) fn first_paragraph(text: &str) -> String {
    let lines = text.trim().lines().take_while(|line| !line.trim().is_empty());
    let first = lines.collect::<Vec<_>>().join("\n");
    let announces = first.ends_with(':') || first.contains("```");
    if announces { text.trim().to_owned() } else { first }
}

/// Whether a text has the same letters and digits as a name: `File ID` and `file_id`.
pub(crate) fn repeats(text: &str, name: &str) -> bool {
    let letters = |text: &str| {
        let letters = text.chars().filter(|it| it.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(text) == letters(name)
}

/// The summary followed by the description; only one of them if they are equal.
pub(crate) fn summary(summary: Option<&str>, description: Option<&str>) -> String {
    let summary = summary.unwrap_or_default().trim();
    let description = description.unwrap_or_default().trim();
    if summary.is_empty() || description.starts_with(summary) {
        description.to_owned()
    } else if description.is_empty() {
        summary.to_owned()
    } else {
        format!("{summary}\n\n{description}")
    }
}

/// Sentences about the limits of a value: its range, length, number of items, and pattern.
pub(crate) fn limits(any: &AnySchema) -> Vec<String> {
    let number = range(
        any.minimum.map(|it| bound(it, any.exclusive_minimum, "more than ")),
        any.maximum.map(|it| bound(it, any.exclusive_maximum, "less than ")),
    );
    let length = range(any.min_length.map(plain), any.max_length.map(plain));
    let items = range(any.min_items.map(plain), any.max_items.map(plain));
    let sentences = [
        number.map(|it| format!("{}.", capital(&it))),
        length.map(|it| format!("{} characters.", capital(&it))),
        items.map(|it| format!("{} elements.", capital(&it))),
        any.pattern.as_ref().map(|it| format!("Matches `{}`.", it.replace('`', "'"))),
    ];
    sentences.into_iter().flatten().collect()
}

fn plain(count: usize) -> String {
    count.to_string()
}

fn bound(value: f64, exclusive: Option<bool>, word: &str) -> String {
    if exclusive == Some(true) { format!("{word}{value}") } else { value.to_string() }
}

fn range(low: Option<String>, high: Option<String>) -> Option<String> {
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some(low),
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("at least {low}")),
        (None, Some(high)) => Some(format!("at most {high}")),
        (None, None) => None,
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn default_note(value: &Value) -> String {
    if value.as_str() == Some("") {
        return "The default is the empty string.".to_owned();
    }
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    format!("The default is `{}`.", text.replace('`', "'"))
}
