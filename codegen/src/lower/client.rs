//! The client: where the server is, and what it wants to know of every caller.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme, Server};

use super::{Cx, naming};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    model::{Client, Credential, Header, Name, Region, Scheme},
    pointer::Pointer,
};

pub(super) fn lower(cx: Cx<'_>, diagnostics: &mut Diagnostics) -> Client {
    let config = cx.config.client();
    Client {
        base_url: cx.openapi.servers.first().and_then(base_url),
        base_url_env: config.base_url_env.clone(),
        headers_env: config.headers_env.clone(),
        request_id: config.request_id_header.clone().unwrap_or_else(|| "x-request-id".to_owned()),
        credential: credential(cx, diagnostics),
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

/// The credential of the first security requirement that the client can meet.
fn credential(cx: Cx<'_>, diagnostics: &mut Diagnostics) -> Option<Credential> {
    let required = cx.openapi.security.iter().flatten().find(|it| !it.is_empty())?;
    let schemes = &cx.openapi.components.as_ref()?.security_schemes;
    for id in required.keys() {
        let at = Pointer::root().child("components").child("securitySchemes").child(id);
        let Some(scheme) = schemes.get(id) else {
            let message = format!("the document requires `{id}`, but has no such security scheme");
            let at = Pointer::root().child("security");
            diagnostics.push(Diagnostic::error(Code::BadReference, &at, message));
            continue;
        };
        let scheme = resolve(cx, scheme, &at, diagnostics);
        let Some(scheme) = scheme.as_ref().and_then(supported) else {
            let message = format!("the generator cannot set credentials of the scheme `{id}`");
            let help = "set them as a header of the client";
            diagnostics.push(Diagnostic::warning(Code::Skipped, &at, message).help(help));
            continue;
        };
        let config = cx.config.credential(id).cloned().unwrap_or_default();
        let name = config.name.unwrap_or_else(|| id.clone());
        let name = Name { wire: id.clone(), rust: naming::snake(&name) };
        return Some(Credential { name, env: config.env, scheme });
    }
    None
}

fn resolve(
    cx: Cx<'_>,
    scheme: &ReferenceOr<SecurityScheme>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<SecurityScheme> {
    match scheme {
        ReferenceOr::Item(scheme) => Some(scheme.clone()),
        ReferenceOr::Reference { reference } => {
            let found = cx.resolver.follow::<SecurityScheme>(reference, at, diagnostics)?;
            Some(found.value.into_owned())
        }
    }
}

fn supported(scheme: &SecurityScheme) -> Option<Scheme> {
    match scheme {
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
            Some(Scheme::Bearer)
        }
        // An access token is sent as a bearer token (RFC 6750 §2.1), however it was obtained.
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => {
            Some(Scheme::Bearer)
        }
        SecurityScheme::APIKey { location: APIKeyLocation::Header, name, .. } => {
            Some(Scheme::Header(name.clone()))
        }
        _ => None,
    }
}
