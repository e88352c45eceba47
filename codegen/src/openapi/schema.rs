//! Schema objects. Type arrays, `const`, numeric bounds, boolean schemas, `examples` and siblings of
//! `$ref` are converted from OpenAPI 3.1 to 3.0. Keywords that 3.0 does not have are stored among the
//! extensions, with their own names.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind,
};
use serde_json::Value;

use super::node::{Members, Node, Reader};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
    tree::Tree,
};

/// Keywords that are not in the 3.0 model and that later stages need.
const KEPT: [&str; 6] = [
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentSchemas",
    "if",
    "prefixItems",
];

/// Schemas of properties by a pattern of their names, which 3.0 does not have. If one schema applies to
/// all of them, it is used as `additionalProperties`.
const PATTERNS: &str = "patternProperties";

/// The types of JSON Schema (2020-12 Validation, §6.1.1).
const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

pub(super) fn schema_or_reference(node: Node<'_>) -> Option<ReferenceOr<Schema>> {
    if let Some(reference) = recursive(node) {
        return Some(ReferenceOr::Reference { reference });
    }
    let plain = match node.value {
        Tree::Object(_) => !node.object()?.has_siblings_of_reference(),
        _ => false,
    };
    if plain { node.reference_or(schema) } else { schema(node).map(ReferenceOr::Item) }
}

/// `$dynamicRef` refers to the schema with its anchor, because a document has no outer dynamic
/// scope. Without an anchor it refers to the root of its schema, which is the component, as
/// `$recursiveRef` always does.
fn recursive(node: Node<'_>) -> Option<String> {
    let keywords = ["$recursiveRef", "$dynamicRef"];
    let reference = keywords.iter().find_map(|it| node.value.get(it)?.as_str())?;
    if reference != "#" {
        return Some(reference.to_owned());
    }
    let at = node.pointer();
    let mut segments = at.segments();
    let component = [segments.next()?, segments.next()?, segments.next()?];
    (component[0] == "components" && component[1] == "schemas").then(|| {
        component.iter().fold(Pointer::root(), |at, segment| at.child(segment)).to_string()
    })
}

fn boxed(node: Node<'_>) -> Option<ReferenceOr<Box<Schema>>> {
    Some(match schema_or_reference(node)? {
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    })
}

pub(super) fn schema(node: Node<'_>) -> Option<Schema> {
    let node = node.lenient();
    match node.value {
        Tree::Bool(true) => Some(anything()),
        Tree::Bool(false) => Some(nothing()),
        _ => {
            let members = node.object()?;
            let mut any = keywords(&members);
            let mut data = annotations(&members);
            take_types(&members, &mut any, &mut data);
            take_bounds(&members, &mut any);
            if let Some(reference) = members.get("$ref").and_then(Tree::as_str) {
                any.all_of.insert(0, ReferenceOr::Reference { reference: reference.to_owned() });
            }
            Some(Schema { schema_data: data, schema_kind: SchemaKind::Any(any) })
        }
    }
}

fn anything() -> Schema {
    Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(AnySchema::default()),
    }
}

fn nothing() -> Schema {
    let not = Some(Box::new(ReferenceOr::Item(anything())));
    let any = AnySchema { not, ..AnySchema::default() };
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(any) }
}

fn keywords(members: &Members<'_>) -> AnySchema {
    let mut enumeration = members.list("enum", |it| Some(it.value.to_json()));
    if let Some(value) = members.get("const") {
        enumeration = vec![value.to_json()];
    }
    AnySchema {
        typ: None,
        pattern: members.string("pattern"),
        multiple_of: members.number("multipleOf"),
        exclusive_minimum: None,
        exclusive_maximum: None,
        minimum: members.number("minimum"),
        maximum: members.number("maximum"),
        properties: members.map("properties", boxed),
        required: required(members),
        additional_properties: unlisted(members),
        min_properties: members.count("minProperties"),
        max_properties: members.count("maxProperties"),
        items: members.child("items", boxed),
        min_items: members.count("minItems"),
        max_items: members.count("maxItems"),
        unique_items: members.bool("uniqueItems"),
        enumeration,
        format: members.string("format"),
        min_length: members.count("minLength"),
        max_length: members.count("maxLength"),
        one_of: members.list("oneOf", schema_or_reference),
        all_of: members.list("allOf", schema_or_reference),
        any_of: members.list("anyOf", schema_or_reference),
        not: members.child("not", schema_or_reference).map(Box::new),
    }
}

