//! Paging by address: a property of the page has the URL of the next page.

use super::{envelope::Property, page::Page};
use crate::model::Next;

/// Properties that have a URL by their name.
const ADDRESSES: [&str; 16] = [
    "next_page_uri",
    "next_page_url",
    "next_page_link",
    "next_page_href",
    "next_page_api",
    "next_link",
    "odata_next_link",
    "next_url",
    "next_uri",
    "next_href",
    "next_records_url",
    "next_results_url",
    "next_batch_url",
    "next_page_path",
    "nextlink",
    "href",
];
/// Properties that may have one.
const MAYBE: [&str; 2] = ["next", "next_page"];

pub(super) fn next(page: &Page<'_>) -> Option<Next> {
    let named = page.property(&ADDRESSES, is_address);
    let found = named.or_else(|| page.property(&MAYBE, may_be_address))?;
    Some(Next::Address { field: found.path.clone() })
}

fn is_address(property: &Property<'_>) -> bool {
    // `_links.next.href`
    let is_next = property.words != "href" || property.within == "next";
    property.is_text() && is_next && !is_token(&property.field.docs)
}

/// Whether a description says that the value is a token, and does not say that it is an address.
fn is_token(docs: &str) -> bool {
    let docs = docs.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|it| docs.contains(it));
    says(&["token", "cursor"]) && !says(&["url", "uri", "link", "href", "address"])
}

/// Whether the document says that a property is a URL: by its format, its description or an example, or by
/// the object that it is in.
fn may_be_address(property: &Property<'_>) -> bool {
    property.is_text() && (property.field.is_address || property.within.starts_with("link"))
}
