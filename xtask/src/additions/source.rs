//! A document without some of its parts, and the crate that it gives.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use bessemer::beside;
use bessemer_codegen::{Config, Diagnostics, Document, LOCK_FILE, Lock, Model, Output};
use serde_json::Value;

use super::part::Part;
use crate::corpus;

/// A document as it is in its file.
pub(super) struct Tree {
    path: PathBuf,
    config: Config,
    pub(super) tree: Value,
}

impl Tree {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let document = Document::parse_with(&path.to_string_lossy(), bytes, beside(path));
        let tree = document.map_err(|it| first(&it))?.tree().clone();
        // Entries may be about the part that is left out.
        let config = corpus::config(&path.with_extension("toml"))?.map_err(|it| anyhow!("{it}"))?;
        let config = config.with_unused_entries();
        Ok(Self { path: path.to_owned(), config, tree })
    }

    /// The document without some parts.
    pub(super) fn without(&self, parts: &[&Part]) -> Self {
        let tree = parts.iter().fold(self.tree.clone(), |tree, part| part.left_out(tree));
        Self { path: self.path.clone(), config: self.config.clone(), tree }
    }

    pub(super) fn generate(&self, lock: &Lock) -> Result<Made> {
        let name = self.path.to_string_lossy();
        let (text, overlays) = (self.tree.to_string(), self.config.overlays());
        let made = Document::parse_with_overlays(&name, text, overlays, beside(&self.path));
        let made = made.and_then(|document| {
            let model = Model::of(&document, &self.config, lock)?;
            let output = model.output(&document)?;
            Ok(Made { document, model, output })
        });
        made.map_err(|it| first(&it))
    }
}

/// The first problem as an error.
fn first(diagnostics: &Diagnostics) -> anyhow::Error {
    anyhow!("{}", diagnostics.iter().next().map_or("", |it| &it.message))
}

/// A generated crate.
pub(super) struct Made {
    pub(super) document: Document,
    pub(super) model: Model,
    pub(super) output: Output,
}

/// The text of a file of a crate; empty if the crate has no such file.
pub(super) fn file<'o>(output: &'o Output, path: &str) -> &'o str {
    output.files().find(|(it, _)| *it == path).map_or("", |(_, text)| text)
}

/// The lock of a crate.
pub(super) fn lock(output: &Output) -> Result<Lock> {
    parsed(file(output, LOCK_FILE))
}

pub(super) fn parsed(text: &str) -> Result<Lock> {
    Lock::parse(LOCK_FILE, text.as_bytes()).map_err(|it| anyhow!("{it}"))
}
