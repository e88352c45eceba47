//! The store of types. Each schema that needs a name becomes a draft, which is found by its pointer.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::SchemaData;

use super::{all_of, annotations::described, extensions::Extensions, untyped::untyped, view::Node};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    lock::places::steady,
    lower::{
        context::{Cx, MAX_DEPTH},
        draft::{Draft, DraftField, DraftShape, DraftStruct, NameHint},
    },
    model::{TypeId, TypeRef},
    pointer::Pointer,
};

/// Lowers schemas on demand, so that only schemas that operations use become types.
pub(crate) struct Schemas<'a> {
    pub(crate) cx: Cx<'a>,
    /// The diagnostics about schemas and the items that use them.
    pub(crate) diagnostics: Diagnostics,
    pub(super) extensions: Extensions,
    drafts: Vec<Draft>,
    known: IndexMap<Pointer, Known>,
    /// Structs whose fields are not lowered yet. They are lowered later and not recursively, so that long
    /// chains of references need no deep recursion.
    waiting: Vec<(TypeId, all_of::Object)>,
    depth: usize,
}

enum Known {
    /// The schema is being lowered, and is not a named type.
    Open,
    Done(TypeRef),
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(cx: Cx<'a>) -> Self {
        Self {
            cx,
            diagnostics: Diagnostics::default(),
            extensions: Extensions::of(cx.openapi),
            drafts: Vec::new(),
            known: IndexMap::new(),
            waiting: Vec::new(),
            depth: 0,
        }
    }

    /// All drafts, each at the index of its [`TypeId`], the types of places, and the diagnostics.
    pub(crate) fn finish(mut self) -> (Vec<Draft>, IndexMap<Pointer, TypeRef>, Diagnostics) {
        self.lower_fields();
        let done = |(at, known)| match known {
            Known::Done(ty) => Some((at, ty.inner().clone())),
            Known::Open => None,
        };
        let places = self.known.into_iter().filter_map(done).collect();
        (self.drafts, places, self.diagnostics)
    }

    /// Lowers the fields of all structs so far.
    fn lower_fields(&mut self) {
        while let Some((id, object)) = self.waiting.pop() {
            let lowered = object.properties.iter().map(|it| self.field(it, &object));
            let lowered: Vec<DraftField> = lowered.collect();
            let additional = object.additional.as_ref();
            let additional = additional.map(|it| self.lower((&it.schema).into(), &it.at, &it.hint));
            if let DraftShape::Struct(object) = &mut self.drafts[id.0].shape {
                object.fields = lowered;
                object.additional = additional;
            }
        }
    }

    /// The places of all types so far, as a lock has them.
    pub(crate) fn origins(&mut self) -> BTreeSet<Pointer> {
        self.lower_fields();
        self.drafts.iter().map(|it| steady(self.cx.tree, &it.origin)).collect()
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether a value of this type is a scalar in a URL or header.
    pub(crate) fn is_scalar(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Named(id) => {
                !matches!(self.shape_of(*id), DraftShape::Struct(_) | DraftShape::Union(_))
            }
            TypeRef::Option(_)
            | TypeRef::List(_)
            | TypeRef::Tuple(_)
            | TypeRef::Map(_)
            | TypeRef::Boxed(_) => false,
            TypeRef::Any | TypeRef::Object | TypeRef::Part | TypeRef::Null => false,
            _ => true,
        }
    }

    /// Whether a value is a list of which some items are no scalars.
    pub(crate) fn is_list_of_objects(&self, ty: &TypeRef) -> bool {
        self.types_within(ty).iter().any(|it| match it {
            TypeRef::List(item) => self.is_object(item),
            TypeRef::Tuple(items) => items.iter().any(|it| self.is_object(it)),
            _ => false,
        })
    }

    /// Whether a value is an object or a list, or may be one.
    fn is_object(&self, ty: &TypeRef) -> bool {
        self.types_within(ty).iter().any(|it| match it {
            TypeRef::List(_) | TypeRef::Tuple(_) | TypeRef::Map(_) | TypeRef::Object => true,
            TypeRef::Named(id) => matches!(self.shape_of(*id), DraftShape::Struct(_)),
            _ => false,
        })
    }

