//! `bessemer check` tells apart why a crate is not up to date, each with an exit code and what to do.

use std::fs;

use super::{SPEC, Scratch, text};

/// The exit code, what is said, and the causes with their files for programs.
fn check(scratch: &Scratch) -> (i32, String, Vec<(String, Vec<String>)>) {
    let output = scratch.bessemer(&["check"]);
    let json = scratch.bessemer(&["check", "--format", "json"]);
    assert_eq!(json.status.code(), output.status.code());
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["up_to_date"], output.status.success());
    let causes = value["causes"].as_array().unwrap().iter().map(|it| {
        let files = it["files"].as_array().unwrap().iter();
        let files = files.map(|it| it.as_str().unwrap().to_owned());
        (it["cause"].as_str().unwrap().to_owned(), files.collect())
    });
    (output.status.code().unwrap(), text(&output.stderr), causes.collect())
}

fn names(causes: &[(String, Vec<String>)]) -> Vec<&str> {
    causes.iter().map(|(cause, _)| cause.as_str()).collect()
}

/// A workspace, and its crate as it is first generated.
fn workspace(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch.init(&[]);
    assert_eq!(check(&scratch).0, 0);
    scratch
}

fn edit(scratch: &Scratch, path: &str, from: &str, to: &str) {
    let old = scratch.read(path);
    assert!(old.contains(from), "{path}: {old}");
    scratch.write(path, &old.replace(from, to));
}

#[test]
fn a_document_that_changed() {
    let scratch = workspace("check-document");
    edit(&scratch, "spec/pets.yaml", "{name: {", "{age: {type: integer}, name: {");
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (8, vec!["document"]));
    assert!(said.contains("- the document has changed: "), "{said}");
    assert!(said.contains("\n  run `bessemer generate`"), "{said}");
    assert!(causes[0].1.contains(&"src/types/pet.rs".to_owned()), "{causes:?}");
}

#[test]
fn another_layout_of_the_document_changes_nothing() {
    let scratch = workspace("check-layout");
    edit(&scratch, "spec/pets.yaml", "paths:\n", "# A comment.\npaths:\n");
    edit(&scratch, "spec/pets.yaml", "required: [name]", "required: [ 'name' ]");
    assert_eq!(check(&scratch).0, 0);
}

#[test]
fn a_configuration_that_changed() {
    let scratch = workspace("check-configuration");
    let config = scratch.read("spec/pets.toml");
    scratch.write("spec/pets.toml", &format!("{config}\n[schemas.Pet]\nname = \"Animal\"\n"));
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (9, vec!["configuration"]), "{said}");
}

#[test]
fn another_generator() {
    let scratch = workspace("check-generator");
    edit(&scratch, "generated/bessemer.lock", "#: generator 0.", "#: generator 99.");
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (10, vec!["generator"]), "{said}");
    assert!(said.contains("`upgrade` does both"), "{said}");
}

#[test]
fn another_build_of_the_same_generator() {
    let scratch = workspace("check-build");
    // The other build wrote another line, and recorded the file with it.
    let before = scratch.read("generated/src/types/pet.rs");
    let other = format!("{before}\n// One more line.\n");
    scratch.write("generated/src/types/pet.rs", &other);
    let hash = |text: &str| {
        let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, add))
    };
    edit(&scratch, "generated/bessemer.lock", &hash(&before), &hash(&other));
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (10, vec!["generator"]), "{said}");
}

#[test]
fn a_file_that_was_edited() {
    let scratch = workspace("check-edited");
    edit(&scratch, "generated/src/types/pet.rs", "pub struct Pet", "/* mine */ pub struct Pet");
    // The document changes too: the edit is still told apart, and comes first.
    edit(&scratch, "spec/pets.yaml", "{name: {", "{age: {type: integer}, name: {");
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (3, vec!["edited", "document"]), "{said}");
    assert_eq!(causes[0].1, ["src/types/pet.rs"]);
    assert!(said.contains("files were edited by hand: src/types/pet.rs\n"), "{said}");
    assert!(said.contains("`bessemer generate` overwrites these files"), "{said}");
}

#[test]
fn a_file_that_was_added() {
    let scratch = workspace("check-extra");
    scratch.write("generated/src/mine.rs", "pub fn mine() {}\n");
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, causes), (4, vec![("extra".to_owned(), vec!["src/mine.rs".to_owned()])]));
    assert!(said.contains("`bessemer generate` removes these files"), "{said}");
}

