//! The same input gives the same bytes, and names do not depend on the order of schemas.

use std::collections::BTreeMap;

use bessemer_codegen::{Config, Document, generate};

use crate::support::{documents, generated, read};

#[test]
fn generating_twice_gives_the_same_files() {
    let fixtures =
        documents("tests/fixtures").into_iter().map(|name| format!("tests/fixtures/{name}"));
    for path in fixtures.chain(["spec/containers.yaml".to_owned()]) {
        let [one, other] = [(); 2].map(|()| generated(&path).expect("a valid document"));
        assert!(one.files().eq(other.files()), "{path}");
        assert_eq!(one.warnings(), other.warnings(), "{path}");
    }
}

#[test]
fn names_do_not_depend_on_the_order_of_schemas() {
    let forwards: serde_json::Value = yaml("tests/fixtures/collisions.yaml");
    let mut backwards = forwards.clone();
    let schemas = backwards.pointer_mut("/components/schemas").expect("schemas");
    let members = schemas.as_object_mut().expect("an object");
    *members = std::mem::take(members).into_iter().rev().collect();
    assert_eq!(types(&forwards), types(&backwards));
}

#[test]
fn an_unrelated_schema_changes_no_name() {
    let before: serde_json::Value = yaml("tests/fixtures/enums.yaml");
    let mut after = before.clone();
    let thing = after.pointer_mut("/components/schemas/Thing/properties").expect("properties");
    thing["added"] = serde_json::json!({"type": "string", "enum": ["new"]});
    let after = types(&after);
    for (name, text) in types(&before) {
        if name != "Thing" {
            assert_eq!(after.get(&name), Some(&text), "{name}");
        }
    }
}

#[test]
fn calls_depend_on_their_operation_alone() {
    let all: serde_json::Value =
        serde_yaml::from_slice(&read("tests/obstacles/api.yaml")).expect("YAML");
    let known = calls(&all);
    let paths = all["paths"].as_object().expect("paths");
    let mut backwards = all.clone();
    backwards["paths"] = paths.clone().into_iter().rev().collect();
    assert_eq!(calls(&backwards), known);
    for path in paths.keys() {
        let mut fewer = all.clone();
        fewer["paths"].as_object_mut().expect("paths").remove(path);
        let left: BTreeMap<_, _> = known
            .iter()
            .filter(|((it, _), _)| it != path)
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        assert_eq!(calls(&fewer), left, "without {path}");
    }
}

/// What calls each operation, by path and HTTP method.
fn calls(document: &serde_json::Value) -> BTreeMap<(String, String), (String, Vec<String>)> {
    let document =
        Document::parse("document.json", document.to_string().as_bytes()).expect("valid");
    let output = generate(&document, &Config::default()).expect("an output");
    let calls = output.calls().iter();
    calls
        .map(|it| ((it.path.clone(), it.method.clone()), (it.call.clone(), it.also.clone())))
        .collect()
}

fn yaml(path: &str) -> serde_json::Value {
    let document = Document::parse(path, read(path)).expect("a valid document");
    serde_json::to_value(document.openapi()).expect("a tree")
}

/// The code of each type, by its name.
fn types(document: &serde_json::Value) -> BTreeMap<String, String> {
    let document =
        Document::parse("document.json", document.to_string().as_bytes()).expect("valid");
    let output = generate(&document, &Config::default()).expect("an output");
    let code: String = output
        .files()
        .filter(|(path, _)| path.starts_with("src/types/"))
        .map(|(_, text)| text)
        .collect();
    let items = code.split("\n\n").filter_map(|item| {
        let name =
            item.split(['\n', ' ']).skip_while(|it| !["struct", "enum"].contains(it)).nth(1)?;
        Some((name.to_owned(), item.to_owned()))
    });
    items.collect()
}
