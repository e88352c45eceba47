//! How the alternatives of a union are discriminated.

use std::collections::BTreeSet;

use openapiv3::Discriminator;

use crate::{
    diagnostics::{Code, Diagnostic},
    lower::draft::MARKS,
    model::{Case, Discrimination, JsonType, TypeRef},
    openapi,
    pointer::Pointer,
};

/// One alternative, before it is a variant.
pub(super) struct Branch {
    /// The name of the variant, unless its cases give a better one.
    pub(super) word: String,
    /// Whether the name is a constant that identifies the alternative.
    pub(super) is_constant: bool,
    pub(super) docs: String,
    pub(super) ty: TypeRef,
    /// The target of the reference, which a `mapping` may name.
    pub(super) target: Option<Pointer>,
    pub(super) kinds: Vec<JsonType>,
    /// Whether the following lists of properties are complete.
    pub(super) known: bool,
    /// All properties.
    pub(super) properties: Vec<String>,
    /// The required properties that both a client and a server send.
    pub(super) required: Vec<String>,
    /// The properties with a fixed set of values, with these values.
    pub(super) constants: Vec<(String, Vec<String>)>,
}

impl Branch {
    /// The possible values of a property, if they are a fixed set.
    fn values(&self, property: &str) -> Option<&[String]> {
        let found = self.constants.iter().find(|(name, _)| name == property);
        found.map(|(_, values)| &values[..])
    }

    /// Whether an entry of a `mapping` means this alternative. The entry is a reference or the name of
    /// a component.
    fn is_named(&self, target: &str) -> bool {
        let Some(own) = &self.target else { return false };
        Pointer::from_reference(target).as_ref() == Some(own)
            || own.last().as_deref() == Some(target)
    }
}

/// How the alternatives are discriminated, and the cases of each; `None` if the union is untagged.
pub(super) fn by(
    branches: &[Branch],
    discriminator: Option<&Discriminator>,
) -> Option<(Discrimination, Vec<Vec<Case>>)> {
    let kinds: Vec<Vec<JsonType>> = branches.iter().map(|it| it.kinds.clone()).collect();
    if kinds.iter().any(Vec::is_empty) {
        return None;
    }
    // A discriminator may name alternatives that the document does not list.
    if distinct(&kinds) && (kinds.len() > 1 || discriminator.is_none()) {
        return Some((Discrimination::JsonType, kinds.into_iter().map(type_cases).collect()));
    }
    let is_object = |branch: &&Branch| branch.kinds == [JsonType::Object];
    let objects: Vec<&Branch> = branches.iter().filter(is_object).collect();
    let others: Vec<Vec<JsonType>> =
        branches.iter().filter(|it| !is_object(it)).map(|it| it.kinds.clone()).collect();
    if !distinct(&others) || others.iter().flatten().any(|kind| *kind == JsonType::Object) {
        return None;
    }
    let known = objects.iter().all(|it| it.known);
    let told = |silent| {
        let stated = discriminator.and_then(|it| by_discriminator(&objects, it));
        let inferred = || by_constant(&objects, silent).or_else(|| by_key(&objects, silent));
        stated.or_else(|| known.then(inferred).flatten())
    };
    // If each object has values of the tag, an object with another value is `Unknown`.
    let (by, words) = told(false).or_else(|| told(true))?;
    let mut words = words.into_iter();
    let cases = branches.iter().map(|branch| match is_object(&branch) {
        true => words.next().unwrap_or_default(),
        false => type_cases(branch.kinds.clone()),
    });
    Some((by, cases.collect()))
}

fn type_cases(kinds: Vec<JsonType>) -> Vec<Case> {
    kinds.into_iter().map(Case::JsonType).collect()
}

/// The values of the tag for each object. If `silent`, one of them may have none: it is selected for
/// objects without the tag.
fn word_cases(words: Vec<Vec<String>>, silent: bool) -> Option<Vec<Vec<Case>>> {
    let without = words.iter().filter(|it| it.is_empty()).count();
    if without > usize::from(silent) || without == words.len() || !distinct(&words) {
        return None;
    }
    let cases = |words: Vec<String>| match words.is_empty() {
        true => vec![Case::JsonType(JsonType::Object)],
        false => words.into_iter().map(Case::Word).collect(),
    };
    Some(words.into_iter().map(cases).collect())
}

