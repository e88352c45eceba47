//! `oneOf` and `anyOf`: the types of the alternatives, and the names of the variants.

use std::{borrow::Cow, cmp::Reverse};

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaData};

use super::{
    alternatives,
    discrimination::{self, Branch},
    enums,
    properties::Properties,
    scalars,
    store::Schemas,
    variants::{self, Alternative},
    view::{Node, SchemaRef, anything, parts},
};
use crate::{
    diagnostics::{Code, Diagnostic},
    lower::{
        draft::{DraftShape, DraftUnion, DraftVariant, NameHint},
        text::variant_names,
    },
    model::{Case, Discrimination, JsonType, TypeId, TypeRef},
    pointer::Pointer,
};

impl<'a> Schemas<'a> {
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
        if let Some(number) = scalars::one_number(list) {
            return number;
        }
        let id = self.open_union(at, hint, data);
        let mut branches: Vec<Branch> = Vec::new();
        let values = list.iter().enumerate().filter(|(_, it)| !alternatives::is_null(it));
        let values: Vec<_> = values.map(|(index, it)| (place.index(index), it)).collect();
        let found = self.alternatives(&values, data.discriminator.as_ref());
        let mut found: Vec<Branch> = found.into_iter().map(|it| self.branch(it, hint)).collect();
        merge_texts(&mut found);
        merge_numbers(&mut found);
        for branch in found {
            // Alternatives of the same type are one variant, unless it is a named type that a tag can
            // tell apart.
            let is_named = matches!(branch.ty, TypeRef::Named(_));
            let is_same =
                |it: &Branch| it.ty == branch.ty && (!is_named || it.target == branch.target);
            if !branches.iter().any(is_same) {
                branches.push(branch);
            }
        }
        self.close_union(id, branches, data.discriminator.as_ref(), at);
        TypeRef::Named(id)
    }

    /// Adds a union without alternatives. They are lowered later, because they may refer to the union.
    pub(super) fn open_union(
        &mut self,
        at: &Pointer,
        hint: &NameHint,
        data: &SchemaData,
    ) -> TypeId {
        let nothing =
            DraftUnion { variants: Vec::new(), by: Discrimination::Untagged, kinds: Vec::new() };
        self.define(at, hint, data, DraftShape::Union(nothing))
    }

    /// Sets the alternatives of a union.
    pub(super) fn close_union(
        &mut self,
        id: TypeId,
        branches: Vec<Branch>,
        discriminator: Option<&Discriminator>,
        at: &Pointer,
    ) {
        let (branches, by, cases) = self.discriminated(branches, discriminator, at);
        let names = variants::unique(self, &branches, &by, &cases);
        self.close_named(id, branches.into_iter().zip(names).zip(cases), by);
    }

    /// How alternatives are discriminated, and their cases. If they are tried, they change their order.
    pub(super) fn discriminated(
        &mut self,
        mut branches: Vec<Branch>,
        discriminator: Option<&Discriminator>,
        at: &Pointer,
    ) -> (Vec<Branch>, Discrimination, Vec<Vec<Case>>) {
        if let Some(diagnostic) =
            discriminator.and_then(|it| discrimination::check_default(&branches, it, at))
        {
            self.report(diagnostic);
        }
        let (by, cases) = match discrimination::by(&branches, discriminator) {
            Some(found) => found,
            None => {
                // Alternatives with more required properties are tried first.
                branches.sort_by_key(|it| (Reverse(it.required.len()), width(&it.ty)));
                (Discrimination::Untagged, vec![Vec::new(); branches.len()])
            }
        };
        if by == Discrimination::Untagged && branches.iter().any(|it| it.ty == TypeRef::Any) {
            let message = "one of the alternatives allows any JSON";
            self.report(Diagnostic::warning(Code::Untyped, at, message));
        }
        (branches, by, cases)
    }

    /// Sets the alternatives of a union, each with its name and its cases.
    pub(super) fn close_named(
        &mut self,
        id: TypeId,
        named: impl Iterator<Item = ((Branch, String), Vec<Case>)>,
        by: Discrimination,
    ) {
        let (mut kinds, mut variants) = (Vec::new(), Vec::new());
        for ((branch, name), cases) in named {
            kinds.push(branch.kinds);
            variants.push(DraftVariant { name, ty: branch.ty, cases, docs: branch.docs });
        }
        let union = DraftUnion { variants, by, kinds: all_types(kinds) };
        self.reshape(id, DraftShape::Union(union));
    }

    /// The names and the types of the alternatives.
    pub(crate) fn named_alternatives(
        &mut self,
        list: &[(Pointer, &ReferenceOr<Schema>)],
        hint: &NameHint,
    ) -> Vec<(String, TypeRef)> {
        let alternatives = self.alternatives(list, None);
        let named = |branch: Branch| (variant_names::of(&branch.word), branch.ty);
        alternatives.into_iter().map(|it| named(self.branch(it, hint))).collect()
    }

    /// The alternatives, before they are lowered to types.
    pub(super) fn alternatives<'s>(
        &self,
        list: &[(Pointer, &'s ReferenceOr<Schema>)],
        discriminator: Option<&Discriminator>,
    ) -> Vec<Alternative<'s>>
    where
        'a: 's,
    {
        let said = list.iter().map(|(at, schema)| self.alternative(schema, at.clone()));
        let mut said: Vec<Alternative<'_>> = said.collect();
        variants::name(self.cx, &mut said, discriminator);
        said
    }

    fn alternative<'s>(&self, schema: &'s ReferenceOr<Schema>, at: Pointer) -> Alternative<'s>
    where
        'a: 's,
    {
        let target = match schema {
            ReferenceOr::Reference { reference } => {
                self.cx.resolver.find::<Schema>(reference).map(|it| it.pointer)
            }
            ReferenceOr::Item(_) => None,
        };
        let found = SchemaRef::from(schema).schema(self.cx.resolver);
        let found = found.unwrap_or_else(|| Cow::Owned(anything()));
        Alternative {
            schema,
            docs: parts(&found).1.description.clone().unwrap_or_default(),
            properties: self.properties(&found, &at, 0, &mut Vec::new()),
            found,
            at,
            target,
            word: String::new(),
            is_constant: false,
        }
    }

    pub(super) fn branch(&mut self, alternative: Alternative<'_>, hint: &NameHint) -> Branch {
        let Alternative { schema, at, docs, target, properties, word, is_constant, .. } =
            alternative;
        let hint = hint.child(&variant_names::of(&word));
        let ty = match self.lower(schema.into(), &at, &hint) {
            TypeRef::Option(inner) => *inner,
            other => other,
        };
        let branch = self.typed_branch(word, target, properties, ty);
        Branch { is_constant, docs, ..branch }
    }

    /// A component as an alternative. `ty` is its type.
    pub(super) fn component_branch(&self, schema: &Schema, at: &Pointer, ty: TypeRef) -> Branch {
        let word = NameHint::of(self.cx, at).rust;
        let properties = self.properties(schema, at, 0, &mut Vec::new());
        self.typed_branch(word, Some(at.clone()), properties, ty)
    }

    pub(super) fn typed_branch(
        &self,
        word: String,
        target: Option<Pointer>,
        properties: Properties,
        ty: TypeRef,
    ) -> Branch {
        let kinds = self.kinds(&ty);
        let Properties { known, names, required, mut constants } = properties;
        constants.extend(self.words_of(&ty));
        Branch {
            word,
            is_constant: false,
            docs: String::new(),
            ty,
            target,
            kinds,
            known,
            properties: names,
            required,
            constants,
        }
    }

    /// The JSON types of a type's values; empty if any type is possible.
    fn kinds(&self, ty: &TypeRef) -> Vec<JsonType> {
        match ty {
            TypeRef::Bool => vec![JsonType::Bool],
            TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64 => vec![JsonType::Number],
            TypeRef::F64 | TypeRef::UnixTime => vec![JsonType::Number],
            TypeRef::String | TypeRef::DateTime | TypeRef::Date | TypeRef::Base64 => {
                vec![JsonType::String]
            }
            TypeRef::List(_) | TypeRef::Tuple(_) => vec![JsonType::Array],
            TypeRef::Map(_) | TypeRef::Object => vec![JsonType::Object],
            TypeRef::Option(inner) | TypeRef::Boxed(inner) => self.kinds(inner),
            TypeRef::Any | TypeRef::Part | TypeRef::Null => Vec::new(),
            TypeRef::Named(id) => match self.shape_of(*id) {
                DraftShape::Struct(_) => vec![JsonType::Object],
                DraftShape::Strings(_) | DraftShape::OpenStrings(_) => vec![JsonType::String],
                DraftShape::Integers(_) => vec![JsonType::Number],
                DraftShape::Union(union) => union.kinds.clone(),
                // It is not JSON, so a union never contains it.
                DraftShape::Answers(_)
                | DraftShape::Errors(_)
                | DraftShape::Headers(_)
                | DraftShape::Parts(_) => Vec::new(),
            },
        }
    }
}

