//! The API as a whole: package, client, resources.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::{
    example::ExampleKind,
    method::Method,
    name::Name,
    type_ref::TypeId,
    types::{Types, WEBSOCKETS},
};
use crate::runtime::{self, Runtime};

/// The content of a generated crate.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) package: Package,
    pub(crate) client: Client,
    /// Sorted by their accessors.
    pub(crate) resources: Vec<Resource>,
    pub(crate) types: Types,
    /// `None` if the document has no webhooks.
    pub(crate) webhooks: Option<Webhooks>,
    /// The methods that the README and the programs in `examples/` call: the positions of the resource and
    /// of the method.
    pub(crate) examples: BTreeMap<ExampleKind, (usize, usize)>,
}

impl Api {
    /// Whether a method opens a WebSocket.
    pub(crate) fn has_websockets(&self) -> bool {
        self.resources.iter().flat_map(|it| &it.methods).any(Method::is_websocket)
    }

    /// The method that is the example of a kind of call, and its resource.
    pub(crate) fn example(&self, kind: ExampleKind) -> Option<(&Resource, &Method)> {
        let (resource, method) = self.examples.get(&kind)?;
        let resource = &self.resources[*resource];
        Some((resource, &resource.methods[*method]))
    }

    /// The resources directly within another.
    pub(crate) fn within<'a>(&'a self, outer: &'a Resource) -> impl Iterator<Item = &'a Resource> {
        let start = self.resources.partition_point(|it| it.trail <= outer.trail);
        let within = self.resources[start..].iter();
        let within = within.take_while(|it| it.trail.starts_with(&outer.trail));
        within.filter(|it| it.is_within(outer))
    }

    /// The resource that another is directly within; `None` if that is of the client.
    pub(crate) fn parent(&self, inner: &Resource) -> Option<&Resource> {
        let (_, trail) = inner.trail.split_last()?;
        let index = self.resources.binary_search_by(|it| it.trail.as_slice().cmp(trail)).ok()?;
        self.resources.get(index)
    }

    /// The method that another one calls, and its resource.
    pub(crate) fn target(&self, forward: &Forward) -> (&Resource, &Method) {
        let resource = &self.resources[forward.to.0];
        (resource, &resource.methods[forward.to.1])
    }

    /// The other features that the feature of a resource needs, sorted: those of the methods that its
    /// methods call.
    pub(crate) fn needed_by(&self, resource: &Resource) -> BTreeSet<&str> {
        let own = self.resources.iter().filter(|it| it.feature == resource.feature);
        let targets = own.flat_map(|it| &it.forwards).map(|it| &*self.target(it).0.feature);
        targets.filter(|it| *it != resource.feature).collect()
    }

    /// The features that enable a module; empty if it is always compiled.
    pub(crate) fn features(&self, used_by: &BTreeSet<String>) -> Vec<&str> {
        let own = self.resources.iter().filter(|it| it.is_of_client());
        let users = own.filter(|it| used_by.contains(&it.name.rust));
        let websocket = used_by.contains(WEBSOCKETS).then_some(runtime::WEBSOCKET);
        users.map(|resource| resource.feature.as_str()).chain(websocket).collect()
    }
}

/// The manifest.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: String,
    /// The API in a sentence: "the Petstore API".
    pub(crate) subject: String,
    /// A paragraph about the API.
    pub(crate) about: String,
    /// The base URL of relative links in descriptions.
    pub(crate) docs_url: Option<Url>,
    /// Where the runtime crate is; `None` for the registry.
    pub(crate) runtime: Option<Runtime>,
    pub(crate) custom: Option<Custom>,
    /// The document for the tests of operations, relative to the crate; `None` for no tests.
    pub(crate) tests: Option<String>,
    /// Whether there are programs in `examples/`.
    pub(crate) examples: bool,
}

