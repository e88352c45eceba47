//! Header parameters that all operations have: they are settings of the client, and no parameters of
//! its methods.

use std::{borrow::Cow, collections::BTreeMap};

use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema, SchemaKind,
};

use crate::{
    lock::Lock,
    lower::{context::SharedHeader, text::verbs::words},
    openapi::{OperationTree, Resolver},
};

/// Words in the names of headers that hold a credential.
const SECRETS: [&str; 7] =
    ["apikey", "auth", "authorization", "key", "password", "secret", "token"];
/// Words in the names of headers whose values are of one call only.
const OF_CALL: [&str; 12] = [
    "content",
    "correlation",
    "date",
    "digest",
    "idempotency",
    "if",
    "nonce",
    "range",
    "request",
    "signature",
    "timestamp",
    "trace",
];
/// Headers that media types and security schemes define (OpenAPI 3.1 §4.8.12.2).
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

/// The header parameters that all operations have, sorted. An earlier generation decides: what was a
/// setting then stays one, and what was a parameter stays that.
pub(crate) fn shared_headers<'t>(
    operations: impl Iterator<Item = OperationTree<'t>>,
    resolver: &Resolver<'_>,
    lock: &Lock,
) -> Vec<SharedHeader> {
    let mut all = 0;
    let mut found: BTreeMap<String, (usize, SharedHeader)> = BTreeMap::new();
    for operation in operations {
        all += 1;
        for (key, header) in headers(operation, resolver) {
            found.entry(key).or_insert((0, header)).0 += 1;
        }
    }
    if lock.calls.is_empty() {
        let shared = found.into_values().filter(|(count, _)| all > 1 && *count == all);
        return shared.map(|(_, header)| header).collect();
    }
    // Operations may spell a name in several ways (RFC 9110 §5.1). The first spelling stays.
    let kept = lock.headers.iter().filter_map(|wire| {
        let (_, header) = found.get(&wire.to_ascii_lowercase())?;
        Some(SharedHeader { wire: wire.clone(), ..header.clone() })
    });
    kept.collect()
}

/// The header parameters of an operation that a setting can replace, by their names in lower case.
fn headers(
    operation: OperationTree<'_>,
    resolver: &Resolver<'_>,
) -> BTreeMap<String, SharedHeader> {
    let mut found = BTreeMap::new();
    for parameter in operation.headers(resolver) {
        let Parameter::Header { parameter_data: data, .. } = &*parameter else { continue };
        let key = data.name.to_ascii_lowercase();
        let name = words(&data.name);
        let is_one_of = |all: &[&str]| name.iter().any(|it| all.contains(&it.as_str()));
        if IGNORED.contains(&&*key) || is_one_of(&OF_CALL) || !is_text(data, resolver) {
            continue;
        }
        let header = SharedHeader {
            wire: data.name.clone(),
            docs: data.description.as_deref().unwrap_or_default().trim().to_owned(),
            is_secret: is_one_of(&SECRETS),
            required: data.required,
        };
        found.insert(key, header);
    }
    found
}

/// Whether the value is any text, or null.
fn is_text(data: &ParameterData, resolver: &Resolver<'_>) -> bool {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => is_string(schema, resolver, true),
        ParameterSchemaOrContent::Content(_) => false,
    }
}

fn is_string(schema: &ReferenceOr<Schema>, resolver: &Resolver<'_>, with_parts: bool) -> bool {
    let schema = match schema {
        ReferenceOr::Item(schema) => Cow::Borrowed(schema),
        ReferenceOr::Reference { reference } => match resolver.find::<Schema>(reference) {
            Some(found) => found.value,
            None => return false,
        },
    };
    let SchemaKind::Any(any) = &schema.schema_kind else { return false };
    let parts: Vec<_> = any.any_of.iter().chain(&any.one_of).collect();
    match any.typ.as_deref() {
        Some("string") => any.enumeration.is_empty() && any.format.as_deref() != Some("binary"),
        None if with_parts && !parts.is_empty() => {
            let is_null = |it: &&&ReferenceOr<Schema>| match it {
                ReferenceOr::Item(schema) => match &schema.schema_kind {
                    SchemaKind::Any(any) => any.typ.as_deref() == Some("null"),
                    _ => false,
                },
                ReferenceOr::Reference { .. } => false,
            };
            let mut texts = parts.iter().filter(|it| !is_null(it)).peekable();
            texts.peek().is_some() && texts.all(|it| is_string(it, resolver, false))
        }
        _ => false,
    }
}
