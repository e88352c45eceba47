//! The crate of every fixture compiles without warnings, so that no snapshot contains invalid code.

mod advice;
mod names;

use std::{fmt::Write as _, fs, path::Path, process::Command};

use bessemer_codegen::{Lock, Model, Runtime};

use crate::support::{documents, load, resource_features, root};

#[test]
fn every_fixture_compiles_without_a_warning() {
    let workspace = root().join("target/fixtures");
    let _ = fs::remove_dir_all(&workspace);
    let mut members = String::new();
    let mut features = Vec::new();
    for fixture in documents("tests/fixtures") {
        let name = format!("fixture-{}", fixture.trim_end_matches(".yaml").replace('.', "-"));
        features.extend(write_crate(&fixture, &name, &workspace.join(&name)));
        let manifest = workspace.join(&name).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("it was written");
        fs::write(manifest, text + "\n[lints]\nworkspace = true\n").expect("a writable folder");
        writeln!(members, "    {name:?},").expect("a string takes everything");
    }
    // Uses the lock file of this workspace, so that nothing is downloaded and builds are reused.
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).expect("a lock file");
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n\
         [workspace.lints.rust]\nwarnings = \"deny\"\n\n[profile.dev]\ndebug = \"line-tables-only\"\n",
    );
    fs::write(workspace.join("Cargo.toml"), manifest).expect("a writable folder");
    check(&workspace, &["--workspace", "--examples", "--features", &features.join(" ")]);
    for feature in features.iter().filter(|it| it.starts_with("fixture-features/")) {
        check(&workspace, &["--package", "fixture-features", "--features", feature]);
    }
    let without = features.iter().filter(|it| it.starts_with("fixture-websockets/"));
    let without: Vec<_> =
        without.filter(|it| !it.ends_with("/websocket")).map(String::as_str).collect();
    check(&workspace, &["--package", "fixture-websockets", "--features", &without.join(" ")]);
}

/// Writes the crate of a fixture. Returns the features of its resources.
fn write_crate(fixture: &str, name: &str, folder: &Path) -> Vec<String> {
    let (document, config) = load(&format!("tests/fixtures/{fixture}")).expect("a valid document");
    let config =
        config.with_package_name(name).with_runtime(Runtime::Path("../../../runtime".to_owned()));
    let output = bessemer_codegen::generate(&document, &config).expect("an output");
    output.write(folder).expect("a writable folder");
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("it was written");
    let features = resource_features(&text).into_iter();
    let features = features.map(|feature| format!("{name}/{feature}")).collect();
    fs::write(manifest, text).expect("a writable folder");
    let surface = Model::of(&document, &config, &Lock::default()).expect("a model").surface();
    let callers = surface.callers(name) + "\nfn main() {}\n";
    fs::create_dir_all(folder.join("examples")).expect("a writable folder");
    fs::write(folder.join("examples/callers.rs"), callers).expect("a writable folder");
    features
}

/// Runs `cargo check`, and returns its output. TLS is off, because it takes long to build and the generated
/// code does not need it.
fn checked(workspace: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--no-default-features", "--offline", "--quiet", "--target-dir"])
        .arg(root().join("target/compiled"))
        .args(arguments)
        .current_dir(workspace)
        .output()
        .expect("cargo runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn check(workspace: &Path, arguments: &[&str]) {
    let (is_right, said) = checked(workspace, arguments);
    assert!(is_right, "a fixture does not compile:\n{said}");
    assert!(said.trim().is_empty(), "a fixture compiles with warnings:\n{said}");
}

#[test]
fn a_new_workspace_passes_its_own_tests() {
    let folder = root().join("target/init");
    let work = folder.join("work");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).expect("a writable folder");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).current_dir(&work);
        // With the folder and the profile of this workspace, its builds are reused.
        // Not `target` itself: the new workspace has a program called `xtask`, too.
        command.env("CARGO_TARGET_DIR", root().join("target/init"));
        command.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        let output = command.output().expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let manifest = root().join("Cargo.toml").to_string_lossy().into_owned();
    let spec = root().join("spec/containers.yaml").to_string_lossy().into_owned();
    let run_init = ["run", "--quiet", "--manifest-path", &manifest, "--package", "bessemer", "--"];
    run(&[&run_init[..], &["init", "--spec", &spec, "--name", "containers"]].concat());
    // Uses the lock file of this workspace, so that nothing is downloaded.
    fs::copy(root().join("Cargo.lock"), work.join("Cargo.lock")).expect("a lock file");
    assert!(run(&["xtask", "check"]).contains("is up to date"));
    run(&["test", "--workspace", "--quiet"]);
    assert!(run(&[&run_init[..], &["init", "--spec", &spec]].concat()).contains("nothing changed"));
}
