//! `enum`: which lists of values become a Rust enum, and the names of its variants.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use super::{
    alternatives,
    view::{parts, type_name},
};
use crate::{
    diagnostics::Diagnostics,
    lower::{
        context::{Cx, MAX_DEPTH},
        draft::{DraftShape, DraftValue},
    },
    openapi,
    pointer::Pointer,
};

/// The kinds of lists of values.
pub(crate) enum Class {
    Strings {
        values: Vec<DraftValue<String>>,
        /// Whether null is among the values.
        null: bool,
    },
    Integers {
        values: Vec<DraftValue<i64>>,
        null: bool,
    },
    /// Values of several types, as alternatives with a type each.
    Mixed {
        alternatives: Vec<ReferenceOr<Schema>>,
        null: bool,
    },
    /// Values for which Rust has no enum. The `type` of the schema decides.
    Other {
        null: bool,
    },
}

/// The kind of a list of values. Duplicates are ignored.
pub(crate) fn classify(any: &AnySchema, data: &SchemaData) -> Class {
    let values = &any.enumeration;
    let null = values.iter().any(Value::is_null);
    let rest = || values.iter().filter(|value| !value.is_null());
    if rest().next().is_none() {
        return Class::Other { null };
    }
    if let Some(values) = all(values, data, |it| it.as_str().map(str::to_owned)) {
        return Class::Strings { values, null };
    }
    match all(values, data, Value::as_i64) {
        Some(values) => Class::Integers { values, null },
        None => match by_type(rest()) {
            alternatives if alternatives.len() > 1 => Class::Mixed { alternatives, null },
            _ => Class::Other { null },
        },
    }
}

/// The values of alternatives that only list values.
#[derive(Default)]
struct Listed {
    strings: Vec<DraftValue<String>>,
    integers: Vec<DraftValue<i64>>,
    /// Whether any other string is allowed.
    free: bool,
}

/// The enum of alternatives that are lists of values, or single values with a title and a description.
/// Alternatives may be nested. Known strings together with `type: string` are an open enum.
/// `Some(None)` is a plain string.
pub(super) fn of_alternatives(
    cx: Cx<'_>,
    list: &[ReferenceOr<Schema>],
    at: &Pointer,
) -> Option<Option<DraftShape>> {
    let mut listed = Listed::default();
    listed.add_all(cx, list, at, 0)?;
    let Listed { strings, integers, free } = listed;
    match (strings.is_empty(), integers.is_empty(), free) {
        (true, true, true) => Some(None),
        (false, true, true) => Some(Some(DraftShape::OpenStrings(strings))),
        (false, true, false) => Some(Some(DraftShape::Strings(strings))),
        (true, false, false) => Some(Some(DraftShape::Integers(integers))),
        _ => None,
    }
}

impl Listed {
    /// Adds the values of all alternatives; `None` if one of them is not a list of values.
    fn add_all(
        &mut self,
        cx: Cx<'_>,
        list: &[ReferenceOr<Schema>],
        at: &Pointer,
        depth: usize,
    ) -> Option<()> {
        for (index, schema) in list.iter().enumerate() {
            // Null is one of the alternatives.
            if alternatives::is_null(schema) && depth == 0 {
                continue;
            }
            // A reference that cannot be resolved is reported when it is lowered.
            let mut unheard = Diagnostics::default();
            let found = cx.resolver.resolve(schema, &at.index(index), &mut unheard)?;
            let (any, data) = parts(&found.value);
            if data.nullable || !any.all_of.is_empty() || depth == MAX_DEPTH {
                return None;
            }
            let (keyword, inner) = alternatives::of(any);
            if inner.is_empty() {
                self.add(any, data)?;
            } else {
                self.add_all(cx, inner, &found.pointer.child(keyword), depth + 1)?;
            }
        }
        Some(())
    }

    fn add(&mut self, any: &AnySchema, data: &SchemaData) -> Option<()> {
        match (classify(any, data), type_name(any)) {
            (Class::Strings { values, null: false }, None | Some("string")) => {
                add(&mut self.strings, described(values, data, None));
            }
            (Class::Integers { values, null: false }, None | Some("integer")) => {
                // A number needs a title, because unlike a string it has no meaning by itself.
                add(&mut self.integers, described(values, data, data.title.as_ref()));
            }
            (Class::Other { .. }, Some("string")) if any.enumeration.is_empty() => self.free = true,
            _ => return None,
        }
        Some(())
    }
}

/// The description of a schema with only one value describes this value.
fn described<T>(
    mut values: Vec<DraftValue<T>>,
    data: &SchemaData,
    name: Option<&String>,
) -> Vec<DraftValue<T>> {
    if let [only] = &mut values[..] {
        only.name = only.name.take().or_else(|| name.cloned());
        if only.docs.is_empty() {
            let said = data.description.as_ref().or(data.title.as_ref());
            only.docs = said.cloned().unwrap_or_default();
        }
    }
    values
}

fn add<T: PartialEq>(list: &mut Vec<DraftValue<T>>, values: Vec<DraftValue<T>>) {
    for value in values {
        if !list.iter().any(|it| it.value == value.value) {
            list.push(value);
        }
    }
}

/// The common type of values for which Rust has no enum. Null is ignored.
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

/// One schema for each type of the values, if all values are scalars.
fn by_type<'v>(values: impl Iterator<Item = &'v Value> + Clone) -> Vec<ReferenceOr<Schema>> {
    if values.clone().any(|value| value.is_array() || value.is_object()) {
        return Vec::new();
    }
    let of = |name: &str, is: fn(&Value) -> bool| {
        let enumeration: Vec<Value> = values.clone().filter(|it| is(it)).cloned().collect();
        (!enumeration.is_empty()).then(|| {
            // Booleans and fractions become their Rust types, which allow all values.
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

/// The values without null, if `read` accepts all of them.
fn all<T: PartialEq>(
    values: &[Value],
    data: &SchemaData,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<Vec<DraftValue<T>>> {
    let mut list = Vec::new();
    for (index, value) in values.iter().enumerate().filter(|(_, value)| !value.is_null()) {
        let name = openapi::enum_name(data, index, value).map(str::to_owned);
        let docs = openapi::enum_description(data, index, value).unwrap_or_default().to_owned();
        add(&mut list, vec![DraftValue { value: read(value)?, name, docs }]);
    }
    Some(list)
}
