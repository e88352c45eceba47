//! Servers and their variables.

use indexmap::IndexMap;
use openapiv3::{Server, ServerVariable};

use super::node::{Members, Node};

pub(super) fn servers(members: &Members<'_>) -> Vec<Server> {
    members.list("servers", |node| {
        let members = node.object()?;
        Some(Server {
            url: members.required_string("url")?,
            description: members.string("description"),
            variables: Some(members.map("variables", server_variable)),
            // `name` is from OpenAPI 3.2 and not in the 3.0 model.
            extensions: members
                .string("name")
                .map(|it| (NAME.to_owned(), it.into()))
                .into_iter()
                .collect(),
        })
    })
}

const NAME: &str = "name";

/// The name of a server (OpenAPI 3.2 §4.6.1).
pub(crate) fn server_name(server: &Server) -> Option<&str> {
    server.extensions.get(NAME)?.as_str()
}

fn server_variable(node: Node<'_>) -> Option<ServerVariable> {
    let members = node.object()?;
    Some(ServerVariable {
        default: members.scalar("default").unwrap_or_default(),
        enumeration: members.list("enum", |it| it.scalar()),
        description: members.string("description"),
        extensions: IndexMap::new(),
    })
}
