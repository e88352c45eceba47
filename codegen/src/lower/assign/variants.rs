//! The names of variants from the configuration, and the earlier names of variants.

use std::collections::BTreeSet;

use crate::{
    lock::{self, Lock, variants},
    lower::{
        context::Cx,
        draft::{Draft, DraftShape, DraftValue, DraftVariant},
        text::{naming, variant_names},
    },
    model::{Case, ErrorVariant, FormerName, Status, TypeDef},
};

/// The configured names of variants of unions and of error bodies: the positions of the type and of the variant,
/// and the name.
pub(super) type Chosen = Vec<(usize, usize, String)>;

/// Sets the configured names of values. Returns those of the other variants, which have priority over the
/// names in the lock.
pub(super) fn configure(cx: Cx<'_>, drafts: &mut [Draft]) -> Chosen {
    let mut chosen = Chosen::new();
    for (index, draft) in drafts.iter_mut().enumerate() {
        let Some((schema, names)) = cx.config.variants(&draft.origin, draft.facet) else {
            continue;
        };
        let name = |key: &str| {
            cx.config.use_variant(schema, key);
            names.get(key)
        };
        let keys: Vec<Vec<String>> = match &mut draft.shape {
            DraftShape::Strings(values) | DraftShape::OpenStrings(values) => {
                set(values, &name);
                Vec::new()
            }
            DraftShape::Integers(values) => {
                set(values, &name);
                Vec::new()
            }
            DraftShape::Union(union) => union.variants.iter().map(of_alternative).collect(),
            DraftShape::Errors(variants) => variants.iter().map(of_error).collect(),
            _ => Vec::new(),
        };
        for (position, keys) in keys.iter().enumerate() {
            let found = keys.iter().find_map(|it| name(it));
            chosen.extend(found.map(|it| (index, position, variant_names::chosen(it))));
        }
    }
    chosen
}

fn set<'n, T: ToString>(values: &mut [DraftValue<T>], name: &impl Fn(&str) -> Option<&'n String>) {
    for value in values {
        let found = name(&value.value.to_string()).cloned();
        value.name = found.or_else(|| value.name.take());
    }
}

/// The keys of an alternative in the configuration: the values of its tag, and its default name.
fn of_alternative(variant: &DraftVariant) -> Vec<String> {
    let words = variant.cases.iter().filter_map(|case| match case {
        Case::Word(word) => Some(word.clone()),
        _ => None,
    });
    words.chain([variant.name.clone()]).collect()
}

/// The keys of an error body in the configuration: its statuses, and its default name.
fn of_error(variant: &ErrorVariant) -> Vec<String> {
    variant.statuses.iter().map(Status::key).chain([variant.name.clone()]).collect()
}

/// Gives variants their configured names. Another variant with such a name gets another one.
pub(super) fn choose(chosen: &Chosen, defs: &mut [TypeDef]) {
    for (index, position, name) in chosen {
        let mut names = defs[*index].shape.variant_names_mut();
        let of_type = chosen.iter().filter(|(it, ..)| it == index);
        let fixed: BTreeSet<usize> = of_type.map(|(_, position, _)| *position).collect();
        let mut used: BTreeSet<String> = names.iter().map(|it| (*it).clone()).collect();
        used.insert(name.clone());
        for (other, own) in names.iter_mut().enumerate() {
            if other == *position {
                (*own).clone_from(name);
            } else if *own == name && !fixed.contains(&other) {
                let free = format!("{name}Value");
                **own = naming::free(&[&free], |it| used.contains(it));
            }
        }
    }
}

/// Restores the earlier names of variants. New variants get other names if necessary.
pub(super) fn keep(lock: &Lock, former: &[FormerName], defs: &mut [TypeDef]) {
    for index in 0..defs.len() {
        let keys = variants::keys(&defs[index].shape, former, defs);
        let owners = former.iter().filter(|it| it.is_of(index)).map(|it| &it.name);
        let owners = std::iter::once(&defs[index].name.rust).chain(owners);
        let owners: Vec<String> = owners.map(|it| lock::plain(it)).collect();
        restore(lock, &owners, &keys, defs[index].shape.variant_names_mut());
    }
}

/// Restores the names of the variants of one type, which had the names `owners`. The variants have these
/// `keys`.
fn restore(lock: &Lock, owners: &[String], keys: &[Vec<String>], names: Vec<&mut String>) {
    let locked = |owner: &String, key: &String| lock.variants.get(&(owner.clone(), key.clone()));
    let mut used = BTreeSet::new();
    let mut new = Vec::new();
    for (name, keys) in names.into_iter().zip(keys) {
        let mut known = owners.iter().flat_map(|owner| keys.iter().map(move |key| (owner, key)));
        let found = known.find_map(|(owner, key)| locked(owner, key));
        match found.map(|it| naming::chosen(it)).filter(|it| used.insert(it.clone())) {
            Some(found) => *name = found,
            None => new.push(name),
        }
    }
    for name in new {
        let other = format!("{name}Value");
        *name = naming::free(&[name, &other], |it| used.contains(it));
        used.insert(name.clone());
    }
}
