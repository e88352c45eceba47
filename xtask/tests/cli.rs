//! The command line: exit codes and output, and that a failure changes no files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const SPEC: &str = r#"openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get:
      operationId: get_pet
      tags: [pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: The pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
"#;

/// A temporary folder that is removed at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bessemer-cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("pets.yaml"), SPEC).unwrap();
        Self(path)
    }

    fn xtask(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(&self.0).output().unwrap()
    }

    fn generate(&self, more: &[&str]) -> Output {
        let arguments = ["generate", "--spec", "pets.yaml", "--out", "pets", "--name", "pets"];
        self.xtask(&[&arguments[..], more].concat())
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.0.join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            files.push((path.clone(), fs::read(path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn a_second_run_changes_nothing() {
    let scratch = Scratch::new("fresh");
    let first = scratch.generate(&[]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(
        text(&first.stdout).contains("14 new, 0 changed, 0 removed"),
        "{}",
        text(&first.stdout)
    );
    assert!(scratch.generate(&["--check"]).status.success());
    let again = scratch.generate(&[]);
    assert!(text(&again.stdout).contains("0 new, 0 changed, 0 removed"), "{}", text(&again.stdout));
}

#[test]
fn a_check_shows_the_diff_and_the_command_that_fixes_it() {
    let scratch = Scratch::new("check");
    scratch.generate(&[]);
    scratch.edit(
        "pets.yaml",
        "name: {type: string}",
        "name: {type: string}\n        age: {type: integer}",
    );
    let before = tree(&scratch.0);
    let check = scratch.generate(&["--check"]);
    assert_eq!(check.status.code(), Some(8));
    assert!(text(&check.stdout).contains("Changed: src/types/pet.rs"), "{}", text(&check.stdout));
    assert!(text(&check.stdout).contains("+    pub age: Option<i64>,"), "{}", text(&check.stdout));
    let command = "cargo xtask generate --spec pets.yaml --out pets --name pets";
    assert!(text(&check.stderr).contains(command), "{}", text(&check.stderr));
    assert_eq!(tree(&scratch.0), before, "a check writes nothing");
    assert!(scratch.generate(&[]).status.success());
    assert!(scratch.generate(&["--check"]).status.success());
}

#[test]
fn a_bad_document_is_located_and_changes_nothing() {
    let scratch = Scratch::new("bad");
    scratch.generate(&[]);
    scratch.edit("pets.yaml", "openapi: 3", "openapi: 4");
    let before = tree(&scratch.0);
    let failed = scratch.generate(&[]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).contains("error[version]"), "{}", text(&failed.stderr));
    assert!(text(&failed.stderr).contains("pets.yaml:1:"), "{}", text(&failed.stderr));
    assert!(!text(&failed.stderr).contains('\u{1b}'), "no colour where there is no terminal");
    assert_eq!(tree(&scratch.0), before);
}

#[test]
fn an_invalid_part_is_left_out_unless_denied() {
    let scratch = Scratch::new("part");
    scratch.edit("pets.yaml", "schemas/Pet'", "schemas/Pat'");
    let before = tree(&scratch.0);
    let strict = scratch.generate(&["--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(text(&strict.stderr).contains("warning[bad-reference]"), "{}", text(&strict.stderr));
    assert!(text(&strict.stderr).contains("pets.yaml:12:"), "{}", text(&strict.stderr));
    assert_eq!(tree(&scratch.0), before);
    let taken = scratch.generate(&[]);
    assert!(taken.status.success());
    assert!(text(&taken.stdout).contains("(1 untyped position"), "{}", text(&taken.stdout));
}

#[test]
fn warnings_can_be_denied_and_printed_as_json() {
    let scratch = Scratch::new("deny");
    scratch.edit("pets.yaml", "/pets/{id}:", "/pets/{id}/{undeclared}:");
    let json = scratch.generate(&["--format", "json"]);
    assert!(json.status.success());
    let summary: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&summary["operations"], &summary["skipped"]), (&1.into(), &0.into()));
    assert_eq!(summary["diagnostics"][0]["code"], "missing");
    assert_eq!(summary["diagnostics"][0]["line"], 5);
    let before = tree(&scratch.0);
    for flags in [&["--strict"][..], &["--deny", "missing"]] {
        let denied = scratch.generate(flags);
        assert_eq!(denied.status.code(), Some(1), "{flags:?}");
        assert!(text(&denied.stderr).contains("denied"), "{}", text(&denied.stderr));
    }
    assert!(scratch.generate(&["--deny", "untyped"]).status.success());
    assert_eq!(scratch.generate(&["--deny", "nope"]).status.code(), Some(1));
    assert_eq!(tree(&scratch.0), before);
}

#[test]
fn programs_are_told_what_calls_each_operation() {
    let scratch = Scratch::new("calls");
    let json = scratch.generate(&["--format", "json"]);
    let summary: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let calls = &summary["calls"];
    assert_eq!(calls.as_array().map(Vec::len), Some(1), "{calls}");
    assert_eq!((&calls[0]["method"], &calls[0]["path"]), (&"GET".into(), &"/pets/{id}".into()));
    assert!(calls[0]["call"].as_str().is_some_and(|it| it.starts_with("pets.")), "{calls}");
}

#[test]
fn versions_of_a_document_are_replayed() {
    let scratch = Scratch::new("replay");
    fs::create_dir(scratch.0.join("versions")).unwrap();
    let inline =
        SPEC.replace("{type: string}\n", "{type: string}\n        kind: {enum: [dog, cat]}\n");
    let named = SPEC.replace(
        "{type: string}\n",
        "{type: string}\n        kind: {$ref: '#/components/schemas/Kind'}\n",
    ) + "    Kind: {enum: [dog, cat]}\n";
    for (name, text) in [("000-a", SPEC), ("001-b", &inline), ("002-c", &named)] {
        fs::write(scratch.0.join(format!("versions/{name}.yaml")), text).unwrap();
    }
    let json = scratch.xtask(&["replay", "versions", "--format", "json"]);
    assert!(json.status.success(), "{}", text(&json.stderr));
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let steps = json["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!((&steps[0]["from"], &steps[0]["to"]), (&"000-a.yaml".into(), &"001-b.yaml".into()));
    assert_eq!(
        (&steps[0]["document_lines"], &steps[0]["moved"]),
        (&1.into(), &serde_json::json!([]))
    );
    assert!(steps[0]["crate_lines"].as_u64().unwrap() > 1, "{json}");
    // The old name is an alias, unless what was decided is forgotten.
    assert_eq!(steps[1]["moved"], serde_json::json!([]));
    let forgotten = scratch.xtask(&["replay", "versions", "--format", "json", "--no-lock"]);
    let forgotten: serde_json::Value = serde_json::from_slice(&forgotten.stdout).unwrap();
    assert_eq!(forgotten["steps"][1]["moved"], serde_json::json!(["PetKind"]));
    let table = scratch.xtask(&["replay", "versions"]);
    assert!(text(&table.stdout).lines().count() == 4, "{}", text(&table.stdout));
    assert!(text(&table.stdout).contains("2 steps"), "{}", text(&table.stdout));
    fs::write(scratch.0.join("versions/003-d.yaml"), "openapi: [").unwrap();
    let broken = scratch.xtask(&["replay", "versions"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(text(&broken.stderr).contains("003-d.yaml"), "{}", text(&broken.stderr));
    let empty = scratch.xtask(&["replay", "."]);
    assert!(empty.status.success(), "one version has no steps: {}", text(&empty.stderr));
}

#[test]
fn wrong_flags_and_missing_files_are_errors() {
    let scratch = Scratch::new("flags");
    let missing = scratch.xtask(&["generate", "--spec", "nope.yaml", "--out", "x"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing.stderr).contains("nope.yaml"), "{}", text(&missing.stderr));
    let unknown = scratch.xtask(&["generate", "--chek"]);
    assert_eq!(unknown.status.code(), Some(2));
    let name = scratch.generate(&["--name", "9 lives"]);
    assert_ne!(name.status.code(), Some(0));
}

#[test]
fn explains_every_code() {
    let scratch = Scratch::new("explain");
    for code in bessemer_codegen::Code::ALL {
        let explained = scratch.xtask(&["explain", code.as_str()]);
        assert!(explained.status.success(), "{code}");
        assert!(text(&explained.stdout).len() > 40, "{code}");
    }
    assert_eq!(scratch.xtask(&["explain", "nope"]).status.code(), Some(1));
}

#[test]
fn a_lock_is_read_from_the_crate_or_from_elsewhere() {
    let scratch = Scratch::new("lock");
    assert!(scratch.generate(&[]).status.success());
    let lock = scratch.0.join("pets/bessemer.lock");
    let text_of = fs::read_to_string(&lock).expect("a lock");
    let renamed = text_of.replace("\nPet <", "\nPet = Animal <");
    assert_ne!(renamed, text_of);
    fs::write(scratch.0.join("other.lock"), &renamed).expect("writable");
    let other = scratch.generate(&["--lock", "other.lock"]);
    assert!(other.status.success(), "{}", text(&other.stderr));
    // The hashes of the files follow the names.
    let entries = |text: &str| -> Vec<String> {
        text.lines().filter(|it| !it.starts_with('#')).map(str::to_owned).collect()
    };
    assert_eq!(entries(&fs::read_to_string(&lock).expect("a lock")), entries(&renamed));
    // And from now on by itself.
    assert!(scratch.generate(&["--check"]).status.success());
    fs::write(&lock, renamed.replace("lock 2", "lock 9")).expect("writable");
    let newer = scratch.generate(&[]);
    assert_eq!(newer.status.code(), Some(1));
    assert!(text(&newer.stderr).contains("bessemer.lock:3:1"), "{}", text(&newer.stderr));
    assert!(!scratch.generate(&["--lock", "nowhere.lock"]).status.success());
}

#[test]
fn only_the_operations_of_a_tag_are_generated() {
    let scratch = Scratch::new("only");
    let more = "  /owners:\n    get: {tags: [owners], responses: {204: {description: None.}}}\ncomponents:";
    scratch.edit("pets.yaml", "components:", more);
    let pets = scratch.generate(&["--only", "pets"]);
    assert!(text(&pets.stdout).contains(": 1 operations"), "{}", text(&pets.stdout));
    assert!(scratch.generate(&["--only", "pets", "--check"]).status.success());
    let owners = scratch.generate(&["--only", "owners"]);
    assert!(
        text(&owners.stdout).contains(": 1 operations (0 skipped), 0 types"),
        "{}",
        text(&owners.stdout)
    );
    let both = scratch.generate(&["--only", "owners", "--only", "pets"]);
    assert!(text(&both.stdout).contains(": 2 operations"), "{}", text(&both.stdout));
    let unknown = scratch.generate(&["--only", "pest"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        text(&unknown.stderr).contains("a similar one exists: `pets`"),
        "{}",
        text(&unknown.stderr)
    );
}
