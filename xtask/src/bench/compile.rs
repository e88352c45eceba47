//! `cargo check` and `cargo build --release` of a crate, without its dependencies.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context, Result};
use bessemer::report;

use crate::cost;

use super::{
    failure::failed,
    results::{Figure, Kind, Outcome},
    target::{empty, folder},
};

/// A crate to compile.
pub(super) struct Crate {
    pub(super) tool: String,
    pub(super) subject: String,
    pub(super) folder: PathBuf,
    pub(super) features: &'static [&'static str],
    /// Why there is no such crate.
    pub(super) failure: Option<Outcome>,
}

impl Crate {
    /// `async-openai`, which people wrote for OpenAI's API: its source, with all of its features.
    pub(super) fn async_openai() -> Result<Self> {
        let program = folder().join("async-openai-source");
        empty(&program)?;
        let version = crate::weight::ASYNC_OPENAI;
        let manifest = format!(
            "[package]\nname = \"source\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             async-openai = \"{version}\"\n"
        );
        fs::write(program.join("Cargo.toml"), manifest)?;
        fs::create_dir_all(program.join("src"))?;
        fs::write(program.join("src/lib.rs"), "")?;
        let source = manifest_of(&program, "async-openai")?;
        let own = folder().join("async-openai");
        empty(&own)?;
        copy(source.parent().unwrap_or(&source), &own)?;
        let path = own.join("Cargo.toml");
        let manifest = fs::read_to_string(&path)?;
        fs::write(&path, format!("{manifest}\n[workspace]\n"))?;
        let (tool, subject) = ("async-openai".to_owned(), "OpenAI".to_owned());
        Ok(Self { tool, subject, folder: own, features: &["--features", "full"], failure: None })
    }

    /// Compiles the crate: first its dependencies, then the crate alone.
    pub(super) fn measure(&self, kind: Kind) -> Result<Figure> {
        let outcome = match &self.failure {
            Some(failure) => failure.clone(),
            None => self.compiled(kind)?,
        };
        let Self { tool, subject, .. } = self;
        report::complain(&format!("{kind:?}: {tool}, {subject}: {outcome:?}"));
        Ok(Figure { tool: tool.clone(), subject: subject.clone(), bytes: None, outcome })
    }

    fn compiled(&self, kind: Kind) -> Result<Outcome> {
        if let Some(failure) = self.dependencies(kind)? {
            return Ok(failure);
        }
        // Cargo compares the times of files with that of the last build.
        File::options().append(true).open(self.root())?.set_modified(SystemTime::now())?;
        let mut command = self.cargo(kind);
        command.arg("--offline");
        let finished = cost::run(command)?;
        let target = self.folder.join("target");
        fs::remove_dir_all(&target)
            .with_context(|| format!("cannot remove {}", target.display()))?;
        if !finished.status.success() {
            return Ok(failed("does not compile", &finished.said, &self.folder));
        }
        Ok(Outcome::Cost(finished.cost))
    }

    /// Compiles the dependencies: the crate itself is empty meanwhile. Returns why they do not compile.
    fn dependencies(&self, kind: Kind) -> Result<Option<Outcome>> {
        let (source, aside) = (self.folder.join("src"), self.folder.join("src.aside"));
        fs::rename(&source, &aside)?;
        fs::create_dir(&source)?;
        fs::write(self.root(), "")?;
        let finished = cost::run(self.cargo(kind))?;
        fs::remove_dir_all(&source)?;
        fs::rename(&aside, &source)?;
        let is_compiled = finished.status.success();
        let failure =
            || failed("has dependencies that do not compile", &finished.said, &self.folder);
        Ok((!is_compiled).then(failure))
    }

    fn root(&self) -> PathBuf {
        self.folder.join("src/lib.rs")
    }

    fn cargo(&self, kind: Kind) -> Command {
        let mut command = cargo(&self.folder);
        match kind {
            Kind::Release => command.args(["build", "--release"]),
            _ => command.arg("check"),
        };
        command.args(["--lib", "--quiet"]).args(self.features);
        command
    }
}

/// Cargo in a folder, with the profiles that the crate has, and nothing kept between compilations.
pub(super) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    without_profiles(&mut command);
    command
}

/// Removes settings of the environment that change what cargo builds.
pub(super) fn without_profiles(command: &mut Command) {
    command.env("CARGO_INCREMENTAL", "0");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PROFILE_") {
            command.env_remove(name);
        }
    }
}

/// The manifest of a dependency, in the folder where cargo keeps its source.
fn manifest_of(program: &Path, name: &str) -> Result<PathBuf> {
    let mut command = cargo(program);
    let output = command.args(["metadata", "--format-version", "1"]).output();
    let output = output.context("cannot run cargo")?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).with_context(|| {
            format!("cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr))
        })?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let package = packages.iter().find(|it| it["name"] == name);
    let path = package.and_then(|it| it["manifest_path"].as_str());
    path.map(PathBuf::from).with_context(|| format!("cargo did not download {name}"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let (from, to) = {
            let path = entry?.path();
            (path.clone(), to.join(path.file_name().unwrap_or_default()))
        };
        if from.is_dir() {
            fs::create_dir_all(&to)?;
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        }
    }
    Ok(())
}
