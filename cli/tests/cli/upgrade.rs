//! `bessemer upgrade` keeps what a newer generator changes apart from what a newer document changes.

use std::process::Command;

use serde_json::Value;

use super::{Scratch, text};

fn git(scratch: &Scratch, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    let mut command = Command::new("git");
    let output =
        command.args(identity).args(arguments).current_dir(scratch.work()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// A workspace in a repository, whose crate an earlier generator wrote, and a newer document.
fn workspace(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch.init(&[]);
    git(&scratch, &["init", "--quiet", "--initial-branch", "main"]);
    git(&scratch, &["config", "user.name", "Test"]);
    git(&scratch, &["config", "user.email", "test@example.com"]);
    older(&scratch);
    git(&scratch, &["add", "--all"]);
    git(&scratch, &["commit", "--quiet", "--message", "Start"]);
    let spec = scratch.read("spec/pets.yaml").replace("{name: {", "{age: {type: integer}, name: {");
    scratch.write("spec/pets.yaml", &spec);
    scratch
}

/// Makes the crate that of an earlier generator, which wrote another comment.
fn older(scratch: &Scratch) {
    let path = "generated/src/types/pet.rs";
    let now = scratch.read(path);
    let then = now.replace("pub struct Pet {", "/* earlier */ pub struct Pet {");
    scratch.write(path, &then);
    let hash = |text: &str| {
        let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, add))
    };
    let lock = scratch.read("generated/bessemer.lock").replace(&hash(&now), &hash(&then));
    let version = format!("#: generator {}", env!("CARGO_PKG_VERSION"));
    let lock = lock.replace(&version, "#: generator 0.0.1");
    scratch.write("generated/bessemer.lock", &lock);
}

fn upgrade(scratch: &Scratch, arguments: &[&str]) -> String {
    let output = scratch.bessemer(&[&["upgrade"], arguments].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn each_step_is_a_commit() {
    let scratch = workspace("upgrade-commit");
    let said = upgrade(&scratch, &["--commit"]);
    assert!(said.contains("Step 1, generator: 0.0.1 → "), "{said}");
    assert!(said.contains("2 files change; the public items stay."), "{said}");
    assert!(said.contains("\nStep 2, document: "), "{said}");
    assert!(said.contains("+ types::Pet.age: Option<i64>"), "{said}");
    assert!(said.contains("wire compatible, source compatible"), "{said}");
    assert_eq!(git(&scratch, &["status", "--porcelain"]), "");
    let files = |revision: &str| git(&scratch, &["show", "--format=%s", "--name-only", revision]);
    let (first, second) = (files("HEAD~1"), files("HEAD"));
    let version = env!("CARGO_PKG_VERSION");
    let wanted = format!(
        "Regenerate with bessemer {version}\n\ngenerated/bessemer.lock\ngenerated/src/types/pet.rs\n"
    );
    assert_eq!(first, wanted);
    assert!(second.starts_with("Update the document\n"), "{second}");
    assert!(second.contains("spec/pets.yaml\n") && second.contains("generated/api.txt\n"));
    let document = git(&scratch, &["show", "HEAD~1:generated/src/types/pet.rs"]);
    assert!(!document.contains("earlier") && !document.contains("age"), "{document}");
    assert!(scratch.bessemer(&["check"]).status.success());
}

#[test]
fn without_commits_the_second_step_waits_for_the_first() {
    let scratch = workspace("upgrade-waits");
    let before = scratch.read("generated/src/types/pet.rs");
    let shown = upgrade(&scratch, &["--dry-run"]);
    assert!(shown.contains("Step 1") && shown.contains("Step 2"), "{shown}");
    assert_eq!(scratch.read("generated/src/types/pet.rs"), before, "a dry run writes nothing");
    let said = upgrade(&scratch, &[]);
    assert!(said.contains("Then run `bessemer upgrade` again for the second step."), "{said}");
    let first = scratch.read("generated/src/types/pet.rs");
    assert!(!first.contains("earlier") && !first.contains("age"), "{first}");
    let again = scratch.bessemer(&["upgrade"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("changes that are not committed"), "{again:?}");
    git(&scratch, &["commit", "--quiet", "--message", "Regenerate", "--", "generated"]);
    let json: Value = serde_json::from_str(&upgrade(&scratch, &["--format", "json"])).unwrap();
    assert_eq!(json["steps"][0]["files"], serde_json::json!([]));
    assert_eq!(json["steps"][1]["api"]["added"][0], "types::Pet.age: Option<i64>");
    assert_eq!(json["comparison"]["source"], "compatible");
    assert!(scratch.read("generated/src/types/pet.rs").contains("pub age: Option<i64>"));
    assert!(scratch.bessemer(&["check"]).status.success());
}

#[test]
fn code_by_hand_is_not_overwritten() {
    let scratch = workspace("upgrade-edited");
    let edited = scratch.read("generated/src/client.rs") + "\n// Mine.\n";
    scratch.write("generated/src/client.rs", &edited);
    git(&scratch, &["commit", "--quiet", "--message", "Edit", "--", "generated"]);
    let output = scratch.bessemer(&["upgrade"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("files of the crate were edited by hand: src/client.rs"), "{said}");
    assert_eq!(scratch.read("generated/src/client.rs"), edited);
}

#[test]
fn a_workspace_without_git_is_an_error() {
    let scratch = Scratch::new("upgrade-no-git");
    scratch.init(&[]);
    let output = scratch.bessemer(&["upgrade"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("is not in a Git repository; run `git init`"),
        "{output:?}"
    );
}
