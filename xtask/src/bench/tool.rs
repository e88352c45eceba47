//! The generators that are compared.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::workspace::workspace;

use super::machine;

/// The name of this project's generator in tables and plots.
pub(super) const OURS: &str = "Bessemer";

/// A generator that reads an OpenAPI document and writes a Rust client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    Bessemer,
    OpenapiToRust,
    Progenitor,
    Oas3Gen,
}

impl Tool {
    pub(super) const ALL: [Self; 4] =
        [Self::Bessemer, Self::OpenapiToRust, Self::Progenitor, Self::Oas3Gen];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bessemer => OURS,
            Self::OpenapiToRust => "openapi-to-rust",
            Self::Progenitor => "progenitor",
            Self::Oas3Gen => "oas3-gen",
        }
    }

    /// The program; all but our own are looked up in `PATH`.
    fn program(self) -> PathBuf {
        match self {
            Self::Bessemer => workspace().join("target/release/bessemer"),
            Self::OpenapiToRust => "openapi-to-rust".into(),
            Self::Progenitor => "cargo-progenitor".into(),
            Self::Oas3Gen => "oas3-gen".into(),
        }
    }

    /// The version of the program; `None` if it is not installed.
    pub(super) fn version(self) -> Option<String> {
        if self == Self::Progenitor {
            return progenitor();
        }
        let program = self.program();
        let said = machine::said(&program.to_string_lossy(), &["--version"]).ok()?;
        said.split(' ').next_back().map(str::to_owned)
    }

    /// The command that generates the crate of a document in an empty folder.
    pub(super) fn command(self, document: &Path, folder: &Path) -> Result<Command> {
        let mut command = Command::new(self.program());
        // A backtrace takes seconds, and says nothing about the document.
        command.current_dir(folder).env_remove("RUST_BACKTRACE").env("NO_COLOR", "1");
        match self {
            Self::Bessemer => {
                command.args(["generate", "--name", "sdk", "--spec"]).arg(document);
                command.arg("--out").arg(folder);
                let runtime = workspace().join("runtime");
                command.arg(format!("--runtime=path={}", runtime.display()));
            }
            Self::OpenapiToRust => {
                let config = format!(
                    "[generator]\nspec_path = {document:?}\noutput_dir = \"src/generated\"\n\
                     module_name = \"sdk\"\n\n[features]\nenable_async_client = true\n"
                );
                write(&folder.join("openapi-to-rust.toml"), &config)?;
                command.arg("generate");
            }
            Self::Progenitor => {
                command.args(["progenitor", "-n", "sdk", "-v", "0.1.0", "-o"]).arg(folder);
                command.arg("-i").arg(document);
            }
            Self::Oas3Gen => {
                command.args(["generate", "client-mod", "--workspace", "-o"]).arg(folder);
                command.arg("-i").arg(document);
            }
        }
        Ok(command)
    }

    /// Adds what the generator leaves to its user: a manifest and the root of the crate.
    pub(super) fn complete(self, folder: &Path) -> Result<()> {
        if self == Self::OpenapiToRust {
            let needed = folder.join("src/generated/REQUIRED_DEPS.toml");
            let needed = fs::read_to_string(&needed)
                .with_context(|| format!("cannot read {}", needed.display()))?;
            let manifest = format!(
                "[package]\nname = \"sdk\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{needed}"
            );
            write(&folder.join("Cargo.toml"), &manifest)?;
            write(&folder.join("src/lib.rs"), "pub mod generated;\n")?;
        }
        // The folder is below the folder of this workspace, but no part of it.
        let path = folder.join("Cargo.toml");
        let manifest = fs::read_to_string(&path)
            .with_context(|| format!("{} wrote no {}", self.name(), path.display()))?;
        if manifest.lines().any(|it| it.trim() == "[workspace]") {
            return Ok(());
        }
        write(&path, &format!("{manifest}\n[workspace]\n"))
    }
}

/// The version of `cargo-progenitor`, which has no flag for it: as cargo installed it.
fn progenitor() -> Option<String> {
    let home = machine::said("sh", &["-c", "command -v cargo-progenitor"]).ok()?;
    let root = Path::new(&home).parent()?.parent()?;
    let list =
        Command::new("cargo").args(["install", "--list", "--root"]).arg(root).output().ok()?;
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    let line = list.lines().find_map(|it| it.strip_prefix("cargo-progenitor v"))?;
    Some(line.trim_end_matches(':').to_owned())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
