//! The tables of the configuration and their keys.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::runtime::Runtime;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    /// The overlays of the document, relative to the configuration.
    pub(super) overlays: Vec<String>,
    pub(super) package: Package,
    pub(super) client: Client,
    pub(super) retry: Retry,
    pub(super) credentials: BTreeMap<String, Credential>,
    pub(super) headers: BTreeMap<String, Header>,
    pub(super) servers: BTreeMap<String, Server>,
    pub(super) operations: BTreeMap<String, Operation>,
    pub(super) resources: BTreeMap<String, Resource>,
    pub(super) schemas: BTreeMap<String, Schema>,
    pub(super) include: Option<Selection>,
    pub(super) exclude: Option<Selection>,
    pub(super) paging: Vec<Paging>,
    pub(super) poll: Vec<Poll>,
    pub(super) webhooks: Option<Webhooks>,
    pub(super) websocket: BTreeMap<String, WebSocket>,
    pub(super) custom: Option<Custom>,
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
    /// Where the runtime crate is. By default it comes from the registry.
    pub(crate) runtime: Option<Runtime>,
    /// The first paragraph of the README and of the crate's documentation, after the title.
    pub(crate) about: Option<String>,
    /// The base URL of relative links in descriptions.
    pub(crate) docs_url: Option<url::Url>,
    /// The document, relative to the crate, for generated tests of all operations.
    pub(crate) tests: Option<String>,
    /// Whether to generate the programs in `examples/`, which is the default.
    pub(crate) examples: Option<bool>,
}

/// `[custom]`: hand-written code in the generated crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Custom {
    /// The file with the first content of `src/custom.rs`, relative to the configuration. By default
    /// the module is empty.
    pub(super) start: Option<String>,
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
    /// Whether the names of lists in queries and multipart forms end with `[]`, and the keys of maps in
    /// queries and of objects in multipart forms are in brackets.
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
    /// How the credential is sent, if the document does not describe it: one of these four.
    pub(crate) scheme: Option<HttpScheme>,
    pub(crate) header: Option<String>,
    pub(crate) query: Option<String>,
    pub(crate) cookie: Option<String>,
    /// Whether operations also work without it.
    pub(crate) optional: bool,
}

impl Credential {
    pub(super) fn ways(&self) -> usize {
        let ways = [&self.header, &self.query, &self.cookie].map(Option::is_some);
        ways.into_iter().chain([self.scheme.is_some()]).filter(|it| *it).count()
    }
}

/// An authentication scheme of HTTP.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum HttpScheme {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
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
    /// Other calls of the operation: accessors and method, joined by dots.
    pub(crate) alias: Vec<String>,
    /// The media type of the body that the method without a suffix sends.
    pub(crate) body: Option<String>,
    /// False if the operation is not a listing.
    pub(crate) paging: Option<bool>,
    /// Whether a response that lacks a required property is an error.
    pub(crate) strict: bool,
}

/// `[resources.PATH]`: corrections of a resource and all within it; the path is its accessors,
/// joined by dots.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Resource {
    /// Its new accessors.
    pub(crate) path: Option<String>,
    /// The headers that are sent with each of its requests.
    pub(crate) headers: BTreeMap<String, String>,
}

/// `[schemas.NAME]`: the settings of one schema.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Schema {
    pub(crate) name: Option<String>,
    /// The name of the request type, if it differs from the response type.
    pub(crate) write_name: Option<String>,
    /// The variants of an enum, by value, of a union, by the value of the tag or the default name, or of error
    /// bodies, by status or the default name.
    pub(crate) variants: BTreeMap<String, String>,
}

/// `[[paging]]`: a paging convention, of one of four kinds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// The query parameter that selects the next page; none with an address.
    pub(crate) cursor: Option<String>,
    /// The property of the response with the items.
    pub(crate) items: String,
    /// The property of the last item whose value is the next cursor.
    pub(crate) last_item: Option<String>,
    /// The property of the response whose value is the next cursor.
    pub(crate) token: Option<String>,
    /// The property of the response with the URL of the next page.
    pub(crate) address: Option<String>,
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
    pub(super) fn ways(&self) -> usize {
        let ways = [
            self.last_item.is_some(),
            self.token.is_some(),
            self.address.is_some(),
            self.first_page.is_some(),
        ];
        ways.into_iter().chain([self.offset]).filter(|it| *it).count()
    }
}

/// `[[poll]]`: an operation whose result is ready later, and the operation that reads it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Poll {
    /// The operationId of the operation that starts it.
    pub(crate) start: String,
    /// The operationId of the operation that reads it.
    pub(crate) read: String,
    /// The property with its state.
    pub(crate) property: String,
    /// The states in which it is done.
    pub(crate) until: Vec<String>,
    /// The states that are errors.
    #[serde(default)]
    pub(crate) failed: Vec<String>,
    /// The path parameters of `read` that come from the response of `start`, each with its property.
    #[serde(default)]
    pub(crate) ids: BTreeMap<String, String>,
    /// The method.
    pub(crate) name: Option<String>,
    /// The first wait and the longest one, in milliseconds.
    pub(crate) interval_ms: Option<u64>,
    pub(crate) max_interval_ms: Option<u64>,
    /// The response header with the time to wait, in milliseconds.
    pub(crate) wait_ms_header: Option<String>,
}

/// `[webhooks]`: how the server signs the webhooks that it sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Webhooks {
    /// The method of the client.
    pub(crate) name: Option<String>,
    /// The environment variable with the secret.
    pub(crate) env: Option<String>,
    pub(crate) verify: Verify,
    pub(crate) id_header: Option<String>,
    pub(crate) timestamp_header: Option<String>,
    pub(crate) signature_header: Option<String>,
    /// How the header with the signature looks.
    pub(crate) signature: Option<String>,
    /// The text that is signed.
    pub(crate) signed: Option<String>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) secret: Option<SecretForm>,
    /// The header with the name of the event.
    pub(crate) event_header: Option<String>,
}

/// `[websocket.NAME]`: a WebSocket, which OpenAPI does not describe.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebSocket {
    /// The path template.
    pub(crate) path: String,
    /// The schema of the events that a client sends: the name of a component, or a JSON pointer.
    pub(crate) send: String,
    /// The schema of the events that the server sends.
    pub(crate) receive: String,
    /// The names of its query parameters, which are optional texts.
    #[serde(default)]
    pub(crate) query: Vec<String>,
    /// The accessors, joined by dots.
    pub(crate) resource: Option<String>,
    /// The method.
    pub(crate) name: Option<String>,
    /// The base URL, if it is not that of the API.
    pub(super) server: Option<String>,
    pub(crate) description: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verify {
    /// Standard Webhooks 1.0.0.
    #[default]
    Standard,
    #[serde(rename = "hmac-sha256")]
    HmacSha256,
    None,
}

/// The form of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Encoding {
    Hex,
    Base64,
}

/// The form of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SecretForm {
    Text,
    Base64,
}

/// A selection of operations: those with one of these tags, paths or operationIds. In each of them, `*`
/// matches any characters except `/`, and `**` matches any characters.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Selection {
    pub(super) tags: Vec<String>,
    pub(super) paths: Vec<String>,
    pub(super) operations: Vec<String>,
}

impl Selection {
    /// The keys of `[include]` and `[exclude]`, each with its patterns and what a pattern matches.
    pub(super) fn patterns(&self) -> [(&'static str, &[String], &'static str); 3] {
        [
            ("tags", &self.tags, "operation with the tag"),
            ("paths", &self.paths, "operation with the path"),
            ("operations", &self.operations, "operation"),
        ]
    }
}
