//! The lines of a lock: words, separated by spaces. Special characters in a word are percent-encoded.

use std::fmt::Write;

/// Words with a meaning of their own. The same word as a name is percent-encoded.
const SIGNS: [&str; 6] = ["=", "|", "<", "->", "()", "{}"];

/// The encoded words of a line. A comment has none.
pub(super) fn words(text: &str) -> Vec<&str> {
    match text.trim_start().starts_with('#') {
        true => Vec::new(),
        false => text.split_whitespace().collect(),
    }
}

/// A word without spaces that cannot be mistaken for a sign or a comment. `special` are more characters
/// that are percent-encoded.
pub(super) fn encoded(word: &str, special: &str) -> String {
    let mut text = String::new();
    let is_sign = SIGNS.contains(&word);
    for (at, character) in word.char_indices() {
        let is_plain = !character.is_whitespace() && !character.is_control() && character != '%';
        let is_special = special.contains(character) || at == 0 && (is_sign || character == '#');
        if is_plain && !is_special {
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

pub(super) fn decoded(word: &str) -> String {
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
        let names = ["call", "", "a b", "=", "|", "{}", "100%", "#x", "größe", "%20", "a=b", "\n"];
        let line: Vec<String> = names.iter().map(|it| encoded(it, "=:")).collect();
        assert!(line.iter().all(|it| !SIGNS.contains(&it.as_str()) && !it.contains(['=', ':'])));
        let line = line.join(" ");
        let read: Vec<String> = words(&line).into_iter().map(decoded).collect();
        assert_eq!(read, names);
        assert!(words(" # a comment").is_empty());
    }
}
