//! `oneOf` and `anyOf`: what the alternatives are, and by what they are told apart.

use std::cmp::Reverse;

use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema, SchemaData};
use serde_json::Value;

use super::{
    all_of, alternatives, enums,
    store::Schemas,
    view::{SchemaRef, parts, type_name},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::MAX_DEPTH,
        draft::{Direction, DraftShape, DraftUnion, DraftVariant, Hint, MARKS},
        text::naming::{self, Wish},
    },
    model::{By, Case, JsonKind, TypeId, TypeRef},
    openapi,
    pointer::Pointer,
};

/// One alternative, before it is a variant.
pub(super) struct Branch {
    /// What the variant is called after.
    name: String,
    pub(super) ty: TypeRef,
    /// The schema that a reference names, as a `mapping` names it too.
    target: Option<Pointer>,
    kinds: Vec<JsonKind>,
    /// Whether what follows is all there is to know of its properties.
    known: bool,
    /// Every property that it has.
    properties: Vec<String>,
    /// The properties that it requires of whoever sends it.
    required: Vec<String>,
    /// The properties that have but one value in it, with that value.
    constants: Vec<(String, Vec<String>)>,
}

impl Branch {
    /// The values that a property has in it, if there are but some.
    fn values(&self, property: &str) -> Option<&[String]> {
        let found = self.constants.iter().find(|(name, _)| name == property);
        found.map(|(_, values)| &values[..])
    }

    /// Whether an entry of a `mapping` names it: by a reference, or a component by its name.
    fn is_named(&self, target: &str) -> bool {
        let Some(own) = &self.target else { return false };
        Pointer::from_reference(target).as_ref() == Some(own)
            || own.last().as_deref() == Some(target)
    }
}

