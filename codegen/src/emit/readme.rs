//! The README and the front page of the crate's documentation. Both are `templates/readme.md`; this
//! file computes the values in it.

use askama::Template;

use super::{constructors, docs, environment, programs, servers};
use crate::{
    examples,
    model::{
        Api, Content, Credential, ExampleKind, Field, Method, MethodKind, Returns, Scheme, Server,
        Shape, TypeRef, Values, Verb,
    },
};

/// Other names that the examples import.
const IMPORTED: [&str; 3] = ["Client", "Duration", "Error"];

/// Where the text is shown.
#[derive(Clone, Copy)]
enum Page {
    Readme,
    CrateDocs,
}

impl Page {
    /// Whether the examples are tests, with lines that the reader does not see.
    fn is_tested(self) -> bool {
        matches!(self, Self::CrateDocs)
    }

    /// The marks of a heading.
    fn heading(self) -> &'static str {
        if self.is_tested() { "#" } else { "##" }
    }

    /// The language of an example that is compiled only.
    fn no_run(self) -> &'static str {
        if self.is_tested() { "no_run" } else { "rust" }
    }
}

/// The values of the template.
#[derive(Template)]
#[template(path = "readme.md", escape = "none")]
struct Text<'a> {
    page: Page,
    name: &'a str,
    krate: String,
    intro: String,
    /// The commands that prepare the first example.
    install: Vec<String>,
    /// The command that runs one of the programs in `examples/`, for the README.
    program: Option<String>,
    /// A call that returns one value, for the examples: `pets().list()`.
    call: Option<String>,
    /// A call that returns a page.
    listing: Option<String>,
    /// The body of some method, with an optional property.
    body: Option<Example>,
    /// The environment variables that the client reads.
    variables: String,
    /// Those with a user name and a password.
    logins: String,
    /// The environment variable with further headers.
    header_lines: Option<&'a str>,
    /// The method that selects another server.
    server: Option<String>,
    /// The builder of a client for tests.
    builder: String,
    /// Whether requests of all methods are retried.
    retries_all: bool,
    webhooks: Option<WebhookExample>,
    /// The features of resources, `pets`, `orders`, …; `None` if the API has no resources.
    features: Option<String>,
    websocket: Option<WebSocketExample>,
    has_websockets: bool,
    polling: Option<PollingExample>,
    /// The setter that gets tokens of OAuth 2.0.
    oauth2: Option<String>,
}

/// The names in the example of polling.
struct PollingExample {
    call: String,
    result: String,
    /// When the result is there, as an expression: `it.status != "running"`.
    condition: String,
}

impl PollingExample {
    /// The call of a listing is no example: it has no state.
    fn new(api: &Api) -> Option<Self> {
        let methods =
            api.resources.iter().flat_map(|it| it.methods.iter().map(move |own| (it, own)));
        let is_get =
            |method: &Method| method.verb == Verb::Get && method.kind == MethodKind::Single;
        let examples = methods.filter(|(_, method)| is_get(method));
        let examples = examples.filter_map(|(resource, method)| {
            let Returns::Json(TypeRef::Named(result)) = &method.returns else { return None };
            let def = &api.types[*result];
            let Shape::Struct(object) = &def.shape else { return None };
            let is_state = |it: &&Field| ["status", "state"].contains(&&*it.name.wire);
            let condition = object.fields.iter().filter(is_state).find_map(|it| done(it, api))?;
            let result = def.name.rust.clone();
            let rank = (method.auth.is_some(), method.params.arguments.len());
            let call = examples::plain_call(resource, method, api)?;
            Some((rank, Self { call, result, condition }))
        });
        let examples = examples.filter(|(_, it)| !IMPORTED.contains(&&*it.result));
        examples.min_by_key(|(rank, _)| *rank).map(|(_, example)| example)
    }
}

/// Usual names of the states of something that is not done.
const UNDONE: [&str; 9] = [
    "running",
    "in_progress",
    "processing",
    "pending",
    "queued",
    "starting",
    "validating",
    "finalizing",
    "cancelling",
];

/// When something is done, if this field has its state: it left all states of `UNDONE`, or else it has
/// the last of the known states.
fn done(state: &Field, api: &Api) -> Option<String> {
    let field = &state.name.rust;
    let states = match &state.ty {
        TypeRef::String => return Some(format!("it.{field} != {:?}", UNDONE[0])),
        TypeRef::Named(id) => match &api.types[*id].shape {
            Shape::Enum(Values::Strings(states)) => states,
            _ => return None,
        },
        _ => return None,
    };
    let values = states.iter().map(|it| it.value.as_str());
    let undone: Vec<&str> = values.filter(|it| UNDONE.contains(it)).collect();
    match &undone[..] {
        [] => states.last().map(|it| format!("it.{field} == {:?}", it.value)),
        [state] => Some(format!("it.{field} != {state:?}")),
        states => Some(format!("!{states:?}.contains(&it.{field}.as_str())")),
    }
}

/// The names in the example of WebSockets.
struct WebSocketExample {
    /// `realtime().connect()`.
    call: String,
    /// The type of the events that the client sends.
    event: String,
}

impl WebSocketExample {
    fn new(api: &Api) -> Option<Self> {
        let methods =
            api.resources.iter().flat_map(|it| it.methods.iter().map(move |own| (it, own)));
        let mut found = methods.filter_map(|(resource, method)| {
            let Returns::WebSocket { sends: TypeRef::Named(event), .. } = &method.returns else {
                return None;
            };
            let event = api.types[*event].name.rust.clone();
            Some(Self { call: examples::plain_call(resource, method, api)?, event })
        });
        found.find(|it| !IMPORTED.contains(&&*it.event))
    }
}

