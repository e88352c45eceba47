//! Names of the document that conflict with methods of the runtime. The method keeps its name, and the
//! item of the document is renamed.

use std::collections::BTreeSet;

use bessemer_codegen::{Config, Document, generate};
use serde_json::json;
use syn::{File, ImplItem, Item};

use crate::support::read_text;

/// The methods that the macros in a file of the runtime add to generated types.
fn methods_of_macros(path: &str) -> BTreeSet<String> {
    let file = syn::parse_file(&read_text(path)).expect("Rust");
    let bodies = file.items.iter().filter_map(|it| match it {
        Item::Macro(item) => Some(item.mac.tokens.to_string()),
        _ => None,
    });
    let mut names = BTreeSet::new();
    for body in bodies {
        let is_part = |it: char| it.is_alphanumeric() || it == '_';
        let name = |after: &str| after.chars().take_while(|it| is_part(*it)).collect::<String>();
        names.extend(body.split("pub fn ").skip(1).map(name));
        // `__forward!` makes a method of each of its signatures.
        for forwarded in body.split("__forward !").skip(1) {
            let signatures = forwarded.split("} }").next().unwrap_or(forwarded);
            names.extend(signatures.split("fn ").skip(1).map(name));
        }
    }
    assert!(names.len() > 5, "{path} has no macro with methods: {names:?}");
    names
}

/// A document with a query parameter and a credential of each name.
fn document(names: &BTreeSet<String>) -> Document {
    let schema = json!({"type": "string"});
    let parameters: Vec<_> =
        names.iter().map(|it| json!({"name": it, "in": "query", "schema": schema})).collect();
    let schemes: serde_json::Map<_, _> = names
        .iter()
        .map(|it| (it.clone(), json!({"type": "apiKey", "in": "header", "name": it})))
        .collect();
    let requirements: Vec<_> = names.iter().map(|it| json!({it: []})).collect();
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "Taken", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "security": requirements,
        "paths": {"/things": {"get": {
            "operationId": "listThings",
            "parameters": parameters,
            "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {
                "type": "object",
                "required": ["data"],
                "properties": {"data": {"type": "array", "items": {"type": "integer"}}}
            }}}}},
        }}},
        "components": {"securitySchemes": schemes},
    });
    Document::parse("taken.json", text.to_string().as_bytes()).expect("a valid document")
}

/// The names of all methods in the `impl` blocks of the files that `wanted` selects.
fn methods(document: &Document, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let output = generate(document, &Config::default()).expect("a crate");
    let files = output.files().filter(|(path, _)| wanted(path));
    let parsed: Vec<File> = files.map(|(_, code)| syn::parse_file(code).expect("Rust")).collect();
    let blocks = parsed.into_iter().flat_map(|it| it.items).filter_map(|it| match it {
        Item::Impl(block) => Some(block.items),
        _ => None,
    });
    let methods = blocks.flatten().filter_map(|it| match it {
        ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
        _ => None,
    });
    methods.collect()
}

#[test]
fn parameters_do_not_replace_methods_of_requests() {
    let taken = methods_of_macros("runtime/src/request_type.rs");
    let found = methods(&document(&taken), |it| it.starts_with("src/resources/"));
    assert!(found.len() >= taken.len(), "each parameter has a setter: {found:?}");
    let met: Vec<_> = found.iter().filter(|it| taken.contains(*it)).collect();
    assert!(met.is_empty(), "the setters {met:?} are methods of every request");
}

#[test]
fn credentials_do_not_replace_methods_of_the_builder() {
    let mut taken = methods_of_macros("runtime/src/builder/wrapper.rs");
    // It is the client's.
    taken.remove("to_builder");
    let found = methods(&document(&taken), |it| it == "src/client.rs");
    assert!(found.len() >= taken.len(), "each credential has a setter: {found:?}");
    let met: Vec<_> = found.iter().filter(|it| taken.contains(*it)).collect();
    assert!(met.is_empty(), "the setters {met:?} are methods of every builder");
}
