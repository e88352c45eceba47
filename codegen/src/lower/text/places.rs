//! Documentation of types without a description: their place in an operation.

use crate::{pointer::Pointer, tree::Tree};

/// A sentence about the node at a pointer: ``The body of `POST /things`.`` It is empty for a node
/// outside of operations: the name of a type already says where it is in a component.
pub(crate) fn sentence(at: &Pointer, tree: &Tree) -> String {
    let segments: Vec<String> = at.segments().collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let Some(words) = phrase(&segments, tree) else { return String::new() };
    let mut characters = words.chars();
    let first = characters.next().map(|it| it.to_ascii_uppercase());
    format!("{}{}.", first.unwrap_or_default(), characters.as_str())
}

/// The phrase, from the innermost part outwards; `None` if no operation is around it.
fn phrase(segments: &[&str], tree: &Tree) -> Option<String> {
    let (part, outer) = match whole(segments, tree) {
        ["paths", path] => return Some(code(path)),
        ["paths", path, method] => {
            return Some(code(&format!("{} {path}", method.to_uppercase())));
        }
        ["webhooks" | "x-webhooks", name, _] => return Some(format!("the webhook {}", code(name))),
        [outer @ .., "requestBody", "content", _, "schema" | "itemSchema"] => {
            ("the body".to_owned(), outer)
        }
        [outer @ .., "responses", status, "content", _, "schema" | "itemSchema"]
        | [outer @ .., "responses", status] => (format!("the response {}", code(status)), outer),
        [outer @ .., "headers", name, "schema"] => (format!("the header {}", code(name)), outer),
        ["paths", path, "additionalOperations", method] => {
            return Some(code(&format!("{method} {path}")));
        }
        [outer @ .., "parameters", index, "schema"]
        | [outer @ .., "parameters", index, "content", _, "schema"] => {
            (format!("the parameter {}", code(parameter(outer, index, tree)?)), outer)
        }
        [outer @ .., "properties", name] => (code(name), outer),
        [outer @ .., "items" | "prefixItems"] => ("an item".to_owned(), outer),
        [outer @ .., "additionalProperties"] | [outer @ .., "patternProperties", _] => {
            ("an additional property".to_owned(), outer)
        }
        [outer @ .., "prefixItems", index] => (numbered("item", index)?, outer),
        [outer @ .., "oneOf" | "anyOf", index] => (numbered("alternative", index)?, outer),
        [outer @ .., "allOf", index] => (numbered("part", index)?, outer),
        [outer @ .., media] if media.contains('/') => {
            return Some(format!("{} as {}", phrase(outer, tree)?, code(media)));
        }
        _ => return None,
    };
    Some(format!("{part} of {}", phrase(outer, tree)?))
}

/// The pointer without its last segments, if they select the only alternative other than null.
fn whole<'s, 'a>(segments: &'s [&'a str], tree: &Tree) -> &'s [&'a str] {
    let [outer @ .., keyword @ ("oneOf" | "anyOf"), _] = segments else { return segments };
    let list = pointer(outer).child(keyword);
    let list = tree.pointer(list.as_str()).and_then(Tree::as_array);
    let is_null = |schema: &&Tree| schema.get("type").is_some_and(|it| *it == "null");
    match list.map(|list| list.iter().filter(|it| !is_null(it)).count()) {
        Some(1) => whole(outer, tree),
        _ => segments,
    }
}

fn pointer(segments: &[&str]) -> Pointer {
    segments.iter().fold(Pointer::root(), |at, segment| at.child(segment))
}

fn numbered(what: &str, index: &str) -> Option<String> {
    Some(format!("{what} {}", index.parse::<usize>().ok()?.checked_add(1)?))
}

/// The name of a parameter, which is not part of its pointer.
fn parameter<'t>(outer: &[&str], index: &str, tree: &'t Tree) -> Option<&'t str> {
    let at = pointer(outer).child("parameters").child(index).child("name");
    tree.pointer(at.as_str())?.as_str()
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_described_from_the_inside_out() {
        let tree = Tree::of_json(&json!({"paths": {"/a": {
            "get": {"parameters": [{"name": "order"}]},
            "put": {"requestBody": {"content": {"a/b": {"schema": {"properties": {
                "d": {"oneOf": [{}, {"type": "null"}]},
            }}}}}},
        }}}));
        let told = |reference: &str| {
            let at = Pointer::from_reference(reference).unwrap_or_default();
            sentence(&at, &tree)
        };
        let body = "#/paths/~1a/put/requestBody/content/a~1b/schema";
        for (reference, sentence) in [
            ("#/components/schemas/A", ""),
            ("#/components/schemas/A/properties/b/items", ""),
            ("#/components/responses/A/content/b/schema", ""),
            ("#/paths/~1a/get/parameters/0/schema", "The parameter `order` of `GET /a`."),
            (
                "#/paths/~1a/get/parameters/0/schema/items",
                "An item of the parameter `order` of `GET /a`.",
            ),
            (body, "The body of `PUT /a`."),
            (&format!("{body}/properties/c"), "`c` of the body of `PUT /a`."),
            (&format!("{body}/properties/d/oneOf/0"), "`d` of the body of `PUT /a`."),
            (&format!("{body}/oneOf/0"), "Alternative 1 of the body of `PUT /a`."),
            (
                "#/paths/~1a/additionalOperations/COPY/requestBody/content/a~1b/schema",
                "The body of `COPY /a`.",
            ),
            (
                "#/paths/~1a/put/responses/200/content/a~1b/schema",
                "The response `200` of `PUT /a`.",
            ),
            ("#/webhooks/a/post/requestBody/content/a~1b/schema", "The body of the webhook `a`."),
            (
                "#/paths/~1a/put/responses/200/headers/A/schema",
                "The header `A` of the response `200` of `PUT /a`.",
            ),
            ("#/x-files/a.yaml/A", ""),
            ("#/paths/~1a/get/parameters/9/schema", ""),
        ] {
            assert_eq!(told(reference), sentence);
        }
    }
}
