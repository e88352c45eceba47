//! The components object.

use indexmap::IndexMap;
use openapiv3::Components;

use super::{
    node::{Members, Node},
    operations, schema, security,
};

/// The components. One that cannot be read is left out, and references to it are reported.
pub(super) fn components(members: &Members<'_>) -> Components {
    Components {
        schemas: members.map("schemas", schema::schema_or_reference),
        responses: parts(members, "responses", operations::response),
        parameters: parts(members, "parameters", operations::parameter),
        examples: IndexMap::new(),
        request_bodies: parts(members, "requestBodies", operations::request_body),
        headers: parts(members, "headers", operations::header),
        security_schemes: parts(members, "securitySchemes", security::scheme),
        links: IndexMap::new(),
        callbacks: IndexMap::new(),
        extensions: members.extensions(),
    }
}

fn parts<T>(
    members: &Members<'_>,
    section: &str,
    read: fn(Node<'_>) -> Option<T>,
) -> IndexMap<String, T> {
    members.map(section, |node| node.part(read))
}
