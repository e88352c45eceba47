//! Compares public surfaces, and joins what is found with the changes on the wire.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diff::{
        change::{Change, Impact},
        rule::Rule,
        side::Side,
    },
    model::Api,
    pointer::Pointer,
    surface::{Item, ItemKind, Surface, spelled},
};

/// A difference of two surfaces.
struct Difference<'a> {
    old: Option<&'a Item>,
    new: Option<&'a Item>,
    /// The item as it was, or as it is if it is new.
    item: &'a Item,
    impact: Impact,
    /// A caller that compiles with the old surface only.
    witness: Option<String>,
}

/// Two surfaces.
pub(crate) struct Surfaces<'a> {
    pub(crate) old: &'a Surface,
    /// The items of the old one, by the names that types have in the new one.
    pub(crate) before: &'a [Item],
    pub(crate) new: &'a Surface,
    pub(crate) former: Former,
    /// The types that had another name before already.
    pub(crate) known: BTreeSet<String>,
}

impl Surfaces<'_> {
    /// The changes on the wire with their impact on the source, and those of the source alone.
    pub(crate) fn join(&self, changes: Vec<Change>) -> Vec<Change> {
        let mut differences = self.differences();
        differences.retain(|it| !self.is_renamed(it.item));
        let wholes = Wholes::of(&differences);
        let mut causes = Causes::new(changes, self.old, self.new);
        let mut left = Vec::new();
        for difference in &differences {
            if wholes.cover(difference) {
                continue;
            }
            match causes.of(difference) {
                Some(change) => {
                    change.source = change.source.max(difference.impact);
                    change.witness = change.witness.take().or_else(|| difference.witness.clone());
                }
                None => left.extend(of_source(difference)),
            }
        }
        let mut changes = causes.changes;
        changes.extend(one_each(left));
        changes.extend(self.annotations());
        changes.extend(self.renames());
        changes
    }

    /// Whether an item is a type that is renamed, which is one change.
    fn is_renamed(&self, item: &Item) -> bool {
        item.kind == ItemKind::Type
            && self.former.iter().any(|(old, new)| item.path == *old || item.path == *new)
    }

    fn renames(&self) -> Vec<Change> {
        let types = self.old.items().filter(|it| it.kind == ItemKind::Type);
        let types: BTreeSet<&str> = types.map(|it| it.path.as_str()).collect();
        let is_new = |path: &String| types.contains(path.as_str()) && !self.known.contains(path);
        let renamed = self.former.iter().filter(|(path, _)| is_new(path));
        let change = |(one, other): (&String, &String)| {
            let now = self.new.items().find(|it| it.path == *other);
            let at =
                now.map_or_else(|| Pointer::root().child("components"), |it| it.pointer.clone());
            let change = Change::new(Rule::TypeRenamed, one.clone(), Impact::None, &at);
            Change { source: Impact::Compatible, ..change.detail(format!("{one} → {other}")) }
        };
        renamed.map(change).collect()
    }

    fn differences(&self) -> Vec<Difference<'_>> {
        let mut after = self.new.by_key();
        let mut all = Vec::new();
        for old in self.before {
            let new = after.remove(&old.key());
            let Some(new) = new else {
                let witness = old.uses.first().cloned();
                all.push(Difference {
                    old: Some(old),
                    new: None,
                    item: old,
                    impact: Impact::Breaking,
                    witness,
                });
                continue;
            };
            if old.signature == new.signature {
                continue;
            }
            let witness = old.uses.iter().find(|it| !is_kept(new, it, &self.former)).cloned();
            let impact = if witness.is_some() { Impact::Breaking } else { Impact::Compatible };
            all.push(Difference { old: Some(old), new: Some(new), item: old, impact, witness });
        }
        let added = after.into_values().map(|new| Difference {
            old: None,
            new: Some(new),
            item: new,
            impact: Impact::Compatible,
            witness: None,
        });
        all.extend(added);
        all
    }

    /// The changes of descriptions, and what becomes deprecated.
    fn annotations(&self) -> Vec<Change> {
        let after = self.new.by_key();
        let kept = self.before.iter().filter(|it| !self.former.contains_key(&it.path));
        let pairs = kept.filter_map(|old| after.get(&old.key()).map(|new| (old, *new)));
        let mut changes = Vec::new();
        for (old, new) in pairs {
            if new.deprecated && !old.deprecated {
                let change =
                    Change::new(Rule::Deprecated, new.path.clone(), Impact::Docs, &new.pointer);
                changes.push(Change { source: Impact::Compatible, ..change });
            }
            if old.docs != new.docs {
                let change =
                    Change::new(Rule::Described, new.path.clone(), Impact::Docs, &new.pointer);
                changes.push(Change { source: Impact::Docs, ..change });
            }
        }
        changes
    }
}