/// Unites alternatives that accept any string. A date also keeps any string, so the other alternative
/// would never be selected.
fn merge_texts(branches: &mut [Branch]) {
    let is_text = |ty: &TypeRef| matches!(ty, TypeRef::String | TypeRef::DateTime | TypeRef::Date);
    let mut texts = branches.iter().map(|it| &it.ty).filter(|it| is_text(it));
    let first = texts.next();
    if texts.any(|it| Some(it) != first) {
        branches.iter_mut().filter(|it| is_text(&it.ty)).for_each(|it| it.ty = TypeRef::String);
    }
}

/// Makes alternatives that are all numbers one and the same: JSON does not tell them apart.
fn merge_numbers(branches: &mut [Branch]) {
    let is_number = |ty: &TypeRef| {
        matches!(ty, TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64 | TypeRef::F64)
    };
    let numbers = branches.iter().map(|it| &it.ty).filter(|it| is_number(it)).cloned();
    if let Some(one) = numbers.reduce(scalars::wider) {
        branches.iter_mut().filter(|it| is_number(&it.ty)).for_each(|it| it.ty = one.clone());
    }
}

/// How many values of other types a type accepts: all strings, all numbers, or any JSON. Types that
/// accept more are tried later.
fn width(ty: &TypeRef) -> u8 {
    match ty {
        TypeRef::Any => 2,
        TypeRef::String | TypeRef::DateTime | TypeRef::Date | TypeRef::F64 => 1,
        _ => 0,
    }
}

/// The JSON types of all alternatives, without duplicates; empty if one of them may have any type.
fn all_types(kinds: Vec<Vec<JsonType>>) -> Vec<JsonType> {
    if kinds.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut kinds = kinds.concat();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}
