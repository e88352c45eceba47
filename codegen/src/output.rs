//! Formats the files of a crate, compares them with a folder and writes them.

mod build_script;
mod causes;
mod change;
mod comments;
mod definitions;
mod folder;
mod format;
mod items;
mod layout;
mod staging;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io, mem,
    path::Path,
};

use similar::TextDiff;

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    emit::{Content, File},
    hash::Hash,
    lock::{self, Lock, Provenance},
    model::Paging,
    names::Call,
    pointer::Pointer,
    progress::{Progress, Stage},
    surface::wire,
    threads,
};
pub use causes::Cause;
pub use change::{Change, ChangeKind};
use folder::{
    MARK, at, is_own_program, owned_files, read_if_there, refuse_foreign, remove_empty_parents,
};
use staging::Staging;

/// A generated crate, in memory.
#[derive(Clone, Debug)]
pub struct Output {
    files: BTreeMap<String, String>,
    /// The hashes of these files, without that of the lock.
    hashes: BTreeMap<String, String>,
    /// The files that are generated only once and then edited by hand.
    kept: BTreeSet<String>,
    facts: Facts,
    provenance: Provenance,
}

/// Information about a crate, besides its files.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) survey: Survey,
    pub(crate) calls: Vec<Call>,
    pub(crate) retired: Vec<String>,
}

/// How a document was understood.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Survey {
    /// The numbers of operations, types and untyped positions.
    pub census: Census,
    /// The listings. They are recognized by the configuration, by an extension in the document, or by
    /// the names of parameters and properties.
    pub listings: Vec<Listing>,
    /// The operations that look like listings but are not.
    pub declined: Vec<Declined>,
    /// The warnings about the document.
    pub warnings: Diagnostics,
}

/// An operation that is a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// Resource and method, `containers.list`.
    pub operation: String,
    /// HTTP method and path, `GET /containers`.
    pub route: String,
    /// The kind of paging: `last item`, `token`, `page`, `offset`, `link`, `address` or
    /// `single page`.
    pub by: &'static str,
    /// How the next page is requested, and how this was recognized.
    pub why: String,
    /// The properties and parameters of its paging.
    pub paging: Paging,
}

/// An operation that looks like a listing but is not one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declined {
    /// Resource and method, `containers.list`.
    pub operation: String,
    /// HTTP method and path, `GET /containers`.
    pub route: String,
    /// Why it is not a listing.
    pub why: String,
}

/// The numbers of operations, types and untyped positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Census {
    /// The number of operations in the document.
    pub operations: usize,
    /// The number of operations without a method.
    pub skipped: usize,
    /// The number of named types.
    pub types: usize,
    /// The number of positions that are typed as any JSON because the generator has no type for them.
    pub untyped: usize,
}

