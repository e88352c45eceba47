//! The order of a document changes no API.

use std::fmt;

use bessemer_codegen::{Config, Document, Lock, Model};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::support::{documents, load, read};

/// The arrays whose order means nothing, but for the arguments of `new`.
const UNORDERED: [&str; 4] = ["anyOf", "oneOf", "parameters", "required"];

/// Turns all members of objects around, and the arrays that have no order.
fn reversed(node: &Value, key: &str) -> Value {
    match node {
        Value::Object(members) => {
            let members = members.iter().rev();
            members.map(|(key, it)| (key.clone(), reversed(it, key))).collect()
        }
        Value::Array(items) => {
            let items = items.iter().map(|it| reversed(it, ""));
            match UNORDERED.contains(&key) {
                true => items.rev().collect(),
                false => items.collect(),
            }
        }
        other => other.clone(),
    }
}

/// Sorts all members of objects, and the arrays that have no order.
fn sorted(node: &Value, key: &str) -> Value {
    match node {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            members.into_iter().map(|(key, it)| (key.clone(), sorted(it, key))).collect()
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|it| sorted(it, "")).collect();
            if UNORDERED.contains(&key) {
                items.sort_by_key(Value::to_string);
            }
            Value::Array(items)
        }
        other => other.clone(),
    }
}

/// A document as JSON. Integers of YAML that JSON cannot hold become numbers with a fraction.
struct Tree(Value);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(Self)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok((value as f64).into())
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok((value as f64).into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Tree(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = serde_json::Map::new();
        while let Some((Tree(key), Tree(value))) = members.next_entry()? {
            let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}

fn parsed(path: &str, text: String, config: &Config) -> Document {
    let load = |file: &str| Ok(read(&format!("tests/fixtures/{file}")));
    Document::parse_with_overlays(path, text, config.overlays(), load).expect("a valid document")
}

/// The public surface, but for the order of the arguments of `new`.
fn api(document: &Document, config: &Config) -> Vec<String> {
    let surface = Model::of(document, config, &Lock::default()).expect("a model").surface();
    // What `new` takes, and what takes the same, is in the order of the document.
    let line = |line: &str| {
        let mut words: Vec<&str> = line.split([' ', ',', '(', ')', '{', '}']).collect();
        if line.starts_with("types::") {
            words[1..].sort_unstable();
        }
        words.join(" ")
    };
    surface.to_string().lines().map(line).collect()
}

/// Fails with the lines that a document has in one order only.
fn assert_same_in_any_order(path: &str) {
    // What the first of several anchors or files is depends on the order.
    if path.contains("anchors") || path.contains("files") {
        return;
    }
    let (document, config) = load(path).expect("a valid document");
    let text = read(path);
    // YAML has fewer escapes than JSON.
    let Tree(tree) = serde_json::from_slice(&text)
        .unwrap_or_else(|_| serde_yaml::from_slice(&text).expect("YAML"));
    let own = api(&document, &config);
    for (how, tree) in [("reversed", reversed(&tree, "")), ("sorted", sorted(&tree, ""))] {
        let turned = parsed(path, tree.to_string(), &config);
        let other = api(&turned, &config);
        let lines = |of: &[String], without: &[String]| {
            of.iter().filter(|it| !without.contains(it)).take(20).cloned().collect::<Vec<_>>()
        };
        let (gone, new) = (lines(&own, &other), lines(&other, &own));
        assert!(gone.is_empty() && new.is_empty(), "{path} {how}:\n{gone:#?}\n{new:#?}");
    }
}

/// The documents whose API depends on their order.
fn disordered(paths: impl Iterator<Item = String>) -> Vec<String> {
    let is_failure =
        |path: &String| std::panic::catch_unwind(|| assert_same_in_any_order(path)).is_err();
    paths.filter(is_failure).collect()
}

#[test]
fn the_order_of_the_document_changes_no_api() {
    let fixtures =
        documents("tests/fixtures").into_iter().map(|name| format!("tests/fixtures/{name}"));
    let others = ["spec/containers.yaml", "tests/obstacles/api.yaml"].map(str::to_owned);
    assert_eq!(disordered(fixtures.chain(others)), Vec::<String>::new());
}

/// `ORDER_DOCUMENTS=../documents cargo test -p tests --test it published -- --ignored`
#[test]
#[ignore = "needs a folder with documents"]
fn the_order_of_published_documents_changes_no_api() {
    let folder = std::env::var("ORDER_DOCUMENTS").expect("a folder in ORDER_DOCUMENTS");
    let paths = documents(&folder).into_iter().map(|name| format!("{folder}/{name}"));
    assert_eq!(disordered(paths), Vec::<String>::new());
}

#[test]
fn the_order_of_the_document_moves_no_name() {
    let fixtures =
        documents("tests/fixtures").into_iter().map(|name| format!("tests/fixtures/{name}"));
    let others = ["spec/containers.yaml", "tests/obstacles/api.yaml"].map(str::to_owned);
    for path in fixtures.chain(others) {
        let (document, config) = load(&path).expect("a valid document");
        let tree: Value = serde_yaml::from_slice(&read(&path)).expect("YAML");
        let text = reversed(&tree, "").to_string();
        // What the first of several anchors or files is depends on the order.
        if path.contains("anchors") || path.contains("files") {
            continue;
        }
        let turned = parsed(&path, text, &config);
        let first = Model::of(&document, &config, &Lock::default()).expect("a model");
        let lock = first.lock().to_string();
        let lock = Lock::parse("bessemer.lock", lock.as_bytes()).expect("a valid lock");
        let next = Model::of(&turned, &config, &lock).expect("a model");
        let names = |model: &Model| {
            let all = model.names().into_iter();
            all.map(|it| (it.kind, it.name)).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(names(&first), names(&next), "{path}");
        assert_eq!(first.calls(), next.calls(), "{path}");
    }
}
