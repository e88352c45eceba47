//! Round trips: random values of random schemas are decoded into the generated types and encoded
//! again. The result must be the same JSON.
//!
//! Numbers are compared by value, and objects without regard to order. [`Case`] has a rule for
//! properties that are null. `readOnly` and `writeOnly` properties are optional here, and requests
//! have no field for `readOnly` ones.
//!
//! The types must be compiled, so each run generates one crate with many schemas. Environment
//! variables:
//!
//! * `ROUND_TRIP_SECONDS`: how long to continue with more crates; the default is two crates.
//! * `ROUND_TRIP_SEED`: the seed; the default is fixed.

mod document;
mod schema;
mod value;

use std::{
    env::consts::EXE_EXTENSION,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use bessemer_codegen::{Config, Document, Output, Runtime, generate};
use fastrand::Rng;
use serde_json::{Number, Value};

use self::{
    document::{Version, document},
    schema::{Components, Use},
    value::{Case, Values},
};
use crate::support::root;

/// The number of components for each direction, and of values for each component.
const COMPONENTS: usize = 16;
const VALUES: usize = 40;

#[test]
fn decoded_values_are_encoded_unchanged() {
    let number = |name| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let time = Duration::from_secs(number("ROUND_TRIP_SECONDS").unwrap_or_default());
    let mut seed = number("ROUND_TRIP_SEED").unwrap_or_default();
    let started = Instant::now();
    loop {
        survives(seed);
        survives(seed + 1);
        seed += 2;
        if started.elapsed() >= time {
            break;
        }
    }
}

/// Tests one crate and its values. Odd seeds use only constructs of OpenAPI 3.0.
fn survives(seed: u64) {
    let plain = seed % 2 == 1;
    let mut random = Rng::with_seed(seed);
    let all = [Use::Received, Use::Sent, Use::Both];
    let all = all.map(|used| Components::random(used, plain, COMPONENTS, &mut random));
    let (document, older) =
        (document(&all, Version::ThreeTwo), plain.then(|| document(&all, Version::Three)));
    let output = generated(&document, seed);
    if let Some(older) = older {
        is_same_code(&output, &generated(&older, seed), seed);
    }
    let folder = root().join("target/round-trip");
    let types = write(&output, &folder);
    let mut cases = Vec::new();
    for components in &all {
        for (index, schema) in components.schemas.iter().enumerate() {
            let name = components.name(index);
            if types.contains(&name) {
                let mut values = Values { components, random: &mut random };
                let values = (0..VALUES).map(|_| values.case(schema, 0));
                cases.extend(values.collect::<Vec<_>>().into_iter().map(|it| (name.clone(), it)));
            }
        }
    }
    let answers = answers(&folder, &cases);
    let failures: Vec<String> = cases
        .iter()
        .zip(&answers)
        .filter_map(|((name, case), answer)| Some((name, failure(case, answer)?)))
        .map(|(name, failure)| {
            let schema = &document["components"]["schemas"][name];
            format!("{failure}\n  schema {name}: {schema}")
        })
        .collect();
    assert!(
        failures.is_empty(),
        "seed {seed}: {} of {} values; the document is at {}\n\n{}",
        failures.len(),
        cases.len(),
        folder.join("api.json").display(),
        failures[..failures.len().min(5)].join("\n\n"),
    );
}

fn generated(document: &Value, seed: u64) -> Output {
    let text = document.to_string();
    let config = Config::default()
        .with_package_name("round-trip")
        .with_runtime(Runtime::Path("../../runtime".to_owned()));
    let output = Document::parse("api.json", text.as_bytes())
        .and_then(|document| generate(&document, &config));
    output.unwrap_or_else(|diagnostics| panic!("seed {seed}: {diagnostics}\n{text}"))
}

/// Checks that the same schemas in OpenAPI 3.2 and in 3.0 give the same code.
fn is_same_code(newer: &Output, older: &Output, seed: u64) {
    let code = |output: &Output| -> Vec<(String, String)> {
        let files = output.files().filter(|(path, _)| path.ends_with(".rs"));
        files.map(|(path, code)| (path.to_owned(), code.to_owned())).collect()
    };
    if code(newer) == code(older) {
        return;
    }
    let folders = ["target/round-trip", "target/round-trip-3.0"].map(|it| root().join(it));
    for (output, folder) in [newer, older].into_iter().zip(&folders) {
        let _ = fs::remove_dir_all(folder);
        output.write(folder).expect("a writable folder");
    }
    panic!("seed {seed}: compare {} and {}", folders[0].display(), folders[1].display());
}

/// Writes the crate and a program that uses it. Returns the components that are types.
fn write(output: &Output, folder: &Path) -> Vec<String> {
    let _ = fs::remove_dir_all(folder);
    output.write(folder).expect("a writable folder");
    let files = output.files().filter(|(path, _)| path.starts_with("src/types/"));
    let code: String = files.map(|(_, code)| code).collect();
    let words: Vec<&str> = code.split_ascii_whitespace().collect();
    let types = words.windows(3).filter(|it| it[0] == "pub" && matches!(it[1], "struct" | "enum"));
    let types = types.map(|it| it[2]).filter(|it| {
        let name = it.trim_start_matches(char::is_alphabetic);
        !name.is_empty() && name.chars().all(|it| it.is_ascii_digit())
    });
    let types: Vec<String> = types.map(str::to_owned).collect();
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("it was written");
    fs::write(manifest, text + "\n[profile.dev]\ndebug = false\n\n[workspace]\n")
        .expect("writable");
    // Uses the lock file of this workspace, so that nothing is downloaded.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
    fs::create_dir_all(folder.join("examples")).expect("a writable folder");
    fs::write(folder.join("examples/again.rs"), program(&types)).expect("a writable folder");
    types
}

/// The program: it reads lines with a type and a value, and prints each value after a round trip.
fn program(types: &[String]) -> String {
    let mut arms = String::new();
    for name in types {
        writeln!(arms, "            {name:?} => again::<types::{name}>(value),")
            .expect("a string takes everything");
    }
    format!(
        "use round_trip::{{runtime::{{Decode, Encode, json::{{from_str, to_string}}}}, types}};\n\n\
         fn again<T: Decode + Encode>(text: &str) -> String {{\n    \
         from_str::<T>(text).map_or_else(|error| format!(\"! {{error:?}}\"), |it| to_string(&it))\n}}\n\n\
         fn main() {{\n    for line in std::io::stdin().lines().map_while(Result::ok) {{\n        \
         let (name, value) = line.split_once(' ').unwrap_or_default();\n        \
         println!(\"{{}}\", match name {{\n{arms}            _ => String::new(),\n        }});\n    }}\n}}\n",
    )
}

/// The output of the program for each value.
fn answers(folder: &Path, cases: &[(String, Case)]) -> Vec<String> {
    // All resources, but no TLS, which takes long to build.
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("it was written");
    let features: Vec<&str> = manifest.lines().filter_map(|it| it.strip_suffix(" = []")).collect();
    let built = Command::new(env!("CARGO"))
        .args(["build", "--example", "again", "--no-default-features", "--offline", "--quiet"])
        .args(["--features", &features.join(",")])
        .arg("--target-dir")
        .arg(target())
        .current_dir(folder)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{} does not compile:\n{said}", folder.display());
    let mut program =
        Command::new(target().join("debug/examples/again").with_extension(EXE_EXTENSION))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a program");
    let lines: String =
        cases.iter().map(|(name, case)| format!("{name} {}\n", case.read)).collect();
    let mut input = program.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = program.wait_with_output().expect("an end");
    writer.join().expect("a thread").expect("a program that reads");
    let answers: Vec<String> =
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    assert!(output.status.success() && answers.len() == cases.len(), "the program fails");
    answers
}

/// The target folder of this test, whose compiled dependencies are reused.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a target folder").to_owned()
}

