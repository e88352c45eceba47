//! The names of a union's variants. A variant is named after what selects it, and never after its
//! position or title, because these may change although the variant stays the same.

use std::{borrow::Cow, collections::BTreeSet};

use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::{
    discrimination::Branch,
    properties::Properties,
    store::Schemas,
    view::{SchemaRef, parts, type_name},
};
use crate::{
    case,
    lower::{
        context::Cx,
        draft::{MARKS, NameHint},
        text::variant_names::{self, Candidate},
    },
    model::{Case, Discrimination, JsonType, TypeRef},
    pointer::Pointer,
};

/// One alternative, before it is a type.
pub(super) struct Alternative<'s> {
    pub(super) schema: &'s ReferenceOr<Schema>,
    pub(super) at: Pointer,
    /// The schema itself, or the one that a reference names.
    pub(super) found: Cow<'s, Schema>,
    pub(super) docs: String,
    /// The schema that a reference names.
    pub(super) target: Option<Pointer>,
    pub(super) properties: Properties,
    /// The name, before it is made unique.
    pub(super) word: String,
    /// Whether the name is a constant that identifies the alternative.
    pub(super) is_constant: bool,
}

impl Alternative<'_> {
    fn any(&self) -> &AnySchema {
        parts(&self.found).0
    }
}

/// The maximum number of nested lists in a name.
const MAX_LIST_DEPTH: usize = 3;

/// Sets the name of each alternative: its constant, the name of its component, or its JSON type.
pub(super) fn name(
    cx: Cx<'_>,
    alternatives: &mut [Alternative<'_>],
    discriminator: Option<&Discriminator>,
) {
    let property = discriminator.map(|it| it.property_name.as_str());
    let components = components(cx, alternatives);
    let own = |(it, component): (&Alternative<'_>, &Option<String>)| {
        let constant = constant(&it.properties.constants, property);
        let named = constant.or_else(|| component.clone()).or_else(|| text(it.any()));
        named.unwrap_or_else(|| json_type(cx, it.any(), 0))
    };
    let words: Vec<String> = alternatives.iter().zip(&components).map(own).collect();
    for (index, component) in components.into_iter().enumerate() {
        let is_twin = words.iter().filter(|it| **it == words[index]).count() > 1;
        let other = match is_twin {
            true => component.or_else(|| distinct(cx, index, alternatives)),
            false => None,
        };
        alternatives[index].is_constant = other.is_none()
            && constant(&alternatives[index].properties.constants, property).is_some();
        alternatives[index].word = other.unwrap_or_else(|| words[index].clone());
    }
}

/// The only text that an alternative allows.
fn text(any: &AnySchema) -> Option<String> {
    match &any.enumeration[..] {
        [Value::String(text)] => Some(text.clone()),
        _ => None,
    }
}

/// The constant that identifies an object.
fn constant(constants: &[(String, Vec<String>)], property: Option<&str>) -> Option<String> {
    let single = || constants.iter().filter(|(_, values)| values.len() == 1);
    let stated = single().find(|(name, _)| Some(name.as_str()) == property);
    let marked = || single().find(|(name, _)| MARKS.contains(&&**name));
    let only = || single().next().filter(|_| single().count() == 1);
    let (_, values) = stated.or_else(marked).or_else(only)?;
    values.first().cloned()
}

/// The names of the components among the alternatives, without the words at the start and at the
/// end that all of them have in common.
fn components(cx: Cx<'_>, alternatives: &[Alternative<'_>]) -> Vec<Option<String>> {
    let name = |it: &Alternative<'_>| it.target.as_ref().map(|at| NameHint::of(cx, at).rust);
    let names: Vec<Option<String>> = alternatives.iter().map(name).collect();
    let words: Vec<Vec<String>> = names
        .iter()
        .flatten()
        .map(|name| case::snake(name).split('_').map(str::to_owned).collect())
        .collect();
    let distinct: BTreeSet<&Vec<String>> = words.iter().collect();
    if distinct.len() < 2 {
        return names;
    }
    let spare = words.iter().map(|it| it.len() - 1).min().unwrap_or_default();
    let common = |at: &dyn Fn(&[String]) -> Option<&String>| {
        words.iter().all(|it| at(it) == words.first().and_then(|it| at(it)))
    };
    let start = (0..spare).take_while(|at| common(&|it| it.get(*at))).count();
    let end = (0..spare - start).take_while(|at| common(&|it| it.iter().rev().nth(*at))).count();
    let mut left = words.iter().map(|it| it[start..it.len() - end].join(" "));
    names.into_iter().map(|name| name.and_then(|_| left.next())).collect()
}

/// The name of a variant for the `type` of a schema.
fn json_type(cx: Cx<'_>, any: &AnySchema, depth: usize) -> String {
    let items = || match &any.items {
        Some(items) if depth < MAX_LIST_DEPTH => SchemaRef::from(items).schema(cx.resolver),
        _ => None,
    };
    let word = match (type_name(any), any.enumeration.first()) {
        (Some("string"), _) | (None, Some(Value::String(_))) => "Text",
        (Some("integer"), _) => "Integer",
        (Some("number"), _) | (None, Some(Value::Number(_))) => "Number",
        (Some("boolean"), _) | (None, Some(Value::Bool(_))) => "Bool",
        (Some("array"), _) if depth > 0 => match items() {
            Some(items) => return format!("{} list", json_type(cx, parts(&items).0, depth + 1)),
            None => "List",
        },
        (Some("array"), _) => "List",
        (Some("object"), _) => "Object",
        _ if any.any_of.is_empty() && any.one_of.is_empty() && any.all_of.is_empty() => "Json",
        _ => "Object",
    };
    word.to_owned()
}

