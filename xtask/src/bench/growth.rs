//! Documents of growing size.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::cost;

use super::{generation, results::Figure, subject::Subject, target::folder};

/// The size of the smallest document, in bytes.
const SMALLEST: u64 = 10_000;
/// The number of sizes, evenly spaced on a logarithmic axis.
const SIZES: u32 = 20;
/// How often the largest document is repeated, because no published one is larger.
const COPIES: usize = 2;

/// Generates the crates of documents from 10 kB to several times the largest.
pub(super) fn measure(all: &[Subject], runs: usize) -> Result<Vec<Figure>> {
    let mut subjects = chosen(all);
    if let Some(largest) = all.iter().rev().find(|it| it.name.ends_with(".json")) {
        subjects.push(repeated(largest, COPIES)?);
    }
    generation::measure(&subjects, runs)
}

/// For each size, the document whose size is nearest to it.
fn chosen(all: &[Subject]) -> Vec<Subject> {
    let Some(largest) = all.last() else { return Vec::new() };
    let logarithm = |bytes: u64| (bytes.max(1) as f64).ln();
    let (low, high) = (logarithm(SMALLEST), logarithm(largest.bytes));
    let mut chosen: Vec<Subject> = Vec::new();
    for step in 0..SIZES {
        let size = low + (high - low) * f64::from(step) / f64::from(SIZES - 1);
        let distance = |it: &&Subject| (logarithm(it.bytes) - size).abs();
        let nearest = all.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        chosen.extend(nearest.filter(|it| !chosen.contains(it)).cloned());
    }
    chosen
}

/// A document with every path, operation and component several times, under different names.
///
/// Another process writes it: the memory of this one would count as that of the processes that it
/// starts.
fn repeated(subject: &Subject, count: usize) -> Result<Subject> {
    fs::create_dir_all(folder())?;
    let path = folder().join(format!("{count}-{}", subject.name));
    let mut command = Command::new(env::current_exe()?);
    command.arg("repeat").arg(&subject.path).arg(count.to_string()).arg(&path);
    let finished = cost::run(command)?;
    if !finished.status.success() {
        bail!("cannot repeat {}:\n{}", subject.path.display(), finished.said);
    }
    Subject::new(&format!("{} × {count}", subject.name), path)
}

/// The arguments of `cargo xtask repeat`.
#[derive(clap::Args)]
pub(crate) struct Repeat {
    /// The document, JSON
    document: PathBuf,
    /// How often each operation occurs in the result
    count: usize,
    /// The file to write
    out: PathBuf,
}

/// Writes a document that has each path, operation and component several times.
pub(crate) fn repeat(Repeat { document, count, out }: &Repeat) -> Result<ExitCode> {
    let text = fs::read(document).with_context(|| format!("cannot read {}", document.display()))?;
    let parsed: Value = serde_json::from_slice(&text)
        .with_context(|| format!("{} is not JSON", document.display()))?;
    fs::write(out, serde_json::to_vec_pretty(&copies(&parsed, *count))?)
        .with_context(|| format!("cannot write {}", out.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn copies(document: &Value, count: usize) -> Value {
    let mut result = document.clone();
    for number in 1..count {
        let suffix = format!("-{number}");
        let mut copy = document.clone();
        rename(&mut copy, &suffix);
        for (path, item) in members(&mut copy["paths"]) {
            result["paths"][format!("/copy{suffix}{path}")] = item;
        }
        for (group, components) in members(&mut copy["components"]) {
            for (name, component) in members(&mut components.clone()) {
                result["components"][&group][format!("{name}{suffix}")] = component;
            }
        }
    }
    result
}

/// Takes the members of an object.
fn members(value: &mut Value) -> Map<String, Value> {
    value.as_object_mut().map(std::mem::take).unwrap_or_default()
}

/// Gives operations, and the components that are referred to, other names.
fn rename(value: &mut Value, suffix: &str) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                match inner {
                    Value::String(text) if key == "operationId" => text.push_str(suffix),
                    inner => rename(inner, suffix),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| rename(it, suffix)),
        Value::String(text) if text.starts_with("#/components/") => {
            let mut segments: Vec<String> = text.split('/').map(str::to_owned).collect();
            if let Some(name) = segments.get_mut(3) {
                name.push_str(suffix);
            }
            *text = segments.join("/");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn copies_have_their_own_names_and_refer_to_their_own_components() {
        let document = json!({
            "paths": {"/a": {"get": {"operationId": "a", "x": {"$ref": "#/components/schemas/S/items"}}}},
            "components": {"schemas": {"S": {"$ref": "#/components/schemas/S"}}},
        });
        let expected = json!({
            "paths": {
                "/a": document["paths"]["/a"],
                "/copy-1/a": {
                    "get": {"operationId": "a-1", "x": {"$ref": "#/components/schemas/S-1/items"}}
                },
            },
            "components": {"schemas": {
                "S": document["components"]["schemas"]["S"],
                "S-1": {"$ref": "#/components/schemas/S-1"},
            }},
        });
        assert_eq!(copies(&document, 2), expected);
    }

    #[test]
    fn sizes_are_evenly_spaced() {
        let subject = |bytes: u64| Subject { name: bytes.to_string(), path: "x".into(), bytes };
        let all: Vec<_> = (1..2_000).map(|it| subject(it * 1_000)).collect();
        let chosen = chosen(&all);
        assert_eq!(chosen.len(), SIZES as usize);
        assert_eq!(chosen.first().map(|it| it.bytes), Some(10_000));
        assert_eq!(chosen.last().map(|it| it.bytes), Some(1_999_000));
        assert!(chosen.windows(2).all(|it| it[0].bytes < it[1].bytes));
    }
}
