//! `enum`: which lists of values become a Rust enum.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
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
    /// Values of several types, as alternatives with a type each.
    Mixed {
        alternatives: Vec<ReferenceOr<Schema>>,
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
        None => match by_type(rest()) {
            alternatives if alternatives.len() > 1 => Class::Mixed { alternatives, null },
            _ => Class::Other { null },
        },
    }
}

/// The type of values that Rust has no enum for, if all have the same; null is no other.
pub(super) fn type_of(any: &AnySchema) -> Option<&'static str> {
    let all = |is: fn(&Value) -> bool| any.enumeration.iter().all(|it| it.is_null() || is(it));
    match any.enumeration.is_empty() {
        true => None,
        false if all(|_| false) => Some("null"),
        false if all(Value::is_boolean) => Some("boolean"),
        false if all(Value::is_number) => Some("number"),
        false => None,
    }
}

/// The scalars among the values, as one schema for each type; nothing if there are others.
fn by_type<'v>(values: impl Iterator<Item = &'v Value> + Clone) -> Vec<ReferenceOr<Schema>> {
    if values.clone().any(|value| value.is_array() || value.is_object()) {
        return Vec::new();
    }
    let of = |name: &str, is: fn(&Value) -> bool| {
        let enumeration: Vec<Value> = values.clone().filter(|it| is(it)).cloned().collect();
        (!enumeration.is_empty()).then(|| {
            // Rust has a type for booleans and for fractions, but none for some of them.
            let listed = name == "string" || enumeration.iter().all(Value::is_i64);
            let enumeration = if listed { enumeration } else { Vec::new() };
            let any = AnySchema { typ: Some(name.to_owned()), enumeration, ..AnySchema::default() };
            ReferenceOr::Item(Schema {
                schema_data: SchemaData::default(),
                schema_kind: SchemaKind::Any(any),
            })
        })
    };
    let number = if values.clone().filter(|it| it.is_number()).all(Value::is_i64) {
        "integer"
    } else {
        "number"
    };
    let types = [
        of("string", Value::is_string),
        of(number, Value::is_number),
        of("boolean", Value::is_boolean),
    ];
    types.into_iter().flatten().collect()
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
