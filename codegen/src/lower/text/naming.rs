//! Creates every Rust name: case, keywords, special characters, collisions.
//!
//! A name depends on the item that it names and on collisions, and never on the order of the document.
//! An item that is added elsewhere does not change it.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase;

use super::reserved::{self, is_in_prelude, is_method};
use crate::case;

/// The name of a field, parameter, method or module: `snake_case`.
pub(crate) fn snake(wire: &str) -> String {
    guard(cased(wire, case::snake))
}

/// Words of a name in snake case. It is no name yet: it may be a keyword.
pub(crate) fn word(wire: &str) -> String {
    snake(wire).trim_start_matches("r#").to_owned()
}

/// The name of a field's setter: that of the field, or `set_…` if it is the name of another method. A
/// field whose name starts with `set_` or `clear_` also gets this prefix, so that it cannot collide
/// with a method of another field.
pub(crate) fn setter(field: &str) -> String {
    let name = field.trim_start_matches("r#");
    let taken = is_method(name) || name.starts_with("set_") || name.starts_with("clear_");
    if taken { format!("set_{name}") } else { field.to_owned() }
}

/// The name of the function that creates a variant: that of the variant, with `_` at its end if another
/// function has this name.
pub(crate) fn constructor(variant: &str) -> String {
    let name = snake(variant);
    if is_method(&name) { format!("{name}_") } else { name }
}

/// The name of a type, `OptionType` for one that would hide a name of the standard prelude.
pub(crate) fn of_type(name: &str) -> String {
    if is_in_prelude(name) { format!("{name}Type") } else { name.to_owned() }
}

/// The name of a type or variant: `PascalCase`.
pub(crate) fn pascal(wire: &str) -> String {
    let name = guarded_pascal(wire);
    // A module may be named `_2fa`. It would hide a type with the same name.
    match name.strip_prefix('_') {
        Some(rest) if rest.starts_with(|it: char| it.is_numeric()) => format!("N{rest}"),
        _ => name,
    }
}

fn guarded_pascal(wire: &str) -> String {
    guard(cased(wire, case::pascal))
}

/// The name of a type within another type. Prefixes that avoid keywords and leading digits are left
/// out, because they are not needed inside a longer name.
pub(crate) fn within(outer: &str, wire: &str) -> String {
    let name = guarded_pascal(wire);
    match outer.trim_end_matches('_') {
        "" => name,
        outer => format!("{outer}{}", name.trim_matches('_')),
    }
}

/// A `snake_case` name that stays unique in capitals, where `ß` and `ss` are equal. [`capitals`] makes
/// a constant of it.
pub(crate) fn folded(wire: &str) -> String {
    guard(cased(wire, |text| text.to_shouty_snake_case().to_lowercase()))
}

/// The name of a constant: `SCREAMING_CASE`.
pub(crate) fn capitals(folded: &str) -> String {
    folded.trim_start_matches("r#").to_uppercase()
}

/// The text in the given case; its code points if no letter is left.
fn cased(wire: &str, case: impl Fn(&str) -> String) -> String {
    if is_plain(wire) {
        return case(wire);
    }
    let name = case(&spell(wire));
    if name.is_empty() { case(&wire.chars().map(code_point).collect::<String>()) } else { name }
}

/// Whether a text has only letters, digits and signs that separate words, so that it can be spelled as it is.
fn is_plain(wire: &str) -> bool {
    let mut bytes = wire.bytes();
    bytes.next().is_some_and(|it| it.is_ascii_alphanumeric())
        && bytes.all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b' '))
}

/// The transliteration of a character that names cannot contain; its code point if there is none.
pub(super) fn code_point(character: char) -> String {
    let latin: String = deunicode::deunicode_char(character).unwrap_or_default().to_owned();
    match latin.chars().any(char::is_alphanumeric) {
        true => format!("{} ", latin.replace(|it: char| !it.is_alphanumeric(), " ")),
        false => format!("u{:x} ", u32::from(character)),
    }
}

/// Signs that are significant at the start of a value.
const LEADING: &str = "+-<>=!~^*";

/// The words of a value, separated by spaces. Signs at the start become words.
pub(super) fn words(value: &str) -> String {
    let rest = value.trim_start_matches(|it| LEADING.contains(it));
    if rest.chars().any(char::is_alphanumeric) {
        let signs: String = value[..value.len() - rest.len()].chars().map(named).collect();
        format!("{signs}{}", spell(rest))
    } else {
        spell(value)
    }
}