/// The items of the old surface with the names that their types have in the new one.
pub(crate) fn before(old: &Side<'_>, former: &Former) -> Vec<Item> {
    old.surface.items().map(|it| renamed(it, former)).collect()
}

/// Whether a caller of an old item compiles with the item as it is now.
pub(crate) fn is_kept(item: &Item, caller: &str, former: &Former) -> bool {
    item.uses.iter().any(|it| it == caller)
        || !former.is_empty() && item.uses.contains(&replaced(caller, former))
}

/// The types that have another name now, and that name, by path.
pub(crate) type Former = BTreeMap<String, String>;

/// The types that have another name now.
pub(crate) fn former(api: &Api) -> Former {
    let path = |rust: &str| format!("types::{rust}");
    api.types.former.iter().map(|it| (path(&it.name), spelled(api, &it.target))).collect()
}

/// An item of the old surface with the names that types have now: the old ones are aliases.
fn renamed(item: &Item, former: &Former) -> Item {
    if former.is_empty() {
        return item.clone();
    }
    // The old name of a type is still there, as an alias.
    if item.kind == ItemKind::Type && former.contains_key(&item.path) {
        return item.clone();
    }
    let replace = |text: &str| replaced(text, former);
    Item {
        path: replace(&item.path),
        signature: replace(&item.signature),
        owner: replace(&item.owner),
        ..item.clone()
    }
}

/// A text with each path of `names` replaced, as whole words.
fn replaced(text: &str, names: &Former) -> String {
    let mut out = String::with_capacity(text.len());
    let mut left = text;
    while let Some(start) = left.find("types::") {
        let after = &left[start + "types::".len()..];
        let end = after.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(after.len());
        let path = &left[start..start + "types::".len() + end];
        out.push_str(&left[..start]);
        out.push_str(names.get(path).map_or(path, String::as_str));
        left = &after[end..];
    }
    out + left
}

/// Items that came or went as a whole, whose parts need no mention.
struct Wholes {
    added: BTreeSet<String>,
    removed: BTreeSet<String>,
}

