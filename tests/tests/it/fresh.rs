//! The generated crates in the repository are up to date, without missing or extra files.

use crate::support::{generated, root};

#[test]
fn the_generated_crate_is_fresh() {
    is_fresh("spec/containers.yaml", "generated", "cargo xtask generate");
}

#[test]
fn the_obstacle_course_is_fresh() {
    let command = "cargo xtask generate --spec tests/obstacles/api.yaml \
                   --config tests/obstacles/api.toml --out tests/obstacles/generated";
    is_fresh("tests/obstacles/api.yaml", "tests/obstacles/generated", command);
}

#[track_caller]
fn is_fresh(document: &str, folder: &str, command: &str) {
    let output = generated(document).expect("a valid document");
    let changes = output.compare(&root().join(folder)).expect("a readable folder");
    let list: Vec<_> = changes.iter().map(|it| format!("{}: {}", it.kind, it.path)).collect();
    assert!(list.is_empty(), "run `{command}`:\n{}", list.join("\n"));
}
