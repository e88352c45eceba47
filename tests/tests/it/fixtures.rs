//! One construct, one document, one snapshot.

use insta::assert_snapshot;

use crate::support::{documents, generated};

/// The files that a construct shows in: types and calls; the client where the fixture is about that.
fn shows(fixture: &str, path: &str) -> bool {
    let code = path.starts_with("src/types/") || path.starts_with("src/resources/");
    let client = match fixture {
        "credentials.yaml" => true,
        "servers-variables.yaml" => path == "src/client.rs",
        _ => false,
    };
    (code || client) && !path.ends_with("/mod.rs")
}

#[test]
fn every_construct_looks_as_reviewed() {
    let fixtures = documents("tests/fixtures");
    assert!(fixtures.len() >= 15, "the fixtures are gone");
    for fixture in fixtures {
        let output = generated(&format!("tests/fixtures/{fixture}"))
            .unwrap_or_else(|diagnostics| panic!("{fixture}:\n{diagnostics}"));
        let files = output.files().filter(|(path, _)| shows(&fixture, path));
        let mut text: String = files.map(|(path, code)| format!("==> {path}\n{code}\n")).collect();
        if !output.warnings().is_empty() {
            text.push_str(&format!("==> warnings\n{}\n", output.warnings()));
        }
        let name = fixture.trim_end_matches(".yaml");
        assert_snapshot!(name, text);
    }
}