/// The problem of a result, if there is one.
fn failure(case: &Case, answer: &str) -> Option<String> {
    let Case { read, least } = case;
    match serde_json::from_str(answer) {
        Ok(value) if is_between(&value, least, read) => None,
        _ => Some(format!("  read     {read}\n  at least {least}\n  written  {answer}")),
    }
}

/// Whether a value equals `most`, except that properties missing in `least` may be missing.
fn is_between(value: &Value, least: &Value, most: &Value) -> bool {
    match (value, least, most) {
        (Value::Number(value), _, Value::Number(most)) => is_same(value, most),
        (Value::Array(value), Value::Array(least), Value::Array(most)) => {
            let mut items = value.iter().zip(least.iter().zip(most));
            value.len() == most.len()
                && items.all(|(it, (least, most))| is_between(it, least, most))
        }
        (Value::Object(value), Value::Object(least), Value::Object(most)) => {
            // An untagged union may have selected another variant that requires this property, with
            // the value null.
            let is_member = |(name, value): (&String, &Value)| match most.get(name) {
                Some(most) => is_between(value, least.get(name).unwrap_or(most), most),
                None => value.is_null(),
            };
            least.keys().all(|name| value.contains_key(name)) && value.iter().all(is_member)
        }
        _ => value == most,
    }
}

/// Whether two numbers are equal; a `number` of the document may turn `3` into `3.0`.
fn is_same(a: &Number, b: &Number) -> bool {
    a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
}