impl Output {
    /// Formats all files. `rest` gives what was made at the same time, and may wait for another thread.
    pub(crate) fn new(
        files: &[File<'_>],
        source: &str,
        progress: &Progress,
        rest: impl FnOnce() -> Rest,
    ) -> Result<Self, Diagnostics> {
        let (mut texts, mut hashes) = (BTreeMap::new(), BTreeMap::new());
        let is_kept = |file: &&File<'_>| matches!(file.content, Content::Kept(_));
        let kept = files.iter().filter(is_kept).map(|file| file.path.clone()).collect();
        let mut failures = Diagnostics::default();
        let formatted = format_all(files, source, progress);
        let Rest { lock, surface, facts } = rest();
        for (path, text) in formatted.into_iter().chain([surface]) {
            match text {
                Ok(Formatted { text, hash }) => {
                    hashes.insert(path.clone(), hash);
                    texts.insert(path, text);
                }
                Err(error) => {
                    let message =
                        format!("the generated code of {path} is not valid Rust: {error}");
                    let help = "this is a bug in the generator; please report it together with the document";
                    let root = Pointer::root();
                    failures.push(Diagnostic::error(Code::Internal, &root, message).help(help));
                }
            }
        }
        texts.insert(lock::FILE.to_owned(), headed(&format!("# {}", sentence(source)), &lock));
        let provenance = Provenance::default();
        let output = Self { files: texts, hashes, kept, facts, provenance };
        if failures.is_empty() { Ok(output) } else { Err(failures) }
    }

    /// Writes into the lock what this crate was made from, and the hashes of its files.
    #[must_use]
    pub(crate) fn sealed(mut self, mut provenance: Provenance) -> Self {
        let census = self.census();
        provenance.limits = provenance.limits.at_most(census.skipped, census.untyped);
        provenance.files = mem::take(&mut self.hashes);
        provenance.files.retain(|path, _| !self.is_kept(path));
        if let Some(text) = self.files.get_mut(lock::FILE) {
            provenance.files.insert(lock::FILE.to_owned(), Provenance::hash_of(text));
            text.push_str(&format!(
                "\n# What the crate was generated from, and its files.\n{provenance}"
            ));
        }
        self.provenance = provenance;
        self
    }

    /// The file and the line of an item of the public surface, named as in `api.txt`:
    /// `types::Container.status`.
    pub fn locate(&self, item: &str) -> Option<(String, usize)> {
        items::locate(&self.files, item)
    }

    /// The content of each file, by its path relative to the crate's folder, with `/`.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The warnings about the document.
    pub fn warnings(&self) -> &Diagnostics {
        &self.facts.survey.warnings
    }

    /// How much of the document became code.
    pub fn census(&self) -> Census {
        self.facts.survey.census
    }

    /// The listings. They are recognized by the configuration, by an extension in the document, or by
    /// the names of parameters and properties.
    pub fn listings(&self) -> &[Listing] {
        &self.facts.survey.listings
    }

    /// The operations that look like listings but are not.
    pub fn declined(&self) -> &[Declined] {
        &self.facts.survey.declined
    }

    /// The Rust calls of all operations that have a method, sorted by path and HTTP method.
    pub fn calls(&self) -> &[Call] {
        &self.facts.calls
    }

    /// The deprecated names of the lock that this crate no longer has: `types::Pet`, `pets.find`.
    pub fn retired(&self) -> &[String] {
        &self.facts.retired
    }

    /// The differences between this crate and `folder`, by path. Only the files of this crate, files below
    /// `src` and generated programs and tests are compared. All other files are hand-written, and so is
    /// `src/custom.rs` if it exists, and each program in `examples` whose first line does not say that it
    /// is generated.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read. A folder that does not exist counts as empty.
    pub fn compare(&self, folder: &Path) -> io::Result<Vec<Change>> {
        let mut paths = owned_files(folder)?;
        paths.extend(self.files.keys().cloned());
        let paths: Vec<String> = paths.into_iter().collect();
        let changes = threads::each(&paths, |path| self.difference(path, folder));
        changes.into_iter().filter_map(io::Result::transpose).collect()
    }

    /// How the file on disk differs, if it does.
    fn difference(&self, path: &str, folder: &Path) -> io::Result<Option<Change>> {
        let found = read_if_there(&folder.join(path))?;
        let hash = |found: &[u8]| Hash::new().bytes(found).hex();
        let (kind, hash) = match (self.files.get(path), found) {
            (Some(_) | None, Some(_)) if self.is_kept(path) => return Ok(None),
            (Some(_), Some(_)) if is_own_program(folder, path)? => return Ok(None),
            (Some(wanted), Some(found)) if wanted.as_bytes() == found => return Ok(None),
            (Some(wanted), Some(found)) => {
                let diff = diff(path, &String::from_utf8_lossy(&found), wanted);
                (ChangeKind::Changed { diff }, Some(hash(&found)))
            }
            (Some(_), None) => (ChangeKind::Missing, None),
            (None, found) => (ChangeKind::Stale, found.as_deref().map(hash)),
        };
        Ok(Some(Change { path: path.to_owned(), kind, hash }))
    }

    /// Why a folder is not this crate, each cause with the files that it concerns: none if it is. `changes`
    /// is what [`compare`](Self::compare) or [`write`](Self::write) returns, and `lock` is that of the folder
    /// before it is written.
    pub fn causes(&self, changes: &[Change], lock: &Lock) -> Vec<(Cause, Vec<String>)> {
        let has_grown = !self.growth().is_empty();
        causes::causes(&self.provenance, &lock.provenance, changes, has_grown)
    }

    /// What of the document has no code, and is more than the lock accepts, each counted: `3 positions
    /// without a type (accepted: 1)`.
    pub fn growth(&self) -> Vec<String> {
        let Census { skipped, untyped, .. } = self.census();
        causes::growth(skipped, untyped, self.provenance.limits)
    }

    /// Writes this crate to `folder` and returns the changes. Files that are up to date are not
    /// touched. Files below `src` that are not generated are removed, and so are programs and tests of an
    /// earlier generation.
    ///
    /// All new content is first written under temporary names. A failure before the first file is
    /// replaced leaves the folder unchanged. A new folder appears with all its files.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read or written, or contains a crate that was not generated.
    pub fn write(&self, folder: &Path) -> io::Result<Vec<Change>> {
        self.write_with(folder, &Progress::default())
    }

    /// Writes this crate like [`write`](Self::write). `progress` shows how far it is.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn write_with(&self, folder: &Path, progress: &Progress) -> io::Result<Vec<Change>> {
        progress.start(Stage::Writing, 0);
        refuse_foreign(folder, self.files.contains_key(wire::FILE))?;
        let changes = self.compare(folder)?;
        refuse_forgotten(folder, &changes)?;
        let new = changes.iter().filter_map(|change| {
            Some((change.path.as_str(), self.files.get(&change.path)?.as_str()))
        });
        progress.start(Stage::Writing, changes.len());
        Staging::write(folder, &new.collect::<Vec<_>>(), || progress.file())?.finish()?;
        for change in &changes {
            if change.kind == ChangeKind::Stale {
                let path = folder.join(&change.path);
                fs::remove_file(&path).map_err(at(&path))?;
                remove_empty_parents(folder, &path);
            }
        }
        Ok(changes)
    }

