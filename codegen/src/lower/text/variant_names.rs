//! Names of variants, from their values.
//!
//! A name depends on its value and on the values that it would collide with, and never on their order.

use std::collections::BTreeSet;

use super::naming;
use crate::case;

/// Names that variants cannot have: that of the variant for unknown values, and one that Rust does not
/// allow.
const TAKEN: [&str; 2] = ["Unknown", "Self"];

/// A value that needs a name.
pub(crate) struct Candidate<'s> {
    /// The value. It distinguishes names that collide.
    pub(crate) value: &'s str,
    /// The name from an extension of the document.
    pub(crate) chosen: Option<&'s str>,
}

/// Unique names for all variants of a type.
pub(crate) fn unique(candidates: &[Candidate<'_>]) -> Vec<String> {
    let own: Vec<String> = candidates.iter().map(|it| of(it.chosen.unwrap_or(it.value))).collect();
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    // Explicit names have priority, then values that are spelled like the variant.
    order.sort_by_key(|index| {
        let Candidate { value, chosen } = &candidates[*index];
        (chosen.is_none(), *value != own[*index], *value, *index)
    });
    let mut used: BTreeSet<String> = TAKEN.map(str::to_owned).into();
    let mut late = Vec::new();
    let mut names = own.clone();
    for index in order {
        if !used.insert(own[index].clone()) {
            late.push(index);
        }
    }
    // Names that collide are changed after all others are assigned.
    for index in late {
        names[index] = free(candidates[index].value, &own[index], &used);
        used.insert(names[index].clone());
    }
    names
}

/// A configured name of a variant.
pub(crate) fn chosen(name: &str) -> String {
    let name = of(name);
    if TAKEN.contains(&&*name) { format!("{name}Value") } else { name }
}

/// The name of a value without collisions. Letters come before digits: `G4` for `4g`.
pub(crate) fn of(value: &str) -> String {
    let words = naming::words(value);
    let words: Vec<&str> = words.split_whitespace().collect();
    let name = match words.first() {
        Some(first) if first.starts_with(|it: char| it.is_ascii_digit()) => number_first(&words),
        _ => joined(&words),
    };
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if !unicode_ident::is_xid_start(first) => format!("V{name}"),
        Some(_) => name,
    }
}

/// The name of a value that starts with a digit.
fn number_first(words: &[&str]) -> String {
    let is_number = |it: &&str| it.bytes().all(|byte| byte.is_ascii_digit());
    let has_digit = |it: &&str| it.bytes().any(|byte| byte.is_ascii_digit());
    let (first, rest) = match words {
        [first, rest @ ..] => (*first, rest),
        [] => return String::new(),
    };
    let (digits, letters) = first.split_at(first.bytes().take_while(u8::is_ascii_digit).count());
    if words.iter().all(is_number) {
        // A number has at most one dot; a value with more is a date or a version.
        let prefix = if words.len() > 2 { "V" } else { "N" };
        return format!("{prefix}{}", joined(words));
    }
    let mut sides = letters.split(['x', 'X']);
    if !letters.is_empty()
        && sides.next() == Some("")
        && sides.all(|it| !it.is_empty() && is_number(&it))
    {
        return format!("Size{}{}", first.to_lowercase(), joined(rest));
    }
    let is_wildcard = letters.bytes().all(|it| it.eq_ignore_ascii_case(&b'x'));
    match (letters, rest) {
        ("", rest) if !rest.iter().any(has_digit) => format!("{}{digits}", joined(rest)),
        (_, []) if !has_digit(&letters) && !is_wildcard => {
            format!("{}{digits}", joined(&[letters]))
        }
        _ => format!("V{}", joined(words)),
    }
}

/// The words in PascalCase, with `_` between two numbers.
fn joined(words: &[&str]) -> String {
    let is_digit = |it: char| it.is_ascii_digit();
    let mut name = String::new();
    for word in words {
        let word = case::pascal(word);
        if name.ends_with(is_digit) && word.starts_with(is_digit) {
            name.push('_');
        }
        name.push_str(&word);
    }
    name
}

