//! Security schemes and requirements.

use openapiv3::{
    APIKeyLocation, ClientCredentialsOAuth2Flow, OAuth2Flows, ReferenceOr, SecurityRequirement,
    SecurityScheme,
};

use super::node::{Members, Node};
use crate::{
    diagnostics::{Code, Diagnostic},
    tree::Tree,
};

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
                let flows = members.child("flows", |node| Some(flows(node)));
                let flows = flows.unwrap_or_default();
                SecurityScheme::OAuth2 { flows, description, extensions }
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

/// The flow in which a client gets tokens on its own. Those with a user need a browser.
fn flows(node: Node<'_>) -> OAuth2Flows {
    let flow = node.lenient().object().and_then(|flows| {
        flows.child("clientCredentials", |node| {
            let members = node.object()?;
            let scopes = members.get("scopes").and_then(Tree::as_object);
            let scopes = scopes.into_iter().flatten();
            Some(ClientCredentialsOAuth2Flow {
                refresh_url: members.string("refreshUrl"),
                token_url: members.string("tokenUrl")?,
                scopes: scopes.map(|(name, _)| (name.to_owned(), String::new())).collect(),
                extensions: members.extensions(),
            })
        })
    });
    OAuth2Flows { client_credentials: flow, ..OAuth2Flows::default() }
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
