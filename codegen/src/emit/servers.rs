//! The servers that users can select: a constant or function of `Server` for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, params, scope::ident};
use crate::model::{Client, Server, Variable};

/// The type `Server` for `ClientBuilder::server`; nothing if there is only one server.
pub(super) fn items(client: &Client) -> Option<TokenStream> {
    if client.servers.is_empty() {
        return None;
    }
    let default = client.base_url.as_deref();
    let default = default.map(|url| format!(" The default is {}.", docs::code(url)));
    let default = default.unwrap_or_default();
    let docs = docs::plain(&format!(
        "A server of the API, for [`ClientBuilder::server`].{default} `Display` shows the URL.",
    ));
    let servers = client.servers.iter().map(server);
    Some(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Server(runtime::Server);

        impl Server {
            #(#servers)*
        }

        impl std::fmt::Display for Server {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
    })
}

/// The builder's setter.
pub(super) fn setter(client: &Client) -> Option<TokenStream> {
    (!client.servers.is_empty()).then(|| {
        quote! {
            /// Sets the base URL to the URL of a server.
            pub fn server(self, server: Server) -> Self {
                Self(self.0.server(server.0))
            }
        }
    })
}

/// The Rust expression of a server: `Server::SANDBOX`, `Server::regional("eu")`.
pub(super) fn example(server: &Server) -> String {
    let values = server.variables.iter().map(|it| it.default.as_deref().unwrap_or(&it.name.wire));
    let values: Vec<_> = values.map(|it| format!("{it:?}")).collect();
    let arguments =
        if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
    format!("Server::{}{arguments}", server.name.rust)
}

fn server(server: &Server) -> TokenStream {
    let docs = docs::outer(&described(server), None);
    let name = ident(&server.name.rust);
    let url = &server.name.wire;
    if server.variables.is_empty() {
        return quote! {
            #docs
            pub const #name: Self = Self(runtime::Server::new(#url));
        };
    }
    let many = params::many(server.variables.len());
    let names: Vec<_> = server.variables.iter().map(|it| ident(&it.name.rust)).collect();
    let wires = server.variables.iter().map(|it| &it.name.wire);
    quote! {
        #docs
        #many
        pub fn #name(#(#names: impl AsRef<str>),*) -> Self {
            Self(runtime::Server::filled(#url, &[#((#wires, #names.as_ref())),*]))
        }
    }
}

fn described(server: &Server) -> String {
    let url = docs::code(&server.name.wire);
    let variables: Vec<String> = server.variables.iter().map(variable).collect();
    let parts = [server.docs.trim(), &url, &variables.join("\n")];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// "- `region`: Where it is. `eu` (the default) or `us`."
fn variable(variable: &Variable) -> String {
    let name = docs::code(variable.name.rust.trim_start_matches("r#"));
    let words: Vec<_> = variable.docs.split_whitespace().collect();
    let mut text = words.join(" ");
    if !text.is_empty() && !text.ends_with('.') {
        text.push('.');
    }
    let parts: Vec<_> = [text, values(variable)].into_iter().filter(|it| !it.is_empty()).collect();
    if parts.is_empty() { format!("- {name}") } else { format!("- {name}: {}", parts.join(" ")) }
}

/// The values of a variable in the document.
fn values(variable: &Variable) -> String {
    let default = variable.default.as_deref();
    let mark = |value: &str| {
        let mark = if default == Some(value) { " (the default)" } else { "" };
        format!("{}{mark}", docs::code(value))
    };
    let other = default.filter(|it| !variable.values.iter().any(|value| value == it));
    let values = variable.values.iter().map(String::as_str).chain(other);
    let values: Vec<String> = values.map(mark).collect();
    match &values[..] {
        [] => String::new(),
        [only] => format!("{only}."),
        [first @ .., last] => format!("{} or {last}.", first.join(", ")),
    }
}
