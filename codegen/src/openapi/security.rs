//! Security schemes and requirements.

use openapiv3::{APIKeyLocation, OAuth2Flows, ReferenceOr, SecurityRequirement, SecurityScheme};

use super::node::{Members, Node};
use crate::diagnostics::{Code, Diagnostic};

pub(super) fn requirements(members: &Members<'_>) -> Option<Vec<SecurityRequirement>> {
    members.get("security")?;
    Some(members.list("security", |node| {
        Some(node.object()?.entries(|scopes| Some(scopes.elements(|it| it.string()))))
    }))
}

pub(super) fn scheme(node: Node<'_>) -> Option<ReferenceOr<SecurityScheme>> {
    node.reference_or(|node| {
        let members = node.object()?;
        let description = members.string("description");
        let extensions = members.extensions();
        Some(match &*members.required_string("type")? {
            "apiKey" => SecurityScheme::APIKey {
                location: location(&members)?,
                name: members.required_string("name")?,
                description,
                extensions,
            },
            "http" => SecurityScheme::HTTP {
                scheme: members.required_string("scheme")?,
                bearer_format: members.string("bearerFormat"),
                description,
                extensions,
            },
            "oauth2" => {
                SecurityScheme::OAuth2 { flows: OAuth2Flows::default(), description, extensions }
            }
            "openIdConnect" => SecurityScheme::OpenIDConnect {
                open_id_connect_url: members.string("openIdConnectUrl").unwrap_or_default(),
                description,
                extensions,
            },
            // Not in the 3.0 model. The TLS connection authenticates, not the request.
            "mutualTLS" => return None,
            other => {
                let message = format!("unknown type `{other}` of a security scheme");
                let help = "use apiKey, http, oauth2, openIdConnect or mutualTLS";
                let at = members.node.pointer().child("type");
                members
                    .node
                    .mistake(Diagnostic::warning(Code::InvalidValue, &at, message).help(help));
                return None;
            }
        })
    })
}

fn location(members: &Members<'_>) -> Option<APIKeyLocation> {
    Some(match &*members.required_string("in")? {
        "query" => APIKeyLocation::Query,
        "header" => APIKeyLocation::Header,
        "cookie" => APIKeyLocation::Cookie,
        other => {
            let message = format!("invalid location `{other}` of an API key");
            let at = members.node.pointer().child("in");
            let help = "use query, header or cookie";
            members.node.mistake(Diagnostic::warning(Code::InvalidValue, &at, message).help(help));
            return None;
        }
    })
}
