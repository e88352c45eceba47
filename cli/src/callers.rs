//! Compiles callers of a generated crate, to find those that do not compile.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use bessemer_codegen::diff::Callers;

/// The callers that do not compile with a crate, by index. The crate is in the folder `package` of
/// `folder`, which becomes a workspace; `target` is the folder for what cargo builds.
///
/// # Errors
///
/// If a file cannot be written, cargo cannot run, or the crate itself does not compile.
pub fn failing(
    folder: &Path,
    package: &str,
    target: &Path,
    callers: &[String],
) -> Result<BTreeSet<usize>> {
    let file = write(folder, package)?;
    let mut failed = BTreeSet::new();
    // A name that is not found hides errors of types, so that those come in a later round.
    loop {
        let left = (0..callers.len()).filter(|index| !failed.contains(index));
        let left: Vec<(usize, &String)> = left.map(|index| (index, &callers[index])).collect();
        let text = Callers::file(package, left.iter().map(|(_, caller)| *caller));
        fs::write(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
        let lines = check(folder, target)?;
        if lines.is_empty() {
            return Ok(failed);
        }
        let found = numbers(&text, &lines);
        if found.is_empty() {
            bail!("the callers in {} do not compile", folder.display());
        }
        failed.extend(found.into_iter().filter_map(|it| Some(left.get(it)?.0)));
    }
}

/// Writes the crate of the callers. Returns the file for them.
fn write(folder: &Path, package: &str) -> Result<PathBuf> {
    let manifest = fs::read_to_string(folder.join(package).join("Cargo.toml"))?;
    let features = features(&manifest)?;
    fs::create_dir_all(folder.join("callers/src"))?;
    let members = format!("[workspace]\nresolver = \"3\"\nmembers = [\"callers\", {package:?}]\n");
    fs::write(folder.join("Cargo.toml"), members)?;
    let manifest = format!(
        "[package]\nname = \"callers\"\nedition = \"2024\"\n\n[dependencies]\n{package} = {{ path = \
         \"../{package}\", default-features = false, features = {features} }}\n",
    );
    fs::write(folder.join("callers/Cargo.toml"), manifest)?;
    Ok(folder.join("callers/src/lib.rs"))
}

/// The features that callers may need: all public items, but no TLS, which takes long to compile.
fn features(manifest: &str) -> Result<toml::Value> {
    let manifest: toml::Table = toml::from_str(manifest)?;
    let table = manifest.get("features").and_then(toml::Value::as_table);
    let default = table.and_then(|it| it.get("default")?.as_array()).into_iter().flatten();
    let websocket = table.and_then(|it| Some(it.get_key_value("websocket")?.0.as_str().into()));
    let is_tls = |it: &toml::Value| matches!(it.as_str(), Some("rustls" | "native-tls"));
    Ok(default.filter(|it| !is_tls(it)).cloned().chain(websocket).collect::<Vec<_>>().into())
}

/// The lines of the callers with errors.
fn check(folder: &Path, target: &Path) -> Result<BTreeSet<usize>> {
    let output = Command::new("cargo")
        .args(["check", "--quiet", "--message-format", "short", "--package", "callers"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .context("cannot run cargo")?;
    if output.status.success() {
        return Ok(BTreeSet::new());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let lines = failed_lines(&said);
    if lines.is_empty() {
        bail!("cargo check in {} failed:\n{said}", folder.display());
    }
    Ok(lines)
}

/// The lines of the callers in the messages of the compiler.
fn failed_lines(said: &str) -> BTreeSet<usize> {
    let line = |text: &str| {
        let (_, after) = text.split_once("callers/src/lib.rs:")?;
        let (line, message) = after.split_once(':')?;
        message.contains(": error").then(|| line.parse().ok()).flatten()
    };
    said.lines().filter_map(line).collect()
}

/// The numbers of the callers at some lines.
fn numbers(text: &str, lines: &BTreeSet<usize>) -> BTreeSet<usize> {
    let number = |line: &str| {
        let (_, after) = line.split_once("fn caller_")?;
        after.split_once('(')?.0.parse().ok()
    };
    let at = text.lines().enumerate().filter(|(index, _)| lines.contains(&(index + 1)));
    at.filter_map(|(_, line)| number(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_have_all_features_but_tls() {
        let features = |table: &str| features(table).map(|it| it.to_string()).unwrap_or_default();
        let table = "[features]\ndefault = [\"rustls\", \"ladles\"]\nladles = [\"casts\"]\n";
        assert_eq!(features(table), r#"["ladles"]"#);
        let table = format!("{table}websocket = [\"runtime/websocket\"]\n");
        assert_eq!(features(&table), r#"["ladles", "websocket"]"#);
        assert_eq!(features("[package]"), "[]");
    }

    #[test]
    fn errors_name_the_lines_of_callers() {
        let said = "callers/src/lib.rs:12:8: error[E0599]: no method\n\
                    callers/src/lib.rs:13:8: warning: unused\n\
                    error: could not compile `callers` (lib)\n";
        assert_eq!(failed_lines(said), BTreeSet::from([12]));
    }
}
