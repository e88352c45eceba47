//! The document of a new workspace.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use bessemer_codegen::{Config, Document, Output, generate};

use super::files::Files;
use crate::{
    paths,
    plan::{beside, read},
    project::Project,
    report,
};

/// A document, and its place in the workspace.
pub(super) struct Spec {
    from: PathBuf,
    /// Its path in the workspace, `spec/openapi.yaml`.
    pub(super) path: String,
}

/// A document, generated once to learn its names.
pub(super) struct Generated {
    /// The name of the crate.
    pub(super) krate: String,
    pub(super) output: Output,
    /// The other files of the document, by their paths relative to it.
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

impl Spec {
    /// A document in a folder of the workspace stays there; any other one belongs into `spec/`.
    pub(super) fn find(from: &Path, root: &Path) -> Result<Self> {
        let absolute = paths::absolute(from);
        let Some(name) = absolute.file_name() else { bail!("{} is not a file", from.display()) };
        let own = absolute.strip_prefix(paths::absolute(root)).ok();
        let own = own.filter(|it| it.components().count() > 1).map(paths::slashes);
        let path = own.unwrap_or_else(|| format!("spec/{}", name.to_string_lossy()));
        Ok(Self { from: from.to_owned(), path })
    }

    /// The configuration next to it: `spec/openapi.toml`.
    pub(super) fn config(&self) -> String {
        paths::slashes(&Path::new(&self.path).with_extension("toml"))
    }

    /// Generates the crate of `project`, or a first one, without writing it. `None` if the document has
    /// errors. Prints the diagnostics.
    pub(super) fn generate(
        &self,
        project: Option<Project>,
        name: Option<&str>,
    ) -> Result<Option<Generated>> {
        if let Some(project) = project {
            return Ok(Some(Generated::new(project.output()?, BTreeMap::new())?));
        }
        let bytes = read(&self.from)?;
        let files = RefCell::new(BTreeMap::new());
        let mut load = beside(&self.from);
        let document = Document::parse_with(&self.path, bytes, |path| {
            let bytes = load(path)?;
            files.borrow_mut().insert(path.to_owned(), bytes.clone());
            Ok(bytes)
        });
        let config = match name {
            Some(name) => Config::default().with_package_name(name),
            None => Config::default(),
        };
        match document.and_then(|document| generate(&document, &config)) {
            Ok(output) => {
                report::diagnostics(output.warnings());
                Ok(Some(Generated::new(output, files.into_inner())?))
            }
            Err(diagnostics) => {
                report::diagnostics(&diagnostics);
                report::complain("nothing was written");
                Ok(None)
            }
        }
    }

    /// Copies the document and the files that it refers to.
    pub(super) fn copy(&self, others: &BTreeMap<String, Vec<u8>>, files: &mut Files) -> Result<()> {
        files.write(&self.path, &read(&self.from)?)?;
        let folder = Path::new(&self.path).parent().unwrap_or(Path::new(""));
        for (path, bytes) in others {
            if path.split('/').any(|it| it == "..") {
                bail!(
                    "the document refers to {path}, outside of its folder; move all files into a \
                     folder of the workspace, and pass the new path of the document with --spec"
                );
            }
            files.write(&paths::slashes(&folder.join(path)), bytes)?;
        }
        Ok(())
    }
}

impl Generated {
    fn new(output: Output, files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let manifest = output.files().find(|(path, _)| *path == "Cargo.toml");
        let manifest: toml::Table = toml::from_str(manifest.map(|it| it.1).unwrap_or_default())?;
        let name = manifest.get("package").and_then(|it| it.get("name")?.as_str());
        let krate = name.context("the generated manifest has no name")?.to_owned();
        Ok(Self { krate, output, files })
    }
}
