//! The types that schemas have become. Each schema that needs a name becomes a draft, found again by
//! its pointer.

use std::collections::BTreeMap;

use openapiv3::SchemaData;

use super::{all_of, extensions::Extensions, untyped::untyped, view::Node};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    lower::{
        context::{Cx, MAX_DEPTH},
        draft::{Draft, DraftField, DraftShape, DraftStruct, Hint},
        text::docs,
    },
    model::{TypeId, TypeRef},
    pointer::Pointer,
};

/// Lowers schemas on demand, so that only what operations reach becomes a type.
pub(crate) struct Schemas<'a> {
    pub(crate) cx: Cx<'a>,
    /// What is wrong with the schemas, and with what leads to them.
    pub(crate) diagnostics: Diagnostics,
    pub(super) extensions: Extensions,
    drafts: Vec<Draft>,
    known: BTreeMap<Pointer, Known>,
    /// Structs whose fields are still to be lowered. Waiting for their turn instead of being
    /// entered at once, they make no long chain of references a deep recursion.
    waiting: Vec<(TypeId, all_of::Object)>,
    depth: usize,
}

enum Known {
    /// It is being lowered, and is not a type of its own.
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
            known: BTreeMap::new(),
            waiting: Vec::new(),
            depth: 0,
        }
    }

    /// All drafts, each at the index that its [`TypeId`] says, and what was reported.
    pub(crate) fn finish(mut self) -> (Vec<Draft>, Diagnostics) {
        while let Some((id, object)) = self.waiting.pop() {
            let lowered = object.properties.iter().map(|it| self.field(it, &object));
            let lowered: Vec<DraftField> = lowered.collect();
            let additional = object.additional.as_ref();
            let additional = additional.map(|it| self.lower((&it.schema).into(), &it.at, &it.hint));
            if let DraftShape::Struct(object) = &mut self.drafts[id.0].shape {
                object.fields = lowered;
                object.rest = additional;
            }
        }
        (self.drafts, self.diagnostics)
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether a value of this type is one piece of text in a URL or header.
    pub(crate) fn is_scalar(&self, ty: &TypeRef) -> bool {
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

    /// The type that is known by a pointer, or what `lower` makes of the schema there.
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
        self.report(untyped(at, message, "break the cycle with an object that has properties"));
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

    /// Adds a type, which is known by its pointer from then on.
    pub(crate) fn define(
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
    pub(crate) fn known(&self, at: &Pointer) -> Option<TypeRef> {
        match self.known.get(at) {
            Some(Known::Done(ty)) => Some(ty.clone()),
            _ => None,
        }
    }

    /// Sets what a type is whose alternatives led back to it.
    pub(super) fn reshape(&mut self, id: TypeId, shape: DraftShape) {
        self.drafts[id.0].shape = shape;
    }

    pub(crate) fn shape_of(&self, id: TypeId) -> &DraftShape {
        &self.drafts[id.0].shape
    }

    pub(crate) fn hint_of(&self, id: TypeId) -> &Hint {
        &self.drafts[id.0].hint
    }

    /// The first paragraph of what is said of a named type, for a field that says nothing itself.
    pub(crate) fn docs_of(&self, ty: &TypeRef) -> String {
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