    /// The types that a value may have. A union may be its own alternative.
    fn types_within<'s>(&'s self, ty: &'s TypeRef) -> Vec<&'s TypeRef> {
        let (mut open, mut seen, mut found) = (vec![ty], BTreeSet::new(), Vec::new());
        while let Some(ty) = open.pop() {
            match ty {
                TypeRef::Option(inner) | TypeRef::Boxed(inner) => open.push(inner),
                TypeRef::Named(id) => match self.shape_of(*id) {
                    _ if !seen.insert(*id) => {}
                    DraftShape::Union(union) => open.extend(union.variants.iter().map(|it| &it.ty)),
                    _ => found.push(ty),
                },
                _ => found.push(ty),
            }
        }
        found
    }

    /// The type of the schema at a pointer; calls `lower` if it is not known yet.
    pub(super) fn known_or(
        &mut self,
        at: &Pointer,
        lower: impl FnOnce(&mut Self) -> TypeRef,
    ) -> TypeRef {
        let message = match self.known.get(at) {
            Some(Known::Done(ty)) => return ty.clone(),
            Some(Known::Open) => {
                "this schema contains itself without an object in between; it is typed as any JSON"
            }
            None if self.depth == MAX_DEPTH => {
                "this schema is nested too deeply; it is typed as any JSON"
            }
            None => return self.lower_at(at, lower),
        };
        self.report(untyped(at, message, "put an object with properties in between"));
        TypeRef::Any
    }

    fn lower_at(&mut self, at: &Pointer, lower: impl FnOnce(&mut Self) -> TypeRef) -> TypeRef {
        self.known.insert(at.clone(), Known::Open);
        self.depth += 1;
        let ty = lower(self);
        self.depth -= 1;
        self.known.insert(at.clone(), Known::Done(ty.clone()));
        ty
    }

    pub(super) fn structure(&mut self, object: all_of::Object, node: Node<'_>) -> TypeRef {
        let shape = DraftShape::Struct(DraftStruct::default());
        let id = self.define(node.at, node.hint, node.data, shape);
        self.waiting.push((id, object));
        TypeRef::Named(id)
    }

    /// Adds a type for the schema at its pointer.
    pub(crate) fn define(
        &mut self,
        at: &Pointer,
        hint: &NameHint,
        data: &SchemaData,
        shape: DraftShape,
    ) -> TypeId {
        let id = TypeId(self.drafts.len());
        let hint = hint.or_configured(self.cx, at, facet(&shape)).into_owned();
        self.drafts.push(draft(at, hint, data, shape));
        self.known.insert(at.clone(), Known::Done(TypeRef::Named(id)));
        id
    }

    /// The type of the schema at a pointer, if it is known.
    pub(crate) fn known(&self, at: &Pointer) -> Option<TypeRef> {
        match self.known.get(at) {
            Some(Known::Done(ty)) => Some(ty.clone()),
            _ => None,
        }
    }

    /// Sets the shape of a type whose alternatives refer to it.
    pub(super) fn reshape(&mut self, id: TypeId, shape: DraftShape) {
        self.drafts[id.0].shape = shape;
    }

    pub(crate) fn shape_of(&self, id: TypeId) -> &DraftShape {
        &self.drafts[id.0].shape
    }

    /// The place of a type, as a lock has it.
    pub(crate) fn steady_place(&self, id: TypeId) -> Pointer {
        steady(self.cx.tree, &self.drafts[id.0].origin)
    }

    pub(crate) fn hint_of(&self, id: TypeId) -> &NameHint {
        &self.drafts[id.0].hint
    }
}

fn draft(at: &Pointer, hint: NameHint, data: &SchemaData, shape: DraftShape) -> Draft {
    Draft {
        origin: at.clone(),
        facet: facet(&shape),
        docs: described(data, &hint.rust).unwrap_or_default().trim().to_owned(),
        hint,
        deprecated: data.deprecated,
        received: false,
        sent: false,
        pushed: false,
        shape,
    }
}

/// Tells several types of one place apart: empty for the type of the schema itself.
fn facet(shape: &DraftShape) -> &'static str {
    match shape {
        DraftShape::Answers(_) => "answer",
        DraftShape::Errors(_) => "error",
        DraftShape::Headers(_) => "headers",
        DraftShape::Parts(_) => "part",
        DraftShape::Struct(object) if object.multipart => "form",
        _ => "",
    }
}
