//! The client: where the server is, and what it wants to know of every caller.

mod package;
mod security;
mod servers;

use crate::{
    diagnostics::Diagnostics,
    lower::{context::Cx, text::naming},
    model::{Client, Credential, Header, Name, Region},
};

pub(crate) use package::{package, version};
pub(crate) use security::Security;
pub(crate) use servers::{base_url, filled, is_absolute};

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
        credentials,
        headers: cx.config.headers().map(header).collect(),
        regions: config.regions.iter().map(region).collect(),
    }
}

fn header((name, header): (&str, &crate::config::Header)) -> Header {
    let docs = header.description.clone().unwrap_or_default();
    let name = Name { wire: header.header.clone(), rust: naming::snake(name) };
    Header { name, env: header.env.clone(), docs }
}

fn region((name, base_url): (&String, &String)) -> Region {
    Region { name: name.clone(), base_url: base_url.clone() }
}
