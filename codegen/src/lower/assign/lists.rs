//! The fields that paging reads, by the names that they have in Rust.

use crate::{
    lower::{
        draft::{Draft, DraftShape},
        passes::paging,
        text::naming,
    },
    model::{FieldPath, List, Name, Next, TypeId, TypeRef},
};

/// Replaces the properties of all lists by their fields.
pub(super) fn name(drafts: &mut [Draft], names: &[Vec<Name>]) {
    let fields = Fields { drafts, names };
    let lists: Vec<Option<List>> = (0..drafts.len()).map(|it| fields.list(TypeId(it))).collect();
    for (draft, list) in drafts.iter_mut().zip(lists) {
        if let DraftShape::Struct(object) = &mut draft.shape {
            object.list = list;
        }
    }
}

/// The types, with the names of their fields.
struct Fields<'d> {
    drafts: &'d [Draft],
    names: &'d [Vec<Name>],
}

impl Fields<'_> {
    fn list(&self, id: TypeId) -> Option<List> {
        let DraftShape::Struct(object) = &self.drafts[id.0].shape else { return None };
        let list = object.list.as_ref()?;
        let own = |path: &FieldPath| self.path(id, path);
        let next = match &list.next {
            Next::LastItem { param, field } => {
                let item = paging::named(&list.item);
                let field = item.map_or_else(|| naming::snake(field), |it| self.field(it, field));
                Next::LastItem { param: param.clone(), field }
            }
            Next::Token { param, field } => Next::Token { param: param.clone(), field: own(field) },
            Next::Page { param, first, pages } => {
                Next::Page { param: param.clone(), first: *first, pages: pages.as_ref().map(own) }
            }
            Next::Offset { param, first, total } => {
                Next::Offset { param: param.clone(), first: *first, total: total.as_ref().map(own) }
            }
            Next::Link => Next::Link,
            Next::End => Next::End,
            Next::Address { field } => Next::Address { field: own(field) },
        };
        // There is no page after a single one, whatever the field says.
        let more = list.more.as_ref().filter(|_| list.next != Next::End).map(own);
        Some(List { items: own(&list.items), more, next, ..list.clone() })
    }

    /// A path from an object, step by step.
    fn path(&self, from: TypeId, path: &FieldPath) -> FieldPath {
        let mut path = path.clone();
        let mut object = Some(from);
        for step in &mut path.0 {
            let Some(id) = object else { break };
            let ty = self.ty(id, &step.name);
            object = ty.and_then(paging::named);
            step.optional = matches!(ty, Some(TypeRef::Option(_)));
            step.name = self.field(id, &step.name);
        }
        path
    }

    fn ty(&self, id: TypeId, wire: &str) -> Option<&TypeRef> {
        let DraftShape::Struct(object) = &self.drafts[id.0].shape else { return None };
        object.fields.iter().find(|it| it.wire == wire).map(|it| &it.ty)
    }

    /// The Rust name of a property.
    fn field(&self, id: TypeId, wire: &str) -> String {
        let found = self.names[id.0].iter().find(|name| name.wire == wire);
        found.map_or_else(|| naming::snake(wire), |name| name.rust.clone())
    }
}
