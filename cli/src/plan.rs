//! The files that a run reads and writes, from flags, `bessemer.toml` and defaults.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{
    Code, Config, Diagnostics, Document, LOCK_FILE, Lock, Output, Overlay, Progress, Runtime,
    is_keyword,
};

use crate::{
    inputs::Inputs, paths, project::Project, revision::Revision, runtime::Source, stamps::Stamps,
    state::State,
};

/// The files that a run reads and writes.
pub(crate) struct Plan {
    spec: PathBuf,
    /// The name of the document in diagnostics.
    spec_name: String,
    config: Option<PathBuf>,
    lock: Option<PathBuf>,
    name: Option<String>,
    only: Vec<String>,
    /// Whether the crate has tests of all operations.
    tests: bool,
    overlays: Vec<PathBuf>,
    runtime: RuntimeChoice,
    pub(crate) out: PathBuf,
    /// The folder of the project. Paths relative to it are the same on every machine.
    root: Option<PathBuf>,
    deny: Vec<String>,
    strict: bool,
    /// Where the files are read from, if not from the disk.
    revision: Option<Revision>,
    /// The files that were read from the disk.
    stamps: Stamps,
    /// Whether more of the document may have no code than before.
    pub(crate) raises_limits: bool,
    /// The command that writes the crate.
    pub(crate) command: String,
}

/// The source of the runtime.
enum RuntimeChoice {
    Set(Runtime),
    /// The source if the configuration has none.
    Default(Runtime),
}

impl Plan {
    /// The plan for some flags. `program` is what users type before `generate`.
    pub(crate) fn of(inputs: &Inputs, program: &str, project: Option<&Project>) -> Result<Self> {
        match &inputs.spec.spec {
            Some(_) if inputs.out.is_none() => bail!("use --out with the folder of the crate"),
            None if project.is_none() => bail!("{}", no_project("--spec and --out", program)),
            _ => Self::to_read(inputs, program, project),
        }
    }

    /// The plan of a command that writes no crate, and needs no folder for it.
    pub(crate) fn to_read(
        inputs: &Inputs,
        program: &str,
        project: Option<&Project>,
    ) -> Result<Self> {
        if let Some(name) = &inputs.name {
            check_name(name)?;
        }
        check_codes(&inputs.deny, program)?;
        let own = project.filter(|_| inputs.spec.spec.is_none());
        let (spec, spec_name) = match (&inputs.spec.spec, project) {
            (Some(path), _) => (path.clone(), paths::slashes(path)),
            (None, Some(project)) => project.spec(),
            (None, None) => bail!("{}", no_project("--spec", program)),
        };
        let out = inputs.out.clone().or_else(|| own.map(Project::out)).unwrap_or_default();
        let (denied, strict) = own.map(Project::denies).unwrap_or_default();
        Ok(Self {
            config: inputs.spec.config.clone().or_else(|| own?.config()),
            lock: inputs.lock.clone(),
            name: inputs.name.clone(),
            only: inputs.spec.only.clone(),
            tests: inputs.tests,
            overlays: inputs.spec.overlay.clone(),
            runtime: runtime(inputs, project, &out)?,
            root: project.map(|it| it.root().to_owned()),
            deny: [denied, &inputs.deny].concat(),
            strict: strict || inputs.strict,
            revision: None,
            stamps: Stamps::default(),
            raises_limits: false,
            command: command(inputs, program),
            spec,
            spec_name,
            out,
        })
    }

    /// The plan of a command that only reads the document.
    #[cfg(feature = "mock")]
    pub(crate) fn of_spec(
        spec: &crate::inputs::SpecInputs,
        program: &str,
        project: Option<&Project>,
    ) -> Result<Self> {
        let inputs = Inputs { spec: spec.clone(), ..Inputs::default() };
        Self::to_read(&inputs, program, project)
    }

    /// The plan without flags.
    pub(crate) fn of_project(project: &Project) -> Self {
        let (spec, spec_name) = project.spec();
        let out = project.out();
        let (deny, strict) = project.denies();
        Self {
            config: project.config(),
            lock: None,
            name: None,
            only: Vec::new(),
            tests: false,
            overlays: Vec::new(),
            runtime: default_runtime(project.runtime(&out), &out),
            root: Some(project.root().to_owned()),
            deny: deny.to_vec(),
            strict,
            revision: None,
            stamps: Stamps::default(),
            raises_limits: false,
            command: String::new(),
            spec,
            spec_name,
            out,
        }
    }

