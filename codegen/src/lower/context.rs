//! The input of all passes, and the limit of nesting.

use openapiv3::OpenAPI;

use crate::{config::Config, lock::Lock, openapi::Resolver, tree::Tree};

/// The input of all passes.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    pub(crate) openapi: &'a OpenAPI,
    pub(crate) tree: &'a Tree,
    /// The tree of the part that is converted: all of it, or some of its paths with what they need.
    pub(crate) part: &'a Tree,
    pub(crate) resolver: Resolver<'a>,
    pub(crate) config: &'a Config,
    /// The decisions of an earlier generation.
    pub(crate) lock: &'a Lock,
    /// The header parameters that are settings of the client.
    pub(crate) shared_headers: &'a [SharedHeader],
}

/// A header parameter that all operations have.
#[derive(Clone, Debug)]
pub(crate) struct SharedHeader {
    /// The name of the header.
    pub(crate) wire: String,
    pub(crate) docs: String,
    /// Whether its value is a credential.
    pub(crate) is_secret: bool,
    pub(crate) required: bool,
}

/// The maximum nesting of arrays, maps, alternatives and `allOf`, including references. Printing Rust is
/// recursive and needs the most stack: 64 levels overflow the stack of a thread.
pub(crate) const MAX_DEPTH: usize = 32;
