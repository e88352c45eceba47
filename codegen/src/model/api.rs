//! The API as a whole: package, client, resources.

use std::collections::BTreeSet;

use super::{method::Method, name::Name, types::Types};

/// All that a generated crate holds.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) package: Package,
    pub(crate) client: Client,
    pub(crate) resources: Vec<Resource>,
    pub(crate) types: Types,
}

impl Api {
    /// The features of which one has to be on for a module to be needed; none if it always is.
    pub(crate) fn features(&self, used_by: &BTreeSet<String>) -> Vec<&str> {
        let own = || self.resources.iter().filter(|it| it.is_of_client());
        if used_by.len() == own().count() {
            return Vec::new();
        }
        let users = own().filter(|it| used_by.contains(&it.name.rust));
        users.filter_map(|resource| resource.feature.as_deref()).collect()
    }
}

/// The manifest.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: String,
    /// What the API is called, in prose.
    pub(crate) title: String,
    /// A paragraph on what the API is for.
    pub(crate) about: String,
    /// Where the runtime crate lies; from the registry if not set.
    pub(crate) runtime: Option<String>,
    pub(crate) custom: Option<Custom>,
}

/// Hand-written code in the crate.
#[derive(Clone, Debug)]
pub(crate) struct Custom {
    /// What `src/custom.rs` holds at first.
    pub(crate) text: String,
    /// Dependencies, each with its value in TOML.
    pub(crate) dependencies: Vec<(String, String)>,
    pub(crate) features: Vec<(String, Vec<String>)>,
}

/// What the client has to know to make a request.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) base_url: Option<String>,
    /// Those that callers can choose from; none if there is nothing to choose.
    pub(crate) servers: Vec<Server>,
    pub(crate) base_url_env: Option<String>,
    pub(crate) headers_env: Option<String>,
    pub(crate) request_id: String,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) headers: Vec<Header>,
    pub(crate) regions: Vec<Region>,
}

/// How the client proves who it is.
#[derive(Clone, Debug)]
pub(crate) struct Credential {
    /// The builder's setter.
    pub(crate) name: Name,
    pub(crate) env: Option<String>,
    pub(crate) scheme: Scheme,
    /// Whether a client can do without, as some operation takes none.
    pub(crate) optional: bool,
    /// Whether only operations take it that name it.
    pub(crate) on_demand: bool,
}

/// Where a credential goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// A header that holds nothing but the credential.
    Header(String),
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
}

/// A setting that is sent as a header with every request.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// The builder's setter; the wire name is the header's.
    pub(crate) name: Name,
    pub(crate) env: Option<String>,
    pub(crate) docs: String,
}

/// A place where the API is served.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub(crate) name: String,
    pub(crate) base_url: String,
}

/// A server that callers can choose.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// A constant, or a function if there are variables; the wire name is the URL, with `{name}` for
    /// each of them.
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
    /// What the document lists; anything if it lists nothing.
    pub(crate) values: Vec<String>,
}

/// Operations that belong together, usually by their tag and path.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// The module; the wire name is the tag, or what it is in words.
    pub(crate) name: Name,
    /// The accessors that lead to it, the client's first; never empty.
    pub(crate) trail: Vec<String>,
    /// The struct.
    pub(crate) type_name: String,
    pub(crate) docs: String,
    /// The cargo feature that turns it on; `None` if it is always on, as in an API with no other.
    pub(crate) feature: Option<String>,
    pub(crate) methods: Vec<Method>,
}

impl Resource {
    /// The method that leads to it.
    pub(crate) fn accessor(&self) -> &str {
        self.trail.last().map_or("", String::as_str)
    }

    /// Whether that is a method of the client, not of another resource.
    pub(crate) fn is_of_client(&self) -> bool {
        self.trail.len() == 1
    }

    /// Whether that is a method of `other`.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.trail.split_last().is_some_and(|(_, parent)| parent == other.trail)
    }

    /// The accessors as one name: `containers.files`.
    pub(crate) fn path(&self) -> String {
        self.trail.join(".").replace("r#", "")
    }
}
