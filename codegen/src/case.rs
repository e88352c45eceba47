//! Cases of names. Most names are ASCII: they need no look at the properties of characters, which takes ten
//! times as long.

use heck::{ToPascalCase, ToSnakeCase};

/// The words of a text in `snake_case`.
pub(crate) fn snake(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_snake_case();
    }
    let mut name = String::with_capacity(text.len() + 8);
    each_letter(text, |letter, starts_word| {
        if starts_word && !name.is_empty() {
            name.push('_');
        }
        name.push(char::from(letter.to_ascii_lowercase()));
    });
    name
}

/// The words of a text in `PascalCase`.
pub(crate) fn pascal(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_pascal_case();
    }
    let mut name = String::with_capacity(text.len());
    each_letter(text, |letter, starts_word| {
        let case = if starts_word { u8::to_ascii_uppercase } else { u8::to_ascii_lowercase };
        name.push(char::from(case(&letter)));
    });
    name
}

/// The case of the letters before a character in its word. Digits have that of the letter before them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    None,
    Lower,
    Upper,
}

/// Calls `add` for each letter and digit of an ASCII text, and tells whether a word starts with it, by the
/// rules of `heck`: after a sign, between `aB`, and before the last capital in `ABc`.
fn each_letter(text: &str, mut add: impl FnMut(u8, bool)) {
    let (mut before, mut starts) = (Case::None, true);
    let mut letters = text.bytes().peekable();
    while let Some(letter) = letters.next() {
        if !letter.is_ascii_alphanumeric() {
            (before, starts) = (Case::None, true);
            continue;
        }
        let next = letters.peek().copied().unwrap_or_default();
        let is_last_capital =
            before == Case::Upper && letter.is_ascii_uppercase() && next.is_ascii_lowercase();
        add(letter, starts || is_last_capital);
        before = match letter {
            _ if is_last_capital => Case::None,
            b'a'..=b'z' => Case::Lower,
            b'A'..=b'Z' => Case::Upper,
            _ => before,
        };
        starts = before == Case::Lower && next.is_ascii_uppercase();
        if starts {
            before = Case::None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_has_the_words_of_any_other_text() {
        let mut texts = vec![String::new()];
        for start in 0.. {
            if texts[start].len() == 7 {
                break;
            }
            for letter in ['a', 'B', '1', '_'] {
                texts.push(format!("{}{letter}", texts[start]));
            }
        }
        assert_eq!(texts.len(), 21_845);
        for text in texts {
            assert_eq!(snake(&text), text.to_snake_case(), "{text}");
            assert_eq!(pascal(&text), text.to_pascal_case(), "{text}");
        }
    }

    #[test]
    fn other_letters_have_a_case() {
        assert_eq!(snake("größeÄnderung"), "größe_änderung");
        assert_eq!(pascal("größe_ändern"), "GrößeÄndern");
    }
}
