//! Schemas as they stand in the document, and what they say before anything is made of it.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use crate::openapi::Resolver;

/// A schema as it stands somewhere in the document.
#[derive(Clone, Copy)]
pub(crate) enum SchemaRef<'s> {
    Reference(&'s str),
    Item(&'s Schema),
}

impl<'s> From<&'s ReferenceOr<Schema>> for SchemaRef<'s> {
    fn from(schema: &'s ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'s> From<&'s ReferenceOr<Box<Schema>>> for SchemaRef<'s> {
    fn from(schema: &'s ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

/// The keywords and annotations of a schema.
pub(crate) fn parts(schema: &Schema) -> (AnySchema, &SchemaData) {
    match &schema.schema_kind {
        SchemaKind::Any(any) => (any.clone(), &schema.schema_data),
        // `codegen::openapi` fills every schema as `Any`.
        _ => (AnySchema::default(), &schema.schema_data),
    }
}

impl SchemaRef<'_> {
    /// What it says, or the schema that it refers to; `None` if it refers to none.
    pub(crate) fn said(self, resolver: Resolver<'_>) -> Option<(AnySchema, SchemaData)> {
        let of = |schema: &Schema| {
            let (any, data) = parts(schema);
            (any, data.clone())
        };
        match self {
            Self::Item(schema) => Some(of(schema)),
            Self::Reference(reference) => {
                resolver.find::<Schema>(reference).map(|found| of(&found.value))
            }
        }
    }
}

/// The schema of a property as that of anything else.
pub(crate) fn unboxed(schema: &ReferenceOr<Box<Schema>>) -> ReferenceOr<Schema> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item((**schema).clone()),
        ReferenceOr::Reference { reference } => ReferenceOr::ref_(reference),
    }
}

/// The type that a schema states, or the one that its keywords speak of.
pub(crate) fn type_name(any: &AnySchema) -> Option<&str> {
    if any.typ.is_some() {
        return any.typ.as_deref();
    }
    if !any.properties.is_empty() || any.additional_properties.is_some() {
        return Some("object");
    }
    any.items.as_ref().map(|_| "array")
}

/// The schema `false`, which is `not` of anything: what may not be there.
pub(super) fn is_false(schema: SchemaRef<'_>) -> bool {
    let SchemaRef::Item(schema) = schema else { return false };
    let SchemaKind::Any(AnySchema { not: Some(not), .. }) = &schema.schema_kind else {
        return false;
    };
    is_anything(not)
}

/// Whether a schema has no keyword that says something of a value.
pub(super) fn is_anything(schema: &ReferenceOr<Schema>) -> bool {
    let anything = SchemaKind::Any(AnySchema::default());
    matches!(schema, ReferenceOr::Item(schema) if schema.schema_kind == anything)
}

/// A schema of keywords alone.
pub(super) fn item(any: AnySchema) -> ReferenceOr<Schema> {
    let schema_data = SchemaData::default();
    ReferenceOr::Item(Schema { schema_data, schema_kind: SchemaKind::Any(any) })
}
