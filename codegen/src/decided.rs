//! What is decided about a crate, before it is printed.

use crate::{
    Document,
    config::Config,
    diagnostics::Diagnostics,
    diff::{Comparison, Side},
    lock::{Lock, Provenance},
    model, model_of, output,
    output::Output,
    progress::Progress,
    provenance,
    surface::Surface,
};

/// All that is decided about a crate, before it is printed. It costs less than the crate, and answers what
/// does not need its files.
#[derive(Clone, Debug)]
pub struct Model {
    api: model::Api,
    /// The warnings without their places.
    warnings: Diagnostics,
    before: Lock,
    lock: Lock,
    provenance: Provenance,
}

impl Model {
    /// The model of the crate that [`generate_with`] writes.
    ///
    /// # Errors
    ///
    /// As for [`generate`].
    pub fn of(document: &Document, config: &Config, lock: &Lock) -> Result<Self, Diagnostics> {
        let provenance = provenance(document, config, lock);
        let (api, warnings) = model_of(document, config, lock)?;
        let before = lock.clone();
        let lock = Lock::record(&api, &document.tree, lock);
        Ok(Self { api, warnings, before, lock, provenance })
    }

    /// The names and decisions, for the next generation.
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// The public surface.
    pub fn surface(&self) -> Surface {
        Surface::of(&self.api)
    }

    /// The crate. `document` is what the model was made from.
    ///
    /// # Errors
    ///
    /// As for [`generate`].
    pub fn output(&self, document: &Document) -> Result<Output, Diagnostics> {
        let (warnings, progress) = (self.warnings.clone(), Progress::default());
        let output = output(document, &self.api, warnings, &self.before, &progress)?;
        Ok(output.sealed(self.provenance.clone()))
    }
}

/// Compares two versions: documents, each with its model.
pub fn compare(old: (&Document, &Model), new: (&Document, &Model)) -> Comparison {
    let (before, after) = (old.1.surface(), new.1.surface());
    let old = Side { tree: &old.0.tree, api: &old.1.api, surface: &before };
    let new = Side { tree: &new.0.tree, api: &new.1.api, surface: &after };
    Comparison::of(&old, &new)
}
