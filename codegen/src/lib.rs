//! Reads an OpenAPI document and writes the Rust crate of an SDK.
//!
//! ```
//! use bessemer_codegen::{Config, Document, generate};
//!
//! let document = Document::parse("pets.yaml", br#"
//!     openapi: 3.0.3
//!     info: {title: Pets, version: "1"}
//!     paths:
//!       /pets/{id}:
//!         get:
//!           operationId: get_pet
//!           parameters: [{name: id, in: path, required: true, schema: {type: string}}]
//!           responses:
//!             200:
//!               description: The pet.
//!               content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
//!     components:
//!       schemas:
//!         Pet: {type: object, required: [name], properties: {name: {type: string}}}
//! "#)?;
//! let output = generate(&document, &Config::default())?;
//! let (_, code) = output.files().find(|(path, _)| *path == "src/types/pet.rs").unwrap();
//! assert!(code.contains("pub struct Pet {"));
//! # Ok::<(), bessemer_codegen::Diagnostics>(())
//! ```
//!
//! [`Output::write`] writes the crate to disk, [`Output::compare`] compares it with the files on
//! disk. The library does not use the clock, the environment or the network: the same input gives
//! the same bytes.
//!
//! # Stages
//!
//! 1. `source` reads the bytes into an untyped tree.
//! 2. `openapi` reads the tree into an [`openapiv3::OpenAPI`].
//! 3. `lower` converts it to the model of an SDK.
//! 4. `emit` prints the model as Rust tokens.
//! 5. `output` formats the tokens and writes the files.

mod config;
mod decided;
mod diagnostics;
pub mod diff;
mod emit;
mod find;
mod hash;
mod lock;
mod lower;
mod model;
mod names;
mod openapi;
mod output;
mod pointer;
mod progress;
mod runtime;
mod source;
mod surface;

use std::{
    borrow::{Borrow, Cow},
    collections::{BTreeMap, BTreeSet},
    mem,
    panic::resume_unwind,
    sync::OnceLock,
    thread,
};

use openapiv3::OpenAPI;
use serde_json::Value;

pub use config::Config;
pub use decided::{Model, compare};
pub use diagnostics::{Code, Diagnostic, Diagnostics, Place, Severity};
pub use diff::Comparison;
pub use find::find;
pub use lock::Lock;
pub use lower::is_keyword;
pub use names::{Call, NameEntry, NameKind};
pub use output::{Cause, Census, Change, ChangeKind, Declined, Listing, Output, Survey};
pub use pointer::Pointer;
pub use progress::{Progress, Stage};
pub use runtime::Runtime;
pub use source::overlay::Overlay;
pub use surface::{Item, Surface};

use hash::Hash;
use lock::Provenance;
use output::Facts;
use source::{Source, bundle::bundle, locate::locate, origins::Origins};

/// A parsed OpenAPI document.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    /// The name in generated files.
    origin: String,
    /// The other files that are part of the tree.
    files: BTreeMap<String, Source>,
    /// The names of the overlays that were applied.
    overlays: Vec<String>,
    origins: Origins,
    tree: Value,
    /// The hash of the tree as it was read.
    hash: Hash,
    openapi: OpenAPI,
    /// The warnings about the text and its references.
    of_text: Diagnostics,
    /// All warnings, without their places.
    warnings: Diagnostics,
    /// All warnings with their places. Finding these takes a scan of the text, so it is done on request.
    located: OnceLock<Diagnostics>,
}

