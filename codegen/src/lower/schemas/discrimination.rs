//! By what the alternatives of a union are told apart.

use openapiv3::Discriminator;

use crate::{
    diagnostics::{Code, Diagnostic},
    model::{Case, Discrimination, JsonType, TypeRef},
    openapi,
    pointer::Pointer,
};

/// One alternative, before it is a variant.
pub(super) struct Branch {
    /// What the variant is called after, unless its cases say it better.
    pub(super) word: String,
    /// Whether that is the constant that tells what it is.
    pub(super) is_constant: bool,
    pub(super) docs: String,
    pub(super) ty: TypeRef,
    /// The schema that a reference names, as a `mapping` names it too.
    pub(super) target: Option<Pointer>,
    pub(super) kinds: Vec<JsonType>,
    /// Whether what follows is all there is to know of its properties.
    pub(super) known: bool,
    /// Every property that it has.
    pub(super) properties: Vec<String>,
    /// The properties that it requires of whoever sends it.
    pub(super) required: Vec<String>,
    /// The properties that have but one value in it, with that value.
    pub(super) constants: Vec<(String, Vec<String>)>,
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

/// What tells the alternatives apart, and by what each is known; `None` if only a trial can tell.
pub(super) fn by(
    branches: &[Branch],
    discriminator: Option<&Discriminator>,
) -> Option<(Discrimination, Vec<Vec<Case>>)> {
    let kinds: Vec<Vec<JsonType>> = branches.iter().map(|it| it.kinds.clone()).collect();
    if kinds.iter().any(Vec::is_empty) {
        return None;
    }
    // One alternative alone is not all that its discriminator may name.
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
    // Where each has a word, an object that the document does not know is none of them.
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

/// The words of each object. One of them may have none if `silent`: it is what objects without a word
/// are.
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

/// A default that is none of the alternatives, all of which have names, is nothing.
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
    // A list with the names of several schemas is that of their common base.
    let is_common = all.iter().filter(|it| it.values(property) == listed).count() > 1;
    match (listed, name) {
        (Some(values), Some(name)) if is_common && values.contains(&name) => vec![name],
        (Some(values), _) => values.to_vec(),
        (None, name) => name.into_iter().collect(),
    }
}

/// A property that the alternatives have with values of their own.
fn by_constant(objects: &[&Branch], silent: bool) -> Option<(Discrimination, Vec<Vec<Case>>)> {
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
        Some((Discrimination::Tag(property.clone()), cases))
    });
    found.next()
}

/// For each alternative a property that it requires and no other has.
fn by_key(objects: &[&Branch], silent: bool) -> Option<(Discrimination, Vec<Vec<Case>>)> {
    let own = |index: usize| {
        let mut unique = objects[index].required.iter().filter(|key| {
            let others = objects.iter().enumerate().filter(|(other, _)| *other != index);
            others.into_iter().all(|(_, other)| !other.properties.contains(key))
        });
        unique.next().cloned().into_iter().collect()
    };
    Some((Discrimination::Key, word_cases((0..objects.len()).map(own).collect(), silent)?))
}

/// Whether no value stands in two of the lists.
fn distinct<T: PartialEq>(lists: &[Vec<T>]) -> bool {
    lists.iter().enumerate().all(|(index, list)| {
        let others = || lists[index + 1..].iter().flatten();
        list.iter().all(|value| !others().any(|other| other == value))
    })
}
