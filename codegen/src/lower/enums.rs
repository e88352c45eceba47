//! `enum`: which lists of values become a Rust enum.

use serde_json::Value;

/// What a list of values can be.
pub(super) enum Class {
    Strings {
        values: Vec<String>,
        /// Whether null is among the values.
        null: bool,
    },
    Integers {
        values: Vec<i64>,
        null: bool,
    },
    /// Values that Rust has no enum for: the schema's type holds them.
    Other {
        null: bool,
    },
}

/// Sorts out the values; each counts once.
pub(super) fn classify(values: &[Value]) -> Class {
    let null = values.iter().any(Value::is_null);
    let rest = || values.iter().filter(|value| !value.is_null());
    if rest().next().is_none() {
        return Class::Other { null };
    }
    if let Some(values) = all(rest(), |it| it.as_str().map(str::to_owned)) {
        return Class::Strings { values, null };
    }
    match all(rest(), Value::as_i64) {
        Some(values) => Class::Integers { values, null },
        None => Class::Other { null },
    }
}

fn all<'v, T: PartialEq>(
    values: impl Iterator<Item = &'v Value>,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<Vec<T>> {
    let mut list = Vec::new();
    for value in values {
        let value = read(value)?;
        if !list.contains(&value) {
            list.push(value);
        }
    }
    Some(list)
}
