//! The client: where the server is, and what it wants to know of every caller.

mod package;
mod security;
mod servers;
mod shared_headers;
mod webhooks;

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::{Cx, SharedHeader},
        text::naming::{self, Candidate},
    },
    model::{Client, Credential, Header, Name, Region},
    pointer::Pointer,
};

pub(crate) use package::{package, version};
pub(crate) use security::Security;
pub(crate) use servers::{base_url, filled, is_absolute};
pub(crate) use shared_headers::shared_headers;
pub(crate) use webhooks::{WEBHOOKS, webhooks};

pub(crate) fn lower(
    cx: Cx<'_>,
    credentials: Vec<Credential>,
    diagnostics: &mut Diagnostics,
) -> Client {
    let config = cx.config.client();
    let base_url_env = || package::variable(cx, "base_url");
    Client {
        base_url: servers::base_url(cx),
        servers: servers::choices(cx, diagnostics),
        base_url_env: Some(config.base_url_env.clone().unwrap_or_else(base_url_env)),
        headers_env: config.headers_env.clone(),
        request_id: config.request_id_header.clone().unwrap_or_else(|| "x-request-id".to_owned()),
        idempotency_header: config.idempotency_header.clone(),
        retry_all_methods: cx.config.retry().all_methods,
        headers: headers(cx, &credentials, diagnostics),
        shared_headers: cx.shared_headers.iter().map(|it| it.wire.clone()).collect(),
        credentials,
        regions: config.regions.iter().map(region).collect(),
    }
}

/// The settings that are headers: those of the configuration, and those that all operations have.
fn headers(cx: Cx<'_>, credentials: &[Credential], diagnostics: &mut Diagnostics) -> Vec<Header> {
    let configured: Vec<_> = cx.config.headers().collect();
    let shared = cx.shared_headers.iter().filter(|it| !it.is_secret);
    let is_configured =
        |wire: &str| configured.iter().any(|(_, it)| it.header.eq_ignore_ascii_case(wire));
    let shared: Vec<_> = shared.filter(|it| !is_configured(&it.wire)).collect();
    let chosen = configured.iter().map(|(name, _)| Candidate {
        wire: (*name).to_owned(),
        rust: naming::snake(name),
        rank: 0,
    });
    let candidates: Vec<Candidate> = chosen.chain(shared.iter().map(|it| candidate(it))).collect();
    let setters: Vec<String> = credentials.iter().flat_map(Credential::setters).collect();
    let taken: Vec<&str> = setters.iter().map(String::as_str).chain(security::TAKEN).collect();
    let names = naming::unique(&candidates, &taken, |index, name| {
        if let Some((chosen, _)) = configured.get(index) {
            let message = format!("the builder of the client already has a method `{name}`");
            let help = format!("choose another name than `{chosen}` in the configuration");
            let warning = Diagnostic::warning(Code::NameCollision, &Pointer::root(), message);
            diagnostics.push(warning.help(help));
        }
    });
    let (of_config, of_document) = names.split_at(configured.len());
    let configured = configured.iter().zip(of_config).map(|((_, header), rust)| Header {
        env: header.env.clone(),
        name: Name { wire: header.header.clone(), rust: rust.clone() },
        docs: header.description.clone().unwrap_or_default(),
    });
    let shared = shared.into_iter().zip(of_document).map(|(header, rust)| Header {
        env: Some(package::variable(cx, rust)),
        name: Name { wire: header.wire.clone(), rust: rust.clone() },
        docs: header.docs.clone(),
    });
    configured.chain(shared).collect()
}

/// The name of a header that all operations have.
fn candidate(header: &SharedHeader) -> Candidate {
    let name = header.wire.strip_prefix(['x', 'X']).and_then(|it| it.strip_prefix('-'));
    let rust = naming::snake(name.unwrap_or(&header.wire));
    Candidate { wire: header.wire.clone(), rust, rank: 1 }
}

fn region((name, base_url): (&String, &String)) -> Region {
    Region { name: name.clone(), base_url: base_url.clone() }
}
