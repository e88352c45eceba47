//! The components object.

use indexmap::IndexMap;
use openapiv3::{Components, ReferenceOr, Schema};

use super::{
    node::{Members, Node},
    operations, schema, security,
};

/// The components without the schemas. One that cannot be read is left out, and references to it are
/// reported.
pub(super) fn components(members: &Members<'_>) -> Components {
    Components {
        schemas: IndexMap::new(),
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

/// The schemas among the components.
pub(super) fn schemas(members: &Members<'_>) -> IndexMap<String, ReferenceOr<Schema>> {
    members.map("schemas", schema::schema_or_reference)
}

fn parts<T>(
    members: &Members<'_>,
    section: &str,
    read: fn(Node<'_>) -> Option<T>,
) -> IndexMap<String, T> {
    members.map(section, |node| node.part(read))
}
