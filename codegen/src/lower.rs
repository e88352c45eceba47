//! Converts [`openapiv3`] to the model. This file is the list of passes; each pass has its own file.
//!
//! Each folder uses only the folders before it.

mod context;
mod text;

mod draft;
mod schemas;

mod client;
mod operations;

mod passes;

mod assign;

use std::collections::BTreeMap;

use openapiv3::OpenAPI;

use crate::{
    config::Config,
    diagnostics::Diagnostics,
    lock::Lock,
    model::Api,
    openapi::{PathTree, Resolver},
    tree::Tree,
};
use assign::{polls, resources};
use client::Security;
use context::Cx;
use operations::{Unused, multipart, webhooks};
use passes::{bodies, directions, paging, recursion, texts, trials, usage};
use schemas::Schemas;

pub use text::reserved::is_keyword;

/// What is converted: a document, or a part of it.
pub(crate) struct Source<'a> {
    /// What is converted, without its paths.
    pub openapi: &'a OpenAPI,
    /// The tree of what is converted.
    pub part: &'a Tree,
    /// The tree of the whole document.
    pub tree: &'a Tree,
}

/// Converts a document to the model. The order matters: usage needs the shapes, directions need usage,
/// paging needs the remaining fields, and naming needs everything else.
pub(crate) fn lower(
    source: Source<'_>,
    config: &Config,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> Api {
    let Source { openapi, part, tree } = source;
    let resolver = Resolver::new(openapi, tree);
    let moved = lock.moved(tree);
    let lock = moved.as_ref().unwrap_or(lock);
    let all = PathTree::all(part).flat_map(|it| it.all_operations(tree));
    let shared_headers = client::shared_headers(all, &resolver, lock);
    let cx = Cx { openapi, tree, part, resolver, config, lock, shared_headers: &shared_headers };
    let mut schemas = Schemas::new(cx);
    let security = Security::new(cx, diagnostics);
    let mut operations = operations::collect(cx, &security, &mut schemas);
    let unused = Unused {
        events: webhooks::collect(cx, &mut schemas),
        kept: operations::kept(cx, &mut schemas),
        schemas: operations::all(cx, &mut schemas),
    };
    let (mut drafts, mut places, reported) = schemas.finish();
    diagnostics.append(reported);
    multipart::name_forms(&mut drafts);
    usage::mark(&operations, &unused, &mut drafts);
    directions::split(cx, &mut operations, &mut drafts);
    // From here on, requests use the request types of split types.
    usage::mark(&operations, &unused, &mut drafts);
    directions::omit(cx, &mut drafts);
    usage::mark_unused(&operations, &unused, &mut drafts);
    usage::drop_unused(&mut operations, &mut places, &mut drafts);
    trials::mark(&mut drafts);
    bodies::mark(cx, &mut operations, &mut drafts);
    texts::add(&mut operations, &drafts);
    paging::mark(cx, &mut operations, &mut drafts);
    paging::share(&mut drafts);
    recursion::box_cycles(&mut drafts);
    resources::locate(cx, &mut operations, &drafts);
    let (types, mut resources) = assign::assign(cx, drafts, &places, operations, diagnostics);
    polls::assign(cx, &mut resources, diagnostics);
    let client = client::lower(cx, security.credentials, diagnostics);
    let webhooks = client::webhooks(cx, &types, &resources);
    config.report_unused(diagnostics);
    let examples = BTreeMap::new();
    Api { package: client::package(cx), client, resources, types, webhooks, examples }
}
