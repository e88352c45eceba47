//! `bessemer.toml`: the document, the configuration and the folder of a generated crate.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use bessemer_codegen::Runtime;
use serde::Deserialize;

use crate::paths;

/// The name of the file.
pub(crate) const FILE: &str = "bessemer.toml";

/// A folder with a `bessemer.toml`, which names a document and the folder of its generated crate.
///
/// ```toml
/// spec = "spec/petstore.yaml"
/// config = "spec/petstore.toml"
/// out = "generated"
/// ```
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
    file: File,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    spec: String,
    config: Option<String>,
    out: String,
    runtime: Option<Runtime>,
    #[serde(default)]
    deny: Vec<String>,
    #[serde(default)]
    strict: bool,
}

impl Project {
    /// The project of a folder: that of the first `bessemer.toml` in the folder or above it; `None` if
    /// there is none.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is not valid TOML, or has unknown keys.
    pub fn find(folder: &Path) -> Result<Option<Self>> {
        let folder = paths::absolute(folder);
        for folder in folder.ancestors() {
            match Self::read(folder) {
                Err(error) if is_absent(&error) => {}
                found => return found.map(Some),
            }
        }
        Ok(None)
    }

    /// The project with the `bessemer.toml` in this folder.
    ///
    /// # Errors
    ///
    /// If the file does not exist, cannot be read, is not valid TOML, or has unknown keys.
    pub fn read(root: &Path) -> Result<Self> {
        let path = root.join(FILE);
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let file = toml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
        Ok(Self { root: root.to_owned(), file })
    }

    /// The folder with the `bessemer.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The document, and its name in diagnostics.
    pub(crate) fn spec(&self) -> (PathBuf, String) {
        (self.root.join(&self.file.spec), self.file.spec.clone())
    }

    pub(crate) fn config(&self) -> Option<PathBuf> {
        self.file.config.as_ref().map(|path| self.root.join(path))
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.root.join(&self.file.out)
    }

    /// The source of the runtime, for a crate in `out`: a path in `bessemer.toml` is relative to the
    /// file.
    pub(crate) fn runtime(&self, out: &Path) -> Option<Runtime> {
        Some(match self.file.runtime.clone()? {
            Runtime::Path(path) => Runtime::Path(paths::relative(out, &self.root.join(path))),
            other => other,
        })
    }

    pub(crate) fn denies(&self) -> (&[String], bool) {
        (&self.file.deny, self.file.strict)
    }
}

fn is_absent(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|it| it.kind() == io::ErrorKind::NotFound)
}
