//! The workflow `review.yml`: its comment is written once, and then updated.

use std::{fs, path::PathBuf, process::Command};

use super::{Scratch, text};

/// Stands for GitHub's command: it lists the comments in `comments.json`, and writes its arguments to `calls`.
const GH: &str = r#"#!/bin/sh
echo "$*" >>calls
while [ $# -gt 0 ]; do
    if [ "$1" = --jq ]; then exec jq --raw-output "$2" comments.json; fi
    shift
done
"#;

#[test]
fn the_report_is_one_comment() {
    // `gh` contains its own `jq`; here the program `jq` stands for it.
    if Command::new("jq").arg("--version").output().is_err() {
        return;
    }
    let scratch = Scratch::new("workflow");
    scratch.write("bin/gh", GH);
    scratch.write("report.md", "<!-- bessemer diff pets -->\n## pets 0.1.0\n");
    let other = r#"{"id": 1, "user": {"type": "Bot"}, "body": "<!-- bessemer diff cats -->\n"}"#;
    let person = r#"{"id": 2, "user": {"type": "User"}, "body": "<!-- bessemer diff pets -->\n"}"#;
    let own =
        r#"{"id": 3, "user": {"type": "Bot"}, "body": "<!-- bessemer diff pets -->\n## old"}"#;
    let end = "--field body=@report.md --silent";
    for (comments, last) in [
        (vec![other, person], format!("api --method POST repos/o/r/issues/7/comments {end}")),
        (vec![other, person, own], format!("api --method PATCH repos/o/r/issues/comments/3 {end}")),
    ] {
        scratch.write("comments.json", &format!("[{}]", comments.join(",")));
        run(&scratch, &script());
        let calls = scratch.read("calls");
        assert_eq!(calls.lines().last().unwrap(), last);
    }
    // The base had no document: there is no report.
    fs::remove_file(scratch.work().join("report.md")).unwrap();
    fs::remove_file(scratch.work().join("calls")).unwrap();
    run(&scratch, &script());
    assert!(!scratch.work().join("calls").exists());
}

/// The last script of the workflow of this repository.
fn script() -> String {
    let text = workflow();
    let (_, script) = text.rsplit_once("        run: |\n").unwrap();
    script
        .lines()
        .map(|it| it.strip_prefix("          ").unwrap_or(it))
        .fold(String::new(), |script, line| script + line + "\n")
}

fn workflow() -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join("../.github/workflows/review.yml")).unwrap()
}

fn run(scratch: &Scratch, script: &str) {
    let path =
        format!("{}:{}", scratch.work().join("bin").display(), std::env::var("PATH").unwrap());
    let allowed = Command::new("chmod").args(["+x", "bin/gh"]).current_dir(scratch.work()).status();
    assert!(allowed.unwrap().success());
    // GitHub runs scripts with these options.
    let output = Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .env("PATH", path)
        .envs([("ISSUES", "repos/o/r/issues"), ("NUMBER", "7"), ("GH_TOKEN", "none")])
        .current_dir(scratch.work())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn this_repository_uses_the_workflow_of_init() {
    let template = include_str!("../../templates/review.yml");
    assert_eq!(workflow(), template.replace("<<xtask>>", "xtask"));
}
