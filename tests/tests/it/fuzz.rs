//! Fuzzing: any input gives either files or errors with a place.
//!
//! The documents of the workspace are changed at random, from a seed, so that a failure can be
//! reproduced. Environment variables:
//!
//! * `FUZZ_SECONDS`: how long it runs; the default is 3.
//! * `FUZZ_SEED`: the seed; the default is fixed.
//! * `FUZZ_DOCUMENTS`: a folder with more documents.

mod hostile;
mod text;
mod tree;

use std::{
    fs,
    io::{self, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use bessemer_codegen::{Config, Document, Severity, generate};
use fastrand::Rng;

use crate::support::{documents, read, root};

/// The time limit for a document: more than a hundred times what any document of the workspace takes.
/// An endless loop or exponential costs exceed it.
const SLOWEST: Duration = Duration::from_secs(60);

/// A document to change: its text, and its tree if it can be parsed.
struct Seed {
    name: String,
    text: Vec<u8>,
    tree: Option<serde_json::Value>,
}

impl Seed {
    fn new(path: &Path) -> Self {
        let text = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let tree = serde_json::from_slice(&text).ok();
        let tree = tree.or_else(|| serde_yaml::from_slice(&text).ok());
        Self { name: path.display().to_string(), text, tree }
    }
}

#[test]
fn any_document_gives_files_or_located_errors() {
    let number = |name| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let time = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(3));
    let first = number("FUZZ_SEED").unwrap_or_default();
    let seeds = seeds();
    let started = Instant::now();
    let (mut count, mut generated) = (0, 0);
    while started.elapsed() < time {
        let seed = first + count;
        let mut random = Rng::with_seed(seed);
        let document = mutated(&seeds, &mut random);
        match survives(&document.text) {
            Ok(files) => generated += u64::from(files),
            Err(failure) => {
                let path = kept(&document.text, seed);
                panic!("seed {seed}, from {}: {failure}\n{}", document.name, path.display());
            }
        }
        count += 1;
    }
    let _ = writeln!(io::stderr(), "{count} documents, {generated} of them with files");
    assert!(generated > 0, "of {count} documents none got as far as to files");
}

/// All documents of the workspace, valid or not, and those of `FUZZ_DOCUMENTS`.
fn seeds() -> Vec<Seed> {
    let folders = ["spec", "tests/fixtures", "tests/diagnostics", "tests/obstacles"];
    let own = folders.into_iter().flat_map(|folder| {
        documents(folder).into_iter().map(move |name| root().join(folder).join(name))
    });
    let more = std::env::var_os("FUZZ_DOCUMENTS").map(|folder| below(Path::new(&folder)));
    let all = own.chain(more.into_iter().flatten());
    all.map(|path| Seed::new(&path)).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of documents");
    let mut paths: Vec<PathBuf> = entries.map(|it| it.expect("an entry").path()).collect();
    paths.sort();
    let is_document = |path: &Path| path.extension().is_some_and(|it| it == "json" || it == "yaml");
    let nested = paths.into_iter().flat_map(|path| match path.is_dir() {
        true => below(&path),
        false => is_document(&path).then_some(path).into_iter().collect(),
    });
    nested.collect()
}

fn mutated(seeds: &[Seed], random: &mut Rng) -> Seed {
    // Small documents are faster and find most failures.
    let [one, other] = [(); 2].map(|()| &seeds[random.usize(..seeds.len())]);
    let seed = if one.text.len() < other.text.len() { one } else { other };
    let other = &seeds[random.usize(..seeds.len())];
    let text = match &seed.tree {
        Some(tree) if random.u8(..3) > 0 => {
            let donor = other.tree.as_ref().unwrap_or(tree);
            tree::mutated(tree, donor, random).to_string().into_bytes()
        }
        _ => text::mutated(&seed.text, &other.text, random),
    };
    Seed { name: seed.name.clone(), text, tree: None }
}

/// Saves the document, so that the failure can be examined.
fn kept(text: &[u8], seed: u64) -> PathBuf {
    let path = std::env::temp_dir().join(format!("bessemer-fuzz-{seed}"));
    let _ = fs::write(&path, text);
    path
}

/// Checks what must be true for any input. Returns whether files are generated.
fn survives(text: &[u8]) -> Result<bool, String> {
    let started = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| keeps_its_promises(text)));
    let outcome = outcome.unwrap_or_else(|_| Err("a panic".to_owned()));
    match started.elapsed() {
        taken if taken > SLOWEST => Err(format!("it took {taken:?}")),
        _ => outcome,
    }
}

fn keeps_its_promises(text: &[u8]) -> Result<bool, String> {
    let beside = |path: &str| match path {
        "parts/schemas/owner.yaml" => Ok(read("tests/fixtures/parts/schemas/owner.yaml")),
        _ => Err("there is no such file".to_owned()),
    };
    let run = || {
        let document = Document::parse_with("fuzz.yaml", text, beside)?;
        generate(&document, &Config::default())
    };
    let outcome = run();
    let files = outcome.is_ok();
    let diagnostics = match outcome {
        Ok(output) => {
            let again = run().map_err(|_| "it fails the second time")?;
            if !output.files().eq(again.files()) || output.warnings() != again.warnings() {
                return Err("it is not the same the second time".to_owned());
            }
            if let Some(error) = output.files().find_map(|(path, text)| malformed(path, text)) {
                return Err(error);
            }
            output.warnings().clone()
        }
        Err(diagnostics) if diagnostics.count(Severity::Error) == 0 => {
            return Err("it fails without an error".to_owned());
        }
        Err(diagnostics) => diagnostics,
    };
    match diagnostics.iter().find(|it| it.place.is_none() || it.code.to_string() == "internal") {
        Some(it) => Err(format!("{}: {}, at {:?}", it.code, it.message, it.place)),
        None => {
            diagnostics.render(false);
            Ok(files)
        }
    }
}

fn malformed(path: &str, text: &str) -> Option<String> {
    let error = match path {
        "Cargo.toml" => return None,
        path if path.ends_with(".rs") => syn::parse_file(text).err()?,
        _ => return None,
    };
    Some(format!("{path} is no Rust: {error}"))
}
