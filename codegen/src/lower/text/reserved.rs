//! Words that a name may not be, or that it would hide.

/// Strict and reserved keywords of every edition, sorted.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const NEVER: [&str; 5] = ["self", "super", "crate", "Self", "_"];

/// Whether a word is a keyword of Rust, so that no crate can have it as its name.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok() || NEVER.contains(&word)
}

/// The name as an identifier: with `r#` before a keyword, or `_` after one that cannot be raw.
pub(super) fn escape(name: String) -> String {
    if NEVER.contains(&&*name) {
        format!("{name}_")
    } else if KEYWORDS.binary_search(&&*name).is_ok() {
        format!("r#{name}")
    } else {
        name
    }
}

/// Methods of common traits, and methods that the runtime's macros and traits add, sorted.
const METHODS: [&str; 44] = [
    "absent",
    "as_body",
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "clamp",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "cursor",
    "decode",
    "default",
    "deref",
    "deserialize",
    "drop",
    "encode",
    "eq",
    "fmt",
    "from",
    "from_str",
    "ge",
    "gt",
    "hash",
    "into",
    "into_items",
    "is_absent",
    "items",
    "le",
    "lt",
    "max",
    "maybe",
    "min",
    "ne",
    "new",
    "partial_cmp",
    "serialize",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "write",
];

/// Whether generated types have, or may have, a method of this name.
pub(super) fn is_method(name: &str) -> bool {
    METHODS.binary_search(&name).is_ok()
}

/// The names of the standard prelude (edition 2024), sorted. A type with one of them would hide it.
const PRELUDE: [&str; 39] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// Whether the standard prelude has this name.
pub(crate) fn is_in_prelude(name: &str) -> bool {
    PRELUDE.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!([&KEYWORDS[..], &METHODS, &PRELUDE].iter().all(|it| it.is_sorted()));
    }
}