    /// The plan with the files of a revision.
    pub(crate) fn at(self, revision: Revision) -> Self {
        Self { revision: Some(revision), ..self }
    }

    /// The plan without the configuration of the project.
    pub(crate) fn without_config(self) -> Self {
        Self { config: None, ..self }
    }

    /// Whether warnings with this code are errors.
    pub(crate) fn denies(&self, code: Code) -> bool {
        self.strict || self.deny.iter().any(|it| it == code.as_str())
    }

    /// Reads and generates, without writing. The inner error is that of the document, the configuration
    /// or the lock.
    pub(crate) fn output(&self, progress: &Progress) -> Result<Result<Output, Diagnostics>> {
        let generate = |it: State| it.document.into_output(&it.config, &it.lock, progress);
        Ok(self.state()?.and_then(generate))
    }

    /// Reads the document, the configuration and the lock. The inner error is that of one of them.
    pub(crate) fn state(&self) -> Result<Result<State, Diagnostics>> {
        self.state_of(self.read(&self.spec)?)
    }

    /// Reads the configuration and the lock for a text of the document.
    pub(crate) fn state_of(&self, bytes: Vec<u8>) -> Result<Result<State, Diagnostics>> {
        let config = self.config()?;
        let lock = self.lock()?;
        let overlays = self.overlays()?;
        Ok(config.and_then(|config| {
            let overlays = [config.overlays(), &overlays?].concat();
            let load = self.beside(&self.spec);
            let document = Document::parse_with_overlays(&self.spec_name, bytes, &overlays, load)?;
            Ok(State { document: document.with_origin(&self.origin()), config, lock: lock? })
        }))
    }

    /// The bytes of a file, now or in the revision.
    fn read(&self, path: &Path) -> Result<Vec<u8>> {
        match &self.revision {
            Some(revision) => revision.read(path),
            None => {
                self.stamps.note(path);
                read(path)
            }
        }
    }

    /// Whether the document, the configuration or a file that they refer to has changed since it was read, or
    /// since the last call.
    #[cfg(feature = "mock")]
    pub(crate) fn has_changed(&self) -> bool {
        self.stamps.have_changed()
    }

    /// Reads files by their path relative to another one.
    fn beside(&self, file: &Path) -> impl FnMut(&str) -> Result<Vec<u8>, String> + '_ {
        let folder = file.parent().unwrap_or(file).to_owned();
        move |path| self.read(&folder.join(path)).map_err(|error| format!("{error:#}"))
    }

    /// The overlays of the flags.
    fn overlays(&self) -> Result<Result<Vec<Overlay>, Diagnostics>> {
        let mut overlays = Vec::new();
        for path in &self.overlays {
            self.stamps.note(path);
            match Overlay::parse(&paths::slashes(path), read(path)?) {
                Ok(overlay) => overlays.push(overlay),
                Err(diagnostics) => return Ok(Err(diagnostics)),
            }
        }
        Ok(Ok(overlays))
    }

    fn config(&self) -> Result<Result<Config, Diagnostics>> {
        let config = match &self.config {
            Some(path) => {
                let name = self.root.as_deref().and_then(|root| path.strip_prefix(root).ok());
                let name = name.unwrap_or(path).to_string_lossy();
                Config::parse_with(&name, &self.read(path)?, self.beside(path))
            }
            None => Ok(Config::default()),
        };
        Ok(config.map(|config| {
            let config = match &self.name {
                Some(name) => config.with_package_name(name),
                None => config,
            };
            let config = config.with_only_tags(self.only.iter().cloned());
            let config = match self.tests {
                true => config.with_tests(paths::relative(&self.out, &self.spec)),
                false => config,
            };
            match &self.runtime {
                RuntimeChoice::Default(_) if config.runtime().is_some() => config,
                RuntimeChoice::Set(runtime) | RuntimeChoice::Default(runtime) => {
                    config.with_runtime(runtime.clone())
                }
            }
        }))
    }

    /// The names and decisions to keep.
    fn lock(&self) -> Result<Result<Lock, Diagnostics>> {
        let own = self.out.join(LOCK_FILE);
        let (path, bytes) = match (&self.lock, &self.revision) {
            (Some(path), _) => (path, read(path)?),
            (None, None) if !own.exists() => return Ok(Ok(Lock::default())),
            (None, None) => (&own, read(&own)?),
            // An earlier revision may have none.
            (None, Some(revision)) => (&own, revision.read(&own).unwrap_or_default()),
        };
        let lock = Lock::parse(&path.to_string_lossy(), &bytes);
        Ok(if self.raises_limits { lock.map(Lock::without_limits) } else { lock })
    }

    /// The lock in the folder of the crate.
    pub(crate) fn written_lock(&self) -> Result<Lock> {
        let path = self.out.join(LOCK_FILE);
        if !path.exists() {
            return Ok(Lock::default());
        }
        Ok(Lock::parse(&path.to_string_lossy(), &read(&path)?)?)
    }

    /// The name of the document in generated files: its path in the project, or else only its file name.
    /// Neither depends on the machine or on the current folder.
    fn origin(&self) -> String {
        let path = paths::absolute(&self.spec);
        let root = self.root.as_deref().map(paths::absolute);
        let own = root.and_then(|root| path.strip_prefix(root).ok().map(paths::slashes));
        let name = || path.file_name().map(|it| it.to_string_lossy().into_owned());
        own.or_else(name).unwrap_or_else(|| paths::slashes(&path))
    }
}

