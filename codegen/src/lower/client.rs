//! The client: where the server is, and what it wants to know of every caller.

mod package;
mod security;
mod servers;
mod shared_headers;

use crate::{
    diagnostics::Diagnostics,
    lower::{
        context::{Cx, SharedHeader},
        text::naming::{self, Candidate},
    },
    model::{Client, Credential, Header, Name, Region},
};

pub(crate) use package::{package, version};
pub(crate) use security::Security;
pub(crate) use servers::{base_url, filled, is_absolute};
pub(crate) use shared_headers::shared_headers;

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
        headers: headers(cx, &credentials),
        shared_headers: cx.shared_headers.iter().map(|it| it.wire.clone()).collect(),
        credentials,
        regions: config.regions.iter().map(region).collect(),
    }
}

/// The settings that are headers: those of the configuration, and those that all operations have.
fn headers(cx: Cx<'_>, credentials: &[Credential]) -> Vec<Header> {
    let mut headers: Vec<Header> = cx.config.headers().map(header).collect();
    let shared = cx.shared_headers.iter().filter(|it| !it.is_secret);
    let is_known = |wire: &str| headers.iter().any(|it| it.name.wire.eq_ignore_ascii_case(wire));
    let shared: Vec<_> = shared.filter(|it| !is_known(&it.wire)).collect();
    let candidate = |header: &&SharedHeader| {
        let name = header.wire.strip_prefix(['x', 'X']).and_then(|it| it.strip_prefix('-'));
        let rust = naming::snake(name.unwrap_or(&header.wire));
        Candidate { wire: header.wire.clone(), rust, rank: 0 }
    };
    let candidates: Vec<Candidate> = shared.iter().map(candidate).collect();
    let more = credentials.iter().flat_map(|it| it.scheme.more_setters(&it.name.rust));
    let more: Vec<String> = more.collect();
    let taken = credentials.iter().map(|it| it.name.rust.as_str());
    let taken = taken.chain(more.iter().map(String::as_str));
    let taken = taken.chain(headers.iter().map(|it| it.name.rust.as_str()));
    let taken: Vec<&str> = taken.chain(security::TAKEN).collect();
    let names = naming::unique(&candidates, &taken, |_, _| {});
    headers.extend(shared.into_iter().zip(names).map(|(header, rust)| Header {
        env: Some(package::variable(cx, &rust)),
        name: Name { wire: header.wire.clone(), rust },
        docs: header.docs.clone(),
    }));
    headers
}

fn header((name, header): (&str, &crate::config::Header)) -> Header {
    let docs = header.description.clone().unwrap_or_default();
    let name = Name { wire: header.header.clone(), rust: naming::snake(name) };
    Header { name, env: header.env.clone(), docs }
}

fn region((name, base_url): (&String, &String)) -> Region {
    Region { name: name.clone(), base_url: base_url.clone() }
}
