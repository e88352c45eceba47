//! The configuration: what the OpenAPI document cannot describe, such as the name of the crate,
//! environment variables, names and paging.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
    source::Source,
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
    used: RefCell<BTreeSet<Pointer>>,
    /// Whether entries that match nothing are allowed.
    allows_unused: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    package: Package,
    client: Client,
    retry: Retry,
    credentials: BTreeMap<String, Credential>,
    headers: BTreeMap<String, Header>,
    servers: BTreeMap<String, Server>,
    operations: BTreeMap<String, Operation>,
    resources: BTreeMap<String, Resource>,
    schemas: BTreeMap<String, Schema>,
    paging: Vec<Paging>,
    custom: Option<Custom>,
}

/// `[package]`: the manifest of the generated crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Package {
    pub(crate) name: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) description: Option<String>,
    /// Whether to generate types for schemas that no operation uses.
    pub(crate) all_schemas: bool,
    /// The path of the runtime crate, relative to the generated crate. By default the runtime comes
    /// from the registry.
    pub(crate) runtime: Option<String>,
    /// The first paragraph of the README and of the crate's documentation, after the title.
    pub(crate) about: Option<String>,
    /// The base URL of relative links in descriptions.
    pub(crate) docs_url: Option<url::Url>,
}

/// `[custom]`: hand-written code in the generated crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Custom {
    /// The file with the first content of `src/custom.rs`, relative to the configuration. By default
    /// the module is empty.
    start: Option<String>,
    /// The text of that file.
    #[serde(skip)]
    pub(crate) text: Option<String>,
    /// Entries to add to `[dependencies]` of the manifest.
    pub(crate) dependencies: BTreeMap<String, toml::Value>,
    /// Entries to add to `[features]` of the manifest.
    pub(crate) features: BTreeMap<String, Vec<String>>,
}

/// `[client]`: the settings of the generated client other than credentials.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Client {
    pub(crate) base_url_env: Option<String>,
    pub(crate) headers_env: Option<String>,
    pub(crate) request_id_header: Option<String>,
    /// The request header for idempotency keys.
    pub(crate) idempotency_header: Option<String>,
    /// Whether the names of lists in queries and multipart forms end with `[]`.
    pub(crate) array_brackets: bool,
    /// The regions of the API: their names and base URLs.
    pub(crate) regions: BTreeMap<String, String>,
}

/// `[retry]`: which requests the client sends again.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Retry {
    /// Whether to retry requests of all methods after server errors and broken connections, not only
    /// idempotent requests.
    pub(crate) all_methods: bool,
}

/// `[credentials.SCHEME]`: the setting and the environment variable of a security scheme.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Credential {
    pub(crate) name: Option<String>,
    pub(crate) env: Option<String>,
}

/// `[headers.NAME]`: a setting of the client that sends a header with every request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) header: String,
    pub(crate) env: Option<String>,
    pub(crate) description: Option<String>,
}

/// `[servers.URL]`: the settings of one server. The URL is written as in the document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
    pub(crate) name: Option<String>,
}

/// `[operations.ID]`: the settings of one operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Operation {
    pub(crate) name: Option<String>,
    pub(crate) resource: Option<String>,
    /// False if the operation is not a listing.
    pub(crate) paging: Option<bool>,
    /// Whether a response that lacks a required property is an error.
    pub(crate) strict: bool,
}

/// `[resources.PATH]`: corrections of a resource and all within it; the path is its accessors,
/// joined by dots.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resource {
    /// Its new accessors.
    pub(crate) path: String,
}

/// `[schemas.NAME]`: the settings of one schema.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Schema {
    pub(crate) name: Option<String>,
    /// The name of the request type, if it differs from the response type.
    pub(crate) write_name: Option<String>,
}

/// `[[paging]]`: a paging convention, of one of four kinds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// The query parameter that selects the next page.
    pub(crate) cursor: String,
    /// The property of the response with the items.
    pub(crate) items: String,
    /// The property of the last item whose value is the next cursor.
    pub(crate) last_item: Option<String>,
    /// The property of the response whose value is the next cursor.
    pub(crate) token: Option<String>,
    /// The number of the first page, if the cursor is a page number.
    pub(crate) first_page: Option<u8>,
    /// True if the cursor is the number of items before the page.
    #[serde(default)]
    pub(crate) offset: bool,
    /// The boolean property of the response that tells whether there are more pages.
    pub(crate) more: Option<String>,
    /// The property of the response with the total number of pages or items.
    pub(crate) total: Option<String>,
}

