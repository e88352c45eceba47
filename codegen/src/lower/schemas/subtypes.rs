//! A discriminator on a schema that other schemas extend by `allOf` (OpenAPI 3.1 §4.8.25). Such a base
//! becomes a union of its subtypes. Each subtype has the properties of the base, so the base itself is not
//! a variant, unless its `mapping` names it.

use std::collections::BTreeSet;

use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema, SchemaData};

use super::{
    all_of,
    discrimination::Branch,
    extensions::component,
    store::Schemas,
    view::{Node, parts},
};
use crate::{
    lower::draft::NameHint,
    model::TypeRef,
    openapi::{Resolved, default_mapping},
    pointer::Pointer,
};

impl<'a> Schemas<'a> {
    /// The type of a base: a union of its subtypes.
    pub(super) fn base(&mut self, discriminator: &Discriminator, node: Node<'_>) -> TypeRef {
        let id = self.open_union(node.at, node.hint, node.data);
        let subtypes = self.subtypes(node.at, discriminator);
        let branches =
            subtypes.iter().filter_map(|it| self.subtype(it, discriminator, node)).collect();
        self.close_union(id, branches, Some(discriminator), node.at);
        TypeRef::Named(id)
    }

    /// The schemas of the mapping, then the other direct and indirect extensions of the base. A subtype
    /// with its own discriminator represents its extensions.
    fn subtypes(&self, base: &Pointer, discriminator: &Discriminator) -> Vec<Pointer> {
        let mut subtypes = Vec::new();
        let mut seen = BTreeSet::new();
        let listed = discriminator.mapping.values().map(String::as_str);
        let named = listed.chain(default_mapping(discriminator));
        for target in named.filter_map(mapped) {
            if self.component(&target).is_some() && seen.insert(target.clone()) {
                subtypes.push(target);
            }
        }
        let mut entered = BTreeSet::from([base.clone()]);
        let mut open: Vec<&Pointer> = self.extensions.of_base(base).iter().rev().collect();
        while let Some(extension) = open.pop() {
            if !entered.insert(extension.clone()) {
                continue;
            }
            let Some(found) = self.component(extension) else { continue };
            let (any, data) = parts(&found.value);
            if !is_alias(any, data, extension, discriminator) && seen.insert(extension.clone()) {
                subtypes.push(extension.clone());
            }
            let own = self.extensions.discriminator(any, data, extension);
            if own.is_none_or(|own| own.property_name == discriminator.property_name) {
                open.extend(self.extensions.of_base(extension).iter().rev());
            }
        }
        subtypes
    }

    fn subtype(
        &mut self,
        target: &Pointer,
        discriminator: &Discriminator,
        base: Node<'_>,
    ) -> Option<Branch> {
        let found = self.component(target)?;
        let (any, data) = parts(&found.value);
        let own = self.extensions.discriminator(any, data, target);
        if own.is_none_or(|own| own.property_name != discriminator.property_name) {
            let reference = ReferenceOr::Reference { reference: target.to_string() };
            let said = [(base.at.child("discriminator"), &reference)];
            let alternative = self.alternatives(&said, Some(discriminator)).pop()?;
            return Some(self.branch(alternative, base.hint));
        }
        // The base itself is also a variant.
        let ty = self.itself(&found.value, target);
        Some(self.component_branch(&found.value, target, ty))
    }

    /// The struct of the base without its subtypes.
    fn itself(&mut self, schema: &Schema, base: &Pointer) -> TypeRef {
        let at = base.child("discriminator");
        if let Some(known) = self.known(&at) {
            return known;
        }
        let hint = NameHint::of(self.cx, base);
        let node = Node::new(schema, base, &hint);
        match all_of::merge(self.cx, node, &mut self.diagnostics) {
            Some(object) => {
                self.structure(object, Node { at: &at, hint: &hint.child("base"), ..node })
            }
            None => TypeRef::Any,
        }
    }

    /// Whether a component is a subtype of the only schema in its `allOf`, although it adds no
    /// properties.
    pub(super) fn is_subtype(&self, node: Node<'_>, of: &ReferenceOr<Schema>) -> bool {
        let ReferenceOr::Reference { reference } = of else { return false };
        let Some(base) = Pointer::from_reference(reference) else { return false };
        if node.at.last().is_none_or(|name| component(&name) != *node.at) {
            return false;
        }
        let Some(found) = self.component(&base) else { return false };
        let (base_any, base_data) = parts(&found.value);
        let discriminator = self.extensions.discriminator(base_any, base_data, &base);
        discriminator.is_some_and(|it| !is_alias(node.any, node.data, node.at, it))
    }

    fn component(&self, at: &Pointer) -> Option<Resolved<'a, Schema>> {
        self.cx.resolver.find(&at.to_string())
    }
}

/// The target of an entry of a mapping: a reference or the name of a component.
fn mapped(target: &str) -> Option<Pointer> {
    match target.contains(['#', '/']) {
        true => Pointer::from_reference(target),
        false => Some(component(target)),
    }
}

/// Whether a schema that only refers to its base is an alias of it and not a subtype. It is an alias if
/// it may be null, or if the mapping names other schemas.
fn is_alias(
    any: &AnySchema,
    data: &SchemaData,
    at: &Pointer,
    discriminator: &Discriminator,
) -> bool {
    let mut targets = discriminator.mapping.values().filter_map(|it| mapped(it));
    all_of::transparent(any, at).is_some()
        && (data.nullable || !discriminator.mapping.is_empty())
        && !targets.any(|target| target == *at)
}
