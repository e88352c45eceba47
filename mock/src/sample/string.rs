//! Strings: by format, by pattern, by length.

use fastrand::Rng;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value};

/// The words of samples.
const WORDS: [&str; 12] = [
    "amber", "birch", "coral", "delta", "ember", "flint", "grove", "hazel", "indigo", "juniper",
    "kelp", "linden",
];
/// A sample is never longer.
const MAX_LENGTH: u64 = 4096;

/// A string for a schema.
pub(super) fn sample(schema: &Map<String, Value>, rng: &mut Rng) -> String {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    if let Some(text) = text("format").and_then(|it| of_format(it, rng)) {
        return text;
    }
    let count = |key: &str| schema.get(key).and_then(Value::as_u64);
    let (least, most) = (count("minLength").unwrap_or(0), count("maxLength").unwrap_or(u64::MAX));
    if let Some(text) = text("pattern").and_then(|it| of_pattern(it, least)) {
        return text;
    }
    of_length(least, most, rng)
}

fn of_length(least: u64, most: u64, rng: &mut Rng) -> String {
    let mut text = WORDS[rng.usize(..WORDS.len())].to_owned();
    while (text.len() as u64) < least.min(MAX_LENGTH) {
        text.push('-');
        text.push_str(WORDS[rng.usize(..WORDS.len())]);
    }
    text.truncate(usize::try_from(most).unwrap_or(usize::MAX).max(least as usize));
    text
}

/// Formats of OpenAPI's registry and of JSON Schema (2020-12 Validation §7.3).
fn of_format(format: &str, rng: &mut Rng) -> Option<String> {
    let word = WORDS[rng.usize(..WORDS.len())];
    let (month, day) = (rng.u32(1..=12), rng.u32(1..=28));
    let digits = rng.u32(100_000..1_000_000);
    Some(match format {
        "date-time" => format!("2026-{month:02}-{day:02}T09:30:00Z"),
        "date" => format!("2026-{month:02}-{day:02}"),
        "time" => "09:30:00Z".to_owned(),
        "duration" => format!("P{day}D"),
        "email" | "idn-email" => format!("{word}@example.com"),
        "hostname" | "idn-hostname" => format!("{word}.example.com"),
        "ipv4" => format!("192.0.2.{day}"),
        "ipv6" => format!("2001:db8::{day:x}"),
        "uri" | "url" | "iri" => format!("https://example.com/{word}"),
        "uri-reference" | "iri-reference" => format!("/{word}"),
        "uri-template" => format!("/{word}/{{id}}"),
        "uuid" => format!("{digits:08x}-0000-4000-8000-{digits:012x}"),
        "json-pointer" => format!("/{word}"),
        "byte" | "base64" | "base64url" => "c2FtcGxl".to_owned(),
        "int32" | "int64" | "decimal" => digits.to_string(),
        _ => return None,
    })
}

/// The shortest match of a regular expression; `None` for one that this version cannot read.
fn of_pattern(pattern: &str, least: u64) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, 0, &mut text)?;
    let missing = least.saturating_sub(text.chars().count() as u64).min(MAX_LENGTH);
    if missing > 0 {
        text.clear();
        write(&hir, u32::try_from(missing).ok()?, &mut text)?;
    }
    Some(text)
}

/// Writes a match, with `more` repetitions where their number is free.
fn write(hir: &Hir, more: u32, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => text.push(preferred(class)?),
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repetition) => {
            let free = repetition.max.unwrap_or(u32::MAX).saturating_sub(repetition.min);
            for _ in
                0..repetition.min.max(1).min(repetition.min + free).saturating_add(more.min(free))
            {
                write(&repetition.sub, 0, text)?;
                if text.len() as u64 > MAX_LENGTH {
                    return None;
                }
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, more, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, more, text)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, more, text)?,
    }
    Some(())
}

/// A letter or digit of the class, if it has one.
fn preferred(class: &regex_syntax::hir::ClassUnicode) -> Option<char> {
    let has =
        |it: &char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(it));
    let plain = ['a', 'A', '1', '_', '-', ' '].into_iter().find(has);
    plain.or_else(|| class.ranges().first().map(|it| it.start()))
}

#[cfg(test)]
mod tests {
    use super::of_pattern;

    #[test]
    fn patterns_are_matched() {
        assert_eq!(of_pattern("^cntr_[0-9a-f]{4}$", 0).as_deref(), Some("cntr_aaaa"));
        assert_eq!(of_pattern(r"^\d+(\.\d+)?$", 4).as_deref().map(str::len), Some(6));
        assert_eq!(of_pattern("(?=x)", 0), None);
    }
}
