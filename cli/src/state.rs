//! One version of a document, and what it is generated with.

use anyhow::Result;
use bessemer_codegen::{Config, Document, Lock, Model};

/// One version: the document and what it is generated with.
pub(crate) struct State {
    pub(crate) document: Document,
    pub(crate) config: Config,
    pub(crate) lock: Lock,
}

impl State {
    /// What is decided about the crate.
    pub(crate) fn model(&self) -> Result<Model> {
        Ok(Model::of(&self.document, &self.config, &self.lock)?)
    }

    /// This state with the decisions that were made for an earlier one.
    pub(crate) fn after(self, earlier: &Model) -> Self {
        Self { lock: earlier.lock().clone(), ..self }
    }
}