    /// Whether a file is hand-written: `src/custom.rs`, or a file in the folder `src/custom`.
    fn is_kept(&self, path: &str) -> bool {
        let is_below = |kept: &String| {
            let folder = kept.strip_suffix(".rs").unwrap_or(kept);
            path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        self.kept.contains(path) || self.kept.iter().any(is_below)
    }
}

/// What is made beside the files that emitters print.
pub(crate) struct Rest {
    /// The text of the lock.
    pub(crate) lock: String,
    pub(crate) surface: (String, Result<Formatted, syn::Error>),
    pub(crate) facts: Facts,
}

/// The content of a file, and its hash.
pub(crate) struct Formatted {
    text: String,
    hash: String,
}

/// The content of all files with their hashes.
fn format_all(
    files: &[File<'_>],
    source: &str,
    progress: &Progress,
) -> Vec<(String, Result<Formatted, syn::Error>)> {
    threads::each(files, |file| {
        let formatted = formatted(file, source);
        progress.file();
        formatted
    })
}

/// The path and the content of a file.
pub(crate) fn formatted(file: &File<'_>, source: &str) -> (String, Result<Formatted, syn::Error>) {
    let text = text(&file.content, &file.path, source);
    let formatted = text.map(|text| {
        let hash = Hash::new().bytes(text.as_bytes()).hex();
        Formatted { text, hash }
    });
    (file.path.clone(), formatted)
}

fn text(content: &Content<'_>, path: &str, source: &str) -> Result<String, syn::Error> {
    let sentence = sentence(source);
    Ok(match content {
        Content::Rust(print) => headed(&format!("// {sentence}"), &format::rust(print)?),
        Content::Kept(text) => text.clone(),
        Content::Text(text) if path.ends_with(".md") => {
            headed(&format!("<!-- {sentence} -->"), &text())
        }
        Content::Text(text) if path.ends_with(".rs") => headed(&format!("// {sentence}"), &text()),
        Content::Text(text) => {
            let mut text = text();
            text.insert_str(0, &format!("# {sentence}\n\n"));
            text
        }
    })
}

fn headed(head: &str, text: &str) -> String {
    [head, "\n\n", text].concat()
}

/// The first line of a generated file.
fn sentence(source: &str) -> String {
    format!("{MARK} from {source}. Do not edit.")
}

fn diff(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(&format!("{path} (on disk)"), &format!("{path} (generated)"))
        .to_string()
}

/// Does not remove hand-written code when `[custom]` is removed from the configuration.
fn refuse_forgotten(folder: &Path, changes: &[Change]) -> io::Result<()> {
    let is_custom = |path: &str| path == "src/custom.rs" || path.starts_with("src/custom/");
    match changes.iter().find(|it| it.kind == ChangeKind::Stale && is_custom(&it.path)) {
        None => Ok(()),
        Some(change) => Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!(
                "{} is written by hand; add `[custom]` to the configuration, or remove the file",
                folder.join(&change.path).display()
            ),
        )),
    }
}
