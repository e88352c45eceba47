//! Names: a document with odd names in every place that has names compiles without a warning.
//!
//! `NAMES_SECONDS` continues with more crates, and `NAMES_SEED` sets the first seed. Each seed makes two
//! crates, which one run of cargo checks: one with all names of [`known`], and one with random names.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use bessemer_codegen::{Config, Document, Runtime, generate};
use fastrand::Rng;

use crate::{
    names::{
        document::{config, document},
        words::known,
    },
    support::root,
};

#[test]
fn every_name_compiles_in_every_place() {
    let number = |name| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let time = Duration::from_secs(number("NAMES_SECONDS").unwrap_or_default());
    let mut seed = number("NAMES_SEED").unwrap_or_default();
    let started = Instant::now();
    loop {
        compiles(seed);
        seed += 1;
        if started.elapsed() >= time {
            break;
        }
    }
}

fn compiles(seed: u64) {
    let mut random = Rng::with_seed(seed);
    let mut known = known();
    // What stands beside what depends on the seed.
    random.shuffle(&mut known);
    let other: BTreeSet<String> = (0..60).map(|_| name(&mut random)).collect();
    let other: Vec<String> = other.into_iter().collect();
    let workspace = root().join("target/names");
    let _ = fs::remove_dir_all(&workspace);
    for (package, names) in [("names-known", &known), ("names-random", &other)] {
        write(names, package, &workspace.join(package), seed);
    }
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).expect("a lock file");
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"names-known\", \"names-random\"]\n\n\
                    [workspace.lints.rust]\nwarnings = \"deny\"\n";
    fs::write(workspace.join("Cargo.toml"), manifest).expect("a writable folder");
    check(&workspace, seed);
}

/// A random name: letters, digits and signs, some of them far from ASCII.
fn name(random: &mut Rng) -> String {
    let signs: Vec<char> =
        "abzABZ019__-.$@ /[]{}'\"\\ßéÅñΩж日한🚀\u{301}\u{200d}²Ⅷ".chars().collect();
    let length = random.usize(1..9);
    let mut name: String = (0..length).map(|_| signs[random.usize(..signs.len())]).collect();
    if random.bool() {
        let known = known();
        name.insert_str(0, &known[random.usize(..known.len())]);
    }
    name
}

fn write(names: &[String], package: &str, folder: &Path, seed: u64) {
    fs::create_dir_all(folder).expect("a writable folder");
    let text = serde_json::to_string_pretty(&document(names)).expect("JSON");
    fs::write(folder.join("api.json"), &text).expect("a writable folder");
    let config = Config::parse("names.toml", config(names).as_bytes()).expect("a configuration");
    let config = config
        .with_package_name(package)
        .with_runtime(Runtime::Path("../../../runtime".to_owned()));
    let output = Document::parse("api.json", text.as_bytes())
        .and_then(|document| generate(&document, &config));
    let place = folder.display();
    let output = output.unwrap_or_else(|it| panic!("seed {seed}, {place}/api.json: {it}"));
    output.write(folder).expect("a writable folder");
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("it was written");
    fs::write(manifest, text + "\n[lints]\nworkspace = true\n").expect("a writable folder");
}

/// The features of the resources of a crate: all are compiled, whatever is the default.
fn features(workspace: &Path, package: &str) -> Vec<String> {
    let manifest = workspace.join(package).join("Cargo.toml");
    let text = fs::read_to_string(manifest).expect("it was written");
    let features = text.lines().filter_map(|it| it.strip_suffix(" = []"));
    features.map(|feature| format!("{package}/{feature}")).collect()
}

fn check(workspace: &Path, seed: u64) {
    let features = ["names-known", "names-random"].map(|it| features(workspace, it)).concat();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--no-default-features", "--offline", "--quiet"])
        .args(["--features", &features.join(","), "--target-dir"])
        .arg(root().join("target/compiled"))
        .current_dir(workspace)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.trim().is_empty(),
        "seed {seed}: the crates in {} do not compile:\n{said}",
        workspace.display(),
    );
}
