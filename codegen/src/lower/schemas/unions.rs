//! `oneOf` and `anyOf`: what the alternatives are, and what they are called.

use std::{borrow::Cow, cmp::Reverse};

use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema, SchemaData};
use serde_json::Value;

use super::{
    alternatives,
    discrimination::{self, Branch},
    enums,
    properties::Properties,
    store::Schemas,
    view::{Node, SchemaRef, anything, parts, type_name},
};
use crate::{
    diagnostics::{Code, Diagnostic},
    lower::{
        draft::{DraftShape, DraftUnion, DraftVariant, Hint, MARKS},
        text::naming::{self, Wish},
    },
    model::{By, Case, JsonKind, TypeId, TypeRef},
    pointer::Pointer,
};

impl Schemas<'_> {
    /// The type of a schema with alternatives. Null is not among them.
    pub(super) fn union(&mut self, node: Node<'_>) -> TypeRef {
        let Node { any, data, at, hint } = node;
        let (keyword, list) = alternatives::of(any);
        let list = &alternatives::with_base(any, list);
        let place = at.child(keyword);
        if let Some(values) = enums::of_alternatives(self.cx, list, &place) {
            return match values {
                Some(shape) => TypeRef::Named(self.define(at, hint, data, shape)),
                None => TypeRef::String,
            };
        }
        let id = self.open_union(at, hint, data);
        let mut branches: Vec<Branch> = Vec::new();
        for (index, schema) in list.iter().enumerate() {
            let at = place.index(index);
            if alternatives::is_null(schema) {
                continue;
            }
            let branch = self.branch(schema, &at, hint, index);
            if !branches.iter().any(|it| it.ty == branch.ty && it.target == branch.target) {
                branches.push(branch);
            }
        }
        self.close_union(id, branches, data.discriminator.as_ref(), at);
        TypeRef::Named(id)
    }

    /// A union whose alternatives are still to be found, and may lead back to it.
    pub(super) fn open_union(&mut self, at: &Pointer, hint: &Hint, data: &SchemaData) -> TypeId {
        let nothing = DraftUnion { variants: Vec::new(), by: By::Trial, kinds: Vec::new() };
        self.define(at, hint, data, DraftShape::Union(nothing))
    }

    /// Gives a union its alternatives.
    pub(super) fn close_union(
        &mut self,
        id: TypeId,
        mut branches: Vec<Branch>,
        discriminator: Option<&Discriminator>,
        at: &Pointer,
    ) {
        if let Some(diagnostic) =
            discriminator.and_then(|it| discrimination::check_default(&branches, it, at))
        {
            self.report(diagnostic);
        }
        let (by, cases) = match discrimination::by(&branches, discriminator) {
            Some(found) => found,
            None => {
                // The more demanding are tried first.
                branches.sort_by_key(|it| (Reverse(it.required.len()), width(&it.ty)));
                (By::Trial, vec![Vec::new(); branches.len()])
            }
        };
        if by == By::Trial && branches.iter().any(|it| it.ty == TypeRef::Any) {
            let message = "one of the alternatives allows any JSON";
            self.report(Diagnostic::warning(Code::Untyped, at, message));
        }
        let kinds = all_kinds(&branches);
        let union = DraftUnion { variants: variants(branches, cases), by, kinds };
        self.reshape(id, DraftShape::Union(union));
    }

    /// What an alternative is called, and its type.
    pub(crate) fn named_alternative(
        &mut self,
        schema: &ReferenceOr<Schema>,
        at: &Pointer,
        hint: &Hint,
        index: usize,
    ) -> (String, TypeRef) {
        let branch = self.branch(schema, at, hint, index);
        (branch.name, branch.ty)
    }

    pub(super) fn branch(
        &mut self,
        schema: &ReferenceOr<Schema>,
        at: &Pointer,
        hint: &Hint,
        index: usize,
    ) -> Branch {
        let target = match schema {
            ReferenceOr::Reference { reference } => {
                self.cx.resolver.find::<Schema>(reference).map(|it| it.pointer)
            }
            ReferenceOr::Item(_) => None,
        };
        let found = SchemaRef::from(schema).schema(self.cx.resolver);
        let found = found.unwrap_or_else(|| Cow::Owned(anything()));
        let (any, data) = parts(&found);
        let properties = self.properties(&found, at, 0, &mut Vec::new());
        let word = match &target {
            Some(target) => Some(Hint::of(self.cx, target).rust),
            None => word(any, data.title.as_deref(), &properties.constants),
        };
        let numbered = || format!("Variant{}", index + 1);
        let hint = hint.child(&word.clone().unwrap_or_else(numbered));
        let ty = match self.lower(schema.into(), at, &hint) {
            TypeRef::Option(inner) => *inner,
            other => other,
        };
        let name = word.or_else(|| self.component_name(&ty)).unwrap_or_else(numbered);
        self.typed_branch(name, target, properties, ty)
    }

    /// The alternative that a component is, if `ty` is the type of it.
    pub(super) fn component_branch(&self, schema: &Schema, at: &Pointer, ty: TypeRef) -> Branch {
        let word = Hint::of(self.cx, at).rust;
        let properties = self.properties(schema, at, 0, &mut Vec::new());
        self.typed_branch(word, Some(at.clone()), properties, ty)
    }

    /// The name of a component that a type is, whatever stands around the reference to it.
    fn component_name(&self, ty: &TypeRef) -> Option<String> {
        let TypeRef::Named(id) = ty else { return None };
        let hint = self.hint_of(*id);
        hint.component.then(|| hint.rust.clone())
    }

    fn typed_branch(
        &self,
        name: String,
        target: Option<Pointer>,
        properties: Properties,
        ty: TypeRef,
    ) -> Branch {
        let kinds = self.kinds(&ty);
        let Properties { known, names, required, mut constants } = properties;
        constants.extend(self.words_of(&ty));
        Branch { name, ty, target, kinds, known, properties: names, required, constants }
    }

    /// The kinds of JSON value that a type can be; none if it may be anything.
    fn kinds(&self, ty: &TypeRef) -> Vec<JsonKind> {
        match ty {
            TypeRef::Bool => vec![JsonKind::Bool],
            TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64 => vec![JsonKind::Number],
            TypeRef::F64 | TypeRef::UnixTime => vec![JsonKind::Number],
            TypeRef::String | TypeRef::Base64 => vec![JsonKind::String],
            TypeRef::List(_) | TypeRef::Tuple(_) => vec![JsonKind::Array],
            TypeRef::Map(_) => vec![JsonKind::Object],
            TypeRef::Option(inner) | TypeRef::Boxed(inner) => self.kinds(inner),
            TypeRef::Any | TypeRef::Part | TypeRef::Null => Vec::new(),
            TypeRef::Named(id) => match self.shape_of(*id) {
                DraftShape::Struct(_) => vec![JsonKind::Object],
                DraftShape::Strings(_) | DraftShape::OpenStrings(_) => vec![JsonKind::String],
                DraftShape::Integers(_) => vec![JsonKind::Number],
                DraftShape::Union(union) => union.kinds.clone(),
                // It is no JSON, and no schema leads to it.
                DraftShape::Answers(_)
                | DraftShape::Errors(_)
                | DraftShape::Headers(_)
                | DraftShape::Parts(_)
                | DraftShape::Alias(_) => Vec::new(),
            },
        }
    }
}

