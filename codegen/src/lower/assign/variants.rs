//! The names of variants from the configuration, and the earlier names of variants of unions.

use std::collections::BTreeSet;

use crate::{
    lock::{self, Lock, variants},
    lower::{
        context::Cx,
        draft::{Draft, DraftShape, DraftValue, DraftVariant},
        text::{naming, variant_names},
    },
    model::{Case, FormerName, Shape, TypeDef, Union},
};

/// The configured names of variants of unions: the positions of the type and of the variant, and the name.
pub(super) type Chosen = Vec<(usize, usize, String)>;

/// Sets the configured names of values. Returns those of the variants of unions, which have priority over
/// the names in the lock.
pub(super) fn configure(cx: Cx<'_>, drafts: &mut [Draft]) -> Chosen {
    let mut chosen = Chosen::new();
    for (index, draft) in drafts.iter_mut().enumerate() {
        let Some((schema, names)) = cx.config.variants(&draft.origin) else { continue };
        let name = |key: &str| {
            cx.config.use_variant(schema, key);
            names.get(key)
        };
        match &mut draft.shape {
            DraftShape::Strings(values) | DraftShape::OpenStrings(values) => {
                set(values, &name);
            }
            DraftShape::Integers(values) => set(values, &name),
            DraftShape::Union(union) => {
                for (position, variant) in union.variants.iter().enumerate() {
                    let mut found = keys(variant).filter_map(name);
                    let found = found.next().map(|it| variant_names::of(it));
                    chosen.extend(found.map(|name| (index, position, name)));
                }
            }
            _ => {}
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
fn keys(variant: &DraftVariant) -> impl Iterator<Item = &str> {
    let words = variant.cases.iter().filter_map(|case| match case {
        Case::Word(word) => Some(word.as_str()),
        _ => None,
    });
    words.chain([variant.name.as_str()])
}

/// Gives variants of unions their configured names. Another variant with such a name gets another one.
pub(super) fn choose(chosen: &Chosen, defs: &mut [TypeDef]) {
    for (index, position, name) in chosen {
        let Shape::Union(union) = &mut defs[*index].shape else { continue };
        let of_union = chosen.iter().filter(|(it, ..)| it == index);
        let fixed: BTreeSet<usize> = of_union.map(|(_, position, _)| *position).collect();
        let mut used: BTreeSet<String> = union.variants.iter().map(|it| it.name.clone()).collect();
        used.insert(name.clone());
        for (other, variant) in union.variants.iter_mut().enumerate() {
            if other == *position {
                variant.name.clone_from(name);
            } else if variant.name == *name && !fixed.contains(&other) {
                let free = format!("{name}Value");
                variant.name = naming::free(&[&free], |it| used.contains(it));
            }
        }
    }
}

/// Restores the earlier names of variants. New variants get other names if necessary.
pub(super) fn keep(lock: &Lock, former: &[FormerName], defs: &mut [TypeDef]) {
    for index in 0..defs.len() {
        let Shape::Union(union) = &defs[index].shape else { continue };
        let former = former.iter().filter(|it| it.is_of(index)).map(|it| &it.name);
        let owners = std::iter::once(&defs[index].name.rust).chain(former);
        let owners: Vec<String> = owners.map(|it| lock::plain(it)).collect();
        let names = names(lock, &owners, union, defs);
        if let Shape::Union(union) = &mut defs[index].shape {
            for (variant, name) in union.variants.iter_mut().zip(names) {
                variant.name = name;
            }
        }
    }
}

fn names(lock: &Lock, owners: &[String], union: &Union, defs: &[TypeDef]) -> Vec<String> {
    let locked = |owner: &String, key: String| lock.variants.get(&(owner.clone(), key));
    let mut used = BTreeSet::new();
    let mut names: Vec<Option<String>> = Vec::new();
    for variant in &union.variants {
        let keys = || variants::keys(variant, defs).into_iter();
        let mut known = owners.iter().flat_map(|it| keys().map(move |key| (it, key)));
        let name = known.find_map(|(owner, key)| locked(owner, key));
        let name = name.map(|it| naming::chosen(it)).filter(|it| used.insert(it.clone()));
        names.push(name);
    }
    let new = |(variant, name): (&crate::model::UnionVariant, Option<String>)| {
        name.unwrap_or_else(|| {
            let own = &variant.name;
            let others = [own.clone(), format!("{own}Value")];
            let others: Vec<&str> = others.iter().map(String::as_str).collect();
            let name = naming::free(&others, |it| used.contains(it));
            used.insert(name.clone());
            name
        })
    };
    union.variants.iter().zip(names).map(new).collect()
}