/// A free name: with words for the signs that the first name leaves out, else with a number.
fn free(value: &str, own: &str, used: &BTreeSet<String>) -> String {
    let case = case(value);
    let candidates = [
        of(&naming::spelled(value, false)),
        of(&naming::spelled(value, true)),
        if TAKEN.contains(&own) { format!("{own}Value") } else { format!("{own}{case}") },
        format!("{}{case}", of(&naming::spelled(value, true))),
    ];
    if let Some(name) = candidates.into_iter().find(|it| !used.contains(it)) {
        return name;
    }
    let join = if own.ends_with(|it: char| it.is_ascii_digit()) { "_" } else { "" };
    let mut number = 2;
    loop {
        let name = format!("{own}{join}{number}");
        if !used.contains(&name) {
            return name;
        }
        number += 1;
    }
}

/// A word that describes the case of the letters.
fn case(value: &str) -> &'static str {
    let (upper, lower) = (value.contains(char::is_uppercase), value.contains(char::is_lowercase));
    match (upper, lower) {
        (true, false) => "Upper",
        (false, true) => "Lower",
        (true, true) if value.starts_with(char::is_lowercase) => "Camel",
        (true, true) => "Mixed",
        (false, false) => "Value",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_like_its_value() {
        for (value, name) in [
            ("in_progress", "InProgress"),
            ("4g", "G4"),
            ("720p", "P720"),
            ("24 hours", "Hours24"),
            ("16", "N16"),
            ("1.5", "N1_5"),
            ("-1", "Minus1"),
            ("+1", "Plus1"),
            ("-created_at", "MinusCreatedAt"),
            (">=5", "GreaterEqual5"),
            ("1024x1024", "Size1024x1024"),
            ("2024-01-01", "V2024_01_01"),
            ("2024-10-21-preview", "V2024_10_21Preview"),
            ("gpt-4.1", "Gpt4_1"),
            ("gpt-3.5-turbo-0301", "Gpt3_5Turbo0301"),
            ("3des-cbc", "V3desCbc"),
            ("4xx", "V4xx"),
            ("", "Empty"),
            ("*", "Star"),
            ("größe", "Größe"),
            ("😀", "Grinning"),
            ("生产", "生产"),
        ] {
            assert_eq!(of(value), name, "{value}");
        }
    }

    fn names(values: &[&str]) -> Vec<String> {
        let candidate = |value| Candidate { value, chosen: None };
        unique(&values.iter().copied().map(candidate).collect::<Vec<_>>())
    }

    #[test]
    fn what_would_collide_is_spelled_out() {
        for (values, expected) in [
            (&["asc", "ASC"][..], &["AscLower", "Asc"][..]),
            (&["C", "C++", "C#"], &["C", "CPlusPlus", "CHash"]),
            (&["foo.bar", "foo_bar", "FooBar"], &["FooDotBar", "FooUnderscoreBar", "FooBar"]),
            (&["1m", "1M"], &["M1Lower", "M1"]),
            (&["unknown", "Unknown"], &["UnknownLower", "UnknownValue"]),
            (&["self"], &["SelfValue"]),
            (&["1.5", "1-5"], &["V1Dot5", "N1_5"]),
        ] {
            assert_eq!(names(values), expected, "{values:?}");
        }
    }

    #[test]
    fn the_order_of_the_values_does_not_matter() {
        let values =
            ["asc", "ASC", "Asc", "a s c", "a_s_c", "unknown", "UNKNOWN", "4g", "g4", "g-4"];
        let reversed: Vec<&str> = values.iter().rev().copied().collect();
        let mut other = names(&reversed);
        other.reverse();
        assert_eq!(names(&values), other);
        assert_eq!(other.iter().collect::<BTreeSet<_>>().len(), values.len());
    }
}
