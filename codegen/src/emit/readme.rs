//! The README, and the first page of the crate's documentation, which say the same.

use super::{docs, environment, servers};
use crate::model::{
    Api, Credential, Method, MethodKind, Param, Resource, Returns, Scheme, Server, TypeRef, Verb,
};

/// `README.md`.
pub(super) fn text(api: &Api) -> String {
    let package = &api.package;
    format!(
        "# {name}\n\n{intro}\n\n## Use\n\n```sh\n{install}```\n\n{body}",
        name = package.name,
        intro = intro(api),
        install = install(api),
        body = visible(&docs::own(&body(api, "##"))).replace("```no_run", "```rust"),
    ) + "\n"
}

/// What the first program needs: the crate, a runtime, and its environment.
fn install(api: &Api) -> String {
    let mut lines = format!("cargo add {}\n", api.package.name);
    let Some((_, method)) = find(api, is_plain).or_else(|| find(api, is_listing)) else {
        return lines;
    };
    lines.push_str("cargo add tokio --features macros,rt-multi-thread\n");
    if find(api, is_listing).is_some() {
        lines.push_str("cargo add futures-util\n");
    }
    let base_url = api.client.base_url_env.as_deref().filter(|_| api.client.base_url.is_none());
    let base_url = base_url.map(|name| format!("export {name}=https://…\n"));
    let credentials = taken(api, method).filter_map(|it| {
        let value = if it.scheme == Scheme::Basic { "user:password" } else { "…" };
        Some(format!("export {}={value}\n", it.env.as_deref()?))
    });
    lines.extend(credentials.chain(base_url));
    lines
}

/// A text without the lines of examples that rustdoc hides.
fn visible(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("# "));
    lines.collect::<Vec<_>>().join("\n")
}

/// The documentation of the crate.
pub(super) fn crate_docs(api: &Api) -> String {
    format!("{}\n\n{}", intro(api), body(api, "#")).trim_end().to_owned()
}

fn intro(api: &Api) -> String {
    let first = format!("{}.", api.package.description.trim_end_matches('.'));
    let about = docs::rustdoc(&api.package.about, api.package.docs_url.as_ref());
    if about.is_empty() { first } else { format!("{first}\n\n{about}") }
}

fn body(api: &Api, level: &str) -> String {
    let mut parts = Vec::new();
    if let Some(example) = call_example(api) {
        parts.push(example);
    }
    if let Some(example) = listing_example(api) {
        parts.push(format!("{level} Listings\n\n{example}"));
    }
    parts.push(format!("{level} Configuration\n\n{}", configuration(api)));
    parts.push(format!("{level} Timeouts and retries\n\n{}", timeouts(api)));
    parts.push(format!("{level} Errors\n\n{}", ERRORS));
    parts.push(format!("{level} Compatibility\n\n{}", COMPATIBILITY));
    parts.push(format!("{level} TLS and proxies\n\n{}", connections(api)));
    if let Some((resource, method)) = find(api, is_plain) {
        let call = call(resource, method).unwrap_or_default();
        parts.push(format!("{level} Blocking\n\n{}", blocking(api, &call)));
        parts.push(format!("{level} Testing\n\n{}", testing(api, method, &call)));
    }
    parts.push(format!("{level} Features\n\n{}", FEATURES));
    parts.join("\n\n") + "\n"
}

/// Whether a method makes one request with arguments that can be made up.
fn is_plain(method: &&Method) -> bool {
    let shows = matches!(method.returns, Returns::Json(_) | Returns::Text | Returns::Nothing);
    method.kind == MethodKind::Single && shows && argument_list(method).is_some()
}

fn is_listing(method: &&Method) -> bool {
    method.kind.page().is_some() && argument_list(method).is_some()
}

/// The first method of that sort.
fn call_example(api: &Api) -> Option<String> {
    let (resource, method) = find(api, is_plain)?;
    let call = call(resource, method)?;
    Some(example(
        api,
        &format!("let answer = client.{call}.await?;\nprintln!(\"{{answer:?}}\");"),
        "",
    ))
}

fn listing_example(api: &Api) -> Option<String> {
    let (resource, method) = find(api, is_listing)?;
    let call = call(resource, method)?;
    let code = format!(
        "let mut all = client.{call}.items();\n\
         while let Some(item) = all.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}",
    );
    let text = "Awaiting a listing gives one page, and `next_page` the one after it. `items` streams \
                what\nall pages hold, each page fetched when it is needed; `pages` streams the pages.\n\
                `prefetch` of either has the next page on its way while one is used.";
    Some(format!("{text}\n\n{}", example(api, &code, "use futures_util::TryStreamExt;\n")))
}