/// OpenAPI 3.1 §4.8.25: the values that `mapping` lists, else the names of the schemas.
fn by_discriminator(
    objects: &[&Branch],
    discriminator: &Discriminator,
) -> Option<(Discrimination, Vec<Vec<Case>>)> {
    let words = objects.iter().map(|branch| tags(branch, objects, discriminator)).collect();
    let mut cases = word_cases(words, true)?;
    if let Some(default) = openapi::default_mapping(discriminator) {
        let default = objects.iter().position(|it| it.is_named(default));
        if let Some(cases) = default.and_then(|it| cases.get_mut(it)) {
            cases.retain(|it| matches!(it, Case::Word(_)));
            cases.push(Case::Else);
        }
    }
    Some((Discrimination::Tag(discriminator.property_name.clone()), cases))
}

/// Reports a `defaultMapping` that names no alternative, although all alternatives have names.
pub(super) fn check_default(
    branches: &[Branch],
    discriminator: &Discriminator,
    at: &Pointer,
) -> Option<Diagnostic> {
    let default = openapi::default_mapping(discriminator)?;
    if branches.iter().any(|it| it.target.is_none() || it.is_named(default)) {
        return None;
    }
    let at = at.child("discriminator").child("defaultMapping");
    let message = format!("`defaultMapping` is `{default}`, which is not one of the alternatives");
    let help = "use the name of one of the schemas, or its reference";
    Some(Diagnostic::warning(Code::InvalidValue, &at, message).help(help))
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
    // Alternatives that list the same values inherit them from a common base. Each is selected by its
    // own name.
    let is_common = all.iter().filter(|it| it.values(property) == listed).count() > 1;
    match (listed, name) {
        (Some(values), Some(name)) if is_common && values.contains(&name) => vec![name],
        (Some(values), _) => values.to_vec(),
        (None, name) => name.into_iter().collect(),
    }
}

/// A property that has different values in all alternatives.
fn by_constant(objects: &[&Branch], silent: bool) -> Option<(Discrimination, Vec<Vec<Case>>)> {
    let candidates = objects.iter().flat_map(|it| &it.constants).map(|(property, _)| property);
    // In an order of their own: the usual ones first.
    let rank = |name: &str| MARKS.iter().position(|it| *it == name).unwrap_or(MARKS.len());
    let candidates: BTreeSet<(usize, &String)> = candidates.map(|it| (rank(it), it)).collect();
    let mut found = candidates.into_iter().filter_map(|(_, property)| {
        let words = objects.iter().map(|branch| {
            // The absence of the property selects an alternative only if this alternative never has it.
            match branch.values(property) {
                Some(_) if silent && !branch.required.contains(property) => None,
                Some(values) => Some(values.to_vec()),
                None => (!branch.properties.contains(property)).then(Vec::new),
            }
        });
        let cases = word_cases(words.collect::<Option<_>>()?, silent)?;
        Some((Discrimination::Tag(property.clone()), cases))
    });
    found.next()
}

/// For each alternative, a property that it requires and no other alternative has.
fn by_key(objects: &[&Branch], silent: bool) -> Option<(Discrimination, Vec<Vec<Case>>)> {
    let own = |index: usize| {
        let unique = objects[index].required.iter().filter(|key| {
            let others = objects.iter().enumerate().filter(|(other, _)| *other != index);
            others.into_iter().all(|(_, other)| !other.properties.contains(key))
        });
        unique.min().cloned().into_iter().collect()
    };
    Some((Discrimination::Key, word_cases((0..objects.len()).map(own).collect(), silent)?))
}

/// Whether no value is in two of the lists.
fn distinct<T: PartialEq>(lists: &[Vec<T>]) -> bool {
    lists.iter().enumerate().all(|(index, list)| {
        let others = || lists[index + 1..].iter().flatten();
        list.iter().all(|value| !others().any(|other| other == value))
    })
}
