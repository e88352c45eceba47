//! Fixtures: one document and one snapshot for each construct.

use std::{fs, path::Path};

use insta::{assert_snapshot, glob};

use crate::support::{generated, root};

/// How the fixtures start that are about calls. The calls of the others are all alike, so that their
/// snapshots leave them out.
const ABOUT_CALLS: &[&str] = &[
    "arguments",
    "array-brackets",
    "body-",
    "credentials-shared",
    "events",
    "examples",
    "features",
    "files",
    "lines",
    "long-running",
    "methods",
    "overlay",
    "paging",
    "parameters",
    "path-items",
    "path-queries",
    "plain",
    "poll",
    "querystring",
    "response",
    "security",
    "servers",
    "streams",
    "styles",
    "subset",
    "swagger",
    "untagged",
    "websockets",
];

/// Whether a fixture is about what a file holds.
fn shows(fixture: &str, path: &str) -> bool {
    match path {
        "src/client.rs" => {
            let is_about = |it: &&str| fixture.starts_with(*it);
            ["credentials", "servers-variables", "webhooks"].iter().any(is_about)
        }
        "README.md" => fixture == "credentials-together",
        path if path.ends_with("/mod.rs") => false,
        path if path.starts_with("src/resources/") => {
            ABOUT_CALLS.iter().any(|it| fixture.starts_with(it))
        }
        path if path.starts_with("examples/") => fixture == "examples",
        path => path.starts_with("src/types/"),
    }
}

/// What a fixture is called: the name of its file without the end.
fn name(path: &Path) -> String {
    path.file_stem().expect("a file").to_string_lossy().into_owned()
}

#[test]
fn construct() {
    glob!("../../fixtures", "*.yaml", |path| {
        let fixture = name(path);
        let output = generated(&format!("tests/fixtures/{fixture}.yaml"))
            .unwrap_or_else(|diagnostics| panic!("{fixture}:\n{diagnostics}"));
        let files = output.files().filter(|(path, _)| shows(&fixture, path));
        let mut text: String = files.map(|(path, code)| format!("==> {path}\n{code}\n")).collect();
        if !output.warnings().is_empty() {
            text.push_str(&format!("==> warnings\n{}\n", output.warnings()));
        }
        assert!(!text.is_empty(), "{fixture} shows nothing: add it to `ABOUT_CALLS`");
        assert_snapshot!(text);
    });
}

#[test]
fn every_snapshot_has_a_fixture() {
    for entry in fs::read_dir(root().join("tests/tests/it/snapshots")).expect("snapshots") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        for (test, folder) in [("fixtures", "fixtures"), ("bad_documents", "diagnostics")] {
            let Some(rest) = name.strip_prefix(&format!("it__{test}__")) else { continue };
            let file = rest.split_once('@').and_then(|(_, it)| it.strip_suffix(".snap"));
            let fixture = file.map(|it| root().join("tests").join(folder).join(it));
            assert!(fixture.is_some_and(|it| it.exists()), "nothing makes the snapshot {name}");
        }
    }
}
