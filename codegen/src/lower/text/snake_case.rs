//! Names that are in `snake_case` already, as most names of properties and parameters are. They need no
//! look at the properties of characters, which takes ten times as long.

/// Whether a name is words of lower-case ASCII letters and digits, each after one underscore, and starts
/// with a letter.
pub(super) fn is_snake_case(name: &str) -> bool {
    let bytes = name.as_bytes();
    let is_known = |it: &u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'_');
    bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.iter().all(is_known)
        && !name.ends_with('_')
        && !name.contains("__")
}

/// Such a name in `PascalCase`.
pub(super) fn to_pascal_case(name: &str) -> String {
    let mut pascal = String::with_capacity(name.len());
    let mut starts = true;
    for character in name.chars() {
        if character == '_' {
            starts = true;
        } else {
            pascal.push(if starts { character.to_ascii_uppercase() } else { character });
            starts = false;
        }
    }
    pascal
}

#[cfg(test)]
mod tests {
    use heck::{ToPascalCase, ToSnakeCase};

    use super::*;

    #[test]
    fn converts_like_any_other_name() {
        for name in ["a", "type", "created_at", "http2_port", "a_1", "x1y_2z", "ipv4"] {
            assert!(is_snake_case(name), "{name}");
            assert_eq!(name, name.to_snake_case());
            assert_eq!(to_pascal_case(name), name.to_pascal_case());
        }
        for name in ["", "_a", "a_", "a__b", "1a", "createdAt", "a-b", "é"] {
            assert!(!is_snake_case(name), "{name}");
        }
    }
}
