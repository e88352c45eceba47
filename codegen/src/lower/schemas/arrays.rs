//! Arrays: lists of one type, and tuples.
//!
//! `prefixItems` (JSON Schema 2020-12, Core §10.3.1.1) gives the schemas of the first items, but
//! neither requires these items nor forbids further ones. An array is a tuple if `items: false` or
//! `maxItems` forbids further items and `minItems` does not allow fewer: documents that limit the
//! length usually omit `minItems`, but mean exactly this number of items. Any other array is a list of
//! one type for all items. That type is any JSON if the document does not describe the further items.

use openapiv3::{ReferenceOr, Schema, SchemaData};

use super::{
    alternatives,
    discrimination::Branch,
    store::Schemas,
    view::{self, Node, unboxed},
};
use crate::{
    lower::draft::{NameHint, optional},
    model::TypeRef,
    openapi,
    pointer::Pointer,
};

/// The maximum length of a tuple: the runtime and the standard library implement their traits up to it.
const MAX_TUPLE_LENGTH: usize = 12;
/// The maximum number of types in a tuple, nested ones included: tuples have no names, and are written
/// out wherever they are used.
const MAX_TUPLE_TYPES: usize = 64;

/// The schema of some items, with its pointer and name hint.
type Item = (ReferenceOr<Schema>, Pointer, NameHint);

impl Schemas<'_> {
    pub(super) fn array(&mut self, node: Node<'_>) -> TypeRef {
        let first = self.first(node);
        if !first.is_empty() {
            return self.places(first, node);
        }
        let item = node.any.items.as_ref().map(|items| {
            self.lower(items.into(), &node.at.child("items"), &node.hint.child("item"))
        });
        TypeRef::List(Box::new(item.unwrap_or(TypeRef::Any)))
    }

    /// The schemas of `prefixItems`.
    fn first(&mut self, node: Node<'_>) -> Vec<Item> {
        let place = node.at.child("prefixItems");
        let schemas = openapi::prefix_items(node.data, &place, &mut self.diagnostics);
        let item = |(index, schema)| {
            (schema, place.index(index), node.hint.child(&format!("item {}", index + 1)))
        };
        schemas.into_iter().enumerate().map(item).collect()
    }

    /// An array with `prefixItems`.
    fn places(&mut self, first: Vec<Item>, node: Node<'_>) -> TypeRef {
        let Node { any, at, hint, .. } = node;
        let rest =
            any.items.as_ref().map(|items| (unboxed(items), at.child("items"), hint.child("item")));
        let is_shut = rest.as_ref().is_some_and(|(schema, ..)| view::is_false(schema.into()));
        let most = if is_shut { Some(first.len()) } else { any.max_items };
        if is_tuple(first.len(), any.min_items, most) {
            let types = self.each(&first);
            if types.iter().map(size).sum::<usize>() <= MAX_TUPLE_TYPES {
                return TypeRef::Tuple(types);
            }
        }
        let ends = most.is_some_and(|most| most <= first.len());
        let mut all = first;
        match rest.filter(|_| !ends) {
            Some(rest) => all.push(rest),
            None if ends => {}
            None => return TypeRef::List(Box::new(TypeRef::Any)),
        }
        TypeRef::List(Box::new(self.any_of(&all, at, hint)))
    }

    fn each(&mut self, items: &[Item]) -> Vec<TypeRef> {
        let lower = |(schema, at, hint): &Item| self.lower(schema.into(), at, hint);
        items.iter().map(lower).collect()
    }

    /// One type for all of these: their common type, or a union.
    fn any_of(&mut self, items: &[Item], at: &Pointer, hint: &NameHint) -> TypeRef {
        let types = self.each(items);
        let nullable = types.iter().any(|ty| matches!(ty, TypeRef::Option(_) | TypeRef::Null));
        let mut distinct: Vec<TypeRef> = Vec::new();
        for ty in types {
            let ty = if let TypeRef::Option(inner) = ty { *inner } else { ty };
            if ty != TypeRef::Null && !distinct.contains(&ty) {
                distinct.push(ty);
            }
        }
        let ty = match &distinct[..] {
            [] => return TypeRef::Null,
            [only] => only.clone(),
            several if several.contains(&TypeRef::Any) => TypeRef::Any,
            _ => self.union_of(items, &at.child("prefixItems"), &hint.child("item")),
        };
        if nullable { optional(ty) } else { ty }
    }

    fn union_of(&mut self, items: &[Item], at: &Pointer, hint: &NameHint) -> TypeRef {
        let id = self.open_union(at, hint, &SchemaData::default());
        let mut branches: Vec<Branch> = Vec::new();
        let values = items.iter().filter(|(schema, ..)| !alternatives::is_null(schema));
        let values: Vec<_> = values.map(|(schema, at, _)| (at.clone(), schema)).collect();
        for alternative in self.alternatives(&values, None) {
            let branch = self.branch(alternative, hint);
            if !branches.iter().any(|it| it.ty == branch.ty) {
                branches.push(branch);
            }
        }
        self.close_union(id, branches, None, at);
        TypeRef::Named(id)
    }
}

fn is_tuple(places: usize, least: Option<usize>, most: Option<usize>) -> bool {
    most == Some(places) && least.is_none_or(|least| least >= places) && places <= MAX_TUPLE_LENGTH
}

/// The number of types in a type.
fn size(ty: &TypeRef) -> usize {
    match ty {
        TypeRef::Tuple(items) => 1 + items.iter().map(size).sum::<usize>(),
        TypeRef::Option(inner)
        | TypeRef::List(inner)
        | TypeRef::Map(inner)
        | TypeRef::Boxed(inner) => 1 + size(inner),
        _ => 1,
    }
}
