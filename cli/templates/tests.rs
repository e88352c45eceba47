//! Tests that the generated crate is up to date, and that the list of its calls matches the reviewed
//! snapshot.

use bessemer::Project;

fn project() -> Project {
    let project = Project::find(env!("CARGO_MANIFEST_DIR").as_ref());
    project.expect("a readable bessemer.toml").expect("a bessemer.toml above this folder")
}

#[test]
fn the_generated_crate_is_up_to_date() {
    let changes = project().changes().expect("a document without errors");
    let list: Vec<String> = changes.iter().map(|it| format!("{}: {}", it.kind, it.path)).collect();
    assert!(list.is_empty(), "run `cargo <<xtask>> generate`:\n{}", list.join("\n"));
}

/// Fails if the document adds, renames or removes an operation. Review the change, and accept it with
/// `INSTA_UPDATE=always cargo test`.
#[test]
fn the_calls_are_as_reviewed() {
    insta::assert_snapshot!(project().calls().expect("a document without errors"));
}
<<wire_test>>