//! The names of servers.

use openapiv3::Server;

use super::templates::ServerDraft;
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::Cx,
        text::naming::{self, Candidate},
    },
    openapi,
};

/// Words that apply to every server.
const GENERAL: [&str; 3] = ["server", "environment", "api"];

/// Names that look like methods of standard traits.
const TAKEN: [&str; 1] = ["from_str"];

/// A name for each server, which can be a function or, in capitals, a constant.
pub(super) fn assign(
    cx: Cx<'_>,
    drafts: &[ServerDraft<'_>],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let candidates: Vec<Candidate> = drafts.iter().map(|draft| candidate(cx, draft)).collect();
    naming::unique(&candidates, &TAKEN, |index, name| {
        let ServerDraft { server, at, .. } = &drafts[index];
        let message = format!("the name `{name}` of this server is already taken");
        let help = format!("add `[servers.{:?}]` with a `name` to the configuration", server.url);
        let warning = Diagnostic::warning(Code::NameCollision, at, message);
        diagnostics.push(warning.help(help));
    })
}

/// A configured name has priority over a derived one.
fn candidate(cx: Cx<'_>, draft: &ServerDraft<'_>) -> Candidate {
    let renamed = cx.config.server(&draft.server.url).and_then(|it| it.name.as_deref());
    let chosen = renamed.or_else(|| openapi::server_name(draft.server));
    let name = chosen.map_or_else(|| derived(draft.server, &draft.template), str::to_owned);
    let rank = u8::from(chosen.is_none());
    Candidate { wire: draft.template.clone(), rust: naming::folded(&name), rank }
}

/// The name from a short description, or else from the host.
fn derived(server: &Server, url: &str) -> String {
    let short = server.description.as_deref().and_then(short);
    short.or_else(|| label(url).map(str::to_owned)).unwrap_or_else(|| "server".to_owned())
}

/// A description of at most four words, without words that apply to every server.
fn short(description: &str) -> Option<String> {
    let words =
        description.split_whitespace().map(|it| it.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
    if words.len() > 4 || description.contains("://") {
        return None;
    }
    while words.pop_if(|it| GENERAL.contains(&&*it.to_lowercase())).is_some() {}
    (!words.is_empty()).then(|| words.join(" "))
}

/// The first label of the host without a variable.
fn label(url: &str) -> Option<&str> {
    let (_, place) = url.split_once("://")?;
    let host = place.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    host.split('.').map(port_less).find(|it| !it.is_empty() && !it.contains(['{', '}']))
}

fn port_less(label: &str) -> &str {
    label.split(':').next().unwrap_or(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_description_is_the_name() {
        for (description, name) in [
            ("Sandbox", Some("Sandbox")),
            ("Production API server.", Some("Production")),
            ("Staging environment", Some("Staging")),
            ("EU (live)", Some("EU live")),
            ("The one for all the tests", None),
            ("https://api.example.com", None),
            ("API server", None),
            (" - ", None),
        ] {
            assert_eq!(short(description).as_deref(), name, "{description}");
        }
    }

    #[test]
    fn without_a_description_the_host_gives_the_name() {
        for (url, name) in [
            ("https://api.example.com/v1", Some("api")),
            ("https://{region}.example.com", Some("example")),
            ("https://api-{region}.example.com", Some("example")),
            ("http://localhost:8080/v1", Some("localhost")),
            ("https://{host}:{port}/v1", None),
            ("https://{host}/v1.2", None),
        ] {
            assert_eq!(label(url), name, "{url}");
        }
    }
}