/// What an alternative without a name of its own is called: by its title, the constant that marks
/// it, or its kind.
fn word(
    any: &AnySchema,
    title: Option<&str>,
    constants: &[(String, Vec<String>)],
) -> Option<String> {
    if let Some(title) = title {
        return Some(naming::pascal(title));
    }
    let single = || constants.iter().filter(|(_, values)| values.len() == 1);
    let constant = single().find(|(name, _)| MARKS.contains(&&**name));
    let constant = constant.or_else(|| single().next().filter(|_| single().count() == 1));
    if let Some((_, values)) = constant {
        return values.first().map(|value| naming::pascal(value));
    }
    let word = match (type_name(any), any.enumeration.first()) {
        (Some("string"), _) | (None, Some(Value::String(_))) => "Text",
        (Some("integer" | "number"), _) | (None, Some(Value::Number(_))) => "Number",
        (Some("boolean"), _) | (None, Some(Value::Bool(_))) => "Flag",
        (Some("array"), _) => "List",
        (Some("object"), _) => "Object",
        _ => return None,
    };
    Some(word.to_owned())
}

/// How much a type takes of what is of another: all text, all numbers, or all there is.
fn width(ty: &TypeRef) -> u8 {
    match ty {
        TypeRef::Any => 2,
        TypeRef::String | TypeRef::F64 => 1,
        _ => 0,
    }
}

/// The kinds of all alternatives, each once; none if one of them may be anything.
fn all_kinds(branches: &[Branch]) -> Vec<JsonKind> {
    if branches.iter().any(|it| it.kinds.is_empty()) {
        return Vec::new();
    }
    let mut kinds: Vec<JsonKind> = branches.iter().flat_map(|it| it.kinds.clone()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Names that are different from one another.
fn variants(branches: Vec<Branch>, cases: Vec<Vec<Case>>) -> Vec<DraftVariant> {
    let wishes: Vec<Wish> = branches
        .iter()
        .enumerate()
        .map(|(index, branch)| Wish {
            wire: match &branch.target {
                Some(target) => target.to_string(),
                None => format!("{} {index}", branch.name),
            },
            rust: branch.name.clone(),
            rank: u8::from(branch.target.is_none()),
        })
        .collect();
    let names = naming::unique(&wishes, &[], |_, _| {});
    let named = branches.into_iter().zip(names).zip(cases);
    named.map(|((branch, name), cases)| DraftVariant { name, ty: branch.ty, cases }).collect()
}
