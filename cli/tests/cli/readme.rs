//! The reports in the README are those of the command.

use std::{fs, path::PathBuf};

use super::{Scratch, commit, repository_of, text};

/// A file of this repository.
fn own(path: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The last property of a container.
const POLICY: &str =
    "        network_policy:\n          $ref: '#/components/schemas/NetworkPolicy'\n";

/// The changes of the README: each replaces texts of the document.
fn changes(document: &str) -> Vec<Vec<(String, String)>> {
    let order = "            $ref: '#/components/schemas/Order'\n";
    let status = "        - {name: status, in: query, schema: {type: string}}\n";
    let property =
        |name: &str| format!("{POLICY}        {name}: {{type: string, description: New.}}\n");
    let start = document.find("  /containers/{container_id}:").unwrap();
    let end = document.find("components:").unwrap();
    let all: [&[(&str, &str)]; 6] = [
        &[(POLICY, &property("region"))],
        &[("64g]", "64g, 128g]")],
        &[(order, &format!("{order}{status}"))],
        &[(POLICY, &property("owner")), ("created_at, status]", "created_at, status, owner]")],
        &[("schemas/ExpiresAfter", "schemas/Expiry"), ("    ExpiresAfter:", "    Expiry:")],
        &[(&document[start..end], "")],
    ];
    let owned = |(from, to): &(&str, &str)| ((*from).to_owned(), (*to).to_owned());
    all.iter().map(|edits| edits.iter().map(owned).collect()).collect()
}

/// This repository's document, in a workspace of its own.
fn workspace(name: &str) -> (Scratch, String) {
    let scratch = Scratch::new(name);
    for path in ["bessemer.toml", "spec/containers.toml", "generated/bessemer.lock"] {
        scratch.write(path, &own(path));
    }
    let document = own("spec/containers.yaml");
    scratch.write("spec/containers.yaml", &document);
    (scratch, document)
}

#[test]
fn the_walkthrough_has_the_output_of_the_command() {
    let (scratch, document) = workspace("readme");
    let readme = own("README.md");
    repository_of(&scratch);
    commit(&scratch);
    for edits in changes(&document) {
        let mut changed = document.clone();
        for (from, to) in &edits {
            assert!(changed.contains(from.as_str()), "{from}");
            changed = changed.replace(from.as_str(), to);
        }
        scratch.write("spec/containers.yaml", &changed);
        let output = scratch.bessemer(&["diff", "--base", "HEAD"]);
        let block = format!("```text\n{}```\n", text(&output.stdout));
        assert!(
            readme.contains(&block),
            "the README does not have:\n{block}\n{}",
            text(&output.stderr)
        );
    }
}

#[test]
fn the_diff_of_a_type_is_the_output_of_check() {
    let (scratch, document) = workspace("readme-diff");
    let readme = own("README.md");
    assert!(scratch.bessemer(&["generate"]).status.success());
    let region = "        region: {type: string, description: Where the container runs.}\n";
    scratch.write("spec/containers.yaml", &document.replace(POLICY, &format!("{POLICY}{region}")));
    let output = scratch.bessemer(&["check"]);
    assert_eq!(output.status.code(), Some(8));
    let output = text(&output.stdout);
    let start = output.find("Changed: src/types/container.rs").expect("the file of the type");
    let changed = output[start..].lines().take_while(|line| !line.is_empty());
    let block = changed.collect::<Vec<_>>().join("\n");
    assert!(
        readme.contains(&format!("```diff\n{block}\n```")),
        "the README does not have:\n{block}"
    );
    assert!(output.contains("\n+types::Container.region: Option<String>\n"), "{output}");
}
