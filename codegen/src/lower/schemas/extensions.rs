//! Schemas that other schemas extend by `allOf`.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AnySchema, Discriminator, OpenAPI, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::alternatives;
use crate::pointer::Pointer;

/// For each schema, the components whose `allOf` refers to it.
pub(super) struct Extensions(BTreeMap<Pointer, Vec<Pointer>>);

impl Extensions {
    pub(super) fn of(openapi: &OpenAPI) -> Self {
        let mut extensions: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
        let schemas = openapi.components.iter().flat_map(|it| &it.schemas);
        for (name, schema) in schemas {
            let ReferenceOr::Item(Schema { schema_kind: SchemaKind::Any(any), .. }) = schema else {
                continue;
            };
            let references = any.all_of.iter().filter_map(|part| match part {
                ReferenceOr::Reference { reference } => Pointer::from_reference(reference),
                ReferenceOr::Item(_) => None,
            });
            let bases: BTreeSet<Pointer> = references.collect();
            for base in bases {
                extensions.entry(base).or_default().push(component(name));
            }
        }
        Self(extensions)
    }

    pub(super) fn of_base(&self, base: &Pointer) -> &[Pointer] {
        self.0.get(base).map_or(&[], Vec::as_slice)
    }

    /// The discriminator of a schema that others extend.
    pub(super) fn discriminator<'d>(
        &self,
        any: &AnySchema,
        data: &'d SchemaData,
        at: &Pointer,
    ) -> Option<&'d Discriminator> {
        let (_, alternatives) = alternatives::of(any);
        let extended = alternatives.is_empty() && !self.of_base(at).is_empty();
        data.discriminator.as_ref().filter(|_| extended)
    }
}

/// The pointer of a component.
pub(super) fn component(name: &str) -> Pointer {
    Pointer::root().child("components").child("schemas").child(name)
}