/// The schema of additional properties.
fn unlisted(members: &Members<'_>) -> Option<AdditionalProperties> {
    let additional = members.child("additionalProperties", additional_properties);
    let patterns = members.map(PATTERNS, schema_or_reference);
    // The schema `false` of a pattern forbids such names.
    let mut patterns = patterns.into_iter().filter(|(_, it)| *it != ReferenceOr::Item(nothing()));
    let Some((pattern, first)) = patterns.next() else { return additional };
    let agrees = match &additional {
        None | Some(AdditionalProperties::Any(false)) => true,
        Some(AdditionalProperties::Any(true)) => false,
        Some(AdditionalProperties::Schema(schema)) => **schema == first,
    };
    if agrees && patterns.all(|(_, it)| it == first) {
        return Some(AdditionalProperties::Schema(Box::new(of_pattern(first, pattern))));
    }
    let message =
        "the type of additional properties depends on their names; they are typed as any JSON";
    let help = "use the same schema for all patterns and `additionalProperties`";
    let at = members.node.pointer().child(PATTERNS);
    members.node.report(Diagnostic::warning(Code::Untyped, &at, message).help(help));
    Some(AdditionalProperties::Any(true))
}

fn additional_properties(node: Node<'_>) -> Option<AdditionalProperties> {
    Some(match node.value {
        Tree::Bool(any) => AdditionalProperties::Any(*any),
        _ => AdditionalProperties::Schema(Box::new(schema_or_reference(node)?)),
    })
}

/// A schema with its pattern stored among its extensions.
fn of_pattern(mut schema: ReferenceOr<Schema>, pattern: String) -> ReferenceOr<Schema> {
    if let ReferenceOr::Item(schema) = &mut schema {
        schema.schema_data.extensions.insert(PATTERNS.to_owned(), pattern.into());
    }
    schema
}

/// The pointer of the schema of the additional properties of the object at `at`.
pub(crate) fn place_of_unlisted(schema: &ReferenceOr<Schema>, at: &Pointer) -> Pointer {
    let pattern = match schema {
        ReferenceOr::Item(schema) => schema.schema_data.extensions.get(PATTERNS),
        ReferenceOr::Reference { .. } => None,
    };
    match pattern.and_then(Value::as_str) {
        Some(pattern) => at.child(PATTERNS).child(pattern),
        None => at.child("additionalProperties"),
    }
}