/// The method that serves best as an example: one that changes nothing, with few arguments, and the
/// usual credential.
fn find(api: &Api, wanted: impl Fn(&&Method) -> bool) -> Option<(&Resource, &Method)> {
    let all = api.resources.iter().flat_map(|it| it.methods.iter().map(move |method| (it, method)));
    all.filter(|(_, method)| wanted(method)).min_by_key(|(_, method)| {
        let change = match method.verb {
            Verb::Get | Verb::Head | Verb::Query => 0,
            Verb::Delete => 2,
            _ => 1,
        };
        (change, method.auth.is_some(), method.params.arguments.len())
    })
}

fn call(resource: &Resource, method: &Method) -> Option<String> {
    let arguments = argument_list(method)?;
    Some(format!("{}().{}({arguments})", resource.trail.join("()."), method.name.rust))
}

/// Values for what a method requires; `None` if it takes more than a word or a number.
fn argument_list(method: &Method) -> Option<String> {
    if method.deprecated || method.body.as_ref().is_some_and(|body| body.argument) {
        return None;
    }
    let arguments = method.params.arguments.iter().map(made_up);
    arguments.collect::<Option<Vec<_>>>().map(|it| it.join(", "))
}

/// A value for a parameter: what the document gives as an example, if it has one that can be sent.
fn made_up(param: &Param) -> Option<String> {
    let example = param.example.as_deref();
    let integer = |least: i128, most: i128| {
        let stated = example.and_then(|it| it.parse::<i128>().ok());
        stated.filter(|it| (least..=most).contains(it)).unwrap_or(1).to_string()
    };
    match &param.ty {
        TypeRef::String => {
            let stated = example.filter(|it| !["", ".", ".."].contains(&it.trim()));
            Some(format!("{:?}", stated.unwrap_or(&param.name.wire)))
        }
        TypeRef::DateTime => Some("\"2025-01-31T12:00:00Z\"".to_owned()),
        TypeRef::Date => Some("\"2025-01-31\"".to_owned()),
        TypeRef::I32 => Some(integer(i32::MIN.into(), i32::MAX.into())),
        TypeRef::I64 => Some(integer(i64::MIN.into(), i64::MAX.into())),
        TypeRef::U32 => Some(integer(0, u32::MAX.into())),
        TypeRef::U64 => Some(integer(0, u64::MAX.into())),
        TypeRef::Bool => Some("true".to_owned()),
        _ => None,
    }
}

fn example(api: &Api, code: &str, uses: &str) -> String {
    let krate = krate(api);
    let code: String = code.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "```no_run\n{uses}use {krate}::{{Client, Error}};\n\n#[tokio::main]\n\
         async fn main() -> Result<(), Error> {{\n    let client = Client::from_env()?;\n{code}    Ok(())\n}}\n```",
    )
}

fn configuration(api: &Api) -> String {
    let variables = environment::variables(api);
    let read = if variables.is_empty() {
        "`Client::builder()` sets everything: base URL, timeouts, retries, headers, HTTP client."
            .to_owned()
    } else {
        format!(
            "`Client::from_env()` reads {}. A blank variable counts as unset.\n\
             `Client::builder()` sets everything: credentials, base URL, timeouts, retries, headers, HTTP\n\
             client; what is set there goes before the environment.",
            variables.join(", "),
        )
    };
    format!(
        "{read} Each request takes options of its own:\n\
         `timeout`, `deadline`, `max_retries`, `header`, `query`.{}",
        servers(api),
    )
}

/// How to call another server than the usual one.
fn servers(api: &Api) -> String {
    let servers = &api.client.servers;
    let is_usual = |it: &&Server| api.client.base_url.as_ref() == Some(&it.name.wire);
    let Some(other) = servers.iter().find(|it| !is_usual(it)) else { return String::new() };
    let code = docs::code(&format!(".server({})", servers::example(other)));
    format!(" {code} of the builder\nchooses one of the API's servers.")
}

fn timeouts(api: &Api) -> String {
    let krate = krate(api);
    format!(
        "{TIMEOUTS}\n\n```no_run\nuse std::time::Duration;\n\nuse {krate}::{{Client, Error}};\n\n\
         fn patient() -> Result<Client, Error> {{\n    let builder = Client::builder().env().timeout(Duration::from_secs(60));\n    \
         builder.deadline(Duration::from_secs(300)).max_retries(5).build()\n\
         }}\n```",
    )
}

fn connections(api: &Api) -> String {
    let krate = krate(api);
    format!(
        "{CONNECTIONS}\n\n```no_run\nuse {krate}::{{Client, runtime::reqwest::Proxy}};\n\n\
         fn through_a_proxy() -> Result<Client, Box<dyn std::error::Error>> {{\n    \
         let proxy = Proxy::all(\"http://proxy.example.com:3128\")?;\n    \
         let builder = Client::builder().env().configure_http(move |http| http.proxy(proxy.clone()));\n    \
         Ok(builder.build()?)\n}}\n```",
    )
}