/// The names in the example of webhooks.
struct WebhookExample {
    accessor: String,
    event: String,
    variant: String,
    /// Whether the server signs them.
    is_signed: bool,
}

impl WebhookExample {
    fn new(api: &Api) -> Option<Self> {
        let webhooks = api.webhooks.as_ref()?;
        let def = &api.types[webhooks.event];
        let Shape::Union(union) = &def.shape else { return None };
        Some(Self {
            accessor: webhooks.accessor.clone(),
            event: def.name.rust.clone(),
            variant: union.variants.first()?.name.clone(),
            is_signed: webhooks.env.is_some(),
        })
    }
}

/// A type of bodies, for the examples.
struct Example {
    name: String,
    /// `CreateContainer::new(name)`.
    call: String,
    /// An optional property, and its setter.
    field: String,
    setter: String,
}

/// `README.md`.
pub(super) fn text(api: &Api) -> String {
    Text::new(api, Page::Readme).markdown() + "\n"
}

/// `src/lib.md`, the documentation of the crate.
pub(super) fn crate_docs(api: &Api) -> String {
    Text::new(api, Page::CrateDocs).markdown() + "\n"
}

impl<'a> Text<'a> {
    fn new(api: &'a Api, page: Page) -> Self {
        let (plain, call) = examples::plain(ExampleKind::Call, api).unzip();
        let (listing, listing_call) = examples::plain(ExampleKind::List, api).unzip();
        Self {
            page,
            name: &api.package.name,
            krate: api.package.name.replace('-', "_"),
            intro: intro(api),
            install: install(api, plain, listing),
            program: program(api).filter(|_| !page.is_tested()),
            call,
            listing: listing_call,
            body: body(api),
            variables: environment::variables(api).join(", "),
            logins: environment::logins(api).join(", "),
            header_lines: api.client.headers_env.as_deref(),
            server: other_server(api),
            builder: plain.map(|method| builder(api, method)).unwrap_or_default(),
            retries_all: api.client.retry_all_methods,
            webhooks: WebhookExample::new(api),
            features: features(api),
            websocket: WebSocketExample::new(api),
            has_websockets: api.has_websockets(),
            polling: PollingExample::new(api),
            oauth2: oauth2(api),
        }
    }

    /// The text, wrapped.
    fn markdown(&self) -> String {
        // Only writing can fail, and a `String` can always be written.
        docs::own(&self.render().unwrap_or_default())
    }
}

/// The first features of resources, as code.
fn features(api: &Api) -> Option<String> {
    let of_client = api.resources.iter().filter(|it| it.is_of_client());
    let mut names = of_client.map(|it| format!("`{}`", it.feature));
    let first: Vec<String> = names.by_ref().take(3).collect();
    let more = if names.next().is_some() { ", …" } else { "" };
    (!first.is_empty()).then(|| format!("{}{more}", first.join(", ")))
}

fn intro(api: &Api) -> String {
    let first = format!("{}.", api.package.description.trim_end_matches('.'));
    let about = docs::rustdoc(&api.package.about, api.package.docs_url.as_ref());
    if about.is_empty() { first } else { format!("{first}\n\n{about}") }
}

/// The first body with an optional property. One that needs no arguments is preferred.
fn body(api: &Api) -> Option<Example> {
    let bodies = api.resources.iter().flat_map(|it| &it.methods).filter_map(|it| it.body.as_ref());
    let objects = bodies.filter_map(|it| match &it.content {
        Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty) => {
            let def = &api.types[ty.named().next()?];
            let Shape::Struct(object) = &def.shape else { return None };
            let is_plain = |it: &&Field| it.setter == it.name.rust;
            let mut optional =
                object.fields.iter().filter(|it| matches!(it.ty, TypeRef::Option(_)));
            let field = optional.find(is_plain)?;
            Some((def, object, field))
        }
        Content::Text | Content::Bytes => None,
    });
    let (def, object, field) = objects.min_by_key(|(_, object, _)| object.arguments.len())?;
    Some(Example {
        name: def.name.rust.clone(),
        call: constructors::call(def, object),
        field: field.name.rust.clone(),
        setter: field.setter.clone(),
    })
}

/// The command that runs the first program with the default features.
fn program(api: &Api) -> Option<String> {
    let all = programs::all(api);
    let first = all.iter().find(|it| it.needs_only_resources())?;
    Some(format!("cargo run --example {}", first.name()))
}

/// Adds what the first examples need: an async runtime, streams, environment variables.
fn install(api: &Api, plain: Option<&Method>, listing: Option<&Method>) -> Vec<String> {
    let Some(method) = plain.or(listing) else { return Vec::new() };
    let mut lines = vec!["cargo add tokio --features macros,rt-multi-thread".to_owned()];
    if listing.is_some() {
        lines.push("cargo add futures-util".to_owned());
    }
    lines.extend(environment::exports(api, method));
    lines
}

/// The call of the builder that selects a server other than the default one.
fn other_server(api: &Api) -> Option<String> {
    let is_default = |it: &&Server| api.client.base_url.as_ref() == Some(&it.name.wire);
    let other = api.client.servers.iter().find(|it| !is_default(it))?;
    Some(docs::code(&format!(".server({})", servers::example(other))))
}

/// The builder of a client that can make a call without a server.
fn builder(api: &Api, method: &Method) -> String {
    api.client.placeholder(environment::credentials(api, method))
}

/// The setter that gets tokens of OAuth 2.0.
fn oauth2(api: &Api) -> Option<String> {
    let has_tokens = |it: &&Credential| matches!(it.scheme, Scheme::ClientCredentials { .. });
    api.client.credentials.iter().find(has_tokens).map(Credential::client_credentials_setter)
}
