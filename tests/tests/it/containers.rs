//! The fragment: its model, and how much code it becomes. `fresh` guards the code itself.

use bessemer_codegen::dump_model;
use insta::assert_snapshot;

use crate::support::{generated, load};

#[test]
fn the_model_looks_as_reviewed() {
    let (document, config) = load("spec/containers.yaml").expect("a valid document");
    assert_snapshot!(dump_model(&document, &config).expect("a model"));
}

#[test]
fn the_fragment_is_free_of_warnings_and_small() {
    let output = generated("spec/containers.yaml").expect("a valid document");
    assert!(output.warnings().is_empty(), "{}", output.warnings());
    let census = output.census();
    assert_eq!((census.operations, census.skipped, census.untyped), (2, 0, 0));
    let code = output.files().filter(|(path, _)| path.starts_with("src/"));
    let lines: usize = code.map(|(_, text)| text.lines().count()).sum();
    assert!(lines < 1_200, "{lines} lines");
}
