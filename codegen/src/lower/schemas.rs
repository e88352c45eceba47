//! Schemas to types. Each schema that needs a name becomes a draft, found again by its pointer.

use std::collections::BTreeMap;

use openapiv3::{AdditionalProperties, AnySchema, Schema, SchemaData};

use super::{
    Cx, compose,
    directions::Direction,
    docs,
    enums::{self, DraftValue},
    headers::DraftHeader,
    naming, scalars,
    schema_ref::{SchemaRef, parts, type_name},
    subtypes::Extensions,
    unions::DraftUnion,
    untyped::{self, untyped},
};
use crate::{
    diagnostics::Diagnostics,
    model::{AnswerVariant, ErrorVariant, List, PartVariant, TypeId, TypeRef},
    openapi,
    pointer::Pointer,
    source::bundle::FILES,
};

/// A type before it has its final name.
#[derive(Clone)]
pub(super) struct Draft {
    /// The name that it would have if it were alone.
    pub(super) hint: Hint,
    pub(super) origin: Pointer,
    pub(super) docs: String,
    pub(super) deprecated: bool,
    /// Whether a server may send it.
    pub(super) open: bool,
    /// Whether a client may send it.
    pub(super) sent: bool,
    pub(super) shape: DraftShape,
}

impl Draft {
    /// The types of what it holds.
    pub(super) fn held(&self) -> Vec<&TypeRef> {
        match &self.shape {
            DraftShape::Struct(object) => {
                object.fields.iter().map(|it| &it.ty).chain(&object.rest).collect()
            }
            DraftShape::Union(union) => union.variants.iter().map(|it| &it.ty).collect(),
            DraftShape::Answers(variants) => {
                variants.iter().filter_map(|it| it.returns.json()).collect()
            }
            DraftShape::Alias(ty) => vec![ty],
            DraftShape::Errors(variants) => variants.iter().map(|it| &it.ty).collect(),
            DraftShape::Headers(headers) => headers.iter().map(|it| &it.ty).collect(),
            DraftShape::Parts(variants) => variants.iter().map(|it| &it.ty).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn held_mut(&mut self) -> Vec<&mut TypeRef> {
        match &mut self.shape {
            DraftShape::Struct(object) => {
                object.fields.iter_mut().map(|it| &mut it.ty).chain(&mut object.rest).collect()
            }
            DraftShape::Union(union) => union.variants.iter_mut().map(|it| &mut it.ty).collect(),
            _ => Vec::new(),
        }
    }
}

#[derive(Clone)]
pub(super) enum DraftShape {
    Struct(DraftStruct),
    Strings(Vec<DraftValue<String>>),
    /// Some values are known, and any other is allowed.
    OpenStrings(Vec<DraftValue<String>>),
    Integers(Vec<DraftValue<i64>>),
    Union(DraftUnion),
    /// What an operation answers, by status.
    Answers(Vec<AnswerVariant>),
    /// A twin of another type.
    Alias(TypeRef),
    /// What the bodies of its errors hold, by status.
    Errors(Vec<ErrorVariant>),
    Parts(Vec<PartVariant>),
    /// What the headers of its responses hold.
    Headers(Vec<DraftHeader>),
}

/// An object before its fields have their names.
#[derive(Clone, Default)]
pub(super) struct DraftStruct {
    pub(super) fields: Vec<DraftField>,
    /// What properties hold that have no field.
    pub(super) rest: Option<TypeRef>,
    pub(super) list: Option<List>,
    /// Whether it is a multipart form instead of a JSON object.
    pub(super) multipart: bool,
}

#[derive(Clone)]
pub(super) struct DraftField {
    pub(super) wire: String,
    /// An `Option` where the property may be null or absent.
    pub(super) ty: TypeRef,
    pub(super) required: bool,
    pub(super) nullable: bool,
    pub(super) direction: Direction,
    /// The only value that it ever has.
    pub(super) constant: Option<String>,
    /// The media type of a part of a multipart form, if it is stated.
    pub(super) media_type: Option<String>,
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
        let rust = naming::within(&self.rust, word);
        Self { wire: format!("{} {word}", self.wire), rust, component: false }
    }
}

/// Lowers schemas on demand, so that only what operations reach becomes a type.
pub(super) struct Schemas<'a> {
    pub(super) cx: Cx<'a>,
    pub(super) extensions: Extensions,
    drafts: Vec<Draft>,
    known: BTreeMap<Pointer, Known>,
    /// Structs whose fields are still to be lowered. Waiting for their turn instead of being
    /// entered at once, they make no long chain of references a deep recursion.
    waiting: Vec<(TypeId, compose::Object)>,
    depth: usize,
}

