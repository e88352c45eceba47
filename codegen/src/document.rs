//! A parsed document.

use std::{collections::BTreeMap, sync::OnceLock};

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::{
    config::Config,
    diagnostics::{Diagnostics, Place},
    hash::Hash,
    lock,
    openapi::{self, PathTree},
    pointer::Pointer,
    source::{self, Source, bundle::bundle, locate::locate, origins::Origins, overlay::Overlay},
    tree::Tree,
};

/// A parsed OpenAPI document.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) source: Source,
    /// The name in generated files.
    pub(crate) origin: String,
    /// The other files that are part of the tree.
    pub(crate) files: BTreeMap<String, Source>,
    /// The names of the overlays that were applied.
    pub(crate) overlays: Vec<String>,
    pub(crate) origins: Origins,
    pub(crate) tree: Tree,
    /// The hash of the tree as it was read. It takes a walk of the tree, so it is made on request.
    hash: OnceLock<Hash>,
    /// The document as OpenAPI 3.0, without its paths.
    pub(crate) openapi: OpenAPI,
    /// The warnings about the text and its references.
    pub(crate) of_text: Diagnostics,
    /// All warnings but those about paths, without their places.
    pub(crate) warnings: Diagnostics,
    /// All warnings with their places. Finding these takes a scan of the text, so it is done on request.
    pub(crate) located: OnceLock<Diagnostics>,
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
        let hash = OnceLock::new();
        if openapi::is_swagger(&tree) {
            hash.get_or_init(|| Hash::new().tree(&tree));
            origins.push(openapi::upgrade(&mut tree, &mut diagnostics));
        }
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

    /// The version of OpenAPI. A document that is Swagger 2.0 is converted to 3.0.3.
    pub fn version(&self) -> &str {
        &self.openapi.openapi
    }

    /// The document as one tree: overlays are applied, other files are part of it, and Swagger 2.0 is
    /// converted to OpenAPI 3.0.
    pub fn tree(&self) -> Value {
        self.tree.to_json()
    }

    /// The document as OpenAPI 3.0. In a large document this takes several times the memory of its text.
    pub fn openapi(&self) -> OpenAPI {
        let mut openapi = self.openapi.clone();
        let item =
            |it: PathTree<'_>| Some((it.path.to_owned(), it.read(&mut Diagnostics::default())?));
        openapi.paths.paths = PathTree::all(&self.tree).filter_map(item).collect();
        openapi
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
        self.located.get_or_init(|| {
            let mut all = self.warnings.clone();
            PathTree::all(&self.tree).for_each(|it| drop(it.read(&mut all)));
            self.locate(all)
        })
    }

    /// The hash of the tree as it was read.
    pub(crate) fn hash(&self) -> Hash {
        *self.hash.get_or_init(|| Hash::new().tree(&self.tree))
    }

    /// Sets the places of diagnostics, and sorts them. Places that [`warnings`](Self::warnings) found are
    /// not looked for again.
    pub(crate) fn locate(&self, mut diagnostics: Diagnostics) -> Diagnostics {
        if let Some(located) = self.located.get() {
            let known: BTreeMap<_, _> = located.iter().map(|it| (&it.pointer, &it.place)).collect();
            for diagnostic in diagnostics.iter_mut().filter(|it| it.place.is_none()) {
                let pointer = self.origins.original(&diagnostic.pointer);
                if let Some(Some(place)) = known.get(&pointer) {
                    (diagnostic.pointer, diagnostic.place) = (pointer, Some(place.clone()));
                }
            }
        }
        locate(&mut diagnostics, &self.source, &self.files, &self.origins);
        diagnostics
    }

    /// The part of the document that a configuration selects, without its paths as OpenAPI 3.0, and the
    /// warnings about it.
    pub(crate) fn part(&self, config: &Config) -> (Tree, OpenAPI, Diagnostics) {
        let mut diagnostics = self.of_text.clone();
        let selects =
            |it: &openapi::Operation<'_>| config.selects(it.path, it.id, it.tags.as_slice());
        let events = config.websockets().flat_map(|(_, it)| it.events()).collect();
        let part = openapi::subset(&self.tree, &selects, events);
        let openapi = openapi::read(&part, &mut diagnostics).unwrap_or_default();
        (part, openapi, diagnostics)
    }
}
