//! The client: where the server is, and what it wants to know of every caller.

use openapiv3::Server;

use super::{Cx, naming};
use crate::model::{Client, Credential, Header, Name, Region};

pub(super) fn lower(cx: Cx<'_>, credentials: Vec<Credential>) -> Client {
    let config = cx.config.client();
    Client {
        base_url: cx.openapi.servers.first().and_then(base_url),
        base_url_env: config.base_url_env.clone(),
        headers_env: config.headers_env.clone(),
        request_id: config.request_id_header.clone().unwrap_or_else(|| "x-request-id".to_owned()),
        credentials,
        headers: cx.config.headers().map(header).collect(),
        regions: config.regions.iter().map(region).collect(),
    }
}

/// The server's URL with its variables at their defaults (OpenAPI 3.1 §4.8.6); `None` if it is
/// relative, as a client has nothing to resolve it against.
fn base_url(server: &Server) -> Option<String> {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    absolute.then(|| url.trim_end_matches('/').to_owned())
}

fn header((name, header): (&str, &crate::config::Header)) -> Header {
    let docs = header.description.clone().unwrap_or_default();
    let name = Name { wire: header.header.clone(), rust: naming::snake(name) };
    Header { name, env: header.env.clone(), docs }
}

fn region((name, base_url): (&String, &String)) -> Region {
    Region { name: name.clone(), base_url: base_url.clone() }
}
