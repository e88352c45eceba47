//! The fields of objects.

use openapiv3::{AnySchema, SchemaData};
use serde_json::Value;

use super::{
    Annotations, all_of, alternatives,
    store::Schemas,
    view::{SchemaRef, parts},
};
use crate::{
    lower::draft::{Direction, DraftField, optional},
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
        let schema = SchemaRef::from(&property.schema);
        let annotations = self.annotations(property);
        let said = schema.schema(self.cx.resolver);
        let said = said.as_deref().map(parts);
        let nullable = matches!(ty, TypeRef::Option(_));
        let ty = if required { ty } else { optional(ty) };
        let wire = property.wire.clone();
        DraftField {
            wire,
            ty,
            required,
            order: object.required.iter().position(|it| *it == property.wire).unwrap_or_default(),
            nullable,
            direction: property.direction,
            constant,
            default: said.and_then(|(_, data)| data.default.clone()),
            secret: property.direction == Direction::Sent
                || said.is_some_and(|(any, _)| is_password(any)),
            is_address: said.is_some_and(|(any, data)| is_address(any, data)),
            example: annotations.example.clone().filter(|_| required).map(Box::new),
            media_type: None,
            deprecated: annotations.deprecated,
            docs: annotations.text(),
        }
    }

    /// The annotations of all schemas of a property. The last schema has priority.
    fn annotations(&self, property: &all_of::Property) -> Annotations {
        let schemas = [&property.schema].into_iter().chain(property.before.iter().rev());
        let said = schemas.map(|it| Annotations::of(it.into(), &property.wire, self.cx.resolver));
        said.reduce(Annotations::or).unwrap_or_default()
    }
}

/// Whether a schema, or the schema of its items or alternatives, is a password.
fn is_password(any: &AnySchema) -> bool {
    let of_items = any.items.as_ref().map(SchemaRef::from);
    let of_alternatives = alternatives::of(any).1.iter().map(SchemaRef::from);
    let parts_of = |schema| match schema {
        SchemaRef::Item(schema) => Some(parts(schema).0),
        SchemaRef::Reference(_) => None,
    };
    let mut within = of_items.into_iter().chain(of_alternatives).filter_map(parts_of);
    any.format.as_deref() == Some("password")
        || within.any(|it| it.format.as_deref() == Some("password"))
}

/// Whether a schema is a URL: by its format, an example, or the words that its description starts with.
fn is_address(any: &AnySchema, data: &SchemaData) -> bool {
    let format = any.format.as_deref().unwrap_or_default();
    let example = data.example.as_ref().and_then(Value::as_str).unwrap_or_default();
    let docs = data.description.as_deref().unwrap_or_default();
    let mut words = docs.split(|it: char| !it.is_alphanumeric()).take(8);
    let is_link = |word: &str| {
        ["url", "uri", "link", "hyperlink"].iter().any(|it| it.eq_ignore_ascii_case(word))
    };
    ["uri", "url", "uri-reference", "iri", "iri-reference"].contains(&format)
        || ["http://", "https://", "/"].iter().any(|it| example.starts_with(it))
        || words.any(is_link)
}

/// The value of a string with only one value. It identifies the type of an object; callers do not
/// choose it.
fn constant(schema: SchemaRef<'_>) -> Option<String> {
    let SchemaRef::Item(schema) = schema else { return None };
    let (any, data) = parts(schema);
    match &any.enumeration[..] {
        [Value::String(value)] if !data.nullable => Some(value.clone()),
        _ => None,
    }
}