/// The names of required properties, without the duplicates that published documents have.
fn required(members: &Members<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in members.list("required", |it| it.string()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn annotations(members: &Members<'_>) -> SchemaData {
    let mut extensions = members.extensions();
    for keyword in KEPT {
        if let Some(value) = members.get(keyword) {
            extensions.insert(keyword.to_owned(), value.to_json());
        }
    }
    let first_example = || members.get("examples")?.as_array()?.first();
    SchemaData {
        nullable: members.bool("nullable").unwrap_or(false),
        read_only: members.bool("readOnly").unwrap_or(false),
        write_only: members.bool("writeOnly").unwrap_or(false),
        deprecated: members.bool("deprecated").unwrap_or(false),
        external_docs: None,
        example: members.get("example").or_else(first_example).map(Tree::to_json),
        title: members.string("title"),
        description: members.string("description"),
        discriminator: members.child("discriminator", discriminator),
        default: members.get("default").map(Tree::to_json),
        extensions,
    }
}

/// The schemas of `prefixItems`, which is not in the 3.0 model.
pub(crate) fn prefix_items(
    data: &SchemaData,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Vec<ReferenceOr<Schema>> {
    let Some(value) = data.extensions.get("prefixItems") else { return Vec::new() };
    let reader = Reader::default();
    // An item whose schema cannot be read allows any JSON, so that the other items keep their index.
    let place =
        |node: Node<'_>| schema_or_reference(node).or_else(|| Some(ReferenceOr::Item(anything())));
    let schemas = reader.at(&Tree::of_json(value), at, |node| node.lenient().elements(place));
    diagnostics.append(reader.finish());
    schemas
}

fn discriminator(node: Node<'_>) -> Option<Discriminator> {
    let members = node.object()?;
    let default = members.string(DEFAULT_MAPPING).map(|it| (DEFAULT_MAPPING.to_owned(), it.into()));
    Some(Discriminator {
        property_name: members.required_string("propertyName")?,
        mapping: members.map("mapping", |it| it.string()),
        extensions: members.extensions().into_iter().chain(default).collect(),
    })
}

const DEFAULT_MAPPING: &str = "defaultMapping";

/// OpenAPI 3.2 §4.25.1: the schema of objects whose tag is not in the mapping, as the name of a
/// schema or a reference. It is not in the 3.0 model, so it is stored among the extensions.
pub(crate) fn default_mapping(discriminator: &Discriminator) -> Option<&str> {
    discriminator.extensions.get(DEFAULT_MAPPING)?.as_str()
}

/// In OpenAPI 3.1 §4.8.24, `type` may be an array, as in JSON Schema. `null` in it becomes `nullable`
/// of 3.0; several other types become alternatives.
fn take_types(members: &Members<'_>, any: &mut AnySchema, data: &mut SchemaData) {
    let mut types = members.child("type", types).unwrap_or_default();
    if types.len() > 1 && types.iter().any(|it| it == "null") {
        types.retain(|it| it != "null");
        data.nullable = true;
    }
    let untyped = types.is_empty() && any.properties.is_empty();
    if untyped && members.get("prefixItems").is_some() {
        types.push("array".to_owned());
    }
    if types.len() > 1 {
        any.any_of = types.iter().map(|it| alternative(it, any, data)).collect();
    } else {
        any.typ = types.pop();
    }
}

fn types(node: Node<'_>) -> Option<Vec<String>> {
    let names = match node.value {
        Tree::Array(_) => node.elements(type_name),
        _ => vec![node.string()?],
    };
    let (known, unknown): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| TYPES.contains(&&**name));
    for name in unknown {
        let message = format!("unknown type `{name}`");
        let help = "use string, number, integer, boolean, object, array or null";
        node.report(Diagnostic::warning(Code::InvalidValue, &node.pointer(), message).help(help));
    }
    Some(known)
}

/// In YAML, `null` without quotes is a value. It is read as the type `null`.
fn type_name(node: Node<'_>) -> Option<String> {
    if node.value.is_null() { Some("null".to_owned()) } else { node.string() }
}

/// The schema of one of several types, with the keywords for that type.
fn alternative(name: &str, any: &AnySchema, data: &SchemaData) -> ReferenceOr<Schema> {
    let mut schema = AnySchema { typ: Some(name.to_owned()), ..AnySchema::default() };
    let mut extensions = IndexMap::new();
    match name {
        "array" => {
            schema.items.clone_from(&any.items);
            (schema.min_items, schema.max_items) = (any.min_items, any.max_items);
            let first = data.extensions.get_key_value("prefixItems");
            extensions.extend(first.map(|(keyword, value)| (keyword.clone(), value.clone())));
        }
        "object" => {
            schema.properties.clone_from(&any.properties);
            schema.required.clone_from(&any.required);
            schema.additional_properties.clone_from(&any.additional_properties);
        }
        _ => schema.format.clone_from(&any.format),
    }
    let schema_data = SchemaData { extensions, ..SchemaData::default() };
    ReferenceOr::Item(Schema { schema_data, schema_kind: SchemaKind::Any(schema) })
}

/// Exclusive bounds: a boolean next to the bound in 3.0, a separate bound in 3.1.
fn take_bounds(members: &Members<'_>, any: &mut AnySchema) {
    for (keyword, bound, exclusive) in [
        ("exclusiveMinimum", &mut any.minimum, &mut any.exclusive_minimum),
        ("exclusiveMaximum", &mut any.maximum, &mut any.exclusive_maximum),
    ] {
        match members.get(keyword) {
            Some(Tree::Bool(value)) => *exclusive = Some(*value),
            Some(_) => {
                *bound = members.number(keyword);
                *exclusive = Some(true);
            }
            None => {}
        }
    }
}