impl Schemas<'_> {
    /// The type of a schema with alternatives. Null is not among them.
    pub(super) fn union(
        &mut self,
        any: &AnySchema,
        data: &SchemaData,
        at: &Pointer,
        hint: &Hint,
        diagnostics: &mut Diagnostics,
    ) -> TypeRef {
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
            let branch = self.branch(schema, &at, hint, index, diagnostics);
            if !branches.iter().any(|it| it.ty == branch.ty && it.target == branch.target) {
                branches.push(branch);
            }
        }
        self.close_union(id, branches, data.discriminator.as_ref(), at, diagnostics);
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
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(discriminator) = discriminator {
            check_default(&branches, discriminator, at, diagnostics);
        }
        let (by, cases) = match by(&branches, discriminator) {
            Some(found) => found,
            None => {
                // The more demanding are tried first.
                branches.sort_by_key(|it| (Reverse(it.required.len()), width(&it.ty)));
                (By::Trial, vec![Vec::new(); branches.len()])
            }
        };
        if by == By::Trial && branches.iter().any(|it| it.ty == TypeRef::Any) {
            let message = "one of the alternatives may be anything";
            diagnostics.push(Diagnostic::warning(Code::Untyped, at, message));
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
        diagnostics: &mut Diagnostics,
    ) -> (String, TypeRef) {
        let branch = self.branch(schema, at, hint, index, diagnostics);
        (branch.name, branch.ty)
    }

    pub(super) fn branch(
        &mut self,
        schema: &ReferenceOr<Schema>,
        at: &Pointer,
        hint: &Hint,
        index: usize,
        diagnostics: &mut Diagnostics,
    ) -> Branch {
        // Mistakes in a reference are reported where it is lowered.
        let found = self.cx.resolver.resolve(schema, at, &mut Diagnostics::default());
        let (any, title) = match &found {
            Some(found) => {
                let (any, data) = parts(&found.value);
                (any, data.title.clone())
            }
            None => (AnySchema::default(), None),
        };
        let target = matches!(schema, ReferenceOr::Reference { .. })
            .then(|| found.as_ref().map(|it| it.pointer.clone()))
            .flatten();
        let properties = self.properties(&any, at, 0, &mut Vec::new());
        let word = match &target {
            Some(target) => Some(Hint::of(self.cx, target).rust),
            None => word(&any, title.as_deref(), &properties.constants),
        };
        let numbered = || format!("Variant{}", index + 1);
        let hint = hint.child(&word.clone().unwrap_or_else(numbered));
        let ty = match self.lower(SchemaRef::from(schema), at, &hint, diagnostics) {
            TypeRef::Option(inner) => *inner,
            other => other,
        };
        let name = word.or_else(|| self.component_name(&ty)).unwrap_or_else(numbered);
        self.typed_branch(name, target, properties, ty)
    }

    /// The alternative that a component is, if `ty` is the type of it.
    pub(super) fn component_branch(&self, any: &AnySchema, at: &Pointer, ty: TypeRef) -> Branch {
        let word = Hint::of(self.cx, at).rust;
        let properties = self.properties(any, at, 0, &mut Vec::new());
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

    /// What is known of the properties of an alternative, which may have alternatives itself.
    fn properties(
        &self,
        any: &AnySchema,
        at: &Pointer,
        depth: usize,
        seen: &mut Vec<Pointer>,
    ) -> Properties {
        let (keyword, list) = alternatives::of(any);
        if alternatives::are_constraints(list) {
            return self.properties_of_object(any, at);
        }
        if depth == MAX_DEPTH {
            return Properties::default();
        }
        let mut all: Option<Properties> = None;
        for (index, schema) in alternatives::with_base(any, list).iter().enumerate() {
            let at = at.child(keyword).index(index);
            let found = self.cx.resolver.resolve(schema, &at, &mut Diagnostics::default());
            let Some(found) = found.filter(|_| !alternatives::is_null(schema)) else { continue };
            // One that leads back says nothing new.
            if !seen.contains(&found.pointer) {
                seen.push(found.pointer.clone());
                let own = self.properties(&parts(&found.value).0, &found.pointer, depth + 1, seen);
                all = Some(match all {
                    Some(all) => all.or(own),
                    None => own,
                });
            }
        }
        all.unwrap_or_default()
    }

    /// What an object requires, and which of its properties have but one value.
    fn properties_of_object(&self, any: &AnySchema, at: &Pointer) -> Properties {
        let mut object = all_of::Object::default();
        let hint = Hint::inline("");
        let merged =
            all_of::merge(self.cx, any, at, &hint, &mut object, &mut Diagnostics::default());
        if merged.is_none() {
            return Properties::default();
        }
        // What is required of one side only need not be there.
        let goes_both_ways = |wire: &String| {
            let mut properties = object.properties.iter();
            properties.find(|it| it.wire == *wire).is_none_or(|it| it.direction == Direction::Both)
        };
        let required = object.required.iter().filter(|it| goes_both_ways(it)).cloned().collect();
        let mut constants = Vec::new();
        for property in &object.properties {
            let said = SchemaRef::from(&property.schema).said(self.cx.resolver);
            let values: Option<Vec<String>> = said.and_then(|(any, _)| {
                any.enumeration.iter().map(|it| it.as_str().map(str::to_owned)).collect()
            });
            if let Some(values) = values.filter(|values| !values.is_empty()) {
                constants.push((property.wire.clone(), values));
            }
        }
        let names = object.properties.into_iter().map(|it| it.wire).collect();
        Properties { known: true, names, required, constants }
    }

    /// The property by which the variants of a union are told apart, with all its values.
    fn words_of(&self, ty: &TypeRef) -> Option<(String, Vec<String>)> {
        let TypeRef::Named(id) = ty else { return None };
        let DraftShape::Union(DraftUnion { variants, by: By::Tag(property), .. }) =
            self.shape_of(*id)
        else {
            return None;
        };
        let cases = variants.iter().flat_map(|it| &it.cases);
        let words = cases.map(|case| match case {
            Case::Word(word) => Some(word.clone()),
            Case::Kind(_) | Case::Else | Case::Property(..) => None,
        });
        Some((property.clone(), words.collect::<Option<_>>()?))
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
            TypeRef::Option(inner) | TypeRef::Patch(inner) | TypeRef::Boxed(inner) => {
                self.kinds(inner)
            }
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

#[derive(Default)]
struct Properties {
    /// Whether the others are all there is to know.
    known: bool,
    names: Vec<String>,
    required: Vec<String>,
    constants: Vec<(String, Vec<String>)>,
}

impl Properties {
    /// What an object has that is of one of two alternatives.
    fn or(mut self, mut other: Self) -> Self {
        self.known &= other.known;
        self.required.retain(|name| other.required.contains(name));
        other.names.retain(|name| !self.names.contains(name));
        self.names.append(&mut other.names);
        self.constants.retain_mut(|(name, values)| {
            let found = other.constants.iter().find(|(other, _)| other == name);
            values.extend(found.iter().flat_map(|(_, values)| values.iter().cloned()));
            found.is_some()
        });
        self
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

/// What tells the alternatives apart, and by what each is known; `None` if only a trial can tell.
fn by(branches: &[Branch], discriminator: Option<&Discriminator>) -> Option<(By, Vec<Vec<Case>>)> {
    let kinds: Vec<Vec<JsonKind>> = branches.iter().map(|it| it.kinds.clone()).collect();
    if kinds.iter().any(Vec::is_empty) {
        return None;
    }
    // One alternative alone is not all that its discriminator may name.
    if distinct(&kinds) && (kinds.len() > 1 || discriminator.is_none()) {
        return Some((By::Kind, kinds.into_iter().map(kind_cases).collect()));
    }
    let is_object = |branch: &&Branch| branch.kinds == [JsonKind::Object];
    let objects: Vec<&Branch> = branches.iter().filter(is_object).collect();
    let others: Vec<Vec<JsonKind>> =
        branches.iter().filter(|it| !is_object(it)).map(|it| it.kinds.clone()).collect();
    if !distinct(&others) || others.iter().flatten().any(|kind| *kind == JsonKind::Object) {
        return None;
    }
    let known = objects.iter().all(|it| it.known);
    let told = |silent| {
        let stated = discriminator.and_then(|it| by_discriminator(&objects, it));
        let inferred = || by_constant(&objects, silent).or_else(|| by_key(&objects, silent));
        stated.or_else(|| known.then(inferred).flatten())
    };
    // Where each has a word, an object that the document does not know is none of them.
    let (by, words) = told(false).or_else(|| told(true))?;
    let mut words = words.into_iter();
    let cases = branches.iter().map(|branch| match is_object(&branch) {
        true => words.next().unwrap_or_default(),
        false => kind_cases(branch.kinds.clone()),
    });
    Some((by, cases.collect()))
}

fn kind_cases(kinds: Vec<JsonKind>) -> Vec<Case> {
    kinds.into_iter().map(Case::Kind).collect()
}

/// The words of each object. One of them may have none if `silent`: it is what objects without a word
/// are.
fn word_cases(words: Vec<Vec<String>>, silent: bool) -> Option<Vec<Vec<Case>>> {
    let without = words.iter().filter(|it| it.is_empty()).count();
    if without > usize::from(silent) || without == words.len() || !distinct(&words) {
        return None;
    }
    let cases = |words: Vec<String>| match words.is_empty() {
        true => vec![Case::Kind(JsonKind::Object)],
        false => words.into_iter().map(Case::Word).collect(),
    };
    Some(words.into_iter().map(cases).collect())
}

/// OpenAPI 3.1 §4.8.25: the values that `mapping` lists, else the names of the schemas.
fn by_discriminator(
    objects: &[&Branch],
    discriminator: &Discriminator,
) -> Option<(By, Vec<Vec<Case>>)> {
    let words = objects.iter().map(|branch| tags(branch, objects, discriminator)).collect();
    let mut cases = word_cases(words, true)?;
    if let Some(default) = openapi::default_mapping(discriminator) {
        let default = objects.iter().position(|it| it.is_named(default));
        if let Some(cases) = default.and_then(|it| cases.get_mut(it)) {
            cases.retain(|it| matches!(it, Case::Word(_)));
            cases.push(Case::Else);
        }
    }
    Some((By::Tag(discriminator.property_name.clone()), cases))
}

/// A default that is none of the alternatives, all of which have names, is nothing.
fn check_default(
    branches: &[Branch],
    discriminator: &Discriminator,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let Some(default) = openapi::default_mapping(discriminator) else { return };
    if branches.iter().all(|it| it.target.is_some() && !it.is_named(default)) {
        let at = at.child("discriminator").child("defaultMapping");
        let message = format!("`{default}` is none of the alternatives");
        let help = "name one of the schemas, or refer to it as they do";
        diagnostics.push(Diagnostic::warning(Code::InvalidValue, &at, message).help(help));
    }
}

fn tags(branch: &Branch, all: &[&Branch], discriminator: &Discriminator) -> Vec<String> {
    let name = branch.target.as_ref().and_then(Pointer::last);
    let mapped = discriminator.mapping.iter().filter(|(_, target)| branch.is_named(target));
    let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let property = &discriminator.property_name;
    let listed = branch.values(property);
    // A list with the names of several schemas is that of their common base.
    let is_common = all.iter().filter(|it| it.values(property) == listed).count() > 1;
    match (listed, name) {
        (Some(values), Some(name)) if is_common && values.contains(&name) => vec![name],
        (Some(values), _) => values.to_vec(),
        (None, name) => name.into_iter().collect(),
    }
}

/// A property that the alternatives have with values of their own.
fn by_constant(objects: &[&Branch], silent: bool) -> Option<(By, Vec<Vec<Case>>)> {
    let candidates = objects.iter().flat_map(|it| &it.constants);
    let mut found = candidates.filter_map(|(property, _)| {
        let words = objects.iter().map(|branch| {
            // What has the property with any value, or may lack it, cannot be told by its absence.
            match branch.values(property) {
                Some(_) if silent && !branch.required.contains(property) => None,
                Some(values) => Some(values.to_vec()),
                None => (!branch.properties.contains(property)).then(Vec::new),
            }
        });
        let cases = word_cases(words.collect::<Option<_>>()?, silent)?;
        Some((By::Tag(property.clone()), cases))
    });
    found.next()
}

/// For each alternative a property that it requires and no other has.
fn by_key(objects: &[&Branch], silent: bool) -> Option<(By, Vec<Vec<Case>>)> {
    let own = |index: usize| {
        let mut unique = objects[index].required.iter().filter(|key| {
            let others = objects.iter().enumerate().filter(|(other, _)| *other != index);
            others.into_iter().all(|(_, other)| !other.properties.contains(key))
        });
        unique.next().cloned().into_iter().collect()
    };
    Some((By::Key, word_cases((0..objects.len()).map(own).collect(), silent)?))
}

/// Whether no value stands in two of the lists.
fn distinct<T: PartialEq>(lists: &[Vec<T>]) -> bool {
    lists.iter().enumerate().all(|(index, list)| {
        let others = || lists[index + 1..].iter().flatten();
        list.iter().all(|value| !others().any(|other| other == value))
    })
}
