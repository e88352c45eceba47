//! `bessemer diff`: annotations, the changelog, and the driver of `git diff`.

use std::fs;

use super::{SPEC, Scratch, commit, git, repository_of, text};

/// A workspace in a Git repository, with the crate of the document committed.
fn repository(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch.init(&["--name", "pets"]);
    repository_of(&scratch);
    commit(&scratch);
    scratch
}

fn diff(scratch: &Scratch, arguments: &[&str]) -> String {
    let output = scratch.bessemer(&[&["diff", "--base", "HEAD"], arguments].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn grown() -> String {
    SPEC.replace("{name: {type: string}}", "{name: {type: string},\n      age: {type: integer}}")
}

#[test]
fn annotations_name_the_lines_of_the_document_and_of_the_crate() {
    let scratch = repository("diff-github");
    assert_eq!(diff(&scratch, &["--format", "github"]), "\n");
    scratch.write("spec/pets.yaml", &grown());
    let said = diff(&scratch, &["--format", "github"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines[0],
        "::notice file=spec/pets.yaml,line=16,title=compatible (property-added)::adds `age` to `Pet`"
    );
    assert!(scratch.bessemer(&["generate"]).status.success());
    let place = lines[1].strip_prefix("::notice file=generated/src/types/pet.rs,line=").unwrap();
    let line: usize = place.split(',').next().unwrap().parse().unwrap();
    let code = scratch.read("generated/src/types/pet.rs");
    assert_eq!(code.lines().nth(line - 1).unwrap().trim(), "pub age: Option<i64>,");
    assert_eq!(lines.len(), 2);

    // What is gone has a place in the document, but none in the crate.
    scratch.write("spec/pets.yaml", &SPEC.replace("name: {type: string}", "id: {type: string}"));
    let said = diff(&scratch, &["--format", "github"]);
    let warnings: Vec<&str> = said.lines().filter(|it| it.starts_with("::warning ")).collect();
    assert!(warnings.iter().any(|it| it.contains("title=breaking (property-removed)::")), "{said}");
    assert!(warnings.iter().all(|it| it.contains(" file=spec/pets.yaml,line=")), "{said}");
}

#[test]
fn annotations_are_relative_to_the_repository() {
    let scratch = Scratch::new("diff-folder");
    fs::create_dir_all(scratch.work().join("sdk")).unwrap();
    fs::write(scratch.work().join("pets.yaml"), SPEC).unwrap();
    let output = scratch.bessemer_in("sdk", &["init", "--spec", "../pets.yaml", "--name", "pets"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    repository_of(&scratch);
    commit(&scratch);
    scratch.write("sdk/spec/pets.yaml", &grown());
    let output = scratch.bessemer_in("sdk", &["diff", "--base", "HEAD", "--format", "github"]);
    let said = text(&output.stdout);
    assert!(said.contains(" file=sdk/spec/pets.yaml,"), "{said}");
    assert!(said.contains(" file=sdk/generated/src/types/pet.rs,"), "{said}");
}

#[test]
fn the_changelog_keeps_the_entries_of_earlier_changes() {
    let scratch = repository("diff-changelog");
    let age = "- Adds `age` to `Pet` (`property-added`).";
    scratch.write("spec/pets.yaml", &grown());
    diff(&scratch, &["--changelog", "CHANGELOG.md"]);
    let first = scratch.read("CHANGELOG.md");
    assert!(first.contains(&format!("### Compatible changes of the API\n\n{age}\n")), "{first}");
    diff(&scratch, &["--changelog", "CHANGELOG.md"]);
    assert_eq!(scratch.read("CHANGELOG.md"), first);
    commit(&scratch);

    scratch
        .write("spec/pets.yaml", &grown().replace("age: {", "size: {type: string},\n      age: {"));
    diff(&scratch, &["--changelog", "CHANGELOG.md"]);
    let second = scratch.read("CHANGELOG.md");
    assert!(
        second.contains(&format!("{age}\n- Adds `size` to `Pet` (`property-added`).\n")),
        "{second}"
    );
    // The change is taken back.
    scratch.write("spec/pets.yaml", &grown());
    diff(&scratch, &["--changelog", "CHANGELOG.md"]);
    assert_eq!(scratch.read("CHANGELOG.md"), first);
}

#[test]
fn git_diff_shows_what_a_change_of_the_document_means() {
    let scratch = repository("diff-driver");
    let driver = format!("'{}' diff --git-driver", env!("CARGO_BIN_EXE_bessemer"));
    git(&scratch, &["config", "diff.bessemer.command", &driver]);
    let attributes = scratch.read(".gitattributes");
    assert!(attributes.contains("/spec/pets.yaml diff=bessemer\n"), "{attributes}");

    scratch.write("spec/pets.yaml", &grown());
    let said = git(&scratch, &["diff"]);
    assert!(
        said.starts_with("diff --bessemer a/spec/pets.yaml b/spec/pets.yaml\npets 0.1.0 → 0.1.1: "),
        "{said}"
    );
    assert!(said.contains("adds age to Pet  [property-added]\n      spec/pets.yaml:16"), "{said}");
    assert!(git(&scratch, &["diff", "--no-ext-diff"]).contains("+      age: {type: integer}"));

    // Two commits, and a document that is not valid.
    commit(&scratch);
    let said = git(&scratch, &["diff", "HEAD~1", "HEAD", "--", "spec"]);
    assert!(said.contains("adds age to Pet"), "{said}");
    scratch.write("spec/pets.yaml", "openapi: 4.0.0\n");
    let said = git(&scratch, &["diff"]);
    assert!(said.contains("-openapi: 3.0.3\n") && said.contains("+openapi: 4.0.0\n"), "{said}");

    // A document that is new.
    scratch.write("spec/other.yaml", SPEC);
    scratch.write(".gitattributes", "*.yaml diff=bessemer\n");
    git(&scratch, &["add", "--intent-to-add", "spec/other.yaml"]);
    let said = git(&scratch, &["diff", "--", "spec/other.yaml"]);
    assert!(said.contains("+info: {title: Pets API"), "{said}");
}

#[test]
fn without_something_to_compare_with_the_error_says_what_to_do() {
    let scratch = Scratch::new("diff-without-base");
    scratch.init(&[]);
    let message = || text(&scratch.bessemer(&["diff"]).stderr);
    assert!(message().contains("not in a Git repository; run `git init`"), "{}", message());
    repository_of(&scratch);
    assert!(message().contains("no commit to compare with"), "{}", message());
    let named = text(&scratch.bessemer(&["diff", "--base", "nope"]).stderr);
    assert!(named.contains("has no commit `nope`"), "{named}");
    commit(&scratch);
    git(&scratch, &["branch", "--move", "master"]);
    assert!(scratch.bessemer(&["diff"]).status.success(), "{}", message());
    git(&scratch, &["branch", "--move", "trunk"]);
    assert!(message().contains("name a revision with --base"), "{}", message());
}
