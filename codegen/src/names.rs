//! The Rust names of the operations, types, properties and values of a document.

use std::collections::BTreeMap;

use crate::{
    model::{Api, Case, Method, Resource, Shape, TypeDef, TypeRef, Values},
    pointer::Pointer,
};

/// An operation of the document and the methods that call it.
///
/// A call is the accessors and the method, joined by dots and without `r#`: `containers.files.list`
/// for `client.containers().files().list(…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call {
    /// The HTTP method in upper case, `GET`.
    pub method: String,
    /// The path template in the document, `/containers/{container_id}`.
    pub path: String,
    /// The call.
    pub call: String,
    /// Calls with another type of body or response: `responses.create_stream`.
    pub also: Vec<String>,
}

impl Call {
    /// Every operation that has a method, by path and HTTP method.
    pub(crate) fn all(api: &Api) -> Vec<Self> {
        let mut operations: BTreeMap<(&str, String), Vec<(bool, String)>> = BTreeMap::new();
        for (resource, method) in methods(api) {
            let own = operations.entry((&method.path, method.verb.sent())).or_default();
            own.push((!method.variant.is_empty(), call(resource, method)));
        }
        let call = |((path, method), mut calls): (_, Vec<(bool, String)>)| {
            calls.sort();
            let mut calls = calls.into_iter().map(|(_, call)| call);
            let (call, path): (_, &str) = (calls.next()?, path);
            Some(Self { method, path: path.to_owned(), call, also: calls.collect() })
        };
        operations.into_iter().filter_map(call).collect()
    }
}

/// Every method, with the resource that has it.
pub(crate) fn methods(api: &Api) -> impl Iterator<Item = (&Resource, &Method)> {
    api.resources.iter().flat_map(|resource| resource.methods.iter().map(move |it| (resource, it)))
}

/// Accessors and method, joined by dots.
pub(crate) fn call(resource: &Resource, method: &Method) -> String {
    format!("{}.{}", resource.path(), method.name.rust.trim_start_matches("r#"))
}

/// The operation of a method, or the content that the method sends or receives if the operation has
/// several methods.
fn place(method: &Method) -> Pointer {
    let at = method.origin.clone();
    match (&method.body, &method.media_type) {
        _ if method.variant.is_empty() => at,
        (Some(body), _) if !method.returns.is_stream() => {
            at.child("requestBody").child("content").child(&body.media_type)
        }
        (_, Some(name)) => at.child("responses").child(&method.status).child("content").child(name),
        _ => at,
    }
}

/// The Rust name of one item of the document.
///
/// The list of all entries is sorted and does not depend on the order of the document, so that it can
/// be compared with that of another version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct NameEntry {
    /// The kind of item.
    pub kind: NameKind,
    /// The place of the item, independent of the order of the document. If an operation has several
    /// methods, all but the first have the place of the content that they send or receive. The place
    /// of a property is the place of its type, `properties` and its name, even if the property comes
    /// from an `allOf`. The place of an enum's value ends with `enum` and the value. The place of a
    /// union's alternative ends with `oneOf` and the value that selects it.
    pub pointer: Pointer,
    /// The name: `containers.files.list`, `Container`, `Container.memory_limit`,
    /// `MemoryLimit::G4`; without `r#`.
    pub name: String,
}

/// The kind of item that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NameKind {
    /// An operation: its accessors and method.
    Call,
    /// A type.
    Type,
    /// A property: its field.
    Field,
    /// A value of an enum, or an alternative of a union: its variant.
    Variant,
}

impl NameEntry {
    /// All names, sorted.
    pub(crate) fn all(api: &Api) -> Vec<Self> {
        let calls = methods(api).map(|(resource, method)| Self {
            kind: NameKind::Call,
            pointer: place(method),
            name: call(resource, method),
        });
        // A former call still works.
        let forwards = api.resources.iter().flat_map(|resource| {
            resource.forwards.iter().map(move |it| Self {
                kind: NameKind::Call,
                pointer: place(api.target(it).1),
                name: format!("{}.{}", resource.path(), it.name.trim_start_matches("r#")),
            })
        });
        let mut all: Vec<Self> = calls.chain(forwards).collect();
        // A former name still works, and so do those of what is in the type.
        let mut former: Vec<TypeDef> = Vec::new();
        for it in &api.types.former {
            let (pointer, name) = (it.origin.clone(), it.name.clone());
            match &it.target {
                TypeRef::Named(id) => {
                    let mut ty = api.types[*id].clone();
                    ty.name.rust = name;
                    former.push(ty);
                }
                _ => all.push(Self { kind: NameKind::Type, pointer, name }),
            }
        }
        for ty in api.types.defs.iter().chain(&former) {
            let (pointer, name) = (ty.origin.clone(), ty.name.rust.clone());
            all.push(Self { kind: NameKind::Type, pointer, name });
            all.extend(members(ty));
        }
        all.sort();
        all
    }
}

/// The fields and variants of a type.
fn members(ty: &TypeDef) -> Vec<NameEntry> {
    let entry = |kind, word: &str, key: &str, name: &str| {
        let joint = if kind == NameKind::Field { "." } else { "::" };
        let name = format!("{}{joint}{}", ty.name.rust, name.trim_start_matches("r#"));
        NameEntry { kind, pointer: ty.origin.child(word).child(key), name }
    };
    let field = |key: &str, name: &str| entry(NameKind::Field, "properties", key, name);
    let value = |key: &str, name: &str| entry(NameKind::Variant, "enum", key, name);
    match &ty.shape {
        Shape::Struct(object) => {
            object.fields.iter().map(|it| field(&it.name.wire, &it.name.rust)).collect()
        }
        Shape::Headers(headers) => {
            headers.iter().map(|it| field(&it.name.wire, &it.name.rust)).collect()
        }
        Shape::Enum(known) => match known {
            Values::Strings(all) => all.iter().map(|it| value(&it.value, &it.name)).collect(),
            Values::Integers(all) => {
                all.iter().map(|it| value(&it.value.to_string(), &it.name)).collect()
            }
        },
        Shape::Union(union) => {
            let variants = union.variants.iter();
            let key = |cases: &[Case], name: &str| match cases.first() {
                Some(Case::Word(word)) => word.clone(),
                _ => name.to_owned(),
            };
            let variant = |name: &str, cases: &[Case]| {
                entry(NameKind::Variant, "oneOf", &key(cases, name), name)
            };
            variants.map(|it| variant(&it.name, &it.cases)).collect()
        }
        _ => Vec::new(),
    }
}
