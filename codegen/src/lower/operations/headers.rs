//! Response headers: one struct for all responses of an operation.

use openapiv3::{
    AnySchema, Header, ParameterSchemaOrContent, ReferenceOr, Response, Schema, SchemaData,
};

use super::found::Found;
use crate::{
    lower::{
        draft::{DraftHeader, DraftShape, NameHint},
        schemas::{Annotations, SchemaRef, Schemas, all_of, enums, parts, type_name},
    },
    model::TypeRef,
    openapi::Resolver,
    pointer::Pointer,
};

/// Headers that get no field: those of the connection and of the content, which are not specific to the
/// API (RFC 9110 §6.6, §7.6 and §8); `Link`, which paging reads; and the only header whose lines cannot
/// be joined to one list (RFC 9110 §5.3).
const LEFT_OUT: [&str; 9] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "keep-alive",
    "link",
    "set-cookie",
    "transfer-encoding",
];

/// The headers of an operation.
#[derive(Default)]
pub(super) struct Headers(Vec<DraftHeader>);

impl Headers {
    /// Adds the headers of a response that no earlier response has.
    pub(super) fn add(
        &mut self,
        response: &Found<'_, Response>,
        hint: &NameHint,
        success: bool,
        schemas: &mut Schemas<'_>,
    ) {
        let at = response.at.child("headers");
        for (name, header) in &response.value.headers {
            let wire = name.to_ascii_lowercase();
            if is_left_out(&wire, success) || self.0.iter().any(|it| it.wire == wire) {
                continue;
            }
            let at = at.child(name);
            let hint = hint.child(name);
            self.0.extend(draft(wire, header, &at, hint, schemas));
        }
    }

    /// The struct of the headers; `None` if there are none.
    pub(super) fn define(
        self,
        at: &Pointer,
        hint: &NameHint,
        schemas: &mut Schemas<'_>,
    ) -> Option<TypeRef> {
        if self.0.is_empty() {
            return None;
        }
        let data = SchemaData {
            description: Some("The headers of a response.".to_owned()),
            ..SchemaData::default()
        };
        let shape = DraftShape::Headers(self.0);
        Some(TypeRef::Named(schemas.define(at, &hint.child("headers"), &data, shape)))
    }
}

fn is_left_out(wire: &str, success: bool) -> bool {
    // `ApiError::retry_after` reads this header, both as a number and as a date.
    let waits = !success && wire == "retry-after";
    waits || LEFT_OUT.contains(&wire) || wire.starts_with("access-control-")
}

/// A header; `None` if a reference cannot be resolved.
fn draft(
    wire: String,
    header: &ReferenceOr<Header>,
    at: &Pointer,
    hint: NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<DraftHeader> {
    let found = schemas.cx.resolver.resolve(header, at, &mut schemas.diagnostics)?;
    let hint = match header {
        ReferenceOr::Item(_) => hint,
        ReferenceOr::Reference { .. } => {
            NameHint::inline(&found.pointer.last().unwrap_or_default())
        }
    };
    let header = &*found.value;
    let schema = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => Some(SchemaRef::from(schema)),
        ParameterSchemaOrContent::Content(_) => None,
    };
    let at = found.pointer.child("schema");
    let ty = schema
        .filter(|it| is_simple(*it, schemas.cx.resolver, MAX_DEPTH))
        .map(|it| schemas.lower(it, &at, &hint))
        .map_or(TypeRef::String, |ty| text_or(ty, schemas));
    let of_schema = schema.map(|it| Annotations::of(it, &wire, schemas.cx.resolver));
    let said = Annotations::described(header.description.clone()).or(of_schema.unwrap_or_default());
    let deprecated = header.deprecated.unwrap_or(false) || said.deprecated;
    let docs = said.text();
    Some(DraftHeader { wire, ty, deprecated, docs })
}

/// The type of a header if it is a scalar or a list of scalars; otherwise `String`, because other types
/// have no defined syntax in headers (OpenAPI 3.1 §4.8.21, RFC 9110 §5.5).
fn text_or(ty: TypeRef, schemas: &Schemas<'_>) -> TypeRef {
    let ty = match ty {
        TypeRef::Option(inner) => *inner,
        other => other,
    };
    let item = match &ty {
        TypeRef::List(item) => item,
        other => other,
    };
    if schemas.is_scalar(item) { ty } else { TypeRef::String }
}

/// The maximum number of references and lists around the scalar of a header.
const MAX_DEPTH: usize = 8;

/// Whether a schema is a scalar or a list of scalars. Other schemas are read as text and need no types.
fn is_simple(schema: SchemaRef<'_>, resolver: Resolver<'_>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let any = match schema {
        SchemaRef::Item(schema) => parts(schema).0,
        SchemaRef::Reference(reference) => {
            let found = resolver.find::<Schema>(reference);
            // A problem in it is reported when it is lowered.
            return found.is_none_or(|it| is_simple(SchemaRef::Item(&it.value), resolver, depth));
        }
    };
    if let Some((only, _)) = all_of::transparent(any, &Pointer::root()) {
        return is_simple(only.into(), resolver, depth);
    }
    match type_name(any) {
        _ if is_composed(any) => false,
        Some("string" | "integer" | "number" | "boolean") => true,
        Some("array") => any.items.as_ref().is_some_and(|it| is_simple(it.into(), resolver, depth)),
        _ => false,
    }
}

fn is_composed(any: &AnySchema) -> bool {
    let parts = [&any.all_of, &any.any_of, &any.one_of];
    parts.into_iter().any(|it| !it.is_empty())
        || matches!(enums::classify(any, &SchemaData::default()), enums::Class::Mixed { .. })
}
