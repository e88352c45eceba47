//! The configuration: what the OpenAPI document cannot describe, such as the name of the crate,
//! environment variables, names and paging.

mod file;
mod overlays;
mod resources;
mod selection;
mod unused;
mod webhooks;
mod websocket;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    hash::Hash,
    pointer::Pointer,
    runtime::Runtime,
    source::{Source, bundle::Loader, overlay::Overlay},
};
use file::File;
pub(crate) use file::{
    Client, Credential, Custom, Encoding, Header, HttpScheme, Operation, Package, Paging, Poll,
    Retry, Schema, SecretForm, Server, Verify, WebSocket, Webhooks,
};

/// The configuration that goes with a document, read from TOML.
///
/// Every entry must match something in the document. An entry that matches nothing is an error, so
/// that outdated entries are found.
///
/// ```
/// use bessemer_codegen::Config;
///
/// let config = Config::parse("petstore.toml", br#"
///     [package]
///     name = "petstore"
///
///     [operations.listPets]
///     name = "list"
/// "#).unwrap();
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    source: Option<Source>,
    file: File,
    overlays: Vec<Overlay>,
    used: RefCell<BTreeSet<Pointer>>,
    /// The names in the document for each table with entries and each list of patterns.
    known: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// Whether an operation was selected.
    has_selected: Cell<bool>,
    /// Whether entries that match nothing are allowed.
    allows_unused: bool,
}

