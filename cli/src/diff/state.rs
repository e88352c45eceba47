//! One version of a document, and what it is generated with.

use std::path::Path;

use anyhow::Result;
use bessemer_codegen::{Config, Document, Lock, Version, lock_of};

use crate::plan::{beside, read};

/// One version: the document and what it is generated with.
pub(super) struct State {
    pub(super) document: Document,
    pub(super) config: Config,
    pub(super) lock: Lock,
}

impl State {
    pub(super) fn version(&self) -> Version<'_> {
        Version { document: &self.document, config: &self.config, lock: &self.lock }
    }

    /// The state of a document without a lock.
    pub(super) fn of_file(path: &Path, config: Option<&Path>) -> Result<Self> {
        let document = Document::parse_with(&path.to_string_lossy(), read(path)?, beside(path))?;
        let config = match config {
            None => Config::default().with_package_name("compared"),
            Some(path) => Config::parse_with(&path.to_string_lossy(), &read(path)?, beside(path))?,
        };
        Ok(Self { document, config: config.with_unused_entries(), lock: Lock::default() })
    }

    /// This state with the decisions that were made for `old`.
    pub(super) fn after(self, old: &Self) -> Result<Self> {
        Ok(Self { lock: lock_of(&old.document, &old.config, &old.lock)?, ..self })
    }
}
