//! [`openapiv3`] to the model. This file is the list of passes; each has a file of its own.

mod aliases;
mod answers;
mod bodies;
mod client;
mod compose;
mod directions;
mod docs;
mod enums;
mod errors;
mod fields;
mod headers;
mod media;
mod methods;
mod modules;
mod multipart;
mod naming;
mod operations;
mod package;
mod paging;
mod params;
mod path_items;
mod places;
mod querystring;
mod recursion;
mod resources;
mod responses;
mod scalars;
mod schema_ref;
mod schemas;
mod security;
mod servers;
mod status;
mod subtypes;
mod trials;
mod tuples;
mod types;
mod unions;
mod untyped;
mod usage;
mod webhooks;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::{config::Config, diagnostics::Diagnostics, model::Api, openapi::Resolver};

/// What every pass may look at.
#[derive(Clone, Copy)]
struct Cx<'a> {
    openapi: &'a OpenAPI,
    tree: &'a Value,
    resolver: Resolver<'a>,
    config: &'a Config,
}

/// Turns a document into the model. The order matters: usage needs the shapes, directions the usage,
/// paging the fields that are left, and names all that is to be named.
pub(crate) fn lower(
    openapi: &OpenAPI,
    tree: &Value,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Api {
    let cx = Cx { openapi, tree, resolver: Resolver::new(openapi, tree), config };
    let mut schemas = schemas::Schemas::new(cx);
    let security = security::Security::new(cx, diagnostics);
    let mut operations = operations::collect(cx, &security, &mut schemas, diagnostics);
    let unused = usage::Unused {
        webhooks: webhooks::collect(cx, &mut schemas, diagnostics),
        schemas: usage::all(cx, &mut schemas, diagnostics),
    };
    let mut drafts = schemas.finish(diagnostics);
    usage::mark(&operations, &unused, &mut drafts);
    directions::split(cx, &mut operations, &unused, &mut drafts);
    usage::mark_unused(&operations, &unused, &mut drafts);
    trials::mark(&mut drafts);
    paging::mark(cx, &mut operations, &mut drafts);
    aliases::unite(&mut drafts);
    paging::share(&mut drafts);
    recursion::box_cycles(&mut drafts);
    let types = types::assign(cx, drafts, &operations, diagnostics);
    let resources = resources::assign(cx, operations, diagnostics);
    let client = client::lower(cx, security.credentials, diagnostics);
    config.report_unused(diagnostics);
    Api { package: package::lower(cx), client, resources, types }
}
