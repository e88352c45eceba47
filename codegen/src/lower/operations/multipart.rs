//! Multipart forms, whose properties may be files.

use std::collections::BTreeSet;

use openapiv3::{AnySchema, MediaType, ReferenceOr, Schema, SchemaData};

use crate::{
    lower::{
        draft::{Draft, DraftField, DraftShape, DraftStruct, NameHint, optional},
        schemas::{Annotations, Node, SchemaRef, Schemas, all_of, alternatives, parts, type_name},
        text::naming::{self, Candidate},
    },
    model::{PartVariant, TypeRef},
    openapi::{Resolver, is_binary},
    pointer::Pointer,
};

/// The pointer of a form. It differs from that of the schema, because the schema may also be a JSON body,
/// where files are strings.
const PLACE: &str = "multipart/form-data";

/// The type of a multipart form; `None` if its schema is not an object with properties.
pub(super) fn form(
    media: &MediaType,
    at: &Pointer,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<TypeRef> {
    let schema = media.schema.as_ref()?;
    let found = schemas.cx.resolver.resolve(schema, at, &mut schemas.diagnostics)?;
    let hint = match schema {
        ReferenceOr::Reference { .. } => NameHint::of(schemas.cx, &found.pointer),
        ReferenceOr::Item(_) => hint.clone(),
    };
    let node = Node::new(&found.value, &found.pointer, &hint);
    let object = all_of::merge(schemas.cx, node, &mut schemas.diagnostics)?;
    if object.properties.is_empty() {
        return None;
    }
    let at = found.pointer.child(PLACE);
    if let Some(known) = schemas.known(&at) {
        return Some(known);
    }
    let fields = object.properties.iter();
    let fields = fields.map(|it| {
        let field = field(it, &object, schemas);
        let media_type = part_type(media, &field, schemas);
        let wire = match field.ty.inner() {
            TypeRef::List(_) if media_type.is_none() => schemas.cx.config.list_name(&field.wire),
            _ => field.wire,
        };
        DraftField { wire, media_type, ..field }
    });
    let fields = fields.collect();
    let name = NameHint { component: false, ..hint.clone() };
    let brackets = schemas.cx.config.client().array_brackets;
    let object = DraftStruct { fields, multipart: true, brackets, ..DraftStruct::default() };
    let shape = DraftShape::Struct(object);
    Some(TypeRef::Named(schemas.define(&at, &name, node.data, shape)))
}

/// Adds "form" to the name of a form if its schema is also a JSON type.
pub(crate) fn name_forms(drafts: &mut [Draft]) {
    let of_json: BTreeSet<Pointer> = drafts.iter().map(|it| it.origin.clone()).collect();
    for draft in drafts.iter_mut() {
        let schema =
            draft.origin.parent().filter(|_| draft.origin.last().as_deref() == Some(PLACE));
        if schema.is_some_and(|it| of_json.contains(&it)) {
            draft.hint = draft.hint.child("form");
        }
    }
}

/// The media type of a part, from the Encoding Object. `None` if it lists several types, or for a file,
/// which has its own media type.
fn part_type(media: &MediaType, field: &DraftField, schemas: &Schemas<'_>) -> Option<String> {
    let stated = media.encoding.get(&field.wire)?.content_type.as_ref()?;
    let one = !stated.contains([',', '*']) && !is_file(&field.ty, schemas);
    one.then(|| stated.clone())
}

fn is_file(ty: &TypeRef, schemas: &Schemas<'_>) -> bool {
    match ty {
        TypeRef::Option(inner) | TypeRef::List(inner) => is_file(inner, schemas),
        TypeRef::Named(id) => matches!(schemas.shape_of(*id), DraftShape::Parts(_)),
        other => *other == TypeRef::Part,
    }
}

fn field(
    property: &all_of::Property,
    object: &all_of::Object,
    schemas: &mut Schemas<'_>,
) -> DraftField {
    let schema = SchemaRef::from(&property.schema);
    let Some(ty) = file(schema, &property.at, &property.hint, schemas) else {
        return schemas.field(property, object);
    };
    let field = schemas.typed_field(property, object, None, ty);
    match field.docs.is_empty() {
        true => DraftField { docs: docs_of_files(schema, schemas), ..field },
        false => field,
    }
}

/// The first description of an alternative: of several ways to send files, the form has only one.
fn docs_of_files(schema: SchemaRef<'_>, schemas: &Schemas<'_>) -> String {
    let resolver = schemas.cx.resolver;
    let Some(schema) = schema.schema(resolver) else { return String::new() };
    let (_, all) = alternatives::of(parts(&schema).0);
    let said = all.iter().map(|it| Annotations::of(it.into(), "", resolver));
    said.map(|it| it.text()).find(|it| !it.is_empty()).unwrap_or_default()
}

/// The type of a property that may be a file: one file, several, or an enum of files and a value.
fn file(
    schema: SchemaRef<'_>,
    at: &Pointer,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<TypeRef> {
    let schema = schema.schema(schemas.cx.resolver)?;
    let (any, data) = parts(&schema);
    let ty = if is_binary(any, data) {
        TypeRef::Part
    } else if type_name(any) == Some("array") {
        let items = SchemaRef::from(any.items.as_ref()?);
        let (at, hint) = (at.child("items"), hint.child("item"));
        TypeRef::List(Box::new(file(items, &at, &hint, schemas)?))
    } else {
        return choice(any, at, hint, schemas);
    };
    Some(if data.nullable { optional(ty) } else { ty })
}

fn choice(
    any: &AnySchema,
    at: &Pointer,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<TypeRef> {
    let (keyword, all) = alternatives::of(any);
    let place = at.child(keyword);
    let values = || all.iter().enumerate().filter(|(_, it)| !alternatives::is_null(it));
    let is_file: Vec<bool> =
        values().map(|(_, it)| holds_files(it.into(), schemas.cx.resolver)).collect();
    if !is_file.contains(&true) {
        return None;
    }
    let others: Vec<_> = values()
        .zip(&is_file)
        .filter(|(_, is_file)| !**is_file)
        .map(|((index, schema), _)| (place.index(index), schema))
        .collect();
    let mut others = schemas.named_alternatives(&others, hint).into_iter();
    let mut variants: Vec<(String, TypeRef)> = Vec::new();
    for ((index, schema), is_file) in values().zip(is_file) {
        let at = place.index(index);
        let (name, ty) = match is_file {
            true => {
                let ty = file(schema.into(), &at, hint, schemas)?;
                let many = matches!(ty, TypeRef::List(_));
                (if many { "Files" } else { "File" }.to_owned(), ty)
            }
            false => others.next()?,
        };
        if !variants.iter().any(|(_, known)| *known == ty) {
            variants.push((name, ty));
        }
    }
    let ty = match &variants[..] {
        [(_, only)] => only.clone(),
        // One file is also a list with one item.
        [(_, TypeRef::Part), (_, list)] | [(_, list), (_, TypeRef::Part)]
            if *list == TypeRef::List(Box::new(TypeRef::Part)) =>
        {
            list.clone()
        }
        _ => {
            let candidate = |(name, _): &(String, TypeRef)| Candidate {
                wire: name.clone(),
                rust: name.clone(),
                rank: 0,
            };
            let candidates: Vec<Candidate> = variants.iter().map(candidate).collect();
            let names = naming::unique(&candidates, &[], |_, _| {});
            let named = names.into_iter().zip(variants);
            let named = named.map(|(name, (_, ty))| PartVariant { name, ty }).collect();
            let (at, data) = (at.child(PLACE), SchemaData::default());
            TypeRef::Named(schemas.define(&at, hint, &data, DraftShape::Parts(named)))
        }
    };
    Some(if all.iter().any(alternatives::is_null) { optional(ty) } else { ty })
}

/// Whether a schema is a file, or a list of files.
fn holds_files(schema: SchemaRef<'_>, resolver: Resolver<'_>) -> bool {
    let Some(schema) = schema.schema(resolver) else { return false };
    let (any, data) = parts(&schema);
    let items = || SchemaRef::from(any.items.as_ref()?).schema(resolver);
    let are_files = |items: &Schema| is_binary(parts(items).0, parts(items).1);
    is_binary(any, data)
        || type_name(any) == Some("array") && items().is_some_and(|it| are_files(&it))
}
