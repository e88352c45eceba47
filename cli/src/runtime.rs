//! Where the packages of Bessemer come from: the folder, repository or registry from which this program
//! was installed, or another one.

use std::{
    env, fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Result, anyhow, bail};
use bessemer_codegen::Runtime;
use url::Url;

use crate::paths;

/// The source of Bessemer's packages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A checkout of Bessemer: the folder that contains `runtime`.
    Path(PathBuf),
    Git {
        url: String,
        rev: Option<String>,
    },
    Registry,
}

/// The value of `--runtime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    /// `path`, `git`: the one from which this program was installed.
    Installed(&'static str),
    /// The folder of `bessemer-runtime`.
    Folder(PathBuf),
    Source(Source),
}

impl FromStr for Flag {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.split_once('=') {
            None if text == "version" => Ok(Self::Source(Source::Registry)),
            None if text == "path" => Ok(Self::Installed("path")),
            None if text == "git" => Ok(Self::Installed("git")),
            Some(("path", folder)) if !folder.is_empty() => Ok(Self::Folder(folder.into())),
            Some(("git", url)) if !url.is_empty() => {
                let (url, rev) = url.split_once('#').map_or((url, None), |(a, b)| (a, Some(b)));
                let rev = rev.filter(|it| !it.is_empty()).map(str::to_owned);
                Ok(Self::Source(Source::Git { url: url.to_owned(), rev }))
            }
            _ => {
                bail!("use `path`, `path=FOLDER`, `git`, `git=URL`, `git=URL#COMMIT` or `version`")
            }
        }
    }
}

impl Flag {
    /// The source of the packages.
    pub(crate) fn source(&self) -> Result<Source> {
        match (self, Source::installed()) {
            (Self::Source(source), _) => Ok(source.clone()),
            (Self::Folder(folder), _) => {
                let parent = folder.join("..");
                Ok(Source::Path(paths::absolute(&parent)))
            }
            (Self::Installed("path"), source @ Source::Path(_))
            | (Self::Installed("git"), source @ Source::Git { .. }) => Ok(source),
            (Self::Installed(kind), _) => {
                let value = if *kind == "path" { "FOLDER" } else { "URL" };
                Err(anyhow!(
                    "bessemer was not installed with `{kind}`; use `--runtime {kind}={value}`"
                ))
            }
        }
    }

    /// The runtime of a crate in `out`.
    pub(crate) fn runtime(&self, out: &Path) -> Result<Runtime> {
        match self {
            Self::Folder(folder) => Ok(Runtime::Path(paths::relative(out, folder))),
            _ => Ok(self.source()?.runtime(out)),
        }
    }
}

impl Source {
    /// The source from which this program was installed or built; the registry if it is not known.
    pub(crate) fn installed() -> Self {
        recorded().or_else(checkout).unwrap_or(Self::Registry)
    }

    /// The dependency on `bessemer` of a package in `folder`, in TOML: without `mock`, which takes most
    /// of the time to compile.
    pub(crate) fn command(&self, folder: &Path) -> String {
        match self {
            Self::Path(root) => {
                let path = paths::relative(folder, &root.join("cli"));
                format!("{{ path = {path:?}, default-features = false }}")
            }
            Self::Git { url, rev: None } => {
                format!("{{ git = {url:?}, default-features = false }}")
            }
            Self::Git { url, rev: Some(rev) } => {
                format!("{{ git = {url:?}, rev = {rev:?}, default-features = false }}")
            }
            Self::Registry => {
                let version = env!("CARGO_PKG_VERSION");
                format!("{{ version = {version:?}, default-features = false }}")
            }
        }
    }

    /// The runtime of a crate in `out`.
    pub(crate) fn runtime(&self, out: &Path) -> Runtime {
        match self {
            Self::Path(folder) => Runtime::Path(paths::relative(out, &folder.join("runtime"))),
            Self::Git { url, rev } => Runtime::Git { git: url.clone(), rev: rev.clone() },
            Self::Registry => Runtime::Registry { version: env!("CARGO_PKG_VERSION").to_owned() },
        }
    }
}

/// The source that `cargo install` recorded for this program in `.crates.toml`, next to the folder
/// `bin`.
fn recorded() -> Option<Source> {
    let program = env::current_exe().ok()?;
    let bin = program.parent().filter(|it| it.ends_with("bin"))?;
    let text = fs::read_to_string(bin.with_file_name(".crates.toml")).ok()?;
    let record: toml::Table = toml::from_str(&text).ok()?;
    let mut packages = record.get("v1")?.as_table()?.keys();
    source_of(packages.find(|it| it.starts_with("bessemer "))?)
}

/// The source in a package ID of cargo: `bessemer 0.1.0 (git+https://example.com/bessemer#1a2b3c)`.
fn source_of(package: &str) -> Option<Source> {
    let (_, source) = package.split_once('(')?;
    let (kind, url) = source.strip_suffix(')')?.split_once('+')?;
    let mut url = Url::parse(url).ok()?;
    match kind {
        "path" => Some(Source::Path(url.to_file_path().ok()?.parent()?.to_owned())),
        "git" => {
            let rev = url.fragment().map(str::to_owned);
            url.set_fragment(None);
            url.set_query(None);
            Some(Source::Git { url: url.into(), rev })
        }
        _ => Some(Source::Registry),
    }
}

/// The checkout that this program was built in, if it still exists. Cargo's own checkouts of Git
/// repositories do not count, because cargo removes them.
fn checkout() -> Option<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let is_cache = root.ancestors().any(|it| it.ends_with("git/checkouts"));
    let is_there = root.join("runtime/Cargo.toml").is_file();
    (is_there && !is_cache).then(|| Source::Path(root.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_cargo_name_the_source() {
        let rev = Some("1a2b3c".to_owned());
        let url = "https://example.com/bessemer".to_owned();
        for (package, source) in [
            (
                "bessemer 0.1.0 (path+file:///w/bessemer/cli)",
                Some(Source::Path("/w/bessemer".into())),
            ),
            (
                "bessemer 0.1.0 (git+https://example.com/bessemer?branch=main#1a2b3c)",
                Some(Source::Git { url: url.clone(), rev: rev.clone() }),
            ),
            (
                "bessemer 0.1.0 (registry+https://github.com/rust-lang/crates.io-index)",
                Some(Source::Registry),
            ),
            ("bessemer 0.1.0", None),
        ] {
            assert_eq!(source_of(package), source, "{package}");
        }
    }

    #[test]
    fn flags_name_the_source() {
        let git = |rev: Option<&str>| {
            let (url, rev) = ("https://example.com/b".to_owned(), rev.map(str::to_owned));
            Some(Flag::Source(Source::Git { url, rev }))
        };
        for (text, flag) in [
            ("version", Some(Flag::Source(Source::Registry))),
            ("path", Some(Flag::Installed("path"))),
            ("path=../runtime", Some(Flag::Folder("../runtime".into()))),
            ("git=https://example.com/b", git(None)),
            ("git=https://example.com/b#1a2b", git(Some("1a2b"))),
            ("path=", None),
            ("svn", None),
        ] {
            assert_eq!(text.parse().ok(), flag, "{text}");
        }
    }
}
