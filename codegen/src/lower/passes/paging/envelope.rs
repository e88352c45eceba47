//! What a page looks like: its properties, and those of the objects in it that tell about the page.

use crate::{
    lower::{
        draft::{Draft, DraftField, DraftShape, DraftStruct},
        text::naming,
    },
    model::{FieldPath, TypeId, TypeRef},
};

/// Objects that tell about a page.
const CONTAINERS: [&str; 21] = [
    "cursor",
    "cursors",
    "link",
    "links",
    "list_info",
    "list_metadata",
    "meta",
    "metadata",
    "meta_data",
    "next",
    "page",
    "page_info",
    "page_metadata",
    "pager",
    "pages",
    "pagination",
    "pagination_info",
    "paginator",
    "paging",
    "response_metadata",
    "result_info",
];
/// How deep such objects are searched: `_links.next.href`.
const DEPTH: usize = 3;

/// A name in words, as parameters and properties are compared: `next_page_token`.
pub(super) fn words(name: &str) -> String {
    naming::word(name).trim_matches('_').to_owned()
}

/// A property of a page or of an object in it.
pub(super) struct Property<'d> {
    pub(super) path: FieldPath,
    pub(super) words: String,
    /// The object that it is in; empty for one of the page itself.
    pub(super) within: String,
    pub(super) field: &'d DraftField,
}

impl Property<'_> {
    pub(super) fn is_text(&self) -> bool {
        *self.field.ty.inner() == TypeRef::String
    }

    pub(super) fn is_integer(&self) -> bool {
        is_integer(&self.field.ty)
    }

    pub(super) fn is_number(&self) -> bool {
        self.is_integer() || *self.field.ty.inner() == TypeRef::F64
    }

    pub(super) fn is_bool(&self) -> bool {
        *self.field.ty.inner() == TypeRef::Bool
    }
}

pub(super) fn is_integer(ty: &TypeRef) -> bool {
    matches!(ty.inner(), TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64)
}

/// The type with a name that a use of it is, or may be.
pub(crate) fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Option(inner) | TypeRef::Boxed(inner) => named(inner),
        TypeRef::Named(id) => Some(*id),
        _ => None,
    }
}

/// The object that a type is.
pub(super) fn object<'d>(ty: &TypeRef, drafts: &'d [Draft]) -> Option<&'d DraftStruct> {
    match &drafts[named(ty)?.0].shape {
        DraftShape::Struct(object) => Some(object),
        _ => None,
    }
}

/// The properties of a page, and of the objects in it that tell about the page; the outer ones first.
pub(super) fn properties<'d>(page: &'d DraftStruct, drafts: &'d [Draft]) -> Vec<Property<'d>> {
    let mut found: Vec<Property<'d>> = Vec::new();
    let mut level = vec![(Vec::new(), String::new(), page)];
    for _ in 0..DEPTH {
        let mut next: Vec<(Vec<&str>, String, &DraftStruct)> = Vec::new();
        for (path, within, object) in level {
            for field in &object.fields {
                let mut path = path.clone();
                path.push(field.wire.as_str());
                let words = words(&field.wire);
                if CONTAINERS.contains(&&*words)
                    && let Some(inner) = self::object(&field.ty, drafts)
                {
                    next.push((path.clone(), words.clone(), inner));
                }
                let path = FieldPath::of(path);
                found.push(Property { path, words, within: within.clone(), field });
            }
        }
        level = next;
    }
    found
}

/// The property at a path of the document: its names, joined by dots.
pub(super) fn at<'d>(
    page: &'d DraftStruct,
    dotted: &str,
    drafts: &'d [Draft],
) -> Option<(FieldPath, &'d DraftField)> {
    let find =
        |object: &'d DraftStruct, name: &str| object.fields.iter().find(|it| it.wire == name);
    if let Some(field) = find(page, dotted) {
        return Some((FieldPath::of([dotted]), field));
    }
    let names: Vec<&str> = dotted.split('.').collect();
    let (last, outer) = names.split_last()?;
    let mut object = page;
    for name in outer {
        object = self::object(&find(object, name)?.ty, drafts)?;
    }
    Some((FieldPath::of(names.iter().copied()), find(object, last)?))
}
