//! A page of an operation that may be a listing: what the ways to the next page are found in.

use super::{
    envelope::{Property, is_integer, properties, words},
    items::Items,
};
use crate::{
    lower::draft::{Draft, DraftOperation, DraftParam, DraftStruct},
    model::{Location, TypeRef},
};

/// Parameters that say how many items a page has.
const SIZES: [&str; 22] = [
    "count",
    "items_per_page",
    "limit",
    "max",
    "max_items",
    "max_page_size",
    "max_per_page",
    "max_results",
    "maxresults",
    "num_items",
    "num_results",
    "page_limit",
    "page_size",
    "pagesize",
    "per_page",
    "perpage",
    "results_per_page",
    "rows",
    "rpp",
    "size",
    "take",
    "top",
];

pub(super) struct Page<'d> {
    pub(super) operation: &'d DraftOperation,
    pub(super) drafts: &'d [Draft],
    pub(super) items: Items<'d>,
    pub(super) properties: Vec<Property<'d>>,
    params: Params<'d>,
}

impl<'d> Page<'d> {
    pub(super) fn new(
        operation: &'d DraftOperation,
        page: &'d DraftStruct,
        items: Items<'d>,
        drafts: &'d [Draft],
    ) -> Self {
        let mut properties = properties(page, drafts);
        // Beside a list within an object is what tells about it.
        if let [outer, _] = &items.path.0[..] {
            properties.extend(beside(page, &outer.name, drafts));
        }
        let params = Params::of(operation);
        Self { operation, drafts, items, properties, params }
    }

    pub(super) fn params(&self) -> &Params<'d> {
        &self.params
    }

    /// The first property of these names that is as it should be.
    pub(super) fn property(
        &self,
        names: &[&str],
        is: impl Fn(&Property<'d>) -> bool,
    ) -> Option<&Property<'d>> {
        let found = |name: &&str| self.properties.iter().find(|it| it.words == **name && is(it));
        names.iter().find_map(found)
    }
}

/// The properties of the object that has the items.
fn beside<'d>(page: &'d DraftStruct, outer: &str, drafts: &'d [Draft]) -> Vec<Property<'d>> {
    let field = page.fields.iter().find(|it| it.wire == outer);
    let inner = field.and_then(|it| super::envelope::object(&it.ty, drafts));
    let mut found = inner.map(|it| properties(it, drafts)).unwrap_or_default();
    for property in &mut found {
        let inner = property.path.0.iter().map(|it| it.name.as_str());
        property.path = crate::model::FieldPath::of([outer].into_iter().chain(inner));
    }
    found
}

/// The query parameters of an operation, by their words.
pub(super) struct Params<'d>(Vec<(String, &'d DraftParam)>);

impl<'d> Params<'d> {
    pub(super) fn of(operation: &'d DraftOperation) -> Self {
        let query = operation.params.iter().filter(|it| it.location == Location::Query);
        Self(query.map(|it| (words(&it.wire), it)).collect())
    }

    /// The first parameter of these names.
    pub(super) fn find(&self, names: &[&str]) -> Option<&'d DraftParam> {
        let found = |name: &&str| self.0.iter().find(|(words, _)| words == *name);
        names.iter().find_map(found).map(|(_, param)| *param)
    }

    /// The first number of these names.
    pub(super) fn number(&self, names: &[&str]) -> Option<&'d DraftParam> {
        let found =
            |name: &&str| self.0.iter().find(|(words, it)| words == *name && is_count(&it.ty));
        names.iter().find_map(found).map(|(_, param)| *param)
    }

    /// Whether one says how many items a page has.
    pub(super) fn has_size(&self) -> bool {
        self.size().is_some()
    }

    /// The parameter that says how many items a page has.
    pub(super) fn size(&self) -> Option<&'d DraftParam> {
        self.find(&SIZES)
    }
}

/// Whether a parameter may count.
fn is_count(ty: &TypeRef) -> bool {
    is_integer(ty) || *ty.inner() == TypeRef::F64
}
