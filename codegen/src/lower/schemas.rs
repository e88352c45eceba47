//! Schemas to types. Each schema that needs a name becomes a draft, found again by its pointer.

use std::collections::BTreeMap;

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::{Cx, compose, docs, enums, naming};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    model::{List, TypeId, TypeRef},
    pointer::Pointer,
};

/// A type before it has its final name.
pub(super) struct Draft {
    /// The name that it would have if it were alone.
    pub(super) hint: Hint,
    pub(super) origin: Pointer,
    pub(super) docs: String,
    pub(super) deprecated: bool,
    pub(super) open: bool,
    pub(super) shape: DraftShape,
}

pub(super) enum DraftShape {
    Struct { fields: Vec<DraftField>, list: Option<List> },
    Strings(Vec<String>),
    Integers(Vec<i64>),
}

pub(super) struct DraftField {
    pub(super) wire: String,
    pub(super) ty: TypeRef,
    pub(super) deprecated: bool,
    pub(super) docs: String,
}

/// What a type is called after: a component, or its place inside of one.
#[derive(Clone, Debug)]
pub(super) struct Hint {
    /// The component's key, or the words that make up the place.
    pub(super) wire: String,
    /// The same as a Rust type name.
    pub(super) rust: String,
    pub(super) component: bool,
}

impl Hint {
    pub(super) fn inline(wire: &str) -> Self {
        Self { wire: wire.to_owned(), rust: naming::pascal(wire), component: false }
    }

    pub(super) fn child(&self, word: &str) -> Self {
        let word_name = naming::pascal(word);
        let rust = format!("{}{}", self.rust, word_name.trim_start_matches('_'));
        Self { wire: format!("{} {word}", self.wire), rust, component: false }
    }
}

/// A schema as it stands somewhere in the document.
#[derive(Clone, Copy)]
pub(super) enum SchemaRef<'s> {
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
pub(super) fn parts(schema: &Schema) -> (AnySchema, &SchemaData) {
    match &schema.schema_kind {
        SchemaKind::Any(any) => (any.clone(), &schema.schema_data),
        // `codegen::openapi` fills every schema as `Any`.
        _ => (AnySchema::default(), &schema.schema_data),
    }
}

/// Lowers schemas on demand, so that only what operations reach becomes a type.
pub(super) struct Schemas<'a> {
    pub(super) cx: Cx<'a>,
    drafts: Vec<Option<Draft>>,
    known: BTreeMap<Pointer, Known>,
}

enum Known {
    /// It is being lowered, and is not a type of its own.
    Open,
    Done(TypeRef),
}

impl<'a> Schemas<'a> {
    pub(super) fn new(cx: Cx<'a>) -> Self {
        Self { cx, drafts: Vec::new(), known: BTreeMap::new() }
    }