#[test]
fn a_file_that_was_removed() {
    let scratch = workspace("check-missing");
    fs::remove_file(scratch.work().join("generated/src/client.rs")).unwrap();
    let (code, said, causes) = check(&scratch);
    let wanted = vec![("missing".to_owned(), vec!["src/client.rs".to_owned()])];
    assert_eq!((code, causes), (7, wanted), "{said}");
    fs::remove_file(scratch.work().join("generated/bessemer.lock")).unwrap();
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (7, vec!["missing"]), "{said}");
}

#[test]
fn a_file_of_a_part_that_the_document_no_longer_has() {
    let scratch = workspace("check-stale");
    edit(&scratch, "spec/pets.yaml", "schemas/Pet'", "schemas/Cat'");
    edit(&scratch, "spec/pets.yaml", "    Pet: ", "    Cat: ");
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (8, vec!["document"]), "{said}");
}

#[test]
fn a_lock_of_an_earlier_version() {
    let scratch = workspace("check-unknown");
    let lock = scratch.read("generated/bessemer.lock");
    let entries: Vec<&str> = lock.lines().filter(|it| !it.starts_with("#: ")).collect();
    scratch.write("generated/bessemer.lock", &entries.join("\n"));
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (1, vec!["unknown"]), "{said}");
    assert!(scratch.bessemer(&["generate"]).status.success());
    assert_eq!(scratch.read("generated/bessemer.lock"), lock);
}

/// The lock with an operation more, as a branch has it.
fn branch(scratch: &Scratch, path: &str) -> String {
    let operation = format!(
        "  {path}:\n    get:\n      operationId: get_{}\n      responses: {{'204': {{description: Done.}}}}\n",
        path.trim_start_matches('/')
    );
    scratch
        .write("spec/pets.yaml", &SPEC.replace("components:", &format!("{operation}components:")));
    assert!(scratch.bessemer(&["generate"]).status.success());
    scratch.read("generated/bessemer.lock")
}

#[test]
fn two_branches_are_settled_by_generate() {
    let scratch = workspace("check-merged");
    let base = scratch.read("generated/bessemer.lock");
    let (ours, theirs) = (branch(&scratch, "/cats"), branch(&scratch, "/dogs"));
    let wanted = theirs.clone();
    let mut union: Vec<&str> = ours.lines().collect();
    union.extend(theirs.lines().filter(|it| !ours.contains(it)));
    let union = union.join("\n") + "\n";
    let marked =
        format!("<<<<<<< ours\n{ours}||||||| base\n{base}=======\n{theirs}>>>>>>> theirs\n");
    for merged in [union, marked] {
        scratch.write("generated/bessemer.lock", &merged);
        let (code, said, causes) = check(&scratch);
        assert_eq!((code, names(&causes)), (5, vec!["lock"]), "{said}");
        assert!(said.contains("run `bessemer generate`, which settles it"), "{said}");
        assert!(scratch.bessemer(&["generate"]).status.success());
        assert_eq!(scratch.read("generated/bessemer.lock"), wanted);
        assert_eq!(check(&scratch).0, 0);
    }
}

#[test]
fn a_lock_that_was_edited() {
    let scratch = workspace("check-lock");
    let lock = scratch.read("generated/bessemer.lock");
    // An entry of something that is not in the document, where an entry may be.
    let first = lock.lines().find(|it| it.contains("Pet") && !it.starts_with('#')).unwrap();
    scratch.write("generated/bessemer.lock", &lock.replace(&format!("{first}\n"), ""));
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (5, vec!["lock"]), "{said}");
    scratch.write("generated/bessemer.lock", &lock.replacen("lock ", "lock 99", 1));
    let output = scratch.bessemer(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("unsupported version of the lock"), "{output:?}");
}

#[test]
fn gaps_do_not_grow_until_they_are_accepted() {
    let scratch = workspace("check-growth");
    let with_gap =
        SPEC.replace("{name: {type: string}}", "{name: {type: string}, x: {not: {type: string}}}");
    scratch.write("spec/pets.yaml", &with_gap);
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (6, vec!["growth", "document"]), "{said}");
    assert!(said.contains("1 position without a type (accepted: 0)"), "{said}");
    let generated = scratch.bessemer(&["generate"]);
    assert!(generated.status.success());
    assert!(text(&generated.stderr).contains("--raise-limits"), "{generated:?}");
    let (code, said, causes) = check(&scratch);
    assert_eq!((code, names(&causes)), (6, vec!["growth"]), "{said}");
    assert!(scratch.bessemer(&["generate", "--raise-limits"]).status.success());
    assert_eq!(check(&scratch).0, 0);
    // What is no longer needed is no longer accepted.
    scratch.write("spec/pets.yaml", SPEC);
    assert!(scratch.bessemer(&["generate"]).status.success());
    scratch.write("spec/pets.yaml", &with_gap);
    assert_eq!(check(&scratch).0, 6);
}
