//! Resolves references (`$ref`).

use std::borrow::Cow;

use openapiv3::{
    Components, Example, Header, OpenAPI, Parameter, PathItem, ReferenceOr, RequestBody, Response,
    Schema, SecurityScheme,
};

use super::{
    node::{Node, Reader},
    operations, path_items, schema, security,
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics, nearest},
    pointer::Pointer,
    source::FILES,
    tree::Tree,
};

/// The longest chain of references.
const MAX_REFERENCES: usize = 32;

/// Resolves references.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'a> {
    openapi: &'a OpenAPI,
    tree: &'a Tree,
}

/// The target of a reference, and its pointer.
pub(crate) struct Resolved<'a, T: Clone> {
    pub(crate) value: Cow<'a, T>,
    pub(crate) pointer: Pointer,
}

/// A type of object that references can point to.
pub(crate) trait Referable: Clone + Sized {
    /// The section of the components object for this type, if there is one.
    const SECTION: &'static str;
    /// A component of the document. Some types of components are only in the tree, which `read` reads.
    fn component<'a>(_: &'a Components, _: &str) -> Option<&'a ReferenceOr<Self>> {
        None
    }
    #[doc(hidden)]
    fn read(
        tree: &Tree,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<ReferenceOr<Self>>;
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(openapi: &'a OpenAPI, tree: &'a Tree) -> Self {
        Self { openapi, tree }
    }

    /// The item at `at`: itself, or the target of its reference. Adds failures to `diagnostics`.
    pub(crate) fn resolve<T: Referable>(
        &self,
        item: &'a ReferenceOr<T>,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a, T>> {
        match item {
            ReferenceOr::Item(item) => {
                Some(Resolved { value: Cow::Borrowed(item), pointer: at.clone() })
            }
            ReferenceOr::Reference { reference } => self.follow(reference, at, diagnostics),
        }
    }

    /// The target of `reference`, without a diagnostic if it cannot be resolved. The diagnostic comes
    /// when the reference is lowered.
    pub(crate) fn find<T: Referable>(&self, reference: &str) -> Option<Resolved<'a, T>> {
        self.follow(reference, &Pointer::root(), &mut Diagnostics::default())
    }

    /// The target of `reference` at `at`.
    pub(crate) fn follow<T: Referable>(
        &self,
        reference: &str,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a, T>> {
        let mut reference = Cow::Borrowed(reference);
        for _ in 0..MAX_REFERENCES {
            match self.step(&reference, at, diagnostics)? {
                (Found::Borrowed(ReferenceOr::Item(item)), pointer) => {
                    return Some(Resolved { value: Cow::Borrowed(item), pointer });
                }
                (Found::Owned(ReferenceOr::Item(item)), pointer) => {
                    return Some(Resolved { value: Cow::Owned(item), pointer });
                }
                (Found::Borrowed(ReferenceOr::Reference { reference: next }), _) => {
                    reference = Cow::Owned(next.clone());
                }
                (Found::Owned(ReferenceOr::Reference { reference: next }), _) => {
                    reference = Cow::Owned(next);
                }
            }
        }
        let message = format!("`{reference}` is part of a reference cycle");
        diagnostics.push(Diagnostic::warning(Code::Cycle, at, message));
        None
    }

    fn step<T: Referable>(
        &self,
        reference: &str,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Found<'a, T>, Pointer)> {
        let Some(pointer) = self.pointer(reference) else {
            if let Some((message, help)) = unnamed(reference) {
                diagnostics.push(Diagnostic::warning(Code::BadReference, at, message).help(help));
            }
            return None;
        };
        if let Some(found) = self.component(&pointer) {
            return Some((Found::Borrowed(found), pointer));
        }
        match self.tree.pointer(pointer.as_str()) {
            Some(tree) => {
                let found = T::read(tree, &pointer, diagnostics)?;
                Some((Found::Owned(found), pointer))
            }
            None => {
                diagnostics.push(self.dangling::<T>(reference, &pointer, at));
                None
            }
        }
    }

    /// The pointer of a reference. Some documents write references as their keys are, with `%` in them.
    fn pointer(&self, reference: &str) -> Option<Pointer> {
        let pointer = Pointer::from_reference(reference)?;
        let is_there = |pointer: &Pointer| self.tree.pointer(pointer.as_str()).is_some();
        if !reference.contains('%') || is_there(&pointer) {
            return Some(pointer);
        }
        let written = reference.strip_prefix('#').and_then(Pointer::from_text);
        Some(written.filter(is_there).unwrap_or(pointer))
    }

    fn component<T: Referable>(&self, pointer: &Pointer) -> Option<&'a ReferenceOr<T>> {
        let mut segments = pointer.segments();
        let mut is = |segment: &str| segments.next().is_some_and(|it| it == segment);
        if !is("components") || !is(T::SECTION) {
            return None;
        }
        let name = segments.next()?;
        if segments.next().is_some() {
            return None;
        }
        T::component(self.openapi.components.as_ref()?, &name)
    }

    fn dangling<T: Referable>(&self, reference: &str, to: &Pointer, at: &Pointer) -> Diagnostic {
        if let Some((message, help)) = anchor_of_file(to).map(no_anchor) {
            return Diagnostic::warning(Code::BadReference, at, message).help(help);
        }
        let message = format!("cannot resolve `{reference}` in this document");
        let diagnostic = Diagnostic::warning(Code::BadReference, at, message);
        let siblings = to.parent().and_then(|parent| self.tree.pointer(parent.as_str()));
        let names = siblings.and_then(Tree::as_object).into_iter().flat_map(|map| map.keys());
        match nearest(&to.last().unwrap_or_default(), names) {
            Some(name) => diagnostic.help(format!("a similar name exists: `{name}`")),
            None => diagnostic.help("fix the reference, or add its target"),
        }
    }
}