/// Hand-written code in the crate.
#[derive(Clone, Debug)]
pub(crate) struct Custom {
    /// The first content of `src/custom.rs`.
    pub(crate) text: String,
    /// Dependencies, each with its value in TOML.
    pub(crate) dependencies: Vec<(String, String)>,
    pub(crate) features: Vec<(String, Vec<String>)>,
}

/// The settings of the client.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) base_url: Option<String>,
    /// The servers that users can select; empty if there is only one.
    pub(crate) servers: Vec<Server>,
    pub(crate) base_url_env: Option<String>,
    pub(crate) headers_env: Option<String>,
    pub(crate) request_id: String,
    /// The request header for idempotency keys, if the API has one.
    pub(crate) idempotency_header: Option<String>,
    /// Whether requests of all methods are retried.
    pub(crate) retry_all_methods: bool,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) headers: Vec<Header>,
    /// The header parameters of operations that are settings or credentials instead.
    pub(crate) shared_headers: Vec<String>,
    pub(crate) regions: Vec<Region>,
}

impl Client {
    /// A builder of a client that needs no server, with placeholders for some credentials.
    pub(crate) fn placeholder<'c>(
        &self,
        credentials: impl Iterator<Item = &'c Credential>,
    ) -> String {
        let credentials: String = credentials.map(Credential::placeholder).collect();
        let base_url = self.base_url.is_none().then_some(".base_url(\"http://localhost\")");
        format!("Client::builder(){credentials}{}", base_url.unwrap_or_default())
    }
}

/// A credential of the client.
#[derive(Clone, Debug)]
pub(crate) struct Credential {
    /// The builder's setter.
    pub(crate) name: Name,
    pub(crate) env: Option<String>,
    /// The environment variable that it has by default, without the name of the package before it.
    pub(crate) variable: String,
    pub(crate) scheme: Scheme,
    /// Whether a client can be built without it, because some operation needs no credential.
    pub(crate) optional: bool,
    /// Whether `Client::new` takes it.
    pub(crate) leading: bool,
    /// Whether it is sent only with operations that name it.
    pub(crate) on_demand: bool,
}

impl Credential {
    /// The call of the builder that sets it to a placeholder: `.api_key("test")`.
    pub(crate) fn placeholder(&self) -> String {
        match self.scheme {
            Scheme::Basic => format!(".{}(\"test\", \"test\")", self.name.rust),
            _ => format!(".{}(\"test\")", self.name.rust),
        }
    }

    /// All of its setters.
    pub(crate) fn setters(&self) -> Vec<String> {
        let more = self.scheme.more_setters(&self.name.rust);
        [self.name.rust.clone()].into_iter().chain(more).collect()
    }

    /// The builder's setter that takes a provider.
    pub(crate) fn provider_setter(&self) -> String {
        provider_setter(&self.name.rust)
    }

    /// The builder's setter that gets tokens with the ID and the secret of a client.
    pub(crate) fn client_credentials_setter(&self) -> String {
        client_credentials_setter(&self.name.rust)
    }
}

fn provider_setter(name: &str) -> String {
    format!("{}_provider", stem(name))
}

fn client_credentials_setter(name: &str) -> String {
    format!("{}_client_credentials", stem(name))
}

/// A name in a longer one, without the signs that keep it apart from keywords.
fn stem(name: &str) -> &str {
    name.trim_start_matches("r#").trim_end_matches('_')
}

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// The same, with a token that the client can get (RFC 6749 §4.4): the URL of the token endpoint
    /// and the scopes that the document lists.
    ClientCredentials { token_url: String, scopes: Vec<String> },
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// A header whose value is the credential.
    Header(String),
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
}

impl Scheme {
    /// The setters that a credential called `name` has besides `name` itself.
    pub(crate) fn more_setters(&self, name: &str) -> Vec<String> {
        let mut setters = vec![provider_setter(name)];
        if let Self::ClientCredentials { .. } = self {
            setters.push(client_credentials_setter(name));
        }
        setters
    }
}