/// The name of a list of a component.
fn item(cx: Cx<'_>, any: &AnySchema) -> Option<String> {
    let Some(ReferenceOr::Reference { reference }) = &any.items else { return None };
    let at = Pointer::from_reference(reference)?;
    Some(format!("{} list", NameHint::of(cx, &at).rust))
}

/// Another name for an alternative whose name is taken: from its items, or from a property that only it
/// has.
fn distinct(cx: Cx<'_>, index: usize, all: &[Alternative<'_>]) -> Option<String> {
    let own = &all[index];
    if type_name(own.any()) == Some("array") {
        return item(cx, own.any()).or_else(|| Some(json_type(cx, own.any(), 1)));
    }
    let is_own = |name: &&String| {
        let others = all.iter().enumerate().filter(|(other, _)| *other != index);
        others.into_iter().all(|(_, other)| !other.properties.names.contains(name))
    };
    let required = own.properties.required.iter().filter(is_own).min();
    required.or_else(|| own.properties.names.iter().filter(is_own).min()).cloned()
}

/// Unique names: from a variant's tag or key, its JSON type, or the name of the alternative.
pub(super) fn unique(
    schemas: &Schemas<'_>,
    branches: &[Branch],
    by: &Discrimination,
    cases: &[Vec<Case>],
) -> Vec<String> {
    let tags = cases.iter().flatten().filter_map(|case| match case {
        Case::Word(word) if matches!(by, Discrimination::Tag(_)) => Some(word.as_str()),
        _ => None,
    });
    let prefix = common_prefix(&tags.collect::<Vec<_>>());
    let word = |(branch, cases): (&Branch, &Vec<Case>)| match &cases[..] {
        [Case::Word(word)] => word.strip_prefix(prefix).unwrap_or(word).to_owned(),
        [Case::JsonType(JsonType::Object)]
            if *by == Discrimination::JsonType && !branch.is_constant =>
        {
            of_type(JsonType::Object).to_owned()
        }
        [Case::JsonType(kind)] if *kind != JsonType::Object => {
            scalar(&branch.ty).unwrap_or_else(|| of_type(*kind)).to_owned()
        }
        cases => match (scalar(&branch.ty), stem(cases)) {
            (Some(word), _) => word.to_owned(),
            (None, Some(word)) => word.strip_prefix(prefix).unwrap_or(word).to_owned(),
            (None, None) => component(schemas, branch),
        },
    };
    let mut words: Vec<String> = branches.iter().zip(cases).map(word).collect();
    let own: Vec<String> = words.iter().map(|it| variant_names::of(it)).collect();
    for (index, cases) in cases.iter().enumerate() {
        let is_twin = own.iter().filter(|it| **it == own[index]).count() > 1;
        // A JSON type can have a second name; the value of a tag cannot.
        if is_twin && words[index] == "Text" && !matches!(cases[..], [Case::Word(_)]) {
            words[index] = "String".to_owned();
        }
    }
    // Of two with the same word, the place decides which one keeps it, and not the order.
    let is_twin = |word: &String| words.iter().filter(|it| *it == word).count() > 1;
    let place = |index: usize| match &branches[index].ty {
        TypeRef::Named(id) if is_twin(&words[index]) => Some(schemas.steady_place(*id)),
        _ => None,
    };
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by_cached_key(|index| place(*index));
    let candidates = order.iter().map(|it| Candidate { value: &words[*it], chosen: None });
    let mut names: Vec<(usize, String)> =
        order.iter().copied().zip(variant_names::unique(&candidates.collect::<Vec<_>>())).collect();
    names.sort_by_key(|(index, _)| *index);
    names.into_iter().map(|(_, name)| name).collect()
}

/// The prefix that all tags with dots have in common, such as `response.` in `response.created`.
fn common_prefix<'w>(tags: &[&'w str]) -> &'w str {
    let dotted: Vec<&str> = tags.iter().filter(|it| it.contains('.')).copied().collect();
    let [first, others @ ..] = &dotted[..] else { return "" };
    let ends = first.match_indices('.').map(|(at, _)| &first[..=at]);
    let is_common = |prefix: &&str| others.iter().all(|it| it.starts_with(prefix));
    ends.filter(|_| !others.is_empty()).take_while(is_common).last().unwrap_or_default()
}

/// The tag that is a prefix of all others.
fn stem(cases: &[Case]) -> Option<&str> {
    let words = || {
        cases.iter().filter_map(|case| match case {
            Case::Word(word) => Some(word.as_str()),
            _ => None,
        })
    };
    let shortest = words().min_by_key(|it| (it.len(), *it))?;
    words().all(|it| it.starts_with(shortest)).then_some(shortest)
}

/// The name of an alternative. An unnamed object gets the name of its component, if its type is one.
fn component(schemas: &Schemas<'_>, branch: &Branch) -> String {
    match &branch.ty {
        TypeRef::Named(id) if branch.word == "Object" && schemas.hint_of(*id).component => {
            schemas.hint_of(*id).rust.clone()
        }
        _ => branch.word.clone(),
    }
}

/// The name of a variant for a scalar.
fn scalar(ty: &TypeRef) -> Option<&'static str> {
    Some(match ty {
        TypeRef::String => "Text",
        TypeRef::Base64 => "Base64",
        TypeRef::Bool => "Bool",
        TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64 => "Integer",
        TypeRef::F64 => "Number",
        TypeRef::UnixTime => "Time",
        TypeRef::DateTime => "DateTime",
        TypeRef::Date => "Date",
        TypeRef::Any => "Json",
        TypeRef::Object => "Object",
        _ => return None,
    })
}

fn of_type(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Bool => "Bool",
        JsonType::Number => "Integer",
        JsonType::String => "Text",
        JsonType::Array => "List",
        JsonType::Object => "Object",
    }
}
