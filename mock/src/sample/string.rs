//! Strings: by format, by pattern, by length.

use fastrand::Rng;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};
use serde_json::{Map, Value};

/// The words of samples.
const WORDS: [&str; 12] = [
    "amber", "birch", "coral", "delta", "ember", "flint", "grove", "hazel", "indigo", "juniper",
    "kelp", "linden",
];
/// A sample is never longer.
const MAX_LENGTH: u64 = 4096;

/// A string for a schema. A `varied` one is not the shortest match of a pattern.
pub(super) fn sample(schema: &Map<String, Value>, rng: &mut Rng, varied: bool) -> String {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    if let Some(text) = text("format").and_then(|it| of_format(it, rng)) {
        return text;
    }
    let count = |key: &str| schema.get(key).and_then(Value::as_u64);
    let (least, most) = (count("minLength").unwrap_or(0), count("maxLength").unwrap_or(u64::MAX));
    if let Some(text) =
        text("pattern").and_then(|it| of_pattern(it, least, varied.then_some(&mut *rng)))
    {
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

/// A match of a regular expression: with `rng` any one, or else the shortest one. `None` for an expression that
/// this version cannot read.
fn of_pattern(pattern: &str, least: u64, rng: Option<&mut Rng>) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut writer = Writer { text: String::new(), rng };
    writer.write(&hir, 0)?;
    let missing = least.saturating_sub(writer.text.chars().count() as u64).min(MAX_LENGTH);
    if missing > 0 {
        writer.text.clear();
        writer.write(&hir, u32::try_from(missing).ok()?)?;
    }
    Some(writer.text)
}

/// Writes a match.
struct Writer<'r> {
    text: String,
    rng: Option<&'r mut Rng>,
}

impl Writer<'_> {
    /// A number below `end`.
    fn choose(&mut self, end: usize) -> usize {
        self.rng.as_mut().map_or(0, |rng| rng.usize(..end.max(1)))
    }

    /// Writes a match, with `more` repetitions where their number is free.
    fn write(&mut self, hir: &Hir, more: u32) -> Option<()> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(Class::Unicode(class)) => {
                let letter = self.letter(class)?;
                self.text.push(letter);
            }
            HirKind::Class(Class::Bytes(_)) => return None,
            HirKind::Repetition(repetition) => {
                let free = repetition.max.unwrap_or(u32::MAX).saturating_sub(repetition.min);
                let more = more.saturating_add(u32::try_from(self.choose(4)).ok()?).min(free);
                let least = repetition.min.max(1).min(repetition.min + free);
                for _ in 0..least.saturating_add(more) {
                    self.write(&repetition.sub, 0)?;
                    if self.text.len() as u64 > MAX_LENGTH {
                        return None;
                    }
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub, more)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    self.write(part, more)?;
                }
            }
            HirKind::Alternation(parts) => {
                let index = self.choose(parts.len());
                self.write(parts.get(index)?, more)?;
            }
        }
        Some(())
    }

    /// A character of the class: any letter or digit that it has, or else the preferred one.
    fn letter(&mut self, class: &ClassUnicode) -> Option<char> {
        if self.rng.is_none() {
            return preferred(class);
        }
        let letters = ('a'..='z').chain('0'..='9').chain('A'..='Z');
        let letters: Vec<char> = letters.filter(|it| has(class, *it)).collect();
        let index = self.choose(letters.len());
        letters.get(index).copied().or_else(|| preferred(class))
    }
}

fn has(class: &ClassUnicode, letter: char) -> bool {
    class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&letter))
}

/// A letter or digit of the class, if it has one.
fn preferred(class: &ClassUnicode) -> Option<char> {
    let plain = ['a', 'A', '1', '_', '-', ' '].into_iter().find(|it| has(class, *it));
    plain.or_else(|| class.ranges().first().map(|it| it.start()))
}

#[cfg(test)]
mod tests {
    use super::of_pattern;

    #[test]
    fn patterns_are_matched() {
        assert_eq!(of_pattern("^cntr_[0-9a-f]{4}$", 0, None).as_deref(), Some("cntr_aaaa"));
        assert_eq!(of_pattern(r"^\d+(\.\d+)?$", 4, None).as_deref().map(str::len), Some(6));
        assert_eq!(of_pattern("(?=x)", 0, None), None);
    }
}
