//! The components object.

use indexmap::IndexMap;
use openapiv3::Components;

use super::{node::Members, operations, schema, security};

pub(super) fn components(members: &Members<'_>) -> Components {
    Components {
        schemas: members.map("schemas", schema::schema_or_reference),
        responses: members.map("responses", operations::response),
        parameters: members.map("parameters", operations::parameter),
        examples: IndexMap::new(),
        request_bodies: members.map("requestBodies", operations::request_body),
        headers: members.map("headers", operations::header),
        security_schemes: members.map("securitySchemes", security::scheme),
        links: IndexMap::new(),
        callbacks: IndexMap::new(),
        extensions: members.extensions(),
    }
}
