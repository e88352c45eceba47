//! Documentation texts: the description, and constraints that the Rust type does not express.

use openapiv3::{AnySchema, SchemaData};
use serde_json::Value;

/// The description of a schema or parameter with a sentence on its limits and default.
pub(crate) fn describe(
    description: Option<&str>,
    schema: Option<(&AnySchema, &SchemaData)>,
) -> String {
    let text = description.or(schema.and_then(|(_, data)| data.description.as_deref()));
    let text = text.unwrap_or_default().trim();
    let notes: Vec<String> = schema
        .map(|(any, data)| limits(any).into_iter().chain(default(data)).collect())
        .unwrap_or_default();
    match (text.is_empty(), notes.is_empty()) {
        (_, true) => text.to_owned(),
        (true, false) => notes.join(" "),
        (false, false) => format!("{text}\n\n{}", notes.join(" ")),
    }
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

fn limits(any: &AnySchema) -> Option<String> {
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
    let sentences: Vec<String> = sentences.into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
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

fn default(data: &SchemaData) -> Option<String> {
    match data.default.as_ref()? {
        Value::Null => None,
        Value::String(text) => Some(format!("The default is `{}`.", text.replace('`', "'"))),
        other => Some(format!("The default is `{other}`.")),
    }
}