impl Paging {
    fn ways(&self) -> usize {
        let ways = [self.last_item.is_some(), self.token.is_some(), self.first_page.is_some()];
        ways.into_iter().chain([self.offset]).filter(|it| *it).count()
    }
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
        load: impl FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, Diagnostics> {
        let source = Source::new(name, bytes)?;
        match toml::from_str(source.text()) {
            Ok(file) => {
                let config = Self {
                    source: Some(source),
                    file,
                    used: RefCell::default(),
                    allows_unused: false,
                };
                config.checked()?.with_start(load)
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
    fn with_start(
        mut self,
        mut load: impl FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, Diagnostics> {
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
                let message = format!("cannot read `{path}`: {reason}");
                let help = "name a file relative to this configuration";
                let diagnostic = Diagnostic::error(Code::Config, &at, message).help(help);
                return Err(Box::new(self.placed(diagnostic)).into());
            }
            (Ok(_), None) => {}
        }
        Ok(self)
    }

    fn checked(self) -> Result<Self, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        for (index, paging) in self.file.paging.iter().enumerate() {
            if paging.ways() != 1 {
                let at = Pointer::root().child("paging").index(index);
                let message =
                    format!("expected one kind of paging in this entry, found {}", paging.ways());
                let help = "set exactly one of `last_item`, `token`, `first_page` and `offset`";
                diagnostics
                    .push(self.placed(Diagnostic::error(Code::Config, &at, message).help(help)));
            }
        }
        if diagnostics.is_empty() { Ok(self) } else { Err(diagnostics) }
    }

    /// Sets the place of the diagnostic from its pointer.
    fn placed(&self, diagnostic: Diagnostic) -> Diagnostic {
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

    /// Replaces the path of the runtime crate, relative to the generated crate.
    #[must_use]
    pub fn with_runtime_path(mut self, path: impl Into<String>) -> Self {
        self.file.package.runtime = Some(path.into());
        self
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

    pub(crate) fn server(&self, url: &str) -> Option<&Server> {
        self.entry("servers", url, &self.file.servers)
    }

    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.entry("operations", id, &self.file.operations)
    }

    /// The configured accessors of a resource, by the longest entry with which its accessors start.
    pub(crate) fn resource_path(&self, accessors: &[String]) -> Option<Vec<String>> {
        let (key, rest) = (1..=accessors.len()).rev().find_map(|length| {
            let key = accessors[..length].join(".");
            self.file.resources.contains_key(&key).then_some((key, &accessors[length..]))
        })?;
        let resource = self.entry("resources", &key, &self.file.resources)?;
        let start = resource.path.split('.').filter(|it| !it.is_empty()).map(str::to_owned);
        Some(start.chain(rest.iter().cloned()).collect())
    }

    pub(crate) fn schema(&self, name: &str) -> Option<&Schema> {
        self.entry("schemas", name, &self.file.schemas)
    }

    /// The corrections of an inline schema, whose key is its place: `#/components/schemas/…`.
    pub(crate) fn schema_at(&self, at: &Pointer) -> Option<&Schema> {
        if !self.file.schemas.keys().any(|key| key.starts_with('#')) {
            return None;
        }
        self.schema(&at.to_string())
    }

    /// The configured name of a schema's request type, if it differs from the response type.
    pub(crate) fn write_name(&self, schema: &str) -> Option<&str> {
        let name = self.file.schemas.get(schema)?.write_name.as_deref()?;
        self.used.borrow_mut().insert(write_name(schema));
        Some(name)
    }

    pub(crate) fn paging(&self) -> &[Paging] {
        &self.file.paging
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
        let entry = entries.get(key)?;
        self.used.borrow_mut().insert(Pointer::root().child(section).child(key));
        Some(entry)
    }

    /// Reports each entry that matches nothing in the document.
    pub(crate) fn report_unused(&self, diagnostics: &mut Diagnostics) {
        if self.allows_unused {
            return;
        }
        let used = self.used.borrow();
        for (pointer, what) in self.entries().filter(|(pointer, _)| !used.contains(pointer)) {
            let message = format!("the document has no {what}");
            let help = "remove this entry, or fix its key";
            let diagnostic = Diagnostic::error(Code::UnusedConfig, &pointer, message).help(help);
            diagnostics.push(self.placed(diagnostic));
        }
    }

    /// Every entry that must match something, with a description of what it matches.
    fn entries(&self) -> impl Iterator<Item = (Pointer, String)> + '_ {
        fn keyed<'a, T>(
            section: &'a str,
            what: &'a str,
            entries: &'a BTreeMap<String, T>,
        ) -> impl Iterator<Item = (Pointer, String)> + 'a {
            let at = Pointer::root().child(section);
            entries.keys().map(move |key| (at.child(key), format!("{what} `{key}`")))
        }
        let paging = self.file.paging.iter().enumerate().map(|(index, paging)| {
            let what =
                format!("listing with a `{}` parameter and `{}`", paging.cursor, paging.items);
            (Pointer::root().child("paging").index(index), what)
        });
        let renamed = self.file.schemas.iter().filter(|(_, schema)| schema.write_name.is_some());
        let write_names = renamed.map(|(key, _)| {
            (write_name(key), format!("schema `{key}` with different request and response types"))
        });
        keyed("credentials", "security scheme in use", &self.file.credentials)
            .chain(keyed("servers", "selectable server", &self.file.servers))
            .chain(keyed("operations", "operation", &self.file.operations))
            .chain(keyed("resources", "resource", &self.file.resources))
            .chain(keyed("schemas", "schema in use", &self.file.schemas))
            .chain(write_names)
            .chain(paging)
    }
}

fn write_name(schema: &str) -> Pointer {
    Pointer::root().child("schemas").child(schema).child("write_name")
}

/// The range of bytes of the key that `pointer` names in a TOML text.
fn span_of(text: &str, pointer: &Pointer) -> Option<Range<usize>> {
    let document = DeTable::parse(text).ok()?;
    let mut table = document.get_ref();
    let mut span = None;
    for segment in pointer.segments() {
        let (key, value) = table.iter().find(|(key, _)| key.get_ref().as_ref() == segment)?;
        span = Some(key.span());
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    span
}
