//! Which keywords of a schema say what its type is.

use openapiv3::{AdditionalProperties, AnySchema, Schema, SchemaData};

use super::{
    all_of, alternatives, enums, scalars,
    store::Schemas,
    untyped::{self, untyped},
    view::{SchemaRef, parts, type_name},
};
use crate::{
    diagnostics::Diagnostics,
    lower::draft::{DraftShape, Hint, optional},
    model::TypeRef,
    openapi,
    pointer::Pointer,
};

impl Schemas<'_> {
    /// The type of a schema; with an `Option` around it where null is allowed.
    pub(crate) fn lower(
        &mut self,
        schema: SchemaRef<'_>,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        match schema {
            SchemaRef::Reference(reference) => self.reference(reference, at, diagnostics),
            SchemaRef::Item(schema) => self.known_or(at, diagnostics, |this, diagnostics| {
                this.schema(schema, at, hint, diagnostics)
            }),
        }
    }

    fn reference(
        &mut self,
        reference: &str,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        let at = at.child("$ref");
        let Some(found) = self.cx.resolver.follow::<Schema>(reference, &at, diagnostics) else {
            let help = "mend the reference";
            untyped(
                &at,
                "what this refers to cannot be had, so it holds any JSON",
                help,
                diagnostics,
            );
            return TypeRef::Any;
        };
        let hint = Hint::of(self.cx, &found.pointer);
        self.known_or(&found.pointer, diagnostics, |this, diagnostics| {
            this.schema(&found.value, &found.pointer, &hint, diagnostics)
        })
    }

    fn schema(
        &mut self,
        schema: &Schema,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        let (any, data) = parts(schema);
        let inner = self.keywords(any, data, at, hint, diagnostics);
        if data.nullable { optional(inner) } else { inner }
    }

    fn keywords(
        &mut self,
        mut any: AnySchema,
        data: &SchemaData,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        if let Some(discriminator) = self.extensions.discriminator(&any, data, at) {
            return self.base(discriminator, data, at, hint, diagnostics);
        }
        let transparent = all_of::transparent(&any, at);
        if let Some((branch, at)) =
            transparent.filter(|(branch, _)| !self.is_subtype(&any, data, at, branch))
        {
            return self.lower((&branch).into(), &at, hint, diagnostics);
        }
        let alternatives = alternatives::of(&any).1;
        if !alternatives::are_constraints(alternatives) {
            if let Some((branch, at)) = alternatives::nullable_alternative(&any, at) {
                let inner = self.lower((&branch).into(), &at, hint, diagnostics);
                // Of one alternative that is all there is, nothing says that it may be null.
                return if alternatives.len() > 1 { optional(inner) } else { inner };
            }
            let null = alternatives.iter().any(alternatives::is_null);
            let union = self.union(&any, data, at, hint, diagnostics);
            return if null { optional(union) } else { union };
        }
        if !any.all_of.is_empty() {
            return self.merged(&any, data, at, hint, diagnostics);
        }
        if !any.enumeration.is_empty() {
            return self.enumeration(&mut any, data, at, hint, diagnostics);
        }
        self.by_type(&any, data, at, hint, diagnostics)
    }

    fn enumeration(
        &mut self,
        any: &mut AnySchema,
        data: &SchemaData,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        match enums::classify(any, data) {
            enums::Class::Strings { values, null } => {
                let ty = TypeRef::Named(self.define(at, hint, data, DraftShape::Strings(values)));
                if null { optional(ty) } else { ty }
            }
            enums::Class::Integers { values, null } => {
                let ty = TypeRef::Named(self.define(at, hint, data, DraftShape::Integers(values)));
                if null { optional(ty) } else { ty }
            }
            enums::Class::Mixed { alternatives, null } => {
                let any = AnySchema { any_of: alternatives, ..AnySchema::default() };
                let ty = self.union(&any, data, at, hint, diagnostics);
                if null { optional(ty) } else { ty }
            }
            enums::Class::Other { null } => {
                any.typ = type_name(any).or_else(|| enums::type_of(any)).map(str::to_owned);
                let ty = self.by_type(any, data, at, hint, diagnostics);
                if null && ty != TypeRef::Null { optional(ty) } else { ty }
            }
        }
    }

    fn by_type(
        &mut self,
        any: &AnySchema,
        data: &SchemaData,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        let format = any.format.as_deref();
        match type_name(any) {
            Some("string") => scalars::string(format, data),
            Some("boolean") => TypeRef::Bool,
            Some("null") => TypeRef::Null,
            Some("number") => TypeRef::F64,
            Some("integer") => scalars::integer(format),
            Some("array") => self.array(any, data, at, hint, diagnostics),
            Some("object") => self.object(any, data, at, hint, diagnostics),
            _ => {
                untyped::note(any, data, at, diagnostics);
                TypeRef::Any
            }
        }
    }

    fn object(
        &mut self,
        any: &AnySchema,
        data: &SchemaData,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        if any.properties.is_empty() {
            return self.map(any, at, hint, diagnostics);
        }
        let object = all_of::Object::of(any, at, hint, self.cx.resolver);
        self.structure(object, data, at, hint)
    }

    /// An object without known properties.
    fn map(
        &mut self,
        any: &AnySchema,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        let value = match &any.additional_properties {
            Some(AdditionalProperties::Schema(schema)) => {
                let at = openapi::place_of_unlisted(schema, at);
                self.lower((&**schema).into(), &at, &hint.child("value"), diagnostics)
            }
            _ => TypeRef::Any,
        };
        TypeRef::Map(Box::new(value))
    }

    fn merged(
        &mut self,
        any: &AnySchema,
        data: &SchemaData,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        let only = all_of::only_typed(any, at);
        if let Some((branch, at)) =
            only.filter(|(branch, _)| !self.is_subtype(any, data, at, branch))
        {
            return self.lower((&branch).into(), &at, hint, diagnostics);
        }
        if let Some((distributed, found)) = all_of::distribute(self.cx, any, at) {
            let data = SchemaData { discriminator: found.discriminator, ..data.clone() };
            return self.union(&distributed, &data, at, hint, diagnostics);
        }
        let mut object = all_of::Object::default();
        if all_of::merge(self.cx, any, at, hint, &mut object, diagnostics).is_none() {
            let help = "only objects can be merged; write the schema out instead";
            untyped(at, "the schemas of this `allOf` are not all objects", help, diagnostics);
            return TypeRef::Any;
        }
        if object.properties.is_empty() {
            return TypeRef::Map(Box::new(TypeRef::Any));
        }
        self.structure(object, data, at, hint)
    }
}
