//! What is checked in is what is generated: every file of it, and no other.

use crate::support::{generated, root};

#[test]
fn the_generated_crate_is_fresh() {
    let output = generated("spec/containers.yaml").expect("a valid document");
    let changes = output.compare(&root().join("generated")).expect("a readable folder");
    let list: Vec<_> = changes.iter().map(|it| format!("{}: {}", it.kind, it.path)).collect();
    assert!(list.is_empty(), "run `cargo xtask generate`:\n{}", list.join("\n"));
}