/// The message and the help for a reference that is not a pointer; `None` for a file that cannot be
/// read, which is already reported.
fn unnamed(reference: &str) -> Option<(String, &'static str)> {
    let (file, anchor) = reference.split_once('#').unwrap_or((reference, ""));
    if file.is_empty() {
        return Some(no_anchor(anchor));
    }
    let of_anchor = match anchor {
        "" => String::new(),
        _ if anchor.starts_with('/') => String::new(),
        name => format!(" and `$anchor: {name}` in it"),
    };
    file.contains("://").then(|| {
        let message =
            format!("there is no schema with `$id: {file}`{of_anchor}, and URLs are not fetched");
        (message, "save the file next to the document and refer to it by path")
    })
}

fn no_anchor(name: &str) -> (String, &'static str) {
    let message = format!("there is no schema with `$anchor: {name}`");
    (message, "fix the reference, or add the `$anchor` to its schema")
}

/// The anchor in a reference to another file.
fn anchor_of_file(to: &Pointer) -> Option<&str> {
    let path = to.as_str().strip_prefix('/')?.strip_prefix(FILES)?;
    Some(path.rsplit_once('#')?.1)
}

enum Found<'a, T> {
    Borrowed(&'a ReferenceOr<T>),
    Owned(ReferenceOr<T>),
}

macro_rules! referable {
    ($($type:ty: $section:literal $(in $field:ident)?, $read:path;)*) => {$(
        impl Referable for $type {
            const SECTION: &'static str = $section;

            $(fn component<'a>(components: &'a Components, name: &str) -> Option<&'a ReferenceOr<Self>> {
                components.$field.get(name)
            })?

            fn read(
                tree: &Tree,
                pointer: &Pointer,
                diagnostics: &mut Diagnostics,
            ) -> Option<ReferenceOr<Self>> {
                read(tree, pointer, diagnostics, $read)
            }
        }
    )*};
}

referable! {
    Schema: "schemas" in schemas, schema::schema_or_reference;
    Parameter: "parameters" in parameters, operations::parameter;
    Response: "responses" in responses, operations::response;
    RequestBody: "requestBodies" in request_bodies, operations::request_body;
    Header: "headers" in headers, operations::header;
    SecurityScheme: "securitySchemes" in security_schemes, security::scheme;
    Example: "examples", operations::example_object;
    PathItem: "pathItems", path_items::path_item;
}

fn read<T>(
    tree: &Tree,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
    read: fn(Node<'_>) -> Option<T>,
) -> Option<T> {
    let reader = Reader::default();
    let found = reader.at(tree, pointer, |node| node.part(read));
    diagnostics.append(reader.finish());
    found
}
