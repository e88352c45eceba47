//! What operations say of their pages, by extensions that several generators read.

use openapiv3::Operation;
use serde_json::{Map, Value};

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pagination {
    /// The extension that says so.
    pub(crate) extension: &'static str,
    /// The property with the items, by names with dots between, if that is stated.
    pub(crate) items: Option<String>,
    pub(crate) way: Way,
    /// The property that tells whether there are more pages.
    pub(crate) more: Option<String>,
}

/// The way to the next page. Properties are names with dots between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// A property has its URL.
    Address(String),
    /// There is none.
    End,
    /// A parameter is set to a property.
    Token { param: String, property: String },
    /// A parameter is set to a property of the last item.
    LastItem { param: String, property: String },
    /// A parameter counts pages, up to a property if there is one.
    Page { param: String, pages: Option<String> },
    /// A parameter counts items.
    Offset { param: String },
}

const PAGEABLE: &str = "x-ms-pageable";
const FERN: &str = "x-fern-pagination";
const DATADOG: &str = "x-pagination";
const SPEAKEASY: &str = "x-speakeasy-pagination";

/// What an operation says of its pages; `None` if it says nothing that can be followed.
pub(crate) fn pagination(operation: &Operation) -> Option<Pagination> {
    let object = |name: &str| operation.extensions.get(name).and_then(Value::as_object);
    let pageable = || pageable(object(PAGEABLE)?);
    let fern = || fern(object(FERN)?);
    let speakeasy = || speakeasy(object(SPEAKEASY)?);
    let datadog = || datadog(object(DATADOG)?);
    pageable().or_else(speakeasy).or_else(fern).or_else(datadog)
}

fn text(members: &Map<String, Value>, key: &str) -> Option<String> {
    members.get(key)?.as_str().filter(|it| !it.is_empty()).map(str::to_owned)
}

/// AutoRest's extension. A list without a link has one page.
fn pageable(members: &Map<String, Value>) -> Option<Pagination> {
    let items = text(members, "itemName").unwrap_or_else(|| "value".to_owned());
    let way = text(members, "nextLinkName").map_or(Way::End, Way::Address);
    Some(Pagination { extension: PAGEABLE, items: Some(items), way, more: None })
}

/// Fern's extension. Places are `$request.cursor` and `$response.next`.
fn fern(members: &Map<String, Value>) -> Option<Pagination> {
    let response = |key: &str| Some(text(members, key)?.strip_prefix("$response.")?.to_owned());
    let request = |key: &str| {
        let place = text(members, key)?;
        let place = place.strip_prefix("$request.")?;
        Some(place.strip_prefix("query.").unwrap_or(place).to_owned())
    };
    let way = match (request("cursor"), request("offset")) {
        (Some(param), _) => Way::Token { param, property: response("next_cursor")? },
        (None, Some(param)) if members.contains_key("step") => Way::Offset { param },
        (None, Some(param)) => Way::Page { param, pages: None },
        (None, None) => Way::Address(response("next_uri").or_else(|| response("next_path"))?),
    };
    let more = response("has-next-page");
    Some(Pagination { extension: FERN, items: response("results"), way, more })
}

/// The extension of Datadog's generator: parameters by name, places as names with dots between.
fn datadog(members: &Map<String, Value>) -> Option<Pagination> {
    let cursor = text(members, "cursorParam").zip(text(members, "cursorPath"));
    let way = match (cursor, text(members, "pageParam")) {
        (Some((param, property)), _) => Way::Token { param, property },
        (None, Some(param)) => Way::Page { param, pages: None },
        (None, None) => Way::Offset { param: text(members, "pageOffsetParam")? },
    };
    Some(Pagination { extension: DATADOG, items: text(members, "resultsPath"), way, more: None })
}

