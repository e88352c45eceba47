//! The values of scalars, by the core schema (YAML 1.2 §10.3).

use std::borrow::Cow;

use saphyr_parser::Tag;
use serde_json::{Number, Value};

/// What the tags of YAML's own types start with: `!!int` is `tag:yaml.org,2002:int`.
const CORE: &str = "tag:yaml.org,2002:";

/// A scalar that is not resolved.
pub(super) fn string(text: Cow<'_, str>) -> Value {
    let mut text = text.into_owned();
    // The text of a folded scalar grew while it was read.
    text.shrink_to_fit();
    Value::String(text)
}

/// A scalar without quotes and tag: `null`, `true`, `1`, `1.5`, else a text.
pub(super) fn plain(text: Cow<'_, str>) -> Value {
    let first = text.bytes().next().unwrap_or(b'~');
    // All other scalars start with one of these.
    if !b"~nNtTfF.+-0123456789".contains(&first) {
        return string(text);
    }
    null(&text)
        .or_else(|| boolean(&text))
        .or_else(|| integer(&text))
        .or_else(|| float(&text))
        .unwrap_or_else(|| string(text))
}

/// A scalar with a tag. The error is a message.
pub(super) fn tagged(text: Cow<'_, str>, tag: &Tag) -> Result<Value, String> {
    let (kind, value) = match core(tag)?.as_str() {
        "null" => ("null", null(&text)),
        "bool" => ("a boolean", boolean(&text)),
        "int" => ("an integer", integer(&text)),
        "float" => ("a float", float(&text)),
        _ => return Ok(string(text)),
    };
    value.ok_or_else(|| format!("`{text}` is not {kind}"))
}

/// The name of a type of YAML. The error is a message.
pub(super) fn core(tag: &Tag) -> Result<String, String> {
    let tag = format!("{}{}", tag.handle, tag.suffix);
    match tag.strip_prefix(CORE) {
        Some(name) => Ok(name.to_owned()),
        None => Err(format!("JSON cannot express the tag `{tag}`")),
    }
}

fn null(text: &str) -> Option<Value> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Value::Null)
}

fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// An integer: decimal, or with the prefix `0x`, `0o` or `0b`. An integer that is too large for JSON's
/// usual types is a float.
fn integer(text: &str) -> Option<Value> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)];
    let prefixed = prefixed.iter().find_map(|(it, radix)| Some((digits.strip_prefix(it)?, *radix)));
    let (digits, radix) = prefixed.unwrap_or((digits, 10));
    if digits.starts_with(['+', '-']) || (radix == 10 && has_leading_zero(digits)) {
        return None;
    }
    let size = u128::from_str_radix(digits, radix).ok()?;
    let value = match is_negative {
        true => i128::try_from(size).ok().and_then(|it| i64::try_from(-it).ok()).map(Value::from),
        false => u64::try_from(size).ok().map(Value::from),
    };
    let sign = if is_negative { -1.0 } else { 1.0 };
    Some(value.unwrap_or_else(|| number(sign * size as f64)))
}

fn float(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Value::Null);
    }
    if unsigned.starts_with(['+', '-']) || has_leading_zero(unsigned) {
        return None;
    }
    text.parse().ok().filter(|it: &f64| it.is_finite()).map(number)
}

/// Digits after a zero are a text, such as a postal code.
fn has_leading_zero(digits: &str) -> bool {
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|it| it.is_ascii_digit())
}

/// A number that JSON does not allow is null.
fn number(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_scalars_have_the_types_of_the_core_schema() {
        for (text, value) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("Null", json!(null)),
            ("TRUE", json!(true)),
            ("false", json!(false)),
            ("yes", json!("yes")),
            ("12", json!(12)),
            ("+12", json!(12)),
            ("-12", json!(-12)),
            ("0x1F", json!(31)),
            ("-0o17", json!(-15)),
            ("0b101", json!(5)),
            ("0x", json!("0x")),
            ("0x-1", json!("0x-1")),
            ("+-1", json!("+-1")),
            ("007", json!("007")),
            ("-007", json!("-007")),
            ("0", json!(0)),
            ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
            ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
            ("-9223372036854775809", json!(-9_223_372_036_854_775_809.0)),
            ("1.5", json!(1.5)),
            ("-1e3", json!(-1000.0)),
            (".5", json!(0.5)),
            ("1_000", json!("1_000")),
            ("1.2.3", json!("1.2.3")),
            ("-.inf", json!(null)),
            (".nan", json!(null)),
            ("nan", json!("nan")),
            ("infinity", json!("infinity")),
            ("2025-01-01", json!("2025-01-01")),
            ("-", json!("-")),
            ("name", json!("name")),
        ] {
            assert_eq!(plain(text.into()), value, "{text}");
        }
    }
}