/// A value with words instead of its signs. If `all`, also for signs that usually separate words.
pub(super) fn spelled(value: &str, all: bool) -> String {
    let keep = |it: char| it.is_alphanumeric() || (!all && matches!(it, '_' | '-' | ' '));
    let spell = |it: char| match it {
        it if keep(it) => it.to_string(),
        '-' => " dash ".to_owned(),
        other => format!(" {}", named(other)),
    };
    value.chars().map(spell).collect()
}

fn named(sign: char) -> String {
    format!("{} ", symbol(sign))
}

/// A configured name: unchanged if it is a Rust identifier.
pub(crate) fn chosen(name: &str) -> String {
    let mut characters = name.chars();
    let is_word = characters.next().is_some_and(unicode_ident::is_xid_start)
        && characters.all(unicode_ident::is_xid_continue);
    if is_word { guard(name.to_owned()) } else { pascal(name) }
}

/// An identifier: with `r#` before a keyword or `_` after it, and with `_` before a leading digit.
fn guard(name: String) -> String {
    match name.chars().next() {
        None => "empty".to_owned(),
        Some(first) if first != '_' && !unicode_ident::is_xid_start(first) => format!("_{name}"),
        Some(_) => reserved::escape(name),
    }
}

/// The text with words instead of characters that Rust names cannot contain.
fn spell(wire: &str) -> String {
    let letters = wire.chars().any(char::is_alphanumeric);
    let mut text = String::new();
    let mut characters = wire.chars().peekable();
    while let Some(character) = characters.next() {
        let before_digit = characters.peek().is_some_and(char::is_ascii_digit);
        let leading = text.is_empty();
        match character {
            '+' if leading && before_digit => text.push_str("plus "),
            '-' if leading && before_digit => text.push_str("minus "),
            '_' | '-' | ' ' if letters => text.push(' '),
            other if other != '_' && unicode_ident::is_xid_continue(other) => text.push(other),
            _ if letters => text.push(' '),
            other => {
                text.push_str(&symbol(other));
                text.push(' ');
            }
        }
    }
    if text.trim().is_empty() { "empty".to_owned() } else { text }
}

fn symbol(character: char) -> String {
    let word = match character {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '?' => "question",
        '&' => "and",
        '|' => "or",
        '%' => "percent",
        '$' => "dollar",
        '#' => "hash",
        '@' => "at",
        '~' => "tilde",
        '^' => "caret",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '_' => "underscore",
        ' ' => "space",
        other => return code_point(other),
    };
    word.to_owned()
}

/// An item that needs a name.
pub(crate) struct Candidate {
    /// The name in the document. It distinguishes names that collide.
    pub(crate) wire: String,
    /// The Rust name if there is no collision.
    pub(crate) rust: String,
    /// Of names that collide, the one with the lowest rank is kept.
    pub(crate) rank: u8,
}

/// Unique names for all `candidates`. If several collide, one keeps the name: the one with the lowest
/// rank, else the one whose wire name equals the Rust name, else the first in alphabetical order. The
/// others get a suffix from their own wire name. `collided` is called for each of them with the name
/// that is taken.
pub(crate) fn unique(
    candidates: &[Candidate],
    taken: &[&str],
    mut collided: impl FnMut(usize, &str),
) -> Vec<String> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        groups.entry(&candidate.rust).or_default().push(index);
    }
    let mut names: Vec<String> =
        candidates.iter().map(|candidate| candidate.rust.clone()).collect();
    let mut used: BTreeSet<String> = groups.keys().map(|name| (*name).to_owned()).collect();
    let taken: BTreeSet<&str> = taken.iter().copied().collect();
    used.extend(taken.iter().map(|name| (*name).to_owned()));
    for (name, mut group) in groups {
        group.sort_by_key(|index| {
            let candidate = &candidates[*index];
            (candidate.rank, candidate.wire != *name, &candidate.wire, *index)
        });
        let keeps = usize::from(!taken.contains(name));
        for index in group.into_iter().skip(keeps) {
            collided(index, name);
            names[index] = suffixed(name, &candidates[index].wire, &mut used);
        }
    }
    names
}

/// `name` with a suffix that depends only on `wire`, unless that name is taken too.
fn suffixed(name: &str, wire: &str, used: &mut BTreeSet<String>) -> String {
    let base = name.strip_prefix("r#").unwrap_or(name).trim_end_matches('_');
    let mut salt = 0_u32;
    loop {
        let digest = digest(wire, salt);
        let candidate = match base.chars().find(|it| it.is_alphabetic()) {
            Some(letter) if letter.is_uppercase() => format!("{base}X{digest:04x}"),
            Some(_) => format!("{base}_x{digest:04x}"),
            // A name without letters has no case.
            None => format!("{base}x{digest:04x}"),
        };
        if used.insert(candidate.clone()) {
            return candidate;
        }
        salt += 1;
    }
}