/// A setting that is sent as a header with every request.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// The builder's setter; the wire name is the header's.
    pub(crate) name: Name,
    pub(crate) env: Option<String>,
    pub(crate) docs: String,
}

/// A region of the API.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub(crate) name: String,
    pub(crate) base_url: String,
}

/// A server that users can select.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// The name of the constant, or of the function if there are variables. The wire name is the URL,
    /// with `{name}` for each variable.
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// In the order of the URL.
    pub(crate) variables: Vec<Variable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: Name,
    pub(crate) docs: String,
    pub(crate) default: Option<String>,
    /// The allowed values; empty if any value is allowed.
    pub(crate) values: Vec<String>,
}

/// A group of operations.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// The module. The wire name is the tag, or the accessors as words.
    pub(crate) name: Name,
    /// The accessors, starting at the client; never empty.
    pub(crate) trail: Vec<String>,
    /// The name of the struct.
    pub(crate) type_name: String,
    pub(crate) docs: String,
    /// The cargo feature of the resource. An API with only one resource has it too, so that another
    /// one can be added.
    pub(crate) feature: String,
    pub(crate) methods: Vec<Method>,
    /// Former and other calls of operations, sorted by name.
    pub(crate) forwards: Vec<Forward>,
}

/// A method that calls another one: a former call of an operation, or an alias of the configuration.
#[derive(Clone, Debug)]
pub(crate) struct Forward {
    pub(crate) name: String,
    /// The positions of the resource and of its method.
    pub(crate) to: (usize, usize),
    /// The versions of the package that deprecate it; empty for an alias.
    pub(crate) versions: Vec<String>,
}

impl Resource {
    /// The method that returns it.
    pub(crate) fn accessor(&self) -> &str {
        self.trail.last().map_or("", String::as_str)
    }

    /// Whether its accessor is a method of the client and not of another resource.
    pub(crate) fn is_of_client(&self) -> bool {
        self.trail.len() == 1
    }

    /// Whether its accessor is a method of `other`.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.trail.split_last().is_some_and(|(_, parent)| parent == other.trail)
    }

    /// The calls that return it, for a client: `containers().files()`.
    pub(crate) fn accessors(&self) -> String {
        self.trail.iter().map(|it| format!("{it}()")).collect::<Vec<_>>().join(".")
    }

    /// The accessors as one name: `containers.files`.
    pub(crate) fn path(&self) -> String {
        self.trail.join(".").replace("r#", "")
    }
}

/// The webhooks that the server sends.
#[derive(Clone, Debug)]
pub(crate) struct Webhooks {
    /// The method of the client.
    pub(crate) accessor: String,
    /// The union of their events.
    pub(crate) event: TypeId,
    /// The environment variable with the secret; `None` if they are not signed.
    pub(crate) env: Option<String>,
    pub(crate) scheme: SignatureScheme,
    /// The header with the name of the event.
    pub(crate) event_header: Option<String>,
}

/// How webhooks are signed.
#[derive(Clone, Debug)]
pub(crate) enum SignatureScheme {
    /// Standard Webhooks 1.0.0, with other headers if they are set.
    Standard {
        id_header: Option<String>,
        timestamp_header: Option<String>,
        signature_header: Option<String>,
    },
    HmacSha256(Box<HmacSha256>),
    Unsigned,
}

/// An HMAC-SHA256 in a header.
#[derive(Clone, Debug)]
pub(crate) struct HmacSha256 {
    pub(crate) id_header: Option<String>,
    pub(crate) timestamp_header: Option<String>,
    pub(crate) signature_header: String,
    /// The header: text with `{signature}`, and `{timestamp}` if it has the time.
    pub(crate) form: Option<String>,
    /// The text that is signed: text with `{body}`, `{timestamp}` and `{id}`.
    pub(crate) signed: Option<String>,
    pub(crate) is_base64: bool,
    pub(crate) has_base64_secret: bool,
}