impl Wholes {
    fn of(differences: &[Difference<'_>]) -> Self {
        let whole = |item: &Item| match item.kind {
            ItemKind::Type => Some(item.path.clone()),
            ItemKind::Method => request_of(item).map(str::to_owned),
            _ => None,
        };
        let added = differences.iter().filter(|it| it.old.is_none());
        let removed = differences.iter().filter(|it| it.new.is_none());
        Self {
            added: added.filter_map(|it| whole(it.item)).collect(),
            removed: removed.filter_map(|it| whole(it.item)).collect(),
        }
    }

    fn cover(&self, difference: &Difference<'_>) -> bool {
        let item = difference.item;
        let is_part = |wholes: &BTreeSet<String>| {
            item.kind != ItemKind::Method && wholes.contains(&item.owner)
        };
        match (difference.old, difference.new) {
            (None, _) => is_part(&self.added),
            (_, None) => is_part(&self.removed),
            _ => false,
        }
    }
}

/// The request that a method makes.
fn request_of(method: &Item) -> Option<&str> {
    method.signature.split_once(" -> ").map(|(_, request)| request)
}

/// The item that a path is part of: `types::Container` of `types::Container.status`.
fn owner(path: &str) -> &str {
    path.rfind(['.', ':']).map_or("", |end| path[..end].trim_end_matches(':'))
}

/// The changes on the wire, by what they are of.
struct Causes {
    changes: Vec<Change>,
    by_item: BTreeMap<String, usize>,
    by_owner: BTreeMap<String, usize>,
    /// The methods of requests, by path.
    methods: BTreeMap<String, String>,
}

impl Causes {
    fn new(changes: Vec<Change>, old: &Surface, new: &Surface) -> Self {
        let mut by_item = BTreeMap::new();
        let mut by_owner = BTreeMap::new();
        for (index, change) in changes.iter().enumerate() {
            by_item.entry(change.item.clone()).or_insert(index);
            if let (Rule::OperationMoved, Some((_, is_at))) =
                (change.rule, change.detail.split_once(" → "))
            {
                by_item.entry(is_at.to_owned()).or_insert(index);
            }
            by_owner.entry(owner(&change.item).to_owned()).or_insert(index);
        }
        let methods = old.items().chain(new.items());
        let methods = methods.filter(|it| it.kind == ItemKind::Method);
        let methods = methods.filter_map(|it| Some((request_of(it)?.to_owned(), it.path.clone())));
        Self { changes, by_item, by_owner, methods: methods.collect() }
    }

    /// The change that a difference of the surface comes from.
    fn of(&mut self, difference: &Difference<'_>) -> Option<&mut Change> {
        let item = difference.item;
        let index = self.by_item.get(&item.path).or_else(|| match item.kind {
            // Arguments change with the properties and parameters that they are of.
            ItemKind::New => self.by_owner.get(&item.owner),
            ItemKind::Method => request_of(item).and_then(|it| self.by_owner.get(it)),
            ItemKind::Answer => self.methods.get(&item.path).and_then(|it| self.by_item.get(it)),
            ItemKind::Accessor => request_of(item).and_then(|it| self.by_owner.get(it)),
            _ => None,
        });
        let index = index.copied().or_else(|| match item.kind {
            ItemKind::Constructor => self.changes.iter().position(|change| {
                change.pointer.parent().and_then(|it| it.parent()).as_ref() == Some(&item.pointer)
            }),
            _ => None,
        })?;
        self.changes.get_mut(index)
    }
}

/// A change of the source alone.
fn of_source(difference: &Difference<'_>) -> Option<Change> {
    let item = difference.item;
    // The resources of operations come and go with them.
    if item.kind == ItemKind::Accessor && difference.impact == Impact::Compatible {
        return None;
    }
    let rule = match (difference.old, difference.new) {
        (Some(_), Some(_)) => Rule::ItemChanged,
        (Some(_), None) => Rule::ItemRemoved,
        _ => Rule::ItemAdded,
    };
    let detail = match (difference.old, difference.new) {
        (Some(old), Some(new)) => format!("{} → {}", old.signature.trim(), new.signature.trim()),
        _ => String::new(),
    };
    let change = Change::new(rule, item.path.clone(), Impact::None, &item.pointer).detail(detail);
    let change = if rule == Rule::ItemRemoved { change.gone() } else { change };
    Some(Change { source: difference.impact, witness: difference.witness.clone(), ..change })
}

/// One change of each item: a field and its setter change together.
fn one_each(changes: Vec<Change>) -> Vec<Change> {
    let mut all: BTreeMap<String, Change> = BTreeMap::new();
    for change in changes {
        match all.get_mut(&change.item) {
            Some(known) if known.rule <= change.rule => {
                known.source = known.source.max(change.source);
                known.witness = known.witness.take().or(change.witness);
            }
            known => {
                let witness = known.and_then(|it| it.witness.take()).or(change.witness.clone());
                all.insert(change.item.clone(), Change { witness, ..change });
            }
        }
    }
    all.into_values().collect()
}
