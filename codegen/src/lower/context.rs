//! What every pass may look at, and how deep it may go.

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::{config::Config, openapi::Resolver};

/// What every pass may look at.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    pub(crate) openapi: &'a OpenAPI,
    pub(crate) tree: &'a Value,
    pub(crate) resolver: Resolver<'a>,
    pub(crate) config: &'a Config,
}

/// How deep arrays, maps, alternatives and `allOf` may nest, references included. What prints Rust
/// is recursive, and takes the most of a stack: 64 levels overflow that of a thread.
pub(crate) const MAX_DEPTH: usize = 32;