fn blocking(api: &Api, call: &str) -> String {
    let krate = krate(api);
    format!(
        "{BLOCKING}\n\n```no_run\n# #[cfg(not(feature = \"blocking\"))]\n# fn main() {{}}\n\
         # #[cfg(feature = \"blocking\")]\nfn main() -> Result<(), {krate}::Error> {{\n    \
         let client = {krate}::Client::from_env()?;\n    \
         let answer = client.{call}.send_blocking()?;\n    println!(\"{{answer:?}}\");\n    Ok(())\n}}\n```",
    )
}

/// An example that runs: a client over a fake transport.
fn testing(api: &Api, method: &Method, call: &str) -> String {
    let krate = krate(api);
    let key: String = taken(api, method).map(setting).collect();
    let place = api.client.base_url.is_none().then_some(".base_url(\"http://localhost\")");
    let builder = format!("Client::builder(){key}{}", place.unwrap_or_default());
    format!(
        "{TESTING}\n\n```rust\n# #[cfg(not(feature = \"testing\"))]\n# fn main() {{}}\n\
         # #[cfg(feature = \"testing\")]\n# #[tokio::main]\n\
         # async fn main() -> Result<(), {krate}::Error> {{\n\
         use {krate}::{{Client, ErrorKind, testing::{{FakeTransport, status}}}};\n\n\
         let fake = FakeTransport::new();\n\
         let builder = {builder};\n\
         let client = builder.transport(fake.clone()).clock(fake.clock()).build()?;\n\
         fake.on(client.{call}, status(404));\n\n\
         let error = client.{call}.await.unwrap_err();\n\
         assert_eq!(error.kind(), ErrorKind::NotFound);\n\
         fake.assert_sent(client.{call}, 1);\n# Ok(())\n# }}\n```",
    )
}

/// The credentials that a method takes; the first one, if any will do, as a client has to have one.
fn taken<'a>(api: &'a Api, method: &'a Method) -> impl Iterator<Item = &'a Credential> {
    let named = method.auth.as_ref().and_then(|it| it.first()).filter(|it| !it.is_empty());
    api.client.credentials.iter().enumerate().filter_map(move |(index, credential)| {
        let taken = named.map_or(index == 0, |names| names.contains(&credential.name.rust));
        taken.then_some(credential)
    })
}

/// `.api_key("test")`
fn setting(credential: &Credential) -> String {
    match credential.scheme {
        Scheme::Basic => format!(".{}(\"test\", \"test\")", credential.name.rust),
        _ => format!(".{}(\"test\")", credential.name.rust),
    }
}

fn krate(api: &Api) -> String {
    api.package.name.replace('-', "_")
}

const TIMEOUTS: &str = "\
An attempt may take 10 minutes, of which making a connection 10 seconds; a whole call may take any\n\
time unless it is given a `deadline`. A call that fails for a passing reason is tried twice more: if\n\
there was no answer or only a part of one, and after the statuses 408, 409, 429 and 5xx. It waits\n\
half a second, then twice as long each time, or as long as the server asks, up to 2 minutes.\n\
Dropping a call abandons it, even while it waits.";

const CONNECTIONS: &str = "\
The features `rustls` and `native-tls` choose the TLS library; both trust what the platform trusts.\n\
Proxies are those of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`. Redirects are errors,\n\
but `follow_redirects` of the builder allows those that stay with the same server over https. The\n\
HTTP client underneath can be configured, or replaced by `http_client`:";

const BLOCKING: &str = "\
With the feature `blocking` every call can be made without async, on any thread:";

const TESTING: &str = "\
With the feature `testing` a program can be tested without a server and without waiting. `status`,\n\
`json` and `respond` are answers; to have a value to respond with, read it from JSON by\n\
`runtime::json::from_str`. Inside of a `#[tokio::test]`:";

const ERRORS: &str = "\
Every call fails with one `Error`. `Error::Api` is an answer of the server: its `kind()`, `status`,\n\
`code`, `message`, `request_id`, `retry_after`, `headers` and `body`. The others say that there was\n\
no answer, or none that could be read. No error shows a credential.";

const COMPATIBILITY: &str = "\
What the server adds later does not break this version: a value that an enum does not know is its\n\
`Unknown` variant, properties that a struct does not know are in its `extra`, and both are written\n\
back as they came.";

const FEATURES: &str = "\
| feature | on by default | what it adds |\n\
|---|---|---|\n\
| `rustls` | yes | TLS by rustls |\n\
| `native-tls` | | TLS by the system's library |\n\
| `http2` | | HTTP/2 where the server offers it |\n\
| `blocking` | | `send_blocking` and its like, for programs without an async runtime |\n\
| `testing` | | a fake transport and a manual clock, for tests without a server |\n\
| `tracing` | | events for each attempt, without URLs, headers or bodies |\n\
| `chrono`, `jiff`, `time` | | conversions of `DateTime`, `Date` and `UnixTime` |";
