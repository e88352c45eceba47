//! Chooses the type of a schema by its keywords.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use super::{
    Annotations, all_of, alternatives, enums,
    intersection::{self, Intersection},
    scalars,
    store::Schemas,
    untyped::{self, untyped},
    view::{Node, SchemaRef, is_anything, item, type_name},
};
use crate::{
    lower::draft::{DraftShape, NameHint, optional},
    model::TypeRef,
    openapi,
    pointer::Pointer,
};

impl Schemas<'_> {
    /// The type of a schema, in an `Option` if null is allowed.
    pub(crate) fn lower(
        &mut self,
        schema: SchemaRef<'_>,
        at: &Pointer,
        hint: &NameHint,
    ) -> TypeRef {
        match schema {
            SchemaRef::Reference(reference) => self.reference(reference, at),
            SchemaRef::Item(schema) => {
                let hint = hint.or_configured(self.cx, at, "");
                self.known_or(at, |this| this.schema(Node::new(schema, at, &hint)))
            }
        }
    }

    fn reference(&mut self, reference: &str, at: &Pointer) -> TypeRef {
        let at = at.child("$ref");
        let found = self.cx.resolver.follow::<Schema>(reference, &at, &mut self.diagnostics);
        let Some(found) = found else {
            let message = "cannot resolve this reference; the position is typed as any JSON";
            self.report(untyped(&at, message, "fix the reference"));
            return TypeRef::Any;
        };
        let hint = NameHint::of(self.cx, &found.pointer);
        self.known_or(&found.pointer, |this| {
            this.schema(Node::new(&found.value, &found.pointer, &hint))
        })
    }

    fn schema(&mut self, node: Node<'_>) -> TypeRef {
        let inner = self.keywords(node);
        if node.data.nullable { optional(inner) } else { inner }
    }

    fn keywords(&mut self, node: Node<'_>) -> TypeRef {
        let Node { any, data, at, .. } = node;
        if let Some(discriminator) = self.extensions.discriminator(any, data, at) {
            return self.base(discriminator, node);
        }
        let transparent = all_of::transparent(any, at);
        if let Some((branch, at)) = transparent.filter(|(branch, _)| !self.is_subtype(node, branch))
        {
            return self.lower_only(branch, &at, node);
        }
        if let Some(ty) = self.narrowed(node) {
            return ty;
        }
        let alternatives = alternatives::of(any).1;
        if !alternatives::are_constraints(alternatives) {
            if let Some((branch, at)) = alternatives::nullable_alternative(any, at) {
                let inner = self.lower_only(branch, &at, node);
                // A single alternative does not make the schema nullable.
                return if alternatives.len() > 1 { optional(inner) } else { inner };
            }
            let null = alternatives.iter().any(alternatives::is_null);
            let union = self.union(node);
            return if null { optional(union) } else { union };
        }
        if !any.all_of.is_empty() {
            return self.merged(node);
        }
        if !any.enumeration.is_empty() {
            return self.enumeration(node);
        }
        self.of_type(type_name(any), node)
    }

    /// The enum that a schema refers to, of which its own `enum` lists some values. Both are open, so that
    /// one type serves for both; a single value is a constant.
    fn narrowed(&mut self, node: Node<'_>) -> Option<TypeRef> {
        let values = &node.any.enumeration;
        if values.len() < 2 || node.any.all_of.len() != 1 {
            return None;
        }
        let rest = AnySchema { enumeration: Vec::new(), ..node.any.clone() };
        let (branch @ ReferenceOr::Reference { .. }, at) = all_of::transparent(&rest, node.at)?
        else {
            return None;
        };
        let ty = self.lower_only(branch, &at, node);
        let TypeRef::Named(id) = ty.inner() else { return None };
        let is_known = |value: &Value| match self.shape_of(*id) {
            DraftShape::Strings(known) | DraftShape::OpenStrings(known) => {
                known.iter().any(|it| value.as_str() == Some(&it.value))
            }
            DraftShape::Integers(known) => known.iter().any(|it| value.as_i64() == Some(it.value)),
            _ => false,
        };
        values.iter().all(is_known).then_some(ty)
    }

    fn enumeration(&mut self, node: Node<'_>) -> TypeRef {
        let (ty, null) = match enums::classify(node.any, node.data) {
            enums::Class::Strings { values, null } => {
                (self.named(node, DraftShape::Strings(values)), null)
            }
            enums::Class::Integers { values, null } => {
                (self.named(node, DraftShape::Integers(values)), null)
            }
            enums::Class::Mixed { alternatives, null } => {
                let any = AnySchema { any_of: alternatives, ..AnySchema::default() };
                (self.union(Node { any: &any, ..node }), null)
            }
            enums::Class::Other { null } => {
                let name = type_name(node.any).or_else(|| enums::type_of(node.any));
                (self.of_type(name, node), null)
            }
        };
        if null && ty != TypeRef::Null { optional(ty) } else { ty }
    }

    fn named(&mut self, node: Node<'_>, shape: DraftShape) -> TypeRef {
        TypeRef::Named(self.define(node.at, node.hint, node.data, shape))
    }

    /// The type of a schema without `enum` and composition, by its `type`.
    fn of_type(&mut self, name: Option<&str>, node: Node<'_>) -> TypeRef {
        let format = node.any.format.as_deref();
        if openapi::is_int_or_string(node.any, node.data) {
            return self.int_or_string(node);
        }
        match name {
            Some("string") => scalars::string(format, node.data),
            Some("boolean") => TypeRef::Bool,
            Some("null") => TypeRef::Null,
            Some("number") => TypeRef::F64,
            Some("integer") => scalars::integer(format),
            Some("array") => self.array(node),
            Some("object") => self.object(node),
            _ => {
                if let Some(diagnostic) = untyped::without_type(node) {
                    self.report(diagnostic);
                }
                TypeRef::Any
            }
        }
    }

    /// A number or a text, as Kubernetes has them.
    fn int_or_string(&mut self, node: Node<'_>) -> TypeRef {
        let alternative =
            |name: &str| item(AnySchema { typ: Some(name.to_owned()), ..AnySchema::default() });
        let any_of = ["integer", "string"].map(alternative).to_vec();
        let any = AnySchema { any_of, ..AnySchema::default() };
        self.union(Node { any: &any, ..node })
    }

    fn object(&mut self, node: Node<'_>) -> TypeRef {
        if node.any.properties.is_empty() {
            return self.map(node);
        }
        let object = all_of::Object::of(node, self.cx.resolver);
        self.structure(object, node)
    }

    /// An object without known properties.
    fn map(&mut self, node: Node<'_>) -> TypeRef {
        let value = match &node.any.additional_properties {
            Some(AdditionalProperties::Schema(schema)) if !is_anything(schema) => {
                let at = openapi::place_of_unlisted(schema, node.at);
                self.lower((&**schema).into(), &at, &node.hint.child("value"))
            }
            _ => return TypeRef::Object,
        };
        TypeRef::Map(Box::new(value))
    }

    fn merged(&mut self, node: Node<'_>) -> TypeRef {
        let Node { any, at, .. } = node;
        let only = all_of::only_typed(any, at);
        if let Some((branch, at)) = only.filter(|(branch, _)| !self.is_subtype(node, branch)) {
            return self.lower_only(branch, &at, node);
        }
        let data = SchemaData { description: self.description(node), ..node.data.clone() };
        if let Some(found) = intersection::of(self.cx, node) {
            return self.intersected(found, node);
        }
        if let Some((any, discriminator)) = all_of::distribute(self.cx, any, at) {
            let data = SchemaData { discriminator, ..data.clone() };
            return self.union(Node { any: &any, data: &data, ..node });
        }
        let Some(object) = all_of::merge(self.cx, node, &mut self.diagnostics) else {
            let help = "`allOf` can only merge objects; write the merged schema instead";
            let message =
                "not all schemas of this `allOf` are objects; the position is typed as any JSON";
            self.report(untyped(at, message, help));
            return TypeRef::Any;
        };
        if object.properties.is_empty() {
            return TypeRef::Object;
        }
        self.structure(object, Node { data: &data, ..node })
    }

    /// The type of the scalars that all schemas of an `allOf` allow.
    fn intersected(&mut self, found: Intersection, node: Node<'_>) -> TypeRef {
        let Intersection { any, values, null } = found;
        let ty = match values {
            Some(shape) => self.values(shape, node),
            None => self.of_type(type_name(&any), Node { any: &any, ..node }),
        };
        if null { optional(ty) } else { ty }
    }

    /// The enum of some values: that of a schema of the `allOf`, if it has just these.
    fn values(&mut self, shape: DraftShape, node: Node<'_>) -> TypeRef {
        for (index, branch) in node.any.all_of.iter().enumerate() {
            let ReferenceOr::Reference { .. } = branch else { continue };
            let at = node.at.child("allOf").index(index);
            let ty = self.lower(branch.into(), &at, node.hint);
            if let TypeRef::Named(id) = ty.inner()
                && same_values(self.shape_of(*id), &shape)
            {
                return ty.inner().clone();
            }
        }
        self.named(node, shape)
    }

    /// The annotations of a schema and of the schemas of its `allOf`.
    fn description(&self, node: Node<'_>) -> Option<String> {
        let kind =
            SchemaKind::Any(AnySchema { all_of: node.any.all_of.clone(), ..AnySchema::default() });
        let schema = Schema { schema_data: node.data.clone(), schema_kind: kind };
        Annotations::of(SchemaRef::Item(&schema), &node.hint.rust, self.cx.resolver).description
    }

    /// The type of the only schema in `node`. If it has no description, it gets that of `node`.
    fn lower_only(
        &mut self,
        schema: &ReferenceOr<Schema>,
        at: &Pointer,
        node: Node<'_>,
    ) -> TypeRef {
        match schema {
            ReferenceOr::Item(schema) if schema.schema_data.description.is_none() => {
                let mut schema = schema.clone();
                schema.schema_data.description.clone_from(&node.data.description);
                self.lower(SchemaRef::Item(&schema), at, node.hint)
            }
            _ => self.lower(schema.into(), at, node.hint),
        }
    }
}

/// Whether two enums have the same values.
fn same_values(one: &DraftShape, other: &DraftShape) -> bool {
    match (one, other) {
        (DraftShape::Strings(one), DraftShape::Strings(other)) => {
            one.iter().map(|it| &it.value).eq(other.iter().map(|it| &it.value))
        }
        (DraftShape::Integers(one), DraftShape::Integers(other)) => {
            one.iter().map(|it| it.value).eq(other.iter().map(|it| it.value))
        }
        _ => false,
    }
}
