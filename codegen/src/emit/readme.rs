//! The README, and the first page of the crate's documentation, which say the same.

use super::{client, docs};
use crate::model::{Api, Method, MethodKind, Resource, TypeRef};

/// `README.md`.
pub(super) fn text(api: &Api) -> String {
    let package = &api.package;
    format!(
        "# {name}\n\n{intro}\n\n## Use\n\n```sh\ncargo add {name}\n```\n\n{body}",
        name = package.name,
        intro = intro(api),
        body = docs::own(&body(api, "##")).replace("```no_run", "```rust"),
    ) + "\n"
}

/// The documentation of the crate.
pub(super) fn crate_docs(api: &Api) -> String {
    format!("{}\n\n{}", intro(api), body(api, "#")).trim_end().to_owned()
}

fn intro(api: &Api) -> String {
    let first = format!("{}.", api.package.description.trim_end_matches('.'));
    let about = docs::rustdoc(&api.package.about);
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
    parts.push(format!("{level} Errors\n\n{}", ERRORS));
    parts.push(format!("{level} Compatibility\n\n{}", COMPATIBILITY));
    parts.push(format!("{level} Features\n\n{}", FEATURES));
    parts.join("\n\n") + "\n"
}

/// The first method that makes one request with arguments that can be made up.
fn call_example(api: &Api) -> Option<String> {
    let is_plain = |it: &&Method| it.kind == MethodKind::Single && argument_list(it).is_some();
    let (resource, method) = find(api, is_plain)?;
    let call = call(resource, method)?;
    Some(example(
        api,
        &format!("let answer = client.{call}.await?;\nprintln!(\"{{answer:?}}\");"),
        "",
    ))
}

fn listing_example(api: &Api) -> Option<String> {
    let is_paged =
        |it: &&Method| matches!(it.kind, MethodKind::Paged(_)) && argument_list(it).is_some();
    let (resource, method) = find(api, is_paged)?;
    let call = call(resource, method)?;
    let code = format!(
        "let mut all = client.{call}.items();\n\
         while let Some(item) = all.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}",
    );
    let text = "Awaiting a listing gives one page, and `next_page` the one after it. `items` streams \
                what\nall pages hold, each page fetched when it is needed; `pages` streams the pages.";
    Some(format!("{text}\n\n{}", example(api, &code, "use futures_util::TryStreamExt;\n")))
}

fn find(api: &Api, wanted: impl Fn(&&Method) -> bool) -> Option<(&Resource, &Method)> {
    let mut all =
        api.resources.iter().flat_map(|it| it.methods.iter().map(move |method| (it, method)));
    all.find(|(_, method)| wanted(method))
}

fn call(resource: &Resource, method: &Method) -> Option<String> {
    let arguments = argument_list(method)?;
    Some(format!("{}().{}({arguments})", resource.name.rust, method.name.rust))
}

fn argument_list(method: &Method) -> Option<String> {
    let arguments = method.params.arguments.iter().map(|param| match &param.ty {
        TypeRef::String => {
            Some(format!("{:?}", param.example.as_deref().unwrap_or(&param.name.wire)))
        }
        TypeRef::I32 | TypeRef::I64 | TypeRef::U32 | TypeRef::U64 => Some("1".to_owned()),
        TypeRef::Bool => Some("true".to_owned()),
        _ => None,
    });
    arguments.collect::<Option<Vec<_>>>().map(|it| it.join(", "))
}

fn example(api: &Api, code: &str, uses: &str) -> String {
    let krate = api.package.name.replace('-', "_");
    let code: String = code.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "```no_run\n{uses}use {krate}::{{Client, Error}};\n\n#[tokio::main]\n\
         async fn main() -> Result<(), Error> {{\n    let client = Client::from_env()?;\n{code}    Ok(())\n}}\n```",
    )
}

fn configuration(api: &Api) -> String {
    let variables = client::variables(api);
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
         `timeout`, `deadline`, `max_retries`, `header`, `query`.\n\n\
         A request that fails for a passing reason is tried twice more, after a short wait or the one\n\
         that the server asks for."
    )
}

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
| `chrono`, `jiff`, `time` | | conversions of timestamps |";
