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
            // OpenAPI 3.2 has a name, for which 3.0 has no place.
            extensions: members
                .string("name")
                .map(|it| (NAME.to_owned(), it.into()))
                .into_iter()
                .collect(),
        })
    })
}

const NAME: &str = "name";

/// What a server is called.
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
