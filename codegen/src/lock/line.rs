//! The lines of a lock: words, separated by spaces. Special characters in a word are percent-encoded.

use std::fmt::Write;

use crate::pointer::Pointer;

/// The prefix of most places. It is left out.
const SCHEMAS: &str = "/components/schemas/";

/// A line, in words.
#[derive(Default)]
pub(super) struct Line {
    /// The kind and the subject.
    before: Vec<String>,
    /// The decision.
    after: Vec<String>,
}

impl Line {
    /// Reads a line. A comment has no words.
    pub(super) fn read(text: &str) -> Self {
        let mut line = Self::default();
        let mut is_after = false;
        for word in text.split_whitespace() {
            if word.starts_with('#') && line.before.is_empty() {
                break;
            }
            match word {
                "=" if !is_after => is_after = true,
                word if is_after => line.after.push(decoded(word)),
                word => line.before.push(decoded(word)),
            }
        }
        line
    }

    pub(super) fn kind(&self) -> Option<&str> {
        self.before.first().map(String::as_str)
    }

    pub(super) fn key(&self, index: usize) -> Option<&str> {
        self.keys().get(index).map(String::as_str)
    }

    pub(super) fn keys(&self) -> &[String] {
        self.before.get(1..).unwrap_or_default()
    }

    pub(super) fn values(&self) -> &[String] {
        &self.after
    }
}

/// Writes a line.
pub(super) fn write<'w>(
    keys: impl IntoIterator<Item = &'w str>,
    values: impl IntoIterator<Item = &'w str>,
) -> String {
    let keys: Vec<String> = keys.into_iter().map(encoded).collect();
    let values: Vec<String> = values.into_iter().map(encoded).collect();
    let equal = if values.is_empty() { "" } else { " = " };
    format!("{}{equal}{}\n", keys.join(" "), values.join(" "))
}

/// The text of a place. Below a component, it starts with the name of the component.
pub(super) fn short(place: &Pointer) -> &str {
    match place.as_str().strip_prefix(SCHEMAS) {
        Some(rest) if !rest.starts_with('/') && !rest.is_empty() => rest,
        _ => place.as_str(),
    }
}

pub(super) fn place(written: &str) -> Option<Pointer> {
    let text = match written.starts_with('/') || written.is_empty() {
        true => written.to_owned(),
        false => format!("{SCHEMAS}{written}"),
    };
    Pointer::from_text(&text)
}

/// A word without spaces that cannot be mistaken for `=` or `#`.
fn encoded(word: &str) -> String {
    let mut text = String::new();
    for character in word.chars() {
        let is_plain = !character.is_whitespace() && !character.is_control() && character != '%';
        let is_sign = word == "=" || text.is_empty() && character == '#';
        if is_plain && !is_sign {
            text.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a `String` does not fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    if text.is_empty() { "%".to_owned() } else { text }
}

fn decoded(word: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        match code.and_then(|it| u8::from_str_radix(it, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                if word != "%" {
                    bytes.push(*first);
                }
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_were_written() {
        let words = ["call", "", "a b", "=", "100%", "#x", "größe", "%20", "a=b", "\n"];
        let line = Line::read(&write(words, words));
        assert_eq!(
            (line.before, line.after),
            (words.map(String::from).into(), words.map(String::from).into())
        );
    }

    #[test]
    fn places_are_short_and_whole() {
        for text in
            ["/components/schemas/Pet/properties/x", "/components/schemas//a", "/paths/~1a", ""]
        {
            let pointer = Pointer::from_reference(&format!("#{text}")).expect("a pointer");
            assert_eq!(place(short(&pointer)), Some(pointer));
        }
    }
}
