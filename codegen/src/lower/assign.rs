//! Final names and files. These passes run last.

mod accessors;
mod arguments;
mod compatibility;
mod constructors;
mod conversions;
mod forwards;
mod lists;
mod locations;
mod locked;
mod methods;
mod modules;
pub(super) mod polls;
mod requests;
pub(super) mod resources;
mod types;
mod users;
mod variants;

use indexmap::IndexMap;

use super::{
    context::Cx,
    draft::{Draft, DraftOperation},
};
use crate::{
    diagnostics::Diagnostics,
    model::{Resource, TypeRef, Types},
    pointer::Pointer,
    threads::beside,
};

/// Turns drafts into types and resources, which all have their names then. Neither of the two needs names
/// of the other.
pub(super) fn assign(
    cx: Cx<'_>,
    drafts: Vec<Draft>,
    places: &IndexMap<Pointer, TypeRef>,
    operations: Vec<DraftOperation>,
    diagnostics: &mut Diagnostics,
) -> (Types, Vec<Resource>) {
    let wanted = forwards::wanted(cx, &operations, diagnostics);
    let mentions = modules::mentions(&operations);
    let (tags, mut reported) = (&cx.openapi.tags, Diagnostics::default());
    let (resources, types) = beside(
        || resources::assign(tags, operations, wanted, &mut reported),
        || types::assign(cx, drafts, places, &mentions, diagnostics),
    );
    diagnostics.append(reported);
    (types, resources)
}
