//! The programs in `examples/` of a generated crate: one for each kind of call.

use std::collections::BTreeMap;

use bessemer_codegen::{Config, Document, Lock, Output, generate, generate_with};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{documents, load};

/// The programs of a crate, by path.
fn programs(output: &Output) -> BTreeMap<String, String> {
    let files = output.files().filter(|(path, _)| path.starts_with("examples/"));
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// The programs of a document, whatever its configuration says.
fn programs_of(path: &str) -> BTreeMap<String, String> {
    let (document, config) = load(path).expect("a valid document");
    programs(&generate(&document, &config.with_examples(true)).expect("a crate"))
}

fn text(programs: &BTreeMap<String, String>) -> String {
    programs.iter().map(|(path, text)| format!("==> {path}\n{text}\n")).collect()
}

#[test]
fn the_programs_of_the_fragment() {
    assert_snapshot!(text(&programs_of("spec/containers.yaml")));
}

#[test]
fn the_programs_of_the_obstacle_course() {
    assert_snapshot!(text(&programs_of("tests/obstacles/api.yaml")));
}

#[test]
fn programs_are_short_and_valid() {
    for fixture in documents("tests/fixtures") {
        for (path, text) in programs_of(&format!("tests/fixtures/{fixture}")) {
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{fixture}: {path}: {error}"));
            let lines = text.lines().count();
            assert!(lines <= 40, "{fixture}: {path} has {lines} lines");
            let is_secret = text.contains("not-for-documentation");
            assert!(!is_secret, "{fixture}: {path} has a secret");
        }
    }
}

fn document(paths: &Value) -> Document {
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.example.com"}],
        "paths": paths,
    });
    Document::parse("pets.json", text.to_string().as_bytes()).expect("a valid document")
}

/// Operations of most kinds of calls below `/NAME`, each with a required parameter.
fn operations(name: &str) -> serde_json::Map<String, Value> {
    let query =
        json!([{"name": "shop", "in": "query", "required": true, "schema": {"type": "string"}}]);
    let thing =
        json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}});
    let json = |schema: &Value| json!({"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}});
    let list = json!({"type": "object", "required": ["data"], "properties": {
        "data": {"type": "array", "items": thing}, "next_cursor": {"type": "string"}}});
    let cursor = json!({"name": "cursor", "in": "query", "schema": {"type": "string"}});
    let form = json!({"type": "object", "required": ["file"], "properties": {
        "file": {"type": "string", "format": "binary"}}});
    let binary = json!({"200": {"description": "OK", "content": {"image/png": {
        "schema": {"type": "string", "format": "binary"}}}}});
    let events =
        json!({"200": {"description": "OK", "content": {"text/event-stream": {"schema": thing}}}});
    let body = |media: &str, schema: &Value| json!({"required": true, "content": {media: {"schema": schema}}});
    let paths = json!({
        format!("/{name}"): {
            "get": {"parameters": [query[0], cursor], "responses": json(&list)},
            "post": {"parameters": query, "requestBody": body("application/json", &thing), "responses": json(&thing)},
        },
        format!("/{name}/status"): {"get": {"parameters": query, "responses": json(&thing)}},
        format!("/{name}/photo"): {
            "get": {"parameters": query, "responses": binary},
            "post": {"parameters": query, "requestBody": body("multipart/form-data", &form), "responses": json(&thing)},
        },
        format!("/{name}/events"): {"get": {"parameters": query, "responses": events}},
    });
    paths.as_object().expect("paths").clone()
}

#[test]
fn an_operation_that_is_added_changes_no_program() {
    let old = operations("pets");
    let first = generate(&document(&json!(old)), &Config::default()).expect("a crate");
    let names: Vec<_> = programs(&first).into_keys().collect();
    let kinds = ["blocking", "call", "create", "download", "errors", "list", "stream", "upload"];
    assert_eq!(names, kinds.map(|it| format!("examples/{it}.rs")));

    // Better examples, because they need no parameter.
    let mut all = old.clone();
    for (path, mut item) in operations("ants") {
        for operation in item.as_object_mut().expect("operations").values_mut() {
            let parameters = operation["parameters"].as_array_mut().expect("parameters");
            parameters.retain(|it| it["required"].is_null());
        }
        all.insert(path, item);
    }
    let grown = document(&json!(all));
    let fresh = generate(&grown, &Config::default()).expect("a crate");
    for (path, text) in programs(&fresh) {
        assert!(text.contains("client.ants()"), "{path} calls the simplest operation");
    }
    let lock = lock_of(&first);
    let next = generate_with(&grown, &Config::default(), &lock).expect("a crate");
    assert_eq!(programs(&next), programs(&first));
    let readme = |output: &Output| {
        output
            .files()
            .find(|(path, _)| *path == "README.md")
            .map(|(_, text)| text.replace("`ants`, ", ""))
    };
    assert_eq!(readme(&next), readme(&first));
}

#[test]
fn a_program_follows_its_operation() {
    let old = operations("pets");
    let first = generate(&document(&json!(old)), &Config::default()).expect("a crate");
    let lock = lock_of(&first);
    let with = |paths: &serde_json::Map<String, Value>| {
        programs(
            &generate_with(&document(&json!(paths)), &Config::default(), &lock).expect("a crate"),
        )
    };
    let mut renamed = old.clone();
    let status = renamed.remove("/pets/status").expect("an operation");
    renamed.insert("/pets/state".to_owned(), status.clone());
    renamed.insert("/owls/status".to_owned(), status);
    renamed["/pets/state"]["get"]["operationId"] = "get_state".into();
    // The operation is gone, so the program has another one.
    assert!(with(&renamed)["examples/call.rs"].contains("client.owls().status()"));

    let mut deprecated = old.clone();
    deprecated["/pets/status"]["get"]["deprecated"] = true.into();
    assert!(!with(&deprecated).contains_key("examples/call.rs"));
    deprecated.remove("/pets/photo");
    let left: Vec<_> = with(&deprecated).into_keys().collect();
    assert_eq!(left, ["create", "list", "stream"].map(|it| format!("examples/{it}.rs")));
}

fn lock_of(output: &Output) -> Lock {
    let lock = output.files().find(|(path, _)| *path == "bessemer.lock").expect("a lock").1;
    Lock::parse("bessemer.lock", lock.as_bytes()).expect("a valid lock")
}

#[test]
fn each_program_names_the_features_that_it_needs() {
    let output =
        generate(&document(&json!(operations("pets"))), &Config::default()).expect("a crate");
    let manifest = output.files().find(|(path, _)| *path == "Cargo.toml").expect("a manifest").1;
    for entry in [
        "[[example]]\nname = \"blocking\"\npath = \"examples/blocking.rs\"\nrequired-features = [\"blocking\", \"pets\"]\n",
        "[[example]]\nname = \"list\"\npath = \"examples/list.rs\"\nrequired-features = [\"pets\"]\n",
    ] {
        assert!(manifest.contains(entry), "{manifest}");
    }
    let config = Config::parse("pets.toml", b"[package]\nexamples = false\n").expect("valid");
    let output = generate(&document(&json!(operations("pets"))), &config).expect("a crate");
    assert!(programs(&output).is_empty());
    let files: String = output.files().map(|(_, text)| text).collect();
    assert!(!files.contains("[[example]]") && !files.contains("folder `examples`"));
}
