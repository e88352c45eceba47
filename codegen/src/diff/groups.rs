//! Changes of one kind, in one sentence: "adds `status` to `ListJobs` and `ListBatches`".

use std::collections::BTreeMap;

use crate::diff::{
    change::{Change, Impact},
    rule::Rule,
};

/// How many items a sentence names.
const MAX_NAMES: usize = 4;

/// Changes of one rule that do the same to several items.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Group<'c> {
    /// The changes, at least one.
    pub changes: Vec<&'c Change>,
    /// The description of the changes: a sentence without a full stop, with code spans in Markdown.
    pub text: String,
    /// The worst impact of them on the wire.
    pub wire: Impact,
    /// The worst impact of them on the source.
    pub source: Impact,
}

/// Changes in groups, the worst first.
pub(super) fn of(changes: &[Change]) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<Key<'_>, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        groups.entry(Key::of(change)).or_default().push(change);
    }
    groups.into_values().map(group).collect()
}

/// What changes of one group have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'c> {
    impact: std::cmp::Reverse<Impact>,
    rule: Rule,
    wire: Impact,
    source: Impact,
    name: &'c str,
    detail: &'c str,
}

impl<'c> Key<'c> {
    fn of(change: &'c Change) -> Self {
        let is_of_parts = change.rule.sentence().contains("{name}");
        let (name, detail) =
            if is_of_parts { (split(&change.item).1, change.detail.as_str()) } else { ("", "") };
        let (wire, source) = (change.wire, change.source);
        Self {
            impact: std::cmp::Reverse(wire.max(source)),
            rule: change.rule,
            wire,
            source,
            name,
            detail,
        }
    }
}

fn group(changes: Vec<&Change>) -> Group<'_> {
    let wire = changes.iter().map(|it| it.wire).max().unwrap_or_default();
    let source = changes.iter().map(|it| it.source).max().unwrap_or_default();
    let text = changes.first().map(|first| sentence(first, &changes)).unwrap_or_default();
    Group { changes, text, wire, source }
}

fn sentence(first: &Change, changes: &[&Change]) -> String {
    let sentence = first.rule.sentence();
    if sentence.contains("{items}") {
        let items = changes.iter().map(|it| match it.detail.as_str() {
            "" => code(&it.item),
            detail => format!("{} ({detail})", code(&it.item)),
        });
        return sentence.replace("{items}", &listed(items.collect()));
    }
    let owners = changes.iter().map(|it| code(split(&it.item).0)).collect();
    let text = sentence.replace("{name}", &code(split(&first.item).1));
    let text = text.replace("{owners}", &listed(owners));
    if first.detail.is_empty() { text } else { format!("{text}: {}", first.detail) }
}

/// A path as its owner and its last part: `types::Container` and `status`.
fn split(item: &str) -> (&str, &str) {
    match item.rfind(['.', ':']) {
        Some(end) => (item[..end].trim_end_matches(':'), &item[end + 1..]),
        None => ("", item),
    }
}

fn code(path: &str) -> String {
    let short = path.strip_prefix("types::").or_else(|| path.strip_prefix("resources::"));
    format!("`{}`", short.unwrap_or(path))
}

/// "a, b and 3 others".
fn listed(mut names: Vec<String>) -> String {
    names.dedup();
    if names.len() > MAX_NAMES + 1 {
        let others = names.len() - MAX_NAMES;
        names.truncate(MAX_NAMES);
        return format!("{} and {others} others", names.join(", "));
    }
    match names.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
