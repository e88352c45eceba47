//! The command `bessemer`: what it creates, its exit codes, and that it keeps files that exist.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod check;
mod diff;
#[cfg(feature = "mock")]
mod mock;
mod place;
mod readme;
mod upgrade;
mod workflow;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const SPEC: &str = r#"openapi: 3.0.3
info: {title: Pets API, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets/{id}:
    get:
      operationId: get_pet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: The pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}}}
"#;

/// A folder `work` beside a document, removed at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bessemer-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("work")).unwrap();
        fs::write(path.join("pets.yaml"), SPEC).unwrap();
        Self(path)
    }

    fn work(&self) -> PathBuf {
        self.0.join("work")
    }

    fn bessemer(&self, arguments: &[&str]) -> Output {
        self.bessemer_in("", arguments)
    }

    fn bessemer_in(&self, folder: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bessemer"));
        command.args(arguments).current_dir(self.work().join(folder)).output().unwrap()
    }

    fn init(&self, more: &[&str]) -> Output {
        let output = self.bessemer(&[&["init", "--spec", "../pets.yaml"], more].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        output
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.work().join(path)).unwrap_or_else(|it| panic!("{path}: {it}"))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.work().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
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

/// Makes the folder a Git repository.
fn repository_of(scratch: &Scratch) {
    git(scratch, &["init", "--quiet", "--initial-branch", "main"]);
    git(scratch, &["config", "user.name", "Tests"]);
    git(scratch, &["config", "user.email", "tests@example.com"]);
}

fn commit(scratch: &Scratch) {
    git(scratch, &["add", "--all"]);
    git(scratch, &["commit", "--quiet", "--message", "Change the API"]);
}

fn git(scratch: &Scratch, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    let output = command.args(arguments).current_dir(scratch.work()).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
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
fn init_creates_a_workspace_once() {
    let scratch = Scratch::new("init");
    scratch.init(&["--name", "petstore"]);
    for path in [
        ".cargo/config.toml",
        ".gitattributes",
        ".github/workflows/review.yml",
        ".github/workflows/sdk.yml",
        ".gitignore",
        "README.md",
        "generated/src/lib.rs",
        "generated/bessemer.lock",
        "spec/pets.yaml",
        "tests/tests/it.rs",
        "xtask/src/main.rs",
    ] {
        let text = scratch.read(path);
        assert!(!text.contains("<<"), "{path}: {text}");
    }
    assert!(scratch.read("Cargo.toml").contains(r#"members = ["generated", "tests", "xtask"]"#));
    assert!(scratch.read("README.md").contains("client.pets().retrieve(\"id\").await?"));
    assert!(scratch.read("generated/Cargo.toml").contains("name = \"petstore\""));
    let calls = scratch.read("tests/tests/snapshots/it__the_calls_are_as_reviewed.snap");
    assert!(calls.ends_with("---\nGET /pets/{id} pets.retrieve\n"), "{calls}");
    assert!(scratch.bessemer(&["check"]).status.success());

    let before = tree(&scratch.work());
    let again = scratch.init(&[]);
    assert!(text(&again.stdout).contains("nothing changed"), "{}", text(&again.stdout));
    assert_eq!(tree(&scratch.work()), before);
}

#[test]
fn init_keeps_files_unless_it_is_forced() {
    let scratch = Scratch::new("keep");
    scratch.write("README.md", "Ours.\n");
    scratch.write(".gitattributes", "* text=auto\n");
    let output = scratch.init(&[]);
    assert!(text(&output.stdout).contains("kept README.md"), "{}", text(&output.stdout));
    assert_eq!(scratch.read("README.md"), "Ours.\n");
    assert_eq!(scratch.read(".gitattributes"), "* text=auto\n");
    scratch.init(&["--force"]);
    assert!(scratch.read("README.md").starts_with("# pets-api\n"));
}

#[test]
fn init_joins_a_workspace_with_packages_of_the_same_names() {
    let scratch = Scratch::new("join");
    let manifest = "# Ours.\n[package]\nname = \"app\"\nedition = \"2024\"\n\n[workspace]\nmembers = [\n    \"xtask\", # builds\n]\n";
    scratch.write("Cargo.toml", manifest);
    scratch.write("xtask/Cargo.toml", "[package]\nname = \"xtask\"\n");
    scratch.write("tests/app.rs", "");
    scratch.write(".cargo/config.toml", "[alias]\nxtask = \"run -p xtask\"\n");
    scratch.init(&["--name", "pets"]);
    let manifest = scratch.read("Cargo.toml");
    assert!(manifest.starts_with("# Ours.\n[package]"), "{manifest}");
    for member in ["\"xtask\", # builds", "\"generated\"", "\"pets-tests\"", "\"pets-xtask\""] {
        assert!(manifest.contains(member), "{member}: {manifest}");
    }
    assert_eq!(scratch.read("xtask/Cargo.toml"), "[package]\nname = \"xtask\"\n");
    assert!(scratch.read("pets-xtask/src/main.rs").contains("bessemer::run(\"cargo pets-xtask\")"));
    let aliases = scratch.read(".cargo/config.toml");
    assert!(aliases.starts_with("[alias]\nxtask = \"run -p xtask\"\npets-xtask = "), "{aliases}");
    let before = tree(&scratch.work());
    scratch.init(&["--name", "pets"]);
    assert_eq!(tree(&scratch.work()), before);
}

#[test]
fn init_lists_no_member_that_a_pattern_matches() {
    for (members, wanted) in [
        (r#"["./*"]"#, r#"["./*"]"#),
        (r#"["./generated/", "t*"]"#, r#"["./generated/", "t*", "xtask"]"#),
    ] {
        let scratch = Scratch::new("pattern");
        scratch.write("Cargo.toml", &format!("[workspace]\nmembers = {members}\n"));
        scratch.init(&["--name", "pets"]);
        let manifest = scratch.read("Cargo.toml");
        assert!(manifest.contains(&format!("members = {wanted}\n")), "{manifest}");
    }
}

#[test]
fn init_refuses_a_folder_of_another_workspace() {
    for (members, exclude, pattern) in [
        ("work", "", Some("work")),
        ("*", "", Some("*")),
        ("*/tests", "", Some("*/tests")),
        ("./work", "", Some("./work")),
        ("./*/", "", Some("./*/")),
        ("*", "work", None),
        ("*", "./work/", None),
        ("crates/*", "", None),
    ] {
        let scratch = Scratch::new("nested");
        let exclude: Vec<&str> = exclude.split_whitespace().collect();
        let manifest = format!("[workspace]\nmembers = [{members:?}]\nexclude = {exclude:?}\n");
        scratch.write("../Cargo.toml", &manifest);
        let output = scratch.bessemer(&["init", "--spec", "../pets.yaml"]);
        assert_eq!(output.status.success(), pattern.is_none(), "{members}");
        if let Some(pattern) = pattern {
            let said = text(&output.stderr);
            assert!(said.contains(&format!("by `{pattern}` in `members`")), "{said}");
            assert!(tree(&scratch.work()).is_empty(), "nothing was written");
        }
    }
}

#[test]
fn generate_names_the_work_that_it_overwrites() {
    let scratch = Scratch::new("overwrite");
    scratch.init(&["--name", "pets"]);
    let pet = scratch.read("generated/src/types/pet.rs");
    scratch
        .write("generated/src/types/pet.rs", &pet.replace("pub struct", "/* ours */ pub struct"));
    scratch.write("generated/src/ours.rs", "//! Ours.\n");
    let output = scratch.bessemer(&["generate"]);
    let said = text(&output.stderr);
    for note in [
        "note: overwrote files that were edited by hand: src/types/pet.rs\n",
        "note: removed files that were added by hand: src/ours.rs\n",
    ] {
        assert!(said.contains(note), "{said}");
    }
    assert_eq!(scratch.read("generated/src/types/pet.rs"), pet);
    let output = scratch.bessemer(&["generate"]);
    assert!(!text(&output.stderr).contains("note:"), "{}", text(&output.stderr));
}

#[test]
fn a_document_in_a_folder_of_the_workspace_stays_there() {
    let scratch = Scratch::new("place");
    let parts = SPEC.replace("'#/components/schemas/Pet'", "'schemas/pet.yaml'");
    scratch.write("api/openapi.yaml", &parts);
    scratch.write("api/schemas/pet.yaml", "type: object\nproperties: {name: {type: string}}\n");
    let output = scratch.bessemer(&["init", "--spec", "api/openapi.yaml"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(scratch.read("bessemer.toml").contains("spec = \"api/openapi.yaml\""));
    assert!(!scratch.work().join("spec").exists());
    // Elsewhere, with all of its files.
    let other = Scratch::new("place-other");
    other.write("../openapi.yaml", &parts);
    other.write("../schemas/pet.yaml", "type: object\nproperties: {name: {type: string}}\n");
    let output = other.bessemer(&["init", "--spec", "../openapi.yaml"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(other.read("spec/schemas/pet.yaml").contains("type: object"));
    assert!(other.bessemer(&["check"]).status.success());
}

#[test]
fn the_runtime_comes_from_a_folder_a_repository_or_the_registry() {
    for (flag, dependency, package) in [
        (
            "version",
            r#"version = "0.1.0", default"#,
            r#"bessemer = { version = "0.1.0", default-features = false }"#,
        ),
        (
            "git=https://example.com/bessemer#1a2b3c",
            r#"git = "https://example.com/bessemer", rev = "1a2b3c", version = "0.1.0", default"#,
            r#"bessemer = { git = "https://example.com/bessemer", rev = "1a2b3c", default-features = false }"#,
        ),
        (
            "path=../bessemer/runtime",
            r#"path = "../../bessemer/runtime", version = "0.1.0", default"#,
            r#"bessemer = { path = "../../bessemer/cli", default-features = false }"#,
        ),
    ] {
        let scratch = Scratch::new("runtime");
        scratch.init(&["--runtime", flag]);
        let manifest = scratch.read("generated/Cargo.toml");
        assert!(manifest.contains(dependency), "{flag}: {manifest}");
        let xtask = scratch.read("xtask/Cargo.toml");
        assert!(xtask.contains(package), "{flag}: {xtask}");
        assert!(scratch.bessemer(&["check"]).status.success(), "{flag}");
    }
}

#[test]
fn a_project_is_found_from_its_folders() {
    let scratch = Scratch::new("project");
    scratch.init(&[]);
    let spec = scratch.read("spec/pets.yaml").replace("{name: {", "{age: {type: integer}, name: {");
    scratch.write("spec/pets.yaml", &spec);
    let before = tree(&scratch.work());
    for arguments in [&["check"][..], &["generate", "--check"]] {
        let stale = scratch.bessemer_in("generated/src", arguments);
        assert_eq!(stale.status.code(), Some(8));
        assert!(text(&stale.stdout).contains("+    pub age: Option<i64>,"), "{stale:?}");
        assert!(text(&stale.stderr).contains("run `bessemer generate`"), "{stale:?}");
    }
    assert_eq!(tree(&scratch.work()), before, "a check writes nothing");
    assert!(scratch.bessemer_in("generated/src", &["generate"]).status.success());
    assert!(scratch.bessemer(&["check"]).status.success());
}

#[test]
fn mistakes_are_errors_with_a_fix() {
    let scratch = Scratch::new("mistakes");
    let fails = |arguments: &[&str], code: i32, said: &str| {
        let output = scratch.bessemer(arguments);
        let all = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {all}");
        assert!(all.contains(said), "{arguments:?}: {all}");
    };
    fails(&["generate"], 1, "there is no bessemer.toml in this folder or above it");
    fails(&["init"], 2, "--spec <FILE>");
    fails(&["init", "--spec", "nope.yaml"], 1, "cannot read nope.yaml");
    fails(&["init", "--spec", "https://a.example/b.yaml"], 1, "URLs are never fetched");
    fails(&["init", "--spec", "../pets.yaml", "--name", "9 lives"], 1, "invalid crate name");
    fails(&["init", "--spec", "../pets.yaml", "--name", "box"], 1, "use for example `box-api`");
    fails(&["init", "--spec", "../pets.yaml", "--runtime", "svn"], 2, "`git=URL#COMMIT`");
    fails(&["init", "--spec", "../pets.yaml", "--runtime", "git"], 1, "--runtime git=URL");
    fails(&["explain", "nope"], 1, "unknown code `nope`");
    assert_eq!(tree(&scratch.work()), [], "a failed command writes nothing");
    scratch.write("bessemer.toml", "spec = \"a.yaml\"\nout = \"b\"\nfolder = \"c\"\n");
    fails(&["generate"], 1, "unknown field `folder`");
    scratch.write("bessemer.toml", "spec = \"a.yaml\"\nout = \"b\"\n");
    fails(&["generate"], 1, "a.yaml");
    scratch.write("bad.yaml", &SPEC.replace("3.0.3", "4.0"));
    fails(&["init", "--spec", "bad.yaml", "--force"], 1, "error[version]");
    assert!(!scratch.work().join("Cargo.toml").exists());
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let scratch = Scratch::new("man");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = scratch.bessemer(&["completions", shell]);
        assert!(output.status.success(), "{shell}");
        assert!(text(&output.stdout).contains("generate"), "{shell}");
    }
    assert!(scratch.bessemer(&["man", "pages"]).status.success());
    for page in ["bessemer.1", "bessemer-init.1", "bessemer-generate.1", "bessemer-check.1"] {
        assert!(scratch.read(&format!("pages/{page}")).contains("bessemer"), "{page}");
    }
    let codes = scratch.bessemer(&["explain", "all"]);
    let all = bessemer_codegen::Code::ALL.len() + bessemer_codegen::diff::Rule::ALL.len();
    assert_eq!(text(&codes.stdout).lines().count(), all);
    let rule = text(&scratch.bessemer(&["explain", "property-removed"]).stdout);
    assert!(rule.starts_with("A change that `diff` reports: removes A from B.\n"), "{rule}");
    assert!(rule.contains("| `property-removed` |"), "{rule}");
}
