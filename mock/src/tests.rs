//! Samples of published documents: `MOCK_DOCUMENTS=FOLDER cargo test -p bessemer-mock -- --ignored`.

mod forbidden;

use std::{env, fs, path::PathBuf};

use crate::{
    Document,
    answer::{Answer, Wanted},
    sample,
    tree::Node,
};

/// The documents in the folder, each with its name.
fn documents() -> Vec<(String, Document)> {
    let folder = env::var("MOCK_DOCUMENTS").expect("a folder");
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
    paths.sort();
    let document = |it: &PathBuf| Some((it.display().to_string(), Document::from_path(it).ok()?));
    paths.iter().filter(|it| it.is_file()).filter_map(document).collect()
}

#[test]
#[ignore = "needs a folder of documents"]
fn requests_that_published_documents_forbid_are_refused() {
    let (mut all, mut report) = (0, Vec::new());
    for (name, document) in documents() {
        let (refused, wrong) = forbidden::problems(&document);
        all += refused;
        if refused == 0 {
            report.push(format!("{name}: no request is refused"));
        }
        report.extend(wrong.iter().map(|it| format!("{name}: {it}")));
    }
    assert!(report.is_empty(), "{all} requests are refused, but:\n{}", report.join("\n"));
}

#[test]
#[ignore = "needs a folder of documents"]
fn samples_of_published_documents_are_valid() {
    let (mut invalid, mut all, mut report) = (0, 0, Vec::new());
    for (name, document) in documents() {
        let (of_document, bad) = problems(&document);
        if !bad.is_empty() {
            report.push(format!("{} of {of_document} in {name}: {}", bad.len(), bad[0]));
        }
        (invalid, all) = (invalid + bad.len(), all + of_document);
    }
    let report = report.join("\n");
    assert!(invalid * 100 <= all, "{invalid} of {all} samples are not valid:\n{report}");
}

/// The number of samples, and the problems of those that are not valid.
fn problems(document: &Document) -> (usize, Vec<String>) {
    let (mut all, mut bad) = (0, Vec::new());
    for name in document.operations() {
        let operation = document.operation(document.index(&name).expect("an operation"));
        let schemas = operation.parameters.iter().filter_map(|it| it.schema.clone());
        for schema in schemas {
            let value = sample::valid(document.requests(), &schema, 0);
            let found = document.requests().problems(&schema, &value);
            all += 1;
            bad.extend(found.first().map(|it| format!("{name}: {schema}: {value:.200}: {it:?}")));
        }
        for call in document.calls(&name).expect("an operation") {
            let wanted =
                Wanted { status: Some(call.status()), example: None, accept: None, seed: 0 };
            let answer = Answer::of(operation, &wanted, document.tree(), document.responses());
            let Ok(answer) = answer else { continue };
            let Some(schema) = answer.schema() else { continue };
            let found = document.responses().problems(&schema, &answer.value);
            all += 1;
            bad.extend(found.first().map(|it| {
                format!("{name} {}: {:.200}: {it:?}", call.status(), answer.value.to_string())
            }));
        }
        let body =
            Node::find(document.tree(), &operation.at).and_then(|it| it.child("requestBody"));
        let content = body.and_then(|it| it.child("content"));
        for (_, media) in content.iter().flat_map(Node::members) {
            let Some(schema) = media.child("schema") else { continue };
            let value = document.sample_of_request(&schema.at);
            let found = document.requests().problems(&schema.at, &value);
            all += 1;
            bad.extend(
                found.first().map(|it| format!("{name} body: {:.200}: {it:?}", value.to_string())),
            );
        }
    }
    (all, bad)
}
