//! The verdicts on changes: one pair of documents for each rule (`tests/changes/pairs.yaml`).

mod compiled;

use std::collections::BTreeSet;

use bessemer_codegen::{
    Comparison, Config, Document, Lock, Model, compare,
    diff::{Impact, Rule},
    generate_with,
};
use serde::Deserialize;
use serde_json::Value;

use crate::support::{read, read_text, root};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    base: Value,
    pairs: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    name: String,
    rule: Option<String>,
    #[serde(default)]
    old: Value,
    new: Value,
    wire: Option<String>,
    source: Option<String>,
}

/// Both versions of a pair.
struct Versions {
    old: Document,
    new: Document,
    config: Config,
    /// What was decided for the old version.
    lock: Lock,
}

impl Versions {
    fn of(base: &Value, pair: &Pair) -> Self {
        let document = |patch: &Value| {
            let mut tree = base.clone();
            merge(&mut tree, patch);
            Document::parse("jobs.json", tree.to_string().as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error}", pair.name))
        };
        let config = Config::default().with_package_name("jobs");
        let (old, new) = (document(&pair.old), document(&pair.new));
        let output = generate_with(&old, &config, &Lock::default()).expect("an output");
        let text = output.files().find(|(path, _)| *path == "bessemer.lock").expect("a lock").1;
        let lock = Lock::parse("bessemer.lock", text.as_bytes()).expect("a valid lock");
        Self { old, new, config, lock }
    }

    fn comparison(&self) -> Comparison {
        let model = |document, lock| Model::of(document, &self.config, lock).expect("a model");
        let (old, new) = (model(&self.old, &Lock::default()), model(&self.new, &self.lock));
        compare((&self.old, &old), (&self.new, &new))
    }
}

/// Applies a merge patch (RFC 7396 §2).
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        if !patch.is_null() {
            *target = patch.clone();
        }
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(own) = target else { return };
    for (key, value) in members {
        if value.is_null() {
            own.remove(key);
        } else {
            merge(own.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}

fn pairs() -> Pairs {
    serde_yaml::from_slice(&read("tests/changes/pairs.yaml")).expect("pairs")
}

#[test]
fn every_pair_has_its_verdict() {
    let pairs = pairs();
    let mut wrong = Vec::new();
    for pair in &pairs.pairs {
        let comparison = Versions::of(&pairs.base, pair).comparison();
        let (wire, source) = (comparison.wire().as_str(), comparison.source().as_str());
        let rules: Vec<&str> = comparison.changes.iter().map(|it| it.rule.as_str()).collect();
        let is_wire = pair.wire.as_deref().is_none_or(|it| it == wire);
        let is_source = pair.source.as_deref().is_none_or(|it| it == source);
        let has_rule = pair.rule.as_deref().is_none_or(|it| rules.contains(&it));
        if !(is_wire && is_source && has_rule) {
            wrong.push(format!(
                "{}: wire {wire}, source {source}, {:#?}",
                pair.name, comparison.changes
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_change_of_the_source_is_breaking_only_with_a_witness() {
    let pairs = pairs();
    for pair in &pairs.pairs {
        for change in Versions::of(&pairs.base, pair).comparison().changes {
            let is_breaking = change.source == Impact::Breaking;
            assert_eq!(is_breaking, change.witness.is_some(), "{}: {change:?}", pair.name);
        }
    }
}

/// The rows of the table in `docs/semver.md`.
fn rows() -> String {
    let pairs = pairs();
    let row = |pair: &Pair| {
        let comparison = Versions::of(&pairs.base, pair).comparison();
        let rules: BTreeSet<&str> = comparison.changes.iter().map(|it| it.rule.as_str()).collect();
        let rules: Vec<String> = rules.into_iter().map(|it| format!("`{it}`")).collect();
        format!(
            "| {} | {} | {} | {} | {} |\n",
            pair.name,
            rules.join(", "),
            comparison.wire().as_str(),
            comparison.source().as_str(),
            comparison.next_version(),
        )
    };
    pairs.pairs.iter().map(row).collect()
}

#[test]
fn the_page_on_versions_has_every_pair_and_every_rule() {
    let page = read_text("docs/semver.md");
    let rows = rows();
    if !page.contains(&rows) {
        let path = root().join("target/semver-table.md");
        std::fs::write(&path, &rows).expect("a writable folder");
        panic!("the table of docs/semver.md is not current; it should be {}", path.display());
    }
    let missing: Vec<&str> = Rule::ALL
        .iter()
        .map(|it| it.as_str())
        .filter(|it| !page.contains(&format!("`{it}`")))
        .collect();
    assert!(missing.is_empty(), "docs/semver.md does not name {missing:?}");
}

#[test]
fn the_version_follows_the_worse_of_both_impacts() {
    let pairs = pairs();
    let next = |name: &str, version: &str| {
        let pair = pairs.pairs.iter().find(|it| it.name == name).expect("a pair");
        let comparison = Versions::of(&pairs.base, pair).comparison();
        Comparison { version: version.to_owned(), ..comparison }.next_version()
    };
    assert_eq!(next("nothing", "0.3.1"), "0.3.1");
    assert_eq!(next("property described", "0.3.1"), "0.3.2");
    assert_eq!(next("value added", "0.3.1"), "0.3.2");
    assert_eq!(next("value of a request removed", "0.3.1"), "0.4.0");
    assert_eq!(next("success status changed", "1.3.1"), "2.0.0");
    assert_eq!(next("value added", "1.3.1"), "1.4.0");
    assert_eq!(next("property described", "1.3.1"), "1.3.2");
}

#[test]
fn a_fingerprint_stays_while_its_change_does() {
    let pairs = pairs();
    let pair =
        pairs.pairs.iter().find(|it| it.name == "value of a request removed").expect("a pair");
    let prints = || -> Vec<String> {
        let comparison = Versions::of(&pairs.base, pair).comparison();
        comparison.changes.iter().map(bessemer_codegen::diff::Change::fingerprint).collect()
    };
    assert_eq!(prints(), prints());
    assert!(prints().iter().all(|it| it.len() == 16));
}

#[test]
fn a_renamed_type_is_a_change_of_one_version_only() {
    let pairs = pairs();
    let pair = pairs.pairs.iter().find(|it| it.name == "schema renamed").expect("a pair");
    let versions = Versions::of(&pairs.base, pair);
    let model = |lock| Model::of(&versions.new, &versions.config, lock).expect("a model");
    let renamed = model(&versions.lock);
    let next = model(renamed.lock());
    assert!(next.surface().to_string().contains("types::Job"), "the alias is kept");
    let comparison = compare((&versions.new, &renamed), (&versions.new, &next));
    assert_eq!(comparison.changes, []);
}
