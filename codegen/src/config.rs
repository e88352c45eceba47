//! What a document cannot say: the name of the crate, environment variables, names, paging.

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
/// Every entry has to apply to something in the document; one that does not is an error, so that
/// corrections do not outlive what they correct.
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
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    package: Package,
    client: Client,
    credentials: BTreeMap<String, Credential>,
    headers: BTreeMap<String, Header>,
    servers: BTreeMap<String, Server>,
    operations: BTreeMap<String, Operation>,
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
    /// Whether schemas that no operation uses become types too.
    pub(crate) all_schemas: bool,
    /// Where the runtime crate lies, relative to the generated crate; from the registry if not set.
    pub(crate) runtime: Option<String>,
    /// The first lines of the README and of the crate's documentation, after the title.
    pub(crate) about: Option<String>,
}

/// `[custom]`: hand-written code in the generated crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Custom {
    /// The file that `src/custom.rs` starts as, relative to the configuration; else it starts empty.
    start: Option<String>,
    /// The text of that file.
    #[serde(skip)]
    pub(crate) text: Option<String>,
    /// What goes into `[dependencies]` of the manifest.
    pub(crate) dependencies: BTreeMap<String, toml::Value>,
    /// What goes into `[features]` of the manifest.
    pub(crate) features: BTreeMap<String, Vec<String>>,
}

/// `[client]`: what the generated client reads beside its credentials.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Client {
    pub(crate) base_url_env: Option<String>,
    pub(crate) headers_env: Option<String>,
    pub(crate) request_id_header: Option<String>,
    /// Whether the API wants the names of lists in queries and multipart forms to end with `[]`.
    pub(crate) array_brackets: bool,
    /// Other places where the API is served: what callers call them, and their base URLs.
    pub(crate) regions: BTreeMap<String, String>,
}

/// `[credentials.SCHEME]`: how a security scheme of the document is set.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Credential {
    pub(crate) name: Option<String>,
    pub(crate) env: Option<String>,
}

/// `[headers.NAME]`: a setting of the client that is sent as a header with every request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) header: String,
    pub(crate) env: Option<String>,
    pub(crate) description: Option<String>,
}

/// `[servers.URL]`: corrections of one server; the URL is spelled as in the document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
    pub(crate) name: Option<String>,
}

/// `[operations.ID]`: corrections of one operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Operation {
    pub(crate) name: Option<String>,
    pub(crate) resource: Option<String>,
    /// False keeps an operation from being taken for a listing.
    pub(crate) paging: Option<bool>,
}

/// `[schemas.NAME]`: corrections of one schema.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Schema {
    pub(crate) name: Option<String>,
    /// The name of the type that is sent, where another is received.
    pub(crate) write_name: Option<String>,
}

/// `[[paging]]`: a convention by which listings go on, in one of four ways.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// The query parameter that asks for the next page.
    pub(crate) cursor: String,
    /// The property of the response that holds the items.
    pub(crate) items: String,
    /// The property of the last item that is the next cursor.
    pub(crate) last_item: Option<String>,
    /// The property of the response that is the next cursor.
    pub(crate) token: Option<String>,
    /// The number of the first page, where the cursor is that of a page.
    pub(crate) first_page: Option<u8>,
    /// True where the cursor is how many items there were.
    #[serde(default)]
    pub(crate) offset: bool,
    /// The property of the response that says whether there are more pages.
    pub(crate) more: Option<String>,
    /// The property of the response that says how many pages or items there are.
    pub(crate) total: Option<String>,
}

impl Paging {
    fn ways(&self) -> usize {
        let ways = [self.last_item.is_some(), self.token.is_some(), self.first_page.is_some()];
        ways.into_iter().chain([self.offset]).filter(|it| *it).count()
    }
}

impl Config {
    /// Reads a configuration. `name` is what diagnostics call the file.
    ///
    /// # Errors
    ///
    /// The bytes are not TOML, or have keys that the generator does not know.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Diagnostics> {
        Self::parse_with(name, bytes, |_| Err("no other files were given".to_owned()))
    }

    /// Reads a configuration that names other files, as `[custom]` does. `load` reads one, by its
    /// path relative to the configuration; its error is a sentence.
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
                let config = Self { source: Some(source), file, used: RefCell::default() };
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

    /// Loads the file that the hand-written code starts as.
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
                let message = format!("{} ways to the next page", paging.ways());
                let help = "set one of `last_item`, `token`, `first_page` and `offset`";
                diagnostics
                    .push(self.placed(Diagnostic::error(Code::Config, &at, message).help(help)));
            }
        }
        if diagnostics.is_empty() { Ok(self) } else { Err(diagnostics) }
    }

    /// With the place in the file that the diagnostic's pointer names.
    fn placed(&self, diagnostic: Diagnostic) -> Diagnostic {
        let Some(source) = &self.source else { return diagnostic };
        match span_of(source.text(), &diagnostic.pointer) {
            Some(span) => diagnostic.at(source.place_of_offset(span.start)),
            None => diagnostic,
        }
    }

    /// The configuration with another name for the generated crate.
    #[must_use]
    pub fn with_package_name(mut self, name: impl Into<String>) -> Self {
        self.file.package.name = Some(name.into());
        self
    }

    /// The configuration with another path to the runtime crate, relative to the generated one.
    #[must_use]
    pub fn with_runtime_path(mut self, path: impl Into<String>) -> Self {
        self.file.package.runtime = Some(path.into());
        self
    }

    pub(crate) fn package(&self) -> &Package {
        &self.file.package
    }

    pub(crate) fn custom(&self) -> Option<&Custom> {
        self.file.custom.as_ref()
    }

    pub(crate) fn client(&self) -> &Client {
        &self.file.client
    }

    /// The name of a list that is sent once for each item, in a query or a form.
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

    /// What the type of a schema is called that is sent, where another is received.
    pub(crate) fn write_name(&self, schema: &str) -> Option<&str> {
        let name = self.file.schemas.get(schema)?.write_name.as_deref()?;
        self.used.borrow_mut().insert(write_name(schema));
        Some(name)
    }

    pub(crate) fn paging(&self) -> &[Paging] {
        &self.file.paging
    }

    /// Says that the convention `index` applies to something.
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

    /// Reports each entry that nothing in the document asked for.
    pub(crate) fn report_unused(&self, diagnostics: &mut Diagnostics) {
        let used = self.used.borrow();
        for (pointer, what) in self.entries().filter(|(pointer, _)| !used.contains(pointer)) {
            let message = format!("the document has no {what}");
            let help = "remove this entry, or correct its key to what the document has";
            let diagnostic = Diagnostic::error(Code::UnusedConfig, &pointer, message).help(help);
            diagnostics.push(self.placed(diagnostic));
        }
    }

    /// Every entry that has to apply to something, and what it names.
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
            (write_name(key), format!("schema `{key}` that is sent otherwise than it is received"))
        });
        keyed("credentials", "security scheme in use", &self.file.credentials)
            .chain(keyed("servers", "choice of the server", &self.file.servers))
            .chain(keyed("operations", "operation", &self.file.operations))
            .chain(keyed("schemas", "schema in use", &self.file.schemas))
            .chain(write_names)
            .chain(paging)
    }
}

fn write_name(schema: &str) -> Pointer {
    Pointer::root().child("schemas").child(schema).child("write_name")
}

/// The bytes of the key that `pointer` names in a TOML text.
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
