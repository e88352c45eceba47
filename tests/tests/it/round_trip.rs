//! Random schemas and random values of them: what is read into the type of a schema is written back
//! as it came.
//!
//! "As it came" means the same JSON: numbers by their value, objects without regard to order. Only
//! properties that are null need a rule, which [`Case`] states.
//! What one side only sends need not be there, and a client has no place for what is `readOnly`.
//!
//! Types have to be compiled, and so a run makes one crate of all schemas. Environment variables
//! make of it a long search:
//!
//! * `ROUND_TRIP_SECONDS`: how long it makes further crates; two if not set.
//! * `ROUND_TRIP_SEED`: where it starts; always at the same if not set.

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

use bessemer_codegen::{Config, Document, Output, generate};
use fastrand::Rng;
use serde_json::{Number, Value};

use self::{
    document::{Version, document},
    schema::{Components, Use},
    value::{Case, Values},
};
use crate::support::root;

/// Components of each use, and values of each.
const COMPONENTS: usize = 16;
const VALUES: usize = 40;

#[test]
fn what_is_read_is_written_back_as_it_came() {
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

/// One crate, and its values. Those of odd seeds say only what OpenAPI 3.0 has words for.
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
    let config =
        Config::default().with_package_name("round-trip").with_runtime_path("../../runtime");
    let output = Document::parse("api.json", text.as_bytes())
        .and_then(|document| generate(&document, &config));
    output.unwrap_or_else(|diagnostics| panic!("seed {seed}: {diagnostics}\n{text}"))
}

/// What one document says in the words of OpenAPI 3.2 and another in those of 3.0 is the same.
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

/// Writes the crate and a program over it, and returns the components that are types.
fn write(output: &Output, folder: &Path) -> Vec<String> {
    let _ = fs::remove_dir_all(folder);
    output.write(folder).expect("a writable folder");
    let code: String = output.files().map(|(_, code)| code).collect();
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
    // The versions of this workspace: nothing is fetched.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
    fs::create_dir_all(folder.join("examples")).expect("a writable folder");
    fs::write(folder.join("examples/again.rs"), program(&types)).expect("a writable folder");
    types
}

/// Reads lines of a type and a value, and writes what becomes of each.
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

/// What the program writes for each value.
fn answers(folder: &Path, cases: &[(String, Case)]) -> Vec<String> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--example", "again", "--no-default-features", "--offline", "--quiet"])
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

/// Where this test itself was built: what is there of the dependencies is used again.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a target folder").to_owned()
}

/// What is wrong with an answer, if anything is.
fn failure(case: &Case, answer: &str) -> Option<String> {
    let Case { read, least } = case;
    match serde_json::from_str(answer) {
        Ok(value) if is_between(&value, least, read) => None,
        _ => Some(format!("  read     {read}\n  at least {least}\n  written  {answer}")),
    }
}

/// Whether a value is `most`, perhaps without some of the properties that `least` does not have.
fn is_between(value: &Value, least: &Value, most: &Value) -> bool {
    match (value, least, most) {
        (Value::Number(value), _, Value::Number(most)) => is_same(value, most),
        (Value::Array(value), Value::Array(least), Value::Array(most)) => {
            let mut items = value.iter().zip(least.iter().zip(most));
            value.len() == most.len()
                && items.all(|(it, (least, most))| is_between(it, least, most))
        }
        (Value::Object(value), Value::Object(least), Value::Object(most)) => {
            // What is tried in turn may have been taken for a variant that requires a property, if
            // only with null.
            let is_member = |(name, value): (&String, &Value)| match most.get(name) {
                Some(most) => is_between(value, least.get(name).unwrap_or(most), most),
                None => value.is_null(),
            };
            least.keys().all(|name| value.contains_key(name)) && value.iter().all(is_member)
        }
        _ => value == most,
    }
}

/// Whether numbers are the same, where a `number` of the document may turn `3` into `3.0`.
fn is_same(a: &Number, b: &Number) -> bool {
    a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
}