impl Document {
    /// Parses a document: YAML or JSON, Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2. `name` is the name of
    /// the document in diagnostics and generated files, usually its path relative to the workspace.
    ///
    /// # Errors
    ///
    /// All problems that prevent reading the document, each with its place.
    pub fn parse(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Self, Diagnostics> {
        Self::parse_with(name, bytes, |_| Err("other files are not available here".to_owned()))
    }

    /// Parses a document that refers to other files. `load` reads a file by its path relative to the
    /// document. Its error is the reason as text.
    ///
    /// # Errors
    ///
    /// All problems that prevent reading the document or one of the other files, each with its place.
    pub fn parse_with(
        name: &str,
        bytes: impl Into<Vec<u8>>,
        load: impl FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, Diagnostics> {
        Self::parse_with_overlays(name, bytes, &[], load)
    }

    /// Parses a document and applies overlays to it, in their order. `load` reads other files, as in
    /// [`parse_with`](Self::parse_with).
    ///
    /// # Errors
    ///
    /// As for `parse_with`, and if an overlay cannot be applied.
    pub fn parse_with_overlays(
        name: &str,
        bytes: impl Into<Vec<u8>>,
        overlays: &[Overlay],
        mut load: impl FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, Diagnostics> {
        let source = Source::new(name, bytes)?;
        let mut origins = Origins::default();
        let mut diagnostics = Diagnostics::default();
        let mut tree = match source.tree(&mut diagnostics) {
            Ok(tree) => tree,
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                locate(&mut diagnostics, &source, &BTreeMap::new(), &origins);
                return Err(diagnostics);
            }
        };
        overlays.iter().for_each(|it| it.apply(&mut tree, &mut origins, &mut diagnostics));
        let mut files = bundle(&mut tree, &mut load, &mut diagnostics);
        files.extend(overlays.iter().map(|it| (it.name().to_owned(), it.source().clone())));
        let hash = Hash::new().tree(&tree);
        origins.push(openapi::upgrade(&mut tree, &mut diagnostics));
        let of_text = diagnostics.clone();
        match openapi::read(&tree, &mut diagnostics) {
            Some(openapi) if !diagnostics.has_errors() => Ok(Self {
                origin: name.to_owned(),
                source,
                files,
                overlays: overlays.iter().map(|it| it.name().to_owned()).collect(),
                origins,
                tree,
                hash,
                openapi,
                of_text,
                warnings: diagnostics,
                located: OnceLock::new(),
            }),
            _ => {
                locate(&mut diagnostics, &source, &files, &origins);
                Err(diagnostics)
            }
        }
    }

    /// Sets the name of the document in the generated files, instead of the name in diagnostics. With a
    /// name that is the same on every machine, the files are the same too.
    #[must_use]
    pub fn with_origin(mut self, origin: &str) -> Self {
        origin.clone_into(&mut self.origin);
        self
    }

    /// The name of the document.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// The document as OpenAPI 3.0.
    pub fn openapi(&self) -> &OpenAPI {
        &self.openapi
    }

    /// Whether the document has a node at this place. References are followed, and the schemas of an
    /// `allOf` are one schema.
    pub fn has(&self, pointer: &Pointer) -> bool {
        self.resolve(pointer).is_some()
    }

    /// The place of a node. References are followed, and the schemas of an `allOf` are one schema.
    pub(crate) fn resolve(&self, pointer: &Pointer) -> Option<Pointer> {
        let segments: Vec<String> = pointer.segments().collect();
        lock::places::walk(&self.tree, &Pointer::root(), &segments)
    }

    /// The place that a node has in the text of the document. The document is read as OpenAPI 3.0, whose
    /// places differ from those of Swagger 2.0.
    pub fn original(&self, pointer: &Pointer) -> Pointer {
        self.origins.original(pointer)
    }

    /// The place of each pointer in the text of the document. If the text has no such node, it is the
    /// place of the nearest ancestor.
    pub fn places(&self, pointers: &[Pointer]) -> Vec<Option<Place>> {
        let there = pointers.iter().map(|pointer| {
            let mut at = pointer.clone();
            while !self.has(&at) {
                let Some(parent) = at.parent() else { break };
                at = parent;
            }
            self.origins.original(&at)
        });
        source::locate::places(&there.collect::<Vec<_>>(), &self.source, &self.files)
    }

    /// The warnings about the document.
    pub fn warnings(&self) -> &Diagnostics {
        self.located.get_or_init(|| self.locate(self.warnings.clone()))
    }

    /// Sets the places of diagnostics, and sorts them.
    fn locate(&self, mut diagnostics: Diagnostics) -> Diagnostics {
        locate(&mut diagnostics, &self.source, &self.files, &self.origins);
        diagnostics
    }

    /// The part of the document that a configuration selects, and the warnings about it.
    fn part(&self, config: &Config) -> (OpenAPI, Diagnostics) {
        let mut diagnostics = self.of_text.clone();
        let selects =
            |it: &openapi::Operation<'_>| config.selects(it.path, it.id, it.tags.as_slice());
        let part = openapi::subset(&self.tree, &selects);
        let openapi = openapi::read(&part, &mut diagnostics).unwrap_or_default();
        (openapi, diagnostics)
    }

    /// Generates the crate like [`generate_with`], and frees each part of the document when it is no
    /// longer needed. A large document takes less memory this way. `progress` shows how far the
    /// generation is.
    ///
    /// # Errors
    ///
    /// As for [`generate`].
    pub fn into_output(
        mut self,
        config: &Config,
        lock: &Lock,
        progress: &Progress,
    ) -> Result<Output, Diagnostics> {
        progress.start(Stage::Deciding, 0);
        let provenance = provenance(&self, config, lock);
        let (api, warnings) = model_of(&self, config, lock)?;
        drop(mem::take(&mut self.openapi));
        Ok(output(self, &api, warnings, lock, progress)?.sealed(provenance))
    }
}

/// Generates the crate that a document and its configuration describe.
///
/// # Errors
///
/// The problems that stop the generation, each with its place in the document or the configuration.
pub fn generate(document: &Document, config: &Config) -> Result<Output, Diagnostics> {
    generate_with(document, config, &Lock::default())
}

/// Counts what would be generated for a document, without creating its files; see [`Survey`].
///
/// # Errors
///
/// As for [`generate`].
pub fn survey(document: &Document, config: &Config) -> Result<Survey, Diagnostics> {
    let (api, warnings) = model_of(document, config, &Lock::default())?;
    Ok(Survey::of(&api, document.locate(warnings)))
}

/// Generates the crate again, with the names and decisions of an earlier generation, whose
/// [`Lock`] is its file `bessemer.lock`. The same document, configuration and lock give the same
/// bytes.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_with(
    document: &Document,
    config: &Config,
    lock: &Lock,
) -> Result<Output, Diagnostics> {
    let (api, warnings) = model_of(document, config, lock)?;
    let output = output(document, &api, warnings, lock, &Progress::default())?;
    Ok(output.sealed(provenance(document, config, lock)))
}

/// Prints the crate. What needs the document is done at the same time; the document is freed after
/// that.
fn output(
    document: impl Borrow<Document> + Send,
    api: &model::Api,
    warnings: Diagnostics,
    before: &Lock,
    progress: &Progress,
) -> Result<Output, Diagnostics> {
    let origin = document.borrow().origin.clone();
    thread::scope(|scope| {
        let beside = scope.spawn(move || {
            let document = document.borrow();
            let lock = Lock::record(api, &document.tree, before).to_string();
            let facts = Facts {
                calls: Call::all(api),
                names: NameEntry::all(api),
                survey: Survey::of(api, document.locate(warnings)),
            };
            ((lock::FILE, lock), facts)
        });
        let mut files = vec![emit::File::text(surface::FILE, || Surface::of(api).to_string())];
        files.extend(emit::files(api));
        progress.start(Stage::Formatting, files.len());
        Output::new(&files, &origin, progress, || {
            beside.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    })
}

/// What the crate is generated from.
fn provenance(document: &Document, config: &Config, lock: &Lock) -> Provenance {
    Provenance {
        document: Some(document.hash.text(&document.origin).hex()),
        config: Some(config.hash().hex()),
        generator: Some(env!("CARGO_PKG_VERSION").to_owned()),
        limits: lock.provenance.limits,
        ..Provenance::default()
    }
}

/// The model of the SDK as text, for the tests that review it. Its form is not stable.
#[doc(hidden)]
pub fn dump_model(document: &Document, config: &Config) -> Result<String, Diagnostics> {
    model_of(document, config, &Lock::default()).map(|(api, _)| format!("{api:#?}\n"))
}

/// The model, and the warnings without their places.
fn model_of(
    document: &Document,
    config: &Config,
    lock: &Lock,
) -> Result<(model::Api, Diagnostics), Diagnostics> {
    let part = config.is_selective().then(|| document.part(config));
    let (openapi, mut diagnostics) = match part {
        Some((openapi, warnings)) => (Cow::Owned(openapi), warnings),
        None => (Cow::Borrowed(&document.openapi), document.warnings.clone()),
    };
    let api = lower::lower(&openapi, &document.tree, config, lock, &mut diagnostics);
    if let Some(diagnostic) = nothing_left(&api, &diagnostics) {
        diagnostics.push(diagnostic);
    }
    config.report_missing_overlays(&document.overlays, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(document.locate(diagnostics));
    }
    Ok((api, diagnostics))
}

fn listings(api: &model::Api) -> Vec<Listing> {
    let listing = |(operation, method): (String, &model::Method)| match &method.verdict {
        model::Verdict::Listing { by, why } => {
            Some(Listing { operation, route: route(method), by, why: why.clone() })
        }
        model::Verdict::None | model::Verdict::Declined { .. } => None,
    };
    calls(api).filter_map(listing).collect()
}

fn declined(api: &model::Api) -> Vec<Declined> {
    let declined = |(operation, method): (String, &model::Method)| match &method.verdict {
        model::Verdict::Declined { why } => {
            Some(Declined { operation, route: route(method), why: why.clone() })
        }
        model::Verdict::None | model::Verdict::Listing { .. } => None,
    };
    calls(api).filter_map(declined).collect()
}

/// All methods, with their calls.
fn calls(api: &model::Api) -> impl Iterator<Item = (String, &model::Method)> {
    names::methods(api).map(|(resource, method)| (names::call(resource, method), method))
}

fn route(method: &model::Method) -> String {
    format!("{} {}", method.verb.sent(), method.path)
}

/// An error if no operation is left, so that an empty crate does not replace a useful one.
fn nothing_left(api: &model::Api, diagnostics: &Diagnostics) -> Option<Diagnostic> {
    let skipped = skipped(diagnostics);
    if skipped == 0 || api.resources.iter().any(|it| !it.methods.is_empty()) {
        return None;
    }
    let message = "all operations of the document are left out";
    let at = Pointer::root().child("paths");
    Some(Diagnostic::error(Code::Skipped, &at, message).help("fix the problems in the warnings"))
}

/// The number of operations that are left out.
fn skipped(diagnostics: &Diagnostics) -> usize {
    let is_operation = |at: &Pointer| at.segments().next().is_some_and(|it| it == "paths");
    let skipped = |it: &&Diagnostic| it.code == Code::Skipped && is_operation(&it.pointer);
    diagnostics.iter().filter(skipped).count()
}

impl Survey {
    fn of(api: &model::Api, warnings: Diagnostics) -> Self {
        Self {
            census: Census::of(api, &warnings),
            listings: listings(api),
            declined: declined(api),
            warnings,
        }
    }
}

impl Census {
    fn of(api: &model::Api, diagnostics: &Diagnostics) -> Self {
        let methods = api.resources.iter().flat_map(|it| &it.methods);
        // An operation with several bodies has a method for each.
        let kept: BTreeSet<_> = methods.map(|it| (&*it.path, it.verb.as_str())).collect();
        let skipped = skipped(diagnostics);
        Self {
            operations: kept.len() + skipped,
            skipped,
            types: api.types.defs.len(),
            untyped: diagnostics.iter().filter(|it| it.code == Code::Untyped).count(),
        }
    }
}