impl Config {
    /// Parses a configuration. `name` is the name of the file in diagnostics.
    ///
    /// # Errors
    ///
    /// If the bytes are not TOML or have unknown keys.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Diagnostics> {
        Self::parse_with(name, bytes, |_| Err("no other files were given".to_owned()))
    }

    /// Parses a configuration that names other files, as `[custom]` does. `load` reads a file by its
    /// path relative to the configuration. Its error is the reason as text.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse); or a file that the configuration names cannot be read.
    pub fn parse_with(
        name: &str,
        bytes: &[u8],
        mut load: impl FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, Diagnostics> {
        let source = Source::new(name, bytes)?;
        match toml::from_str(source.text()) {
            Ok(file) => {
                let config = Self { source: Some(source), file, ..Self::default() };
                config.checked()?.with_start(&mut load)?.with_overlays(&mut load)
            }
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                let message = error.message().lines().next().unwrap_or("malformed").to_owned();
                let place = source.place_of_offset(offset);
                let diagnostic = Diagnostic::error(Code::Config, &Pointer::root(), message);
                Err(Box::new(diagnostic.at(place)).into())
            }
        }
    }

    /// Loads the file with the first content of the hand-written code.
    fn with_start(mut self, load: &mut Loader<'_>) -> Result<Self, Diagnostics> {
        let Some(path) = self.file.custom.as_ref().and_then(|it| it.start.clone()) else {
            return Ok(self);
        };
        let text = load(&path).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned())
        });
        match (text, &mut self.file.custom) {
            (Ok(text), Some(custom)) => custom.text = Some(text),
            (Err(reason), _) => {
                let at = Pointer::root().child("custom").child("start");
                return Err(self.unreadable(&at, &path, &reason));
            }
            (Ok(_), None) => {}
        }
        Ok(self)
    }

    /// Loads the overlays.
    fn with_overlays(mut self, load: &mut Loader<'_>) -> Result<Self, Diagnostics> {
        let own = self.source.as_ref().map_or("", Source::name);
        let folder = own.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let folder = folder.unwrap_or_default();
        for (index, path) in self.file.overlays.iter().enumerate() {
            let at = Pointer::root().child("overlays").index(index);
            let bytes = load(path).map_err(|reason| self.unreadable(&at, path, &reason))?;
            self.overlays.push(Overlay::parse(&format!("{folder}{path}"), bytes)?);
        }
        Ok(self)
    }

    fn unreadable(&self, at: &Pointer, path: &str, reason: &str) -> Diagnostics {
        let message = format!("cannot read `{path}`: {reason}");
        let help = "name a file relative to this configuration";
        let diagnostic = Diagnostic::error(Code::Config, at, message).help(help);
        Box::new(self.placed(diagnostic)).into()
    }

    fn checked(self) -> Result<Self, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        for (index, paging) in self.file.paging.iter().enumerate() {
            if paging.cursor.is_none() == paging.address.is_none() {
                let at = Pointer::root().child("paging").index(index);
                let message = "expected either a `cursor` or an `address`";
                let help = "set `cursor` to the query parameter that selects the next page, or `address` to \
                            the property with the URL of the next page";
                diagnostics
                    .push(self.placed(Diagnostic::error(Code::Config, &at, message).help(help)));
            }
            if paging.ways() != 1 {
                let at = Pointer::root().child("paging").index(index);
                let message =
                    format!("expected one kind of paging in this entry, found {}", paging.ways());
                let help =
                    "set exactly one of `last_item`, `token`, `address`, `first_page` and `offset`";
                diagnostics
                    .push(self.placed(Diagnostic::error(Code::Config, &at, message).help(help)));
            }
        }
        for (id, credential) in &self.file.credentials {
            if credential.ways() > 1 || credential.optional && credential.ways() == 0 {
                let at = Pointer::root().child("credentials").child(id);
                let message = "expected one way to send this credential";
                let help = "set exactly one of `scheme`, `header`, `query` and `cookie`";
                diagnostics
                    .push(self.placed(Diagnostic::error(Code::Config, &at, message).help(help)));
            }
        }
        self.check_resources(&mut diagnostics);
        self.check_webhooks(&mut diagnostics);
        self.check_websockets(&mut diagnostics);
        if diagnostics.is_empty() { Ok(self) } else { Err(diagnostics) }
    }

    /// Sets the place of the diagnostic from its pointer.
    pub(crate) fn placed(&self, diagnostic: Diagnostic) -> Diagnostic {
        let Some(source) = &self.source else { return diagnostic };
        match span_of(source.text(), &diagnostic.pointer) {
            Some(span) => diagnostic.at(source.place_of_offset(span.start)),
            None => diagnostic,
        }
    }

    /// Replaces the name of the generated crate.
    #[must_use]
    pub fn with_package_name(mut self, name: impl Into<String>) -> Self {
        self.file.package.name = Some(name.into());
        self
    }

    /// Replaces the source of the runtime crate.
    #[must_use]
    pub fn with_runtime(mut self, runtime: Runtime) -> Self {
        self.file.package.runtime = Some(runtime);
        self
    }

    /// Adds tests of all operations to the crate. `document` is the path of the document, relative to the
    /// crate. An entry `tests` of the configuration stays.
    #[must_use]
    pub fn with_tests(mut self, document: impl Into<String>) -> Self {
        self.file.package.tests.get_or_insert_with(|| document.into());
        self
    }

    /// Sets whether the crate has generated programs in `examples/`. It has by default.
    #[must_use]
    pub fn with_examples(mut self, examples: bool) -> Self {
        self.file.package.examples = Some(examples);
        self
    }

    /// The hash of the entries, and of what replaced them.
    pub(crate) fn hash(&self) -> Hash {
        let text = self.source.as_ref().map_or("", Source::text);
        let entries = toml::from_str::<toml::Table>(text).unwrap_or_default();
        let package = &self.file.package;
        let tags = self.file.include.iter().flat_map(|it| &it.tags);
        let start = Hash::new().text(&entries.to_string()).text(&format!("{:?}", package.runtime));
        let start = start.text(package.name.as_deref().unwrap_or_default());
        let start = package.tests.iter().fold(start, |hash, it| hash.text(it));
        let start = package.examples.iter().fold(start, |hash, it| hash.text(&it.to_string()));
        tags.fold(start, |hash, it| hash.text(it))
    }

    /// The source of the runtime crate, if the configuration has one.
    pub fn runtime(&self) -> Option<&Runtime> {
        self.file.package.runtime.as_ref()
    }

    /// Allows entries that match nothing in the document, so that one configuration can be used for
    /// several versions of a document.
    #[must_use]
    pub fn with_unused_entries(mut self) -> Self {
        self.allows_unused = true;
        self
    }

    pub(crate) fn package(&self) -> &Package {
        &self.file.package
    }

    pub(crate) fn custom(&self) -> Option<&Custom> {
        self.file.custom.as_ref()
    }

    pub(crate) fn retry(&self) -> &Retry {
        &self.file.retry
    }

    pub(crate) fn client(&self) -> &Client {
        &self.file.client
    }

    /// The name of a parameter or part that is repeated for each item of a list.
    pub(crate) fn list_name(&self, name: &str) -> String {
        let brackets = self.client().array_brackets && !name.ends_with("[]");
        format!("{name}{}", if brackets { "[]" } else { "" })
    }

    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &Header)> {
        self.file.headers.iter().map(|(name, header)| (name.as_str(), header))
    }

    pub(crate) fn credential(&self, scheme: &str) -> Option<&Credential> {
        self.entry("credentials", scheme, &self.file.credentials)
    }

    /// The credentials that the document lacks.
    pub(crate) fn added_credentials(&self) -> impl Iterator<Item = (&str, &Credential)> {
        let added = self.file.credentials.iter().filter(|(_, it)| it.ways() == 1);
        added.map(|(id, credential)| (id.as_str(), credential))
    }

    pub(crate) fn server(&self, url: &str) -> Option<&Server> {
        self.entry("servers", url, &self.file.servers)
    }

    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.entry("operations", id, &self.file.operations)
    }

    /// The media type of the body that the method of an operation sends.
    pub(crate) fn body(&self, id: &str) -> Option<&str> {
        self.file.operations.get(id)?.body.as_deref()
    }

    /// Marks the media type of an operation's body as used, if it is the configured one.
    pub(crate) fn use_body(&self, id: &str, media_type: &str) {
        let Some(configured) = self.body(id) else { return };
        let at = body(id);
        self.know(at.parent().unwrap_or_default().as_str(), media_type);
        if configured == media_type {
            self.used.borrow_mut().insert(at);
        }
    }

    pub(crate) fn schema(&self, name: &str) -> Option<&Schema> {
        self.entry("schemas", name, &self.file.schemas)
    }

    /// The corrections of a type, whose key is its place: `#/components/schemas/…`.
    pub(crate) fn schema_at(&self, at: &Pointer, facet: &str) -> Option<&Schema> {
        if !self.file.schemas.keys().any(|key| key.starts_with('#')) {
            return None;
        }
        self.schema(&place(at, facet))
    }

    /// The configured name of a schema's request type, if it differs from the response type.
    pub(crate) fn write_name(&self, schema: &str) -> Option<&str> {
        let name = self.file.schemas.get(schema)?.write_name.as_deref()?;
        self.used.borrow_mut().insert(write_name(schema));
        Some(name)
    }

    /// The key and the names of variants of the schema at a place.
    pub(crate) fn variants(
        &self,
        at: &Pointer,
        facet: &str,
    ) -> Option<(&str, &BTreeMap<String, String>)> {
        let schemas = Pointer::root().child("components").child("schemas");
        let key = match at.parent() {
            Some(parent) if parent == schemas => at.last()?,
            _ => place(at, facet),
        };
        let (key, schema) = self.file.schemas.get_key_value(&key)?;
        (!schema.variants.is_empty()).then_some((key, &schema.variants))
    }

    /// Marks the name of a variant as used, if there is one. The schema has the key `schema`.
    pub(crate) fn use_variant(&self, schema: &str, variant: &str) {
        let at = variants(schema);
        self.know(at.as_str(), variant);
        self.used.borrow_mut().insert(at.child(variant));
    }

    pub(crate) fn paging(&self) -> &[Paging] {
        &self.file.paging
    }

    pub(crate) fn poll(&self) -> &[Poll] {
        &self.file.poll
    }

    /// Marks entry `index` of `[[poll]]` as used.
    pub(crate) fn use_poll(&self, index: usize) {
        self.used.borrow_mut().insert(Pointer::root().child("poll").index(index));
    }

    /// An error in entry `index` of `[[poll]]`.
    pub(crate) fn poll_error(&self, index: usize, message: String, help: &str) -> Diagnostic {
        let at = Pointer::root().child("poll").index(index);
        self.placed(Diagnostic::error(Code::Config, &at, message).help(help))
    }

    /// Marks the paging convention `index` as used.
    pub(crate) fn use_paging(&self, index: usize) {
        self.used.borrow_mut().insert(Pointer::root().child("paging").index(index));
    }

    fn entry<'a, T>(
        &self,
        section: &str,
        key: &str,
        entries: &'a BTreeMap<String, T>,
    ) -> Option<&'a T> {
        let at = Pointer::root().child(section);
        if !entries.is_empty() {
            self.know(at.as_str(), key);
        }
        let entry = entries.get(key)?;
        self.used.borrow_mut().insert(at.child(key));
        Some(entry)
    }
}

