//! The fields of objects.

use serde_json::Value;

use super::{
    all_of,
    store::Schemas,
    view::{SchemaRef, parts},
};
use crate::{
    lower::{
        draft::{DraftField, optional},
        text::docs,
    },
    model::TypeRef,
};

impl Schemas<'_> {
    pub(crate) fn field(
        &mut self,
        property: &all_of::Property,
        object: &all_of::Object,
    ) -> DraftField {
        let schema = SchemaRef::from(&property.schema);
        let required = object.required.contains(&property.wire);
        let constant = required.then(|| constant(schema)).flatten();
        let ty = match constant {
            Some(_) => TypeRef::String,
            None => self.lower(schema, &property.at, &property.hint),
        };
        self.typed_field(property, object, constant, ty)
    }

    pub(crate) fn typed_field(
        &self,
        property: &all_of::Property,
        object: &all_of::Object,
        constant: Option<String>,
        ty: TypeRef,
    ) -> DraftField {
        let required = object.required.contains(&property.wire);
        let (docs, deprecated, default) = match SchemaRef::from(&property.schema) {
            SchemaRef::Item(schema) => {
                let (any, data) = parts(schema);
                let docs = docs::describe(None, Some((any, data)));
                (docs, data.deprecated, data.default.clone())
            }
            SchemaRef::Reference(_) => (self.docs_of(&ty), false, None),
        };
        let nullable = matches!(ty, TypeRef::Option(_));
        let ty = if required { ty } else { optional(ty) };
        let wire = property.wire.clone();
        DraftField {
            wire,
            default,
            ty,
            required,
            nullable,
            direction: property.direction,
            constant,
            media_type: None,
            deprecated,
            docs,
        }
    }
}

/// The value of a string with only one value. It identifies the type of an object and is not a choice.
fn constant(schema: SchemaRef<'_>) -> Option<String> {
    let SchemaRef::Item(schema) = schema else { return None };
    let (any, data) = parts(schema);
    match &any.enumeration[..] {
        [Value::String(value)] if !data.nullable => Some(value.clone()),
        _ => None,
    }
}