/// `--runtime`, else the source in `bessemer.toml`, else the one of this program. A path in the
/// configuration belongs to the project's crate, so it is not used with `--out`.
fn runtime(inputs: &Inputs, project: Option<&Project>, out: &Path) -> Result<RuntimeChoice> {
    if let Some(flag) = &inputs.runtime {
        return Ok(RuntimeChoice::Set(flag.runtime(out)?));
    }
    let choice = default_runtime(project.and_then(|it| it.runtime(out)), out);
    Ok(match choice {
        RuntimeChoice::Default(runtime) if inputs.out.is_some() => RuntimeChoice::Set(runtime),
        choice => choice,
    })
}

fn default_runtime(own: Option<Runtime>, out: &Path) -> RuntimeChoice {
    match own {
        Some(runtime) => RuntimeChoice::Set(runtime),
        None => RuntimeChoice::Default(Source::installed().runtime(out)),
    }
}

/// Reads files by their path relative to a document.
pub fn beside(document: &Path) -> impl FnMut(&str) -> Result<Vec<u8>, String> + '_ {
    let folder = document.parent().unwrap_or(document);
    move |path| fs::read(folder.join(path)).map_err(|error| error.to_string())
}

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| {
        let shown = path.display().to_string();
        match shown.contains("://") {
            true => {
                format!("cannot read {shown}: URLs are never fetched; download the document first")
            }
            false => format!("cannot read {shown}"),
        }
    })
}

/// Cargo's rules for package names.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let starts = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
    let holds = name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
    if !(starts && holds) {
        bail!(
            "invalid crate name `{name}`: use ASCII letters, digits, `-` and `_`, and start with a letter"
        );
    }
    if is_keyword(name) {
        bail!("invalid crate name `{name}`: it is a keyword of Rust; use for example `{name}-api`");
    }
    Ok(())
}

/// An unknown code is an error, because it would deny nothing.
fn check_codes(codes: &[String], program: &str) -> Result<()> {
    for code in codes {
        if !Code::ALL.iter().any(|known| known.as_str() == code) {
            bail!("unknown diagnostic code `{code}`; `{program} explain all` lists the codes");
        }
    }
    Ok(())
}

fn no_project(flags: &str, program: &str) -> String {
    format!(
        "there is no bessemer.toml in this folder or above it; use {flags}, or create one with `{program} init`"
    )
}

fn command(inputs: &Inputs, program: &str) -> String {
    let mut command = format!("{program} generate");
    let paths = [
        ("--spec", &inputs.spec.spec),
        ("--config", &inputs.spec.config),
        ("--out", &inputs.out),
        ("--lock", &inputs.lock),
    ];
    for (flag, path) in paths {
        if let Some(path) = path {
            command.push_str(&format!(" {flag} {}", path.display()));
        }
    }
    if let Some(name) = &inputs.name {
        command.push_str(&format!(" --name {name}"));
    }
    if inputs.tests {
        command.push_str(" --tests");
    }
    for overlay in &inputs.spec.overlay {
        command.push_str(&format!(" --overlay {}", overlay.display()));
    }
    for tag in &inputs.spec.only {
        command.push_str(&format!(" --only '{tag}'"));
    }
    command
}