/// How deep arrays, maps, alternatives and `allOf` may nest, references included. What prints Rust
/// is recursive, and takes the most of a stack: 64 levels overflow that of a thread.
pub(super) const DEEPEST: usize = 32;

enum Known {
    /// It is being lowered, and is not a type of its own.
    Open,
    Done(TypeRef),
}

impl<'a> Schemas<'a> {
    pub(super) fn new(cx: Cx<'a>) -> Self {
        Self {
            cx,
            extensions: Extensions::of(cx.openapi),
            drafts: Vec::new(),
            known: BTreeMap::new(),
            waiting: Vec::new(),
            depth: 0,
        }
    }

    /// All drafts, each at the index that its [`TypeId`] says.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) -> Vec<Draft> {
        while let Some((id, object)) = self.waiting.pop() {
            let lowered = object.properties.iter().map(|it| self.field(it, &object, diagnostics));
            let lowered: Vec<DraftField> = lowered.collect();
            let rest = object
                .rest
                .as_ref()
                .map(|rest| self.lower((&rest.schema).into(), &rest.at, &rest.hint, diagnostics));
            if let DraftShape::Struct(object) = &mut self.drafts[id.0].shape {
                object.fields = lowered;
                object.rest = rest;
            }
        }
        self.drafts
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
            let help = "mend the reference";
            untyped(
                &at,
                "what this refers to cannot be had, so it holds any JSON",
                help,
                diagnostics,
            );
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
            TypeRef::Named(id) => {
                !matches!(self.shape_of(*id), DraftShape::Struct(_) | DraftShape::Union(_))
            }
            TypeRef::Option(_)
            | TypeRef::Patch(_)
            | TypeRef::List(_)
            | TypeRef::Tuple(_)
            | TypeRef::Map(_)
            | TypeRef::Boxed(_) => false,
            TypeRef::Any | TypeRef::Part | TypeRef::Null => false,
            _ => true,
        }
    }

    /// The name of what a reference leads to: the component's, or one made of the last segments.
    pub(super) fn component_hint(&self, pointer: &Pointer) -> Hint {
        let segments: Vec<String> = pointer.segments().collect();
        let own = match &segments[..] {
            [files, path] if files == FILES => return Hint::inline(stem(path)),
            [files, _, rest @ ..] if files == FILES => rest,
            all => all,
        };
        match own {
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
            None if self.depth == DEEPEST => {
                let help = "give one of the schemas on the way properties";
                untyped(at, "this schema is nested too deep", help, diagnostics);
                return TypeRef::Any;
            }
            None => {}
        }
        self.known.insert(at.clone(), Known::Open);
        self.depth += 1;
        let ty = lower(self, diagnostics);
        self.depth -= 1;
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
        if let Some(discriminator) = self.extensions.discriminator(&any, data, at) {
            return self.base(discriminator, data, at, hint, diagnostics);
        }
        let transparent = compose::transparent(&any, at);
        if let Some((branch, at)) =
            transparent.filter(|(branch, _)| !self.is_subtype(&any, data, at, branch))
        {
            return self.lower((&branch).into(), &at, hint, diagnostics);
        }
        let alternatives = compose::alternatives(&any).1;
        if !compose::are_constraints(alternatives) {
            if let Some((branch, at)) = compose::nullable_alternative(&any, at) {
                let inner = self.lower((&branch).into(), &at, hint, diagnostics);
                // Of one alternative that is all there is, nothing says that it may be null.
                return if alternatives.len() > 1 { optional(inner) } else { inner };
            }
            let null = alternatives.iter().any(compose::is_null);
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
        let object = compose::Object::of(any, at, hint, self.cx.resolver);
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
        let only = compose::only_typed(any, at);
        if let Some((branch, at)) =
            only.filter(|(branch, _)| !self.is_subtype(any, data, at, branch))
        {
            return self.lower((&branch).into(), &at, hint, diagnostics);
        }
        if let Some((distributed, found)) = compose::distribute(self, any, at) {
            let data = SchemaData { discriminator: found.discriminator, ..data.clone() };
            return self.union(&distributed, &data, at, hint, diagnostics);
        }
        let mut object = compose::Object::default();
        if compose::merge(self, any, at, hint, &mut object, diagnostics).is_none() {
            let help = "only objects can be merged; write the schema out instead";
            untyped(at, "the schemas of this `allOf` are not all objects", help, diagnostics);
            return TypeRef::Any;
        }
        if object.properties.is_empty() {
            return TypeRef::Map(Box::new(TypeRef::Any));
        }
        self.structure(object, data, at, hint)
    }

    pub(super) fn structure(
        &mut self,
        object: compose::Object,
        data: &SchemaData,
        at: &Pointer,
        hint: &Hint,
    ) -> TypeRef {
        let shape = DraftShape::Struct(DraftStruct::default());
        let id = self.define(at, hint, data, shape);
        self.waiting.push((id, object));
        TypeRef::Named(id)
    }

    /// Adds a type, which is known by its pointer from then on.
    pub(super) fn define(
        &mut self,
        at: &Pointer,
        hint: &Hint,
        data: &SchemaData,
        shape: DraftShape,
    ) -> TypeId {
        let id = TypeId(self.drafts.len());
        self.drafts.push(draft(at, hint, data, shape));
        self.known.insert(at.clone(), Known::Done(TypeRef::Named(id)));
        id
    }

    /// The type that is known by a pointer.
    pub(super) fn known(&self, at: &Pointer) -> Option<TypeRef> {
        match self.known.get(at) {
            Some(Known::Done(ty)) => Some(ty.clone()),
            _ => None,
        }
    }

    /// Sets what a type is whose alternatives led back to it.
    pub(super) fn reshape(&mut self, id: TypeId, shape: DraftShape) {
        self.drafts[id.0].shape = shape;
    }

    pub(super) fn shape_of(&self, id: TypeId) -> &DraftShape {
        &self.drafts[id.0].shape
    }

    pub(super) fn hint_of(&self, id: TypeId) -> &Hint {
        &self.drafts[id.0].hint
    }

    /// The first paragraph of what is said of a named type, for a field that says nothing itself.
    pub(super) fn docs_of(&self, ty: &TypeRef) -> String {
        let TypeRef::Named(id) = ty else { return String::new() };
        let first = self.drafts[id.0].docs.split("\n\n").next();
        first.unwrap_or_default().to_owned()
    }
}

fn draft(at: &Pointer, hint: &Hint, data: &SchemaData, shape: DraftShape) -> Draft {
    Draft {
        hint: hint.clone(),
        origin: at.clone(),
        docs: docs::describe(data.description.as_deref().or(data.title.as_deref()), None),
        deprecated: data.deprecated,
        open: false,
        sent: false,
        shape,
    }
}

/// `ty`, or nothing.
pub(super) fn optional(ty: TypeRef) -> TypeRef {
    match ty {
        TypeRef::Option(_) => ty,
        other => TypeRef::Option(Box::new(other)),
    }
}

/// What a file that is one schema calls it.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// Segments of a pointer that say where, not what.
fn is_structural(segment: &str) -> bool {
    segment.parse::<usize>().is_ok()
        || ["properties", "schema", "content", "paths", "components", "responses", "parameters"]
            .contains(&segment)
}
