//! One version of a document, generated.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use bessemer::beside;
use bessemer_codegen::{
    Config, Diagnostics, Document, LOCK_FILE, Lock, Model, NameEntry, Runtime, Severity, Surface,
};

use crate::callers;

/// One version, generated.
pub(super) struct Version {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) document: Document,
    pub(super) model: Model,
    pub(super) files: BTreeMap<String, String>,
    pub(super) names: Vec<NameEntry>,
    pub(super) surface: Surface,
}

impl Version {
    pub(super) fn generate(path: &Path, config: &Config, lock: &Lock) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // All versions have one name, so that the first line of each file does not change.
        let overlays = config.overlays();
        let document = Document::parse_with_overlays("document", &*bytes, overlays, beside(path))
            .map_err(|it| refused(path, &it))?;
        // An entry may apply to some of the versions only.
        let config = config.clone().with_package_name(callers::PACKAGE).with_unused_entries();
        let config = config.with_runtime(Runtime::Path(callers::RUNTIME.to_owned()));
        let model = Model::of(&document, &config, lock).map_err(|it| refused(path, &it))?;
        let output = model.output(&document).map_err(|it| refused(path, &it))?;
        let files = output.files().map(|(path, text)| (path.to_owned(), text.to_owned()));
        Ok(Self {
            name,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            files: files.collect(),
            names: model.names(),
            surface: model.surface(),
            model,
            document,
        })
    }

    /// The decisions for this version, as they are read from its crate.
    pub(super) fn lock(&self) -> Result<Lock> {
        let text = self.files.get(LOCK_FILE).map(String::as_str).unwrap_or_default();
        Lock::parse(LOCK_FILE, text.as_bytes()).map_err(|it| refused(Path::new(LOCK_FILE), &it))
    }
}

/// The error for a file that cannot be used.
pub(super) fn refused(path: &Path, diagnostics: &Diagnostics) -> anyhow::Error {
    let first = diagnostics.iter().find(|it| it.severity == Severity::Error);
    let first = first.map(|it| format!("{} ({})", it.message, it.pointer));
    anyhow::anyhow!("{}: {}", path.display(), first.unwrap_or_default())
}
