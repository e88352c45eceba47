//! The client's builder and its servers.

use super::{
    item::{Item, ItemKind},
    spell::{Argument, callers, declared, plain},
};
use crate::{
    model::{Api, Credential, Scheme, Server, Variable, Webhooks},
    pointer::Pointer,
};

pub(super) fn add(api: &Api, items: &mut impl Extend<Item>) {
    let client = &api.client;
    for credential in &client.credentials {
        items.extend([setting(&credential.name.rust, &secrets(credential), "")]);
        if let Scheme::ClientCredentials { .. } = credential.scheme {
            items.extend([setting(
                &credential.client_credentials_setter(),
                &client_of_tokens(),
                "",
            )]);
        }
        items.extend([setting(&credential.provider_setter(), &[provider()], "")]);
    }
    for header in &client.headers {
        items.extend([setting(&header.name.rust, &[text(&header.name.rust)], &header.docs)]);
    }
    if !client.regions.is_empty() {
        items.extend([setting("data_residency", &[text("region")], "")]);
    }
    items.extend(client.servers.iter().map(server));
    if let Some(webhooks) = &api.webhooks {
        items.extend([events(api, webhooks)]);
        if webhooks.env.is_some() {
            items.extend([setting("webhook_secret", &[secret("secret")], "")]);
        }
    }
}

/// The method that verifies webhooks.
fn events(api: &Api, webhooks: &Webhooks) -> Item {
    let def = &api.types[webhooks.event];
    let name = &webhooks.accessor;
    let ty = format!("runtime::Webhooks<types::{}>", def.name.rust);
    Item {
        path: format!("Client::{}", plain(name)),
        kind: ItemKind::Accessor,
        signature: format!("() -> {ty}"),
        owner: String::new(),
        pointer: def.origin.clone(),
        docs: String::new(),
        deprecated: false,
        uses: callers(Some("client: &Client"), &[], &ty, |_| format!("client.{name}()")),
    }
}

fn secret(name: &str) -> (String, Argument) {
    let argument = Argument {
        declared: "impl Into<Secret>".to_owned(),
        passed: vec!["&str".to_owned(), "String".to_owned()],
    };
    (name.to_owned(), argument)
}

fn text(name: &str) -> (String, Argument) {
    let argument =
        Argument { declared: "impl AsRef<str>".to_owned(), passed: vec!["&str".to_owned()] };
    (name.to_owned(), argument)
}

/// The arguments of a credential's setter.
fn secrets(credential: &Credential) -> Vec<(String, Argument)> {
    if credential.scheme == Scheme::Basic {
        return vec![text("user"), text("password")];
    }
    vec![secret(&credential.name.rust)]
}

fn provider() -> (String, Argument) {
    let declared = "impl KeyProvider".to_owned();
    ("provider".to_owned(), Argument { declared, passed: vec!["runtime::OAuth2".to_owned()] })
}

/// The arguments for getting tokens: the ID and the secret of a client, and scopes.
fn client_of_tokens() -> Vec<(String, Argument)> {
    let argument = |name: &str, declared: &str, passed: &[&str]| {
        let passed = passed.iter().map(|it| (*it).to_owned()).collect();
        (name.to_owned(), Argument { declared: declared.to_owned(), passed })
    };
    vec![
        argument("id", "impl Into<String>", &["&str", "String"]),
        argument("secret", "impl Into<Secret>", &["&str", "String"]),
        argument("scopes", "&[&str]", &["&[&str]"]),
    ]
}

fn setting(name: &str, arguments: &[(String, Argument)], docs: &str) -> Item {
    Item {
        path: format!("ClientBuilder::{}", plain(name)),
        kind: ItemKind::Setting,
        signature: format!("({})", declared(arguments)),
        owner: String::new(),
        pointer: Pointer::root().child("components").child("securitySchemes"),
        docs: docs.to_owned(),
        deprecated: false,
        uses: callers(Some("builder: ClientBuilder"), arguments, "ClientBuilder", |passed| {
            format!("builder.{name}({passed})")
        }),
    }
}

/// What the documentation says of a variable.
fn described(variable: &Variable) -> String {
    let default = variable.default.as_deref().unwrap_or_default();
    format!("\n{} {default} {}", variable.docs, variable.values.join(" "))
}

fn server(server: &Server) -> Item {
    let name = &server.name.rust;
    let arguments: Vec<_> = server.variables.iter().map(|it| text(&it.name.rust)).collect();
    let is_constant = arguments.is_empty();
    Item {
        path: format!("Server::{}", plain(name)),
        kind: ItemKind::Setting,
        signature: if is_constant { String::new() } else { format!("({})", declared(&arguments)) },
        owner: String::new(),
        pointer: Pointer::root().child("servers"),
        docs: server.variables.iter().map(described).fold(server.docs.clone(), |all, it| all + &it),
        deprecated: false,
        uses: callers(Some("builder: ClientBuilder"), &arguments, "ClientBuilder", |passed| {
            let passed = if is_constant { String::new() } else { format!("({passed})") };
            format!("builder.server(api::Server::{name}{passed})")
        }),
    }
}