/// FNV-1a, folded to 16 bits: short and stable. It need not be secure.
fn digest(text: &str, salt: u32) -> u32 {
    let mut hash = 0x811c_9dc5_u32 ^ salt;
    for byte in text.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (hash >> 16) ^ (hash & 0xffff)
}

/// The first of `candidates` that is not taken; else the last one with underscores.
pub(crate) fn free(candidates: &[&str], is_taken: impl Fn(&str) -> bool) -> String {
    let is_free = |name: &str| !is_taken(name);
    if let Some(name) = candidates.iter().find(|name| is_free(name)) {
        return (*name).to_owned();
    }
    let mut name = candidates.last().map_or_else(|| "_".to_owned(), |it| (*it).to_owned());
    while !is_free(&name) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constructors_hide_no_method() {
        assert_eq!(constructor("OutputText"), "output_text");
        assert_eq!(constructor("Move"), "r#move");
        assert_eq!(constructor("Default"), "default_");
        assert_eq!(constructor("From"), "from_");
    }

    #[test]
    fn spells_odd_names() {
        for (wire, snake_case, pascal_case) in [
            ("createdAt", "created_at", "CreatedAt"),
            ("type", "r#type", "Type"),
            ("gen", "r#gen", "Gen"),
            ("self", "self_", "Self_"),
            ("4g", "_4g", "N4g"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("", "empty", "Empty"),
            ("*", "star", "Star"),
            (">=", "greater_equal", "GreaterEqual"),
            ("x-rate.limit", "x_rate_limit", "XRateLimit"),
            ("$ref", "r#ref", "Ref"),
            ("😀", "grinning", "Grinning"),
            ("größe", "größe", "Größe"),
            ("_links", "links", "Links"),
            ("_", "underscore", "Underscore"),
            ("\u{301}", "u301", "U301"),
            ("-", "minus", "Minus"),
        ] {
            assert_eq!(
                (snake(wire), pascal(wire)),
                (snake_case.into(), pascal_case.into()),
                "{wire}"
            );
        }
    }

    #[test]
    fn types_hide_nothing_of_the_prelude() {
        assert_eq!(of_type("Option"), "OptionType");
        assert_eq!(of_type("Options"), "Options");
    }

    #[test]
    fn constants_are_told_apart_in_capitals() {
        for (wire, function, constant) in [
            ("EU sandbox", "eu_sandbox", "EU_SANDBOX"),
            ("liveEu", "live_eu", "LIVE_EU"),
            ("Straße", "strasse", "STRASSE"),
            ("type", "r#type", "TYPE"),
            ("127", "_127", "_127"),
            ("\u{17f}elf", "self_", "SELF_"),
            ("生产", "生产", "生产"),
        ] {
            let folded = folded(wire);
            assert_eq!((&*folded, &*capitals(&folded)), (function, constant));
        }
    }

    fn named(candidates: &[(&str, u8)]) -> Vec<String> {
        let candidate = |(wire, rank): &(&str, u8)| Candidate {
            wire: (*wire).to_owned(),
            rust: snake(wire),
            rank: *rank,
        };
        unique(&candidates.iter().map(candidate).collect::<Vec<_>>(), &["timeout"], |_, _| {})
    }

    #[test]
    fn collisions_do_not_depend_on_the_order() {
        let one = named(&[("fooBar", 0), ("foo_bar", 0), ("foo-bar", 0)]);
        let other = named(&[("foo-bar", 0), ("foo_bar", 0), ("fooBar", 0)]);
        assert_eq!(one[1], "foo_bar");
        assert_eq!(one.iter().rev().collect::<Vec<_>>(), other.iter().collect::<Vec<_>>());
        assert_eq!(one.iter().collect::<BTreeSet<_>>().len(), 3);
    }

    #[test]
    fn the_lower_rank_keeps_its_name() {
        let names = named(&[("foo_bar", 1), ("fooBar", 0)]);
        assert_eq!(names[1], "foo_bar");
        assert_ne!(names[0], "foo_bar");
    }

    #[test]
    fn a_taken_name_is_kept_by_nobody() {
        assert_ne!(named(&[("timeout", 0)])[0], "timeout");
    }
}
