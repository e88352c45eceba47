//! The verdicts, proved: callers compile before and after, and witnesses before and not after.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use bessemer_codegen::{Document, Lock, Runtime, diff::Callers, generate_with};

use super::{Versions, pairs};
use crate::support::{resource_features, root};

#[test]
fn callers_compile_and_witnesses_break_as_the_verdicts_say() {
    let workspace = root().join("target/changes");
    let _ = fs::remove_dir_all(&workspace);
    let pairs = pairs();
    let mut members = Vec::new();
    let mut features = Vec::new();
    let mut witnesses = BTreeSet::new();
    for (index, pair) in pairs.pairs.iter().enumerate() {
        let versions = Versions::of(&pairs.base, pair);
        let comparison = versions.comparison();
        let callers = &comparison.callers;
        let all: Vec<String> = callers.kept.iter().chain(&callers.broken).cloned().collect();
        let old = format!("old-{index}");
        let before = write_crate(&workspace, &old, &versions, &versions.old, &Lock::default());
        features.extend(before.iter().map(|it| format!("{old}/{it}")));
        write_example(&workspace, &old, "callers", &all);
        let new = format!("new-{index}");
        let after = write_crate(&workspace, &new, &versions, &versions.new, &versions.lock);
        // Callers that enable no feature by default keep those that they had.
        let after = after.iter().filter(|it| before.contains(it));
        features.extend(after.map(|it| format!("{new}/{it}")));
        write_example(&workspace, &new, "kept", &callers.kept);
        let broken = comparison.changes.iter().filter_map(|it| it.witness.as_ref());
        for (number, witness) in broken.enumerate() {
            let name = format!("witness_{index}_{number}");
            write_example(&workspace, &new, &name, std::slice::from_ref(witness));
            witnesses.insert(name);
        }
        members.extend([old, new]);
    }
    let members = members.iter().map(|it| format!("{it:?}")).collect::<Vec<_>>().join(", ");
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
    fs::write(workspace.join("Cargo.toml"), manifest).expect("a writable folder");
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).expect("a lock file");
    let features = features.join(" ");
    let own = ["--example", "callers", "--example", "kept", "--features", &features];
    let (is_right, said) = check(&workspace, &own);
    assert!(is_right, "a caller does not compile:\n{said}");
    let (_, said) = check(&workspace, &["--examples", "--keep-going", "--features", &features]);
    let failed: BTreeSet<String> = said
        .lines()
        .filter(|line| line.contains("could not compile"))
        .filter_map(|line| Some(line.split_once("(example \"")?.1.split_once('"')?.0.to_owned()))
        .collect();
    assert_eq!(failed, witnesses, "not the witnesses break:\n{said}");
}

/// Returns the features of the crate's resources.
fn write_crate(
    workspace: &Path,
    name: &str,
    versions: &Versions,
    document: &Document,
    lock: &Lock,
) -> Vec<String> {
    let config = versions.config.clone().with_package_name(name);
    let config = config.with_runtime(Runtime::Path("../../../runtime".to_owned()));
    let output = generate_with(document, &config, lock).expect("an output");
    output.write(&workspace.join(name)).expect("a writable folder");
    fs::create_dir_all(workspace.join(name).join("examples")).expect("a writable folder");
    let manifest = workspace.join(name).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("it was written");
    resource_features(&manifest).into_iter().map(str::to_owned).collect()
}

fn write_example(workspace: &Path, package: &str, name: &str, callers: &[String]) {
    let text = Callers::file(package, callers) + "\nfn main() {}\n";
    let path = workspace.join(package).join("examples").join(format!("{name}.rs"));
    fs::write(path, text).expect("a writable folder");
}

fn check(workspace: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--workspace", "--no-default-features"])
        .args(["--message-format", "short", "--target-dir"])
        .arg(root().join("target/compiled"))
        .args(arguments)
        .current_dir(workspace)
        .output()
        .expect("cargo runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}