    /// All drafts, each at the index that its [`TypeId`] says.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) -> Vec<Draft> {
        let whole = self.drafts.len();
        let drafts: Vec<Draft> = self.drafts.into_iter().flatten().collect();
        if drafts.len() != whole {
            let message = "a type was begun and never finished";
            diagnostics.push(Diagnostic::error(Code::Internal, &Pointer::root(), message));
        }
        drafts
    }

    /// The type of a schema; with an `Option` around it where null is allowed.
    pub(super) fn lower(
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
            return TypeRef::Any;
        };
        let hint = self.component_hint(&found.pointer);
        self.known_or(&found.pointer, diagnostics, |this, diagnostics| {
            this.schema(&found.value, &found.pointer, &hint, diagnostics)
        })
    }

    /// Whether a value of this type is one piece of text in a URL or header.
    pub(super) fn is_scalar(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Named(id) => match self.drafts.get(id.0) {
                Some(Some(draft)) => !matches!(draft.shape, DraftShape::Struct { .. }),
                _ => false,
            },
            TypeRef::Option(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Boxed(_) => false,
            TypeRef::Any => false,
            _ => true,
        }
    }

    /// The name of what a reference leads to: the component's, or one made of the last segments.
    pub(super) fn component_hint(&self, pointer: &Pointer) -> Hint {
        let segments: Vec<String> = pointer.segments().collect();
        match &segments[..] {
            [components, schemas, key] if components == "components" && schemas == "schemas" => {
                let renamed = self.cx.config.schema(key).and_then(|it| it.name.clone());
                let rust =
                    renamed.map_or_else(|| naming::pascal(key), |name| naming::chosen(&name));
                Hint { wire: key.clone(), rust, component: true }
            }
            [components, schemas, key, rest @ ..]
                if components == "components" && schemas == "schemas" =>
            {
                let words = rest.iter().filter(|it| !is_structural(it));
                words.fold(Hint::inline(key), |hint, word| hint.child(word))
            }
            rest => {
                let words: Vec<_> = rest.iter().filter(|it| !is_structural(it)).cloned().collect();
                Hint::inline(&words.join(" "))
            }
        }
    }

    fn known_or(
        &mut self,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
        lower: impl FnOnce(&mut Self, &mut Diagnostics) -> TypeRef,
    ) -> TypeRef {
        match self.known.get(at) {
            Some(Known::Done(ty)) => return ty.clone(),
            Some(Known::Open) => {
                let message = "this schema leads back to itself without an object between";
                untyped(at, message, "give one of the schemas on the way properties", diagnostics);
                return TypeRef::Any;
            }
            None => {}
        }
        self.known.insert(at.clone(), Known::Open);
        let ty = lower(self, diagnostics);
        self.known.insert(at.clone(), Known::Done(ty.clone()));
        ty
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
        if let Some((branch, at)) = compose::transparent(&any, at) {
            return self.lower((&branch).into(), &at, hint, diagnostics);
        }
        if !any.all_of.is_empty() {
            return self.merged(&any, data, at, hint, diagnostics);
        }
        if let Some((branch, at)) = compose::nullable_alternative(&any, at) {
            return optional(self.lower((&branch).into(), &at, hint, diagnostics));
        }
        if !any.one_of.is_empty() || !any.any_of.is_empty() {
            let help = "the response keeps it as it came; read it with `RawJson::decode`";
            untyped(at, "alternatives are not told apart here", help, diagnostics);
            return TypeRef::Any;
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
        match enums::classify(&any.enumeration) {
            enums::Class::Strings { values, null } => {
                let ty = self.define(at, hint, data, DraftShape::Strings(values));
                if null { optional(ty) } else { ty }
            }
            enums::Class::Integers { values, null } => {
                let ty = self.define(at, hint, data, DraftShape::Integers(values));
                if null { optional(ty) } else { ty }
            }
            enums::Class::Other { null } => {
                any.enumeration.clear();
                let ty = self.by_type(any, data, at, hint, diagnostics);
                if null { optional(ty) } else { ty }
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
            Some("string") => TypeRef::String,
            Some("boolean") => TypeRef::Bool,
            Some("number") => TypeRef::F64,
            Some("integer") => integer(format),
            Some("array") => {
                let item = match &any.items {
                    Some(items) => {
                        let at = at.child("items");
                        self.lower(items.into(), &at, &hint.child("item"), diagnostics)
                    }
                    None => TypeRef::Any,
                };
                TypeRef::List(Box::new(item))
            }
            Some("object") => self.object(any, data, at, hint, diagnostics),
            _ => TypeRef::Any,
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
        let object = compose::Object::of(any, at, hint);
        self.structure(&object, data, at, hint, diagnostics)
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
                let at = at.child("additionalProperties");
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
        let mut object = compose::Object::default();
        if compose::merge(self, any, at, hint, &mut object, diagnostics).is_none() {
            let help = "only objects can be merged; write the schema out instead";
            untyped(at, "the schemas of this `allOf` are not all objects", help, diagnostics);
            return TypeRef::Any;
        }
        if object.properties.is_empty() {
            return TypeRef::Map(Box::new(TypeRef::Any));
        }
        self.structure(&object, data, at, hint, diagnostics)
    }

    fn structure(
        &mut self,
        object: &compose::Object,
        data: &SchemaData,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
        let id = TypeId(self.drafts.len());
        self.drafts.push(None);
        self.known.insert(at.clone(), Known::Done(TypeRef::Named(id)));
        let mut fields = Vec::new();
        for property in &object.properties {
            fields.push(self.field(property, object, diagnostics));
        }
        self.fill(id, draft(at, hint, data, DraftShape::Struct { fields, list: None }));
        TypeRef::Named(id)
    }

    fn field(
        &mut self,
        property: &compose::Property,
        object: &compose::Object,
        diagnostics: &mut Diagnostics,
    ) -> DraftField {
        let schema = SchemaRef::from(&property.schema);
        let ty = self.lower(schema, &property.at, &property.hint, diagnostics);
        let required = object.required.contains(&property.wire);
        let (docs, deprecated) = match schema {
            SchemaRef::Item(schema) => {
                let (any, data) = parts(schema);
                (docs::describe(None, Some((&any, data))), data.deprecated)
            }
            SchemaRef::Reference(_) => (self.docs_of(&ty), false),
        };
        let ty = if required { ty } else { optional(ty) };
        DraftField { wire: property.wire.clone(), ty, deprecated, docs }
    }

    /// The first paragraph of what is said of a named type, for a field that says nothing itself.
    fn docs_of(&self, ty: &TypeRef) -> String {
        let draft = match ty {
            TypeRef::Named(id) => self.drafts.get(id.0).and_then(Option::as_ref),
            _ => None,
        };
        let first = draft.and_then(|it| it.docs.split("\n\n").next());
        first.unwrap_or_default().to_owned()
    }

    fn define(
        &mut self,
        at: &Pointer,
        hint: &Hint,
        data: &SchemaData,
        shape: DraftShape,
    ) -> TypeRef {
        let id = TypeId(self.drafts.len());
        self.drafts.push(Some(draft(at, hint, data, shape)));
        TypeRef::Named(id)
    }

    fn fill(&mut self, id: TypeId, draft: Draft) {
        if let Some(slot) = self.drafts.get_mut(id.0) {
            *slot = Some(draft);
        }
    }
}

fn draft(at: &Pointer, hint: &Hint, data: &SchemaData, shape: DraftShape) -> Draft {
    Draft {
        hint: hint.clone(),
        origin: at.clone(),
        docs: docs::describe(data.description.as_deref().or(data.title.as_deref()), None),
        deprecated: data.deprecated,
        open: false,
        shape,
    }
}

/// The type that a schema states, or the one that its keywords speak of.
pub(super) fn type_name(any: &AnySchema) -> Option<&str> {
    if any.typ.is_some() {
        return any.typ.as_deref();
    }
    if !any.properties.is_empty() || any.additional_properties.is_some() {
        return Some("object");
    }
    any.items.as_ref().map(|_| "array")
}

/// `format` (OpenAPI 3.1 §4.4.1 and its format registry). Without one, an integer may be large.
fn integer(format: Option<&str>) -> TypeRef {
    match format {
        Some("int8" | "int16" | "int32") => TypeRef::I32,
        Some("uint8" | "uint16" | "uint32") => TypeRef::U32,
        Some("uint64" | "uint") => TypeRef::U64,
        Some("unixtime" | "unix-time") => TypeRef::UnixTime,
        _ => TypeRef::I64,
    }
}

/// `ty`, or nothing.
pub(super) fn optional(ty: TypeRef) -> TypeRef {
    match ty {
        TypeRef::Option(_) => ty,
        other => TypeRef::Option(Box::new(other)),
    }
}

fn untyped(at: &Pointer, message: &str, help: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::warning(Code::Untyped, at, message).help(help));
}

/// Segments of a pointer that say where, not what.
fn is_structural(segment: &str) -> bool {
    segment.parse::<usize>().is_ok()
        || ["properties", "schema", "content", "paths", "components", "responses", "parameters"]
            .contains(&segment)
}
