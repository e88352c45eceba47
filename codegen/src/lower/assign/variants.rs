//! The earlier names of variants of unions.

use std::collections::BTreeSet;

use crate::{
    lock::{self, Lock, variants},
    lower::text::naming,
    model::{FormerName, Shape, TypeDef, Union},
};

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
            let name = naming::free(&others, used.iter().map(String::as_str));
            used.insert(name.clone());
            name
        })
    };
    union.variants.iter().zip(names).map(new).collect()
}
