//! Paging by numbers: of the page, or of the items before it.

use super::page::{Page, Params};
use crate::{
    lower::draft::DraftParam,
    model::{Counting, FieldPath, Next},
};

/// Parameters for the number of the page.
const PAGES: [&str; 8] = [
    "page",
    "page_number",
    "page_no",
    "page_num",
    "page_index",
    "pagenumber",
    "page_nr",
    "current_page",
];
/// Parameters for the number of items before the page.
const OFFSETS: [&str; 6] = ["offset", "page_offset", "skip", "start_at", "start_index", "startat"];
/// Properties with the number of all pages.
const LAST_PAGE: [&str; 8] = [
    "total_pages",
    "page_count",
    "pages_total",
    "num_pages",
    "number_of_pages",
    "last_page",
    "page_total",
    "pages",
];
/// Properties with the number of all items.
const TOTAL: [&str; 8] = [
    "total_count",
    "total",
    "total_items",
    "total_results",
    "total_size",
    "total_elements",
    "total_records",
    "odata_count",
];
/// Properties that tell whether there are more pages.
const MORE: [&str; 6] =
    ["has_more", "more", "has_next", "has_next_page", "is_truncated", "truncated"];

/// The property that tells whether there are more pages.
pub(super) fn more(page: &Page<'_>) -> Option<FieldPath> {
    page.property(&MORE, |it| it.is_bool()).map(|it| it.path.clone())
}

/// By the number of the page. It has to be clear that the parameter is about the items.
pub(super) fn page_number(page: &Page<'_>) -> Option<Next> {
    let param = page.params().number(&PAGES)?;
    let is_sure = page.items.is_named || page.params().has_size() || has_totals(page);
    is_sure.then(|| Next::Page {
        param: param.wire.clone(),
        first: first(param, 1),
        pages: pages(page),
    })
}

/// By the number of items before the page.
pub(super) fn offset(page: &Page<'_>) -> Option<Next> {
    let param = page.params().number(&OFFSETS).filter(|it| !is_time(it) && has_start(it))?;
    let total = total(page);
    let is_sure = page.items.is_named && page.params().has_size() || total.is_some();
    is_sure.then(|| Next::Offset { param: param.wire.clone(), first: first(param, 0), total })
}

/// The property with the number of all items.
pub(super) fn total(page: &Page<'_>) -> Option<FieldPath> {
    page.property(&TOTAL, |it| it.is_integer()).map(|it| it.path.clone())
}

/// The property with the number of all pages.
pub(super) fn pages(page: &Page<'_>) -> Option<FieldPath> {
    page.property(&LAST_PAGE, |it| it.is_integer()).map(|it| it.path.clone())
}

/// How to count through arrays, which have nothing that tells about the page.
pub(super) fn of_array(params: &Params<'_>) -> Option<Counting> {
    position(params).filter(|_| params.has_size())
}

/// The parameter that says by a number where a page begins.
pub(super) fn position(params: &Params<'_>) -> Option<Counting> {
    let counting = |param: &DraftParam, by_item, usual| Counting {
        param: param.wire.clone(),
        first: first(param, usual),
        by_item,
    };
    let page = params.number(&PAGES).map(|it| counting(it, false, 1));
    let offset = params.number(&OFFSETS).filter(|it| !is_time(it));
    page.or_else(|| offset.map(|it| counting(it, true, 0)))
}

/// Whether it is clear what the first item counts as: an index starts from 0 or 1, and an offset from 0.
fn has_start(param: &DraftParam) -> bool {
    let is_index = param.wire.to_lowercase().contains("index");
    !is_index || param.default.is_some() || param.minimum.is_some() || stated(&param.docs).is_some()
}

/// Whether a parameter is a time, and does not count.
fn is_time(param: &DraftParam) -> bool {
    let docs = param.docs.to_lowercase();
    ["timestamp", "timezone", "time zone", "seconds"].iter().any(|it| docs.contains(it))
}

/// Whether a parameter says where a page begins.
pub(super) fn has_position(params: &Params<'_>) -> bool {
    params.number(&PAGES).or_else(|| params.number(&OFFSETS)).is_some()
}

/// Whether a page says how much there is, or that there is more.
pub(super) fn has_totals(page: &Page<'_>) -> bool {
    let counts = [&TOTAL[..], &LAST_PAGE].concat();
    page.property(&counts, |it| it.is_number()).is_some() || more(page).is_some()
}

/// The number of the first page or item.
pub(super) fn first(param: &DraftParam, usual: u8) -> u8 {
    let known = param.default.and_then(|it| u8::try_from(it).ok()).filter(|it| *it < 2);
    let least = match param.minimum {
        Some(0.0) => Some(0),
        Some(1.0) => Some(1),
        _ => None,
    };
    known.or_else(|| stated(&param.docs)).or(least).unwrap_or(usual)
}

/// Ways to say what the first page or item counts as; `#` is its number.
const STARTS: [&[&str]; 17] = [
    &["#", "based"],
    &["#", "indexed"],
    &["starts", "at", "#"],
    &["starts", "from", "#"],
    &["starts", "with", "#"],
    &["starting", "at", "#"],
    &["starting", "from", "#"],
    &["starting", "with", "#"],
    &["begins", "at", "#"],
    &["begins", "with", "#"],
    &["beginning", "at", "#"],
    &["beginning", "with", "#"],
    &["defaults", "to", "#"],
    &["default", "is", "#"],
    &["default", "#"],
    &["first", "is", "#"],
    &["#", "is", "first"],
];
/// Words that may stand between these.
const FILLERS: [&str; 7] = ["a", "the", "page", "pages", "number", "value", "index"];

/// What a description says that the first page or item counts as: 0 or 1.
fn stated(docs: &str) -> Option<u8> {
    let docs = docs.to_lowercase();
    let words = docs.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let words = words.filter(|it| !FILLERS.contains(it)).map(|it| match it {
        "zero" => "0",
        "one" => "1",
        other => other,
    });
    let words: Vec<&str> = words.collect();
    let is_said = |number: &str, way: &[&str]| {
        words.windows(way.len()).any(|window| {
            way.iter()
                .zip(window)
                .all(|(wanted, it)| wanted == it || *wanted == "#" && number == *it)
        })
    };
    let said = |number| STARTS.iter().any(|way| is_said(number, way));
    match (said("0"), said("1")) {
        (true, false) => Some(0),
        (false, true) => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::stated;

    #[test]
    fn a_description_may_say_where_counting_starts() {
        for (docs, first) in [
            ("Page of jobs to retrieve (starts at and defaults to 0)", Some(0)),
            ("Page number to retrieve; page numbers are 0-based.", Some(0)),
            ("Zero-based page index", Some(0)),
            ("The first page is page 0.", Some(0)),
            ("page number of results to return (1-based)", Some(1)),
            ("The page to fetch. Defaults to 1", Some(1)),
            ("Page number, starting at page number 1", Some(1)),
            ("How many items a page has. Defaults to 10.", None),
            ("Use a zero-based offset or the one-based page.", None),
            ("The number of the page.", None),
        ] {
            assert_eq!(stated(docs), first, "{docs}");
        }
    }
}
