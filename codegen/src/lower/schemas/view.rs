//! Borrowed views of schemas in the document.

use std::{borrow::Cow, sync::LazyLock};

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use crate::{lower::draft::NameHint, openapi::Resolver, pointer::Pointer};

/// A schema or a reference to one, boxed or not in the document model.
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

impl<'s> SchemaRef<'s> {
    /// The schema itself, or the target of the reference. `None` if the reference cannot be resolved;
    /// this is reported when it is lowered.
    pub(crate) fn schema(self, resolver: Resolver<'s>) -> Option<Cow<'s, Schema>> {
        match self {
            Self::Item(schema) => Some(Cow::Borrowed(schema)),
            Self::Reference(reference) => Some(resolver.find::<Schema>(reference)?.value),
        }
    }
}

/// A schema with its pointer.
#[derive(Clone, Copy)]
pub(crate) struct Node<'s> {
    /// The keywords.
    pub(crate) any: &'s AnySchema,
    /// The annotations.
    pub(crate) data: &'s SchemaData,
    pub(crate) at: &'s Pointer,
    /// The hint for the name of its type.
    pub(crate) hint: &'s NameHint,
}

impl<'s> Node<'s> {
    pub(crate) fn new(schema: &'s Schema, at: &'s Pointer, hint: &'s NameHint) -> Self {
        let (any, data) = parts(schema);
        Self { any, data, at, hint }
    }
}

/// The keywords and annotations of a schema.
pub(crate) fn parts(schema: &Schema) -> (&AnySchema, &SchemaData) {
    static EMPTY: LazyLock<AnySchema> = LazyLock::new(AnySchema::default);
    match &schema.schema_kind {
        SchemaKind::Any(any) => (any, &schema.schema_data),
        // `codegen::openapi` fills every schema as `Any`.
        _ => (&EMPTY, &schema.schema_data),
    }
}

/// The schema of a property, converted to the type of all other schemas.
pub(crate) fn unboxed(schema: &ReferenceOr<Box<Schema>>) -> ReferenceOr<Schema> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item((**schema).clone()),
        ReferenceOr::Reference { reference } => ReferenceOr::ref_(reference),
    }
}

/// The `type` of a schema, or the type that its keywords imply.
pub(crate) fn type_name(any: &AnySchema) -> Option<&str> {
    if any.typ.is_some() {
        return any.typ.as_deref();
    }
    if !any.properties.is_empty() || any.additional_properties.is_some() {
        return Some("object");
    }
    any.items.as_ref().map(|_| "array")
}

/// The schema `false`, written as `not: {}`: it allows no value.
pub(crate) fn is_false(schema: SchemaRef<'_>) -> bool {
    let SchemaRef::Item(schema) = schema else { return false };
    let SchemaKind::Any(AnySchema { not: Some(not), .. }) = &schema.schema_kind else {
        return false;
    };
    is_anything(not)
}

/// Whether a schema has no keyword that constrains the value.
pub(crate) fn is_anything(schema: &ReferenceOr<Schema>) -> bool {
    matches!(schema, ReferenceOr::Item(schema) if *parts(schema).0 == AnySchema::default())
}

/// The schema of any JSON.
pub(super) fn anything() -> Schema {
    let schema_kind = SchemaKind::Any(AnySchema::default());
    Schema { schema_data: SchemaData::default(), schema_kind }
}

/// A schema with keywords only.
pub(super) fn item(any: AnySchema) -> ReferenceOr<Schema> {
    let schema_data = SchemaData::default();
    ReferenceOr::Item(Schema { schema_data, schema_kind: SchemaKind::Any(any) })
}