/// The key of a type by its place. The types of all responses of an operation have one place; `~error` is
/// the one for errors, as in a lock.
fn place(at: &Pointer, facet: &str) -> String {
    match facet {
        "answer" | "error" | "headers" => format!("{at}~{facet}"),
        _ => at.to_string(),
    }
}

fn body(operation: &str) -> Pointer {
    Pointer::root().child("operations").child(operation).child("body")
}

fn write_name(schema: &str) -> Pointer {
    Pointer::root().child("schemas").child(schema).child("write_name")
}

fn variants(schema: &str) -> Pointer {
    Pointer::root().child("schemas").child(schema).child("variants")
}

/// The range of bytes of the key or element that `pointer` names in a TOML text.
fn span_of(text: &str, pointer: &Pointer) -> Option<Range<usize>> {
    let document = DeTable::parse(text).ok()?;
    let mut segments = pointer.segments();
    let first = segments.next()?;
    let (mut span, mut value) = named(document.get_ref(), &first)?;
    for segment in segments {
        let next = match value.get_ref() {
            DeValue::Table(table) => named(table, &segment),
            DeValue::Array(items) => {
                let item = segment.parse::<usize>().ok().and_then(|index| items.get(index));
                item.map(|it| (it.span(), it))
            }
            _ => None,
        };
        let Some(next) = next else { break };
        (span, value) = next;
    }
    Some(span)
}

/// A member of a table, with the range of its key.
fn named<'t, 'd>(
    table: &'t DeTable<'d>,
    name: &str,
) -> Option<(Range<usize>, &'t Spanned<DeValue<'d>>)> {
    let (key, value) = table.iter().find(|(key, _)| key.get_ref().as_ref() == name)?;
    Some((key.span(), value))
}
