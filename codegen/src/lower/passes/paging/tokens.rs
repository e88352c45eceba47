//! Paging by a token: a property of the page has the value of a parameter for the next page.

use super::{
    envelope::{Property, is_integer},
    page::{Page, Params},
};
use crate::{
    lower::draft::DraftParam,
    model::{Next, TypeRef},
};

/// Parameters, and the properties that have their values for the next page. `=` is a property of the name
/// of the parameter.
const TOKENS: [(&[&str], &[&str]); 7] = [
    (
        &["cursor", "next_cursor", "start_cursor", "page_cursor", "pagination_cursor"],
        &["next_cursor", "next_page_cursor", "end_cursor", "=", "cursor", "after", "next"],
    ),
    (
        &[
            "page_token",
            "next_page_token",
            "pagination_token",
            "next_token",
            "starting_token",
            "token",
        ],
        &["next_page_token", "next_token", "next_page", "next_pagination_token", "="],
    ),
    (&["marker", "next_marker"], &["next_marker", "="]),
    (
        &["continuation_token", "next_continuation_token", "continuation", "continue"],
        &["next_continuation_token", "continuation_token", "continuation", "="],
    ),
    (
        &["after", "starting_after", "start_after", "page_after", "after_id", "after_cursor"],
        &["next_cursor", "next_after", "after", "end_cursor", "next", "="],
    ),
    (
        &["page", "page_number", "page_id"],
        &["next_page_token", "next_page", "next_page_number", "next_page_id"],
    ),
    (&["offset", "next_offset", "start", "start_index", "skip"], &["next_offset", "next_start"]),
];
/// What the description of a property says that repeats the request.
const REPEATED: [&str; 5] = ["echo", "in the request", "supplied", "passed in", "you sent"];

pub(super) fn next(page: &Page<'_>) -> Option<Next> {
    TOKENS.iter().find_map(|(params, names)| {
        params.iter().find_map(|name| {
            let param = page.params().find(&[name])?;
            let same = |it: &&'static str| if *it == "=" { *name } else { it };
            // A `token` may be anything, and so may what is called like it.
            let is_other = |it: &&str| *name != "token" || *it != "token";
            let names: Vec<&str> = names.iter().map(same).filter(is_other).collect();
            let property = page.property(&names, |it| is_token(it, param))?;
            let (param, field) = (param.wire.clone(), property.path.clone());
            Some(Next::Token { param, field })
        })
    })
}

/// Whether a parameter is one that takes a token.
pub(super) fn has_token(params: &Params<'_>) -> bool {
    let names = TOKENS.iter().flat_map(|(names, _)| *names).filter(|name| **name != "token");
    params.find(&names.copied().collect::<Vec<_>>()).is_some()
}

/// Whether a property has a value of a parameter for the next page.
fn is_token(property: &Property<'_>, param: &DraftParam) -> bool {
    let docs = property.field.docs.to_lowercase();
    let is_next = property.words.starts_with("next");
    if !is_next && REPEATED.iter().any(|it| docs.contains(it)) {
        return false;
    }
    // `next` of `links` is a link, and so may be a text where a number is to be sent.
    let is_text = property.is_text()
        && !property.field.is_address
        && !property.within.starts_with("link")
        && *param.ty.inner() != TypeRef::Bool
        && !is_integer(&param.ty);
    is_text || property.is_number()
}