/// Speakeasy's extension. Places are JSON paths of the response: `$.meta.next`.
fn speakeasy(members: &Map<String, Value>) -> Option<Pagination> {
    let outputs = members.get("outputs").and_then(Value::as_object);
    let output = |key: &str| Some(text(outputs?, key)?.strip_prefix("$.")?.to_owned());
    let inputs = members.get("inputs").and_then(Value::as_array);
    let input = |kind: &str| {
        let is = |it: &&Map<String, Value>| {
            text(it, "type").as_deref() == Some(kind)
                && text(it, "in").is_none_or(|place| place == "parameters")
        };
        text(inputs?.iter().filter_map(Value::as_object).find(is)?, "name")
    };
    let way = match members.get("type")?.as_str()? {
        "cursor" => cursor(input("cursor")?, output("nextCursor")?),
        "url" => Way::Address(output("nextUrl")?),
        "offsetLimit" => match input("page") {
            Some(param) => Way::Page { param, pages: output("numPages") },
            None => Way::Offset { param: input("offset")? },
        },
        _ => return None,
    };
    Some(Pagination { extension: SPEAKEASY, items: output("results"), way, more: None })
}

/// `next` is a property of the page, `data[-1].id` one of its last item.
fn cursor(param: String, place: String) -> Way {
    let of_last = ["[-1].", "[(@.length-1)]."].iter().find_map(|last| place.split_once(last));
    match of_last {
        Some((_, property)) => Way::LastItem { param, property: property.to_owned() },
        None => Way::Token { param, property: place },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(name: &str, value: Value) -> Option<Pagination> {
        let mut operation = Operation::default();
        operation.extensions.insert(name.to_owned(), value);
        pagination(&operation)
    }

    #[test]
    fn each_extension_is_read() {
        let text = str::to_owned;
        for (name, value, items, way) in [
            (
                PAGEABLE,
                json!({"nextLinkName": "nextLink"}),
                Some("value"),
                Some(Way::Address(text("nextLink"))),
            ),
            (PAGEABLE, json!({"nextLinkName": null}), Some("value"), Some(Way::End)),
            (
                FERN,
                json!({
                    "cursor": "$request.page_token",
                    "next_cursor": "$response.meta.next",
                    "results": "$response.data"
                }),
                Some("data"),
                Some(Way::Token { param: text("page_token"), property: text("meta.next") }),
            ),
            (
                FERN,
                json!({"offset": "$request.query.start", "step": "$request.limit"}),
                None,
                Some(Way::Offset { param: text("start") }),
            ),
            (
                FERN,
                json!({"next_uri": "$response.next", "results": "$response.items"}),
                Some("items"),
                Some(Way::Address(text("next"))),
            ),
            (
                DATADOG,
                json!({"limitParam": "count", "pageOffsetParam": "start", "resultsPath": "rows"}),
                Some("rows"),
                Some(Way::Offset { param: text("start") }),
            ),
            (SPEAKEASY, json!("yes"), None, None),
        ] {
            let found = of(name, value.clone());
            assert_eq!(found.as_ref().map(|it| it.way.clone()), way, "{value}");
            assert_eq!(found.and_then(|it| it.items).as_deref(), items, "{value}");
        }
    }

    #[test]
    fn json_paths_are_read() {
        let text = str::to_owned;
        for (name, value, items, way) in [
            (
                SPEAKEASY,
                json!({
                    "type": "offsetLimit",
                    "inputs": [{"name": "page", "in": "parameters", "type": "page"}],
                    "outputs": {"results": "$.data.rows", "numPages": "$.data.pages"}
                }),
                Some("data.rows"),
                Some(Way::Page { param: text("page"), pages: Some(text("data.pages")) }),
            ),
            (
                SPEAKEASY,
                json!({
                    "type": "cursor",
                    "inputs": [{"name": "since", "in": "parameters", "type": "cursor"}],
                    "outputs": {"nextCursor": "$.data[-1].created"}
                }),
                None,
                Some(Way::LastItem { param: text("since"), property: text("created") }),
            ),
            (SPEAKEASY, json!({"type": "url", "outputs": {}}), None, None),
        ] {
            let found = of(name, value.clone());
            assert_eq!(found.as_ref().map(|it| it.way.clone()), way, "{value}");
            assert_eq!(found.and_then(|it| it.items).as_deref(), items, "{value}");
        }
    }
}
