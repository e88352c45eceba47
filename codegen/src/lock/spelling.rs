//! Places in a lock, shorter than JSON pointers: `Pet.owner[]` is
//! `/components/schemas/Pet/properties/owner/items`, and `GET/pets>200!` is
//! `/paths/~1pets/get/responses/200/content/application~1json/schema`.

use super::line;
use crate::pointer::Pointer;

/// Segments with the name after them: `.owner` is `/properties/owner`.
const NAMED: [(char, &str); 6] = [
    ('.', "properties"),
    ('|', "oneOf"),
    ('^', "anyOf"),
    ('&', "allOf"),
    ('>', "responses"),
    ('?', "parameters"),
];

/// Segments without a name after them.
const ALONE: [(&str, &[&str]); 7] = [
    ("[]", &["items"]),
    ("{}", &["additionalProperties"]),
    ("!form", &["content", "application/x-www-form-urlencoded", "schema"]),
    ("!multipart", &["content", "multipart/form-data", "schema"]),
    ("!", &["content", "application/json", "schema"]),
    ("$", &["schema"]),
    ("<", &["requestBody"]),
];

const METHODS: [&str; 8] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

/// The kinds of other entries. A place does not start with them.
pub(super) const KINDS: [&str; 7] = ["alias", "call", "example", "former", "header", "lock", "use"];

/// The characters that end a name, without the dot; `:` stands for it.
const ENDS: &str = "|^&>?[]{}!$</~:=";
/// The characters that end the path of an operation.
const PATH_ENDS: &str = "<>?~";

/// The text of a place.
pub(super) fn spell(place: &Pointer) -> String {
    let segments: Vec<String> = place.segments().collect();
    let (mut text, mut rest) = root(&segments);
    while let Some((first, tail)) = rest.split_first() {
        let alone = ALONE.iter().find(|(_, all)| rest.iter().take(all.len()).eq(all.iter()));
        let named = NAMED.iter().find(|(_, segment)| first == segment);
        match (alone, named, tail) {
            (Some((sign, all)), _, _) => {
                text.push_str(sign);
                rest = &rest[all.len()..];
            }
            (_, Some((sign, _)), [name, tail @ ..]) => {
                text.push(*sign);
                text.push_str(&spell_name(name));
                rest = tail;
            }
            _ => {
                text.push('/');
                text.push_str(&spell_name(first));
                rest = tail;
            }
        }
    }
    text
}

/// The component or operation at the start of a place, and the other segments.
fn root(segments: &[String]) -> (String, &[String]) {
    match segments {
        [components, schemas, name, rest @ ..]
            if components == "components" && schemas == "schemas" && is_short(name) =>
        {
            (spell_name(name), rest)
        }
        [paths, path, method, rest @ ..] if paths == "paths" => {
            let method = method.to_uppercase();
            let is_path = path.len() > 1 && path.starts_with('/');
            match end(rest).filter(|_| is_path && METHODS.contains(&&*method)) {
                Some(end) => (method + &spell_path(path) + end, rest),
                None => (String::new(), segments),
            }
        }
        _ => (String::new(), segments),
    }
}

/// What is between the path of an operation and the other segments of a place; `None` if their first
/// sign would not end the path.
fn end(rest: &[String]) -> Option<&'static str> {
    let first = rest.first().map_or("", String::as_str);
    match (first, rest.len()) {
        ("", 0) | ("requestBody", _) | ("responses" | "parameters", 2..) => Some(""),
        // The segment starts with the second of two slashes.
        ("responses" | "parameters", _) => Some("/"),
        _ => None,
    }
}

/// Whether the name of a component can be the start of a place.
fn is_short(name: &str) -> bool {
    !name.is_empty() && !METHODS.contains(&name) && !KINDS.contains(&name)
}

fn spell_name(name: &str) -> String {
    if name.is_empty() { String::new() } else { line::encoded(name, ENDS).replace('.', ":") }
}

/// The path of an operation. Two slashes end it, so it contains none.
fn spell_path(path: &str) -> String {
    let mut text = line::encoded(path, PATH_ENDS).replace("//", "/%2F");
    if text.ends_with('/') {
        text.truncate(text.len() - 1);
        text.push_str("%2F");
    }
    text
}

/// The place that a text names.
pub(super) fn place(text: &str) -> Option<Pointer> {
    let (mut place, mut rest) = read_root(text)?;
    while !rest.is_empty() {
        if let Some((sign, all)) = ALONE.iter().find(|(sign, _)| rest.starts_with(sign)) {
            place = all.iter().fold(place, |at, segment| at.child(segment));
            rest = &rest[sign.len()..];
            continue;
        }
        let sign = rest.chars().next()?;
        let (name, tail) = read_name(&rest[sign.len_utf8()..]);
        match NAMED.iter().find(|(it, _)| *it == sign) {
            Some((_, segment)) => place = place.child(segment).child(&name),
            None if sign == '/' => place = place.child(&name),
            None => return None,
        }
        rest = tail;
    }
    Some(place)
}

fn read_root(text: &str) -> Option<(Pointer, &str)> {
    if text.chars().next().is_none_or(is_sign) {
        return Some((Pointer::root(), text));
    }
    let (method, path) = text.split_once('/').unwrap_or_default();
    if !METHODS.contains(&method) {
        let (name, rest) = read_name(text);
        let place = Pointer::root().child("components").child("schemas").child(&name);
        return (!name.is_empty()).then_some((place, rest));
    }
    let path = &text[text.len() - path.len() - 1..];
    let end = path.find(['<', '>', '?']).unwrap_or(path.len());
    let slashes = path.find("//").unwrap_or(path.len());
    let (path, rest) = path.split_at(end.min(slashes));
    let place = Pointer::root().child("paths").child(&line::decoded(path));
    // The first of the two slashes only ends the path.
    let rest = if rest.starts_with("//") { &rest[1..] } else { rest };
    Some((place.child(&method.to_lowercase()), rest))
}

/// Whether a character ends a name.
fn is_sign(character: char) -> bool {
    character == '.' || ENDS.contains(character) && character != ':'
}

fn read_name(text: &str) -> (String, &str) {
    let (name, rest) = text.split_at(text.find(is_sign).unwrap_or(text.len()));
    (line::decoded(&name.replace(':', ".")), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_short() {
        for (pointer, text) in [
            ("/components/schemas/Pet/properties/owner/items", "Pet.owner[]"),
            ("/components/schemas/io.k8s.Pod/oneOf/object.a", "io:k8s:Pod|object:a"),
            ("/components/schemas/call", "/components/schemas/call"),
            ("/components/responses/Gone", "/components>Gone"),
            (
                "/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema",
                "GET/pets/{id}>200!",
            ),
            ("/paths/~1pets/post/requestBody/content/text~1csv", "POST/pets</content/text%2Fcsv"),
            ("/paths/~1pets/get/responses", "GET/pets//responses"),
            ("/paths/~1pets/get/parameters/query.order/schema", "GET/pets?query:order$"),
            ("/paths/~1pets/parameters/query.order", "/paths/%2Fpets?query:order"),
        ] {
            let pointer = Pointer::from_text(pointer).expect("a pointer");
            assert_eq!(spell(&pointer), text);
            assert_eq!(place(text), Some(pointer));
        }
    }

    #[test]
    fn any_place_is_read_as_it_was_written() {
        let words = [
            "",
            "a",
            "a.b",
            ".",
            ":",
            "/",
            "//",
            "/x/",
            "/x//y",
            "GET",
            "get",
            "paths",
            "items",
            "components",
            "schemas",
            "properties",
            "oneOf",
            "responses",
            "requestBody",
            "content",
            "application/json",
            "schema",
            "parameters",
            "~",
            "%",
            "a b",
            "=",
            "größe",
            "call",
            "{}",
            "[]",
            "<x>",
            "#",
            "additionalProperties",
            "0",
            "|",
            "a?b",
        ];
        let starts: [&[&str]; 4] =
            [&["components", "schemas"], &["paths", "/pets/{id}", "get"], &["paths"], &[]];
        let others = words.iter().flat_map(|one| words.iter().map(move |other| [*one, *other]));
        for (start, [one, other]) in others.flat_map(|all| starts.map(|start| (start, all))) {
            for last in ["", "a", "properties", "content", "//"] {
                let all = start.iter().copied().chain([one, other, last]);
                let pointer = all.fold(Pointer::root(), |at, word| at.child(word));
                let text = spell(&pointer);
                assert_eq!(place(&text), Some(pointer), "{text}");
                assert!(!text.contains([' ', '=', '~']), "{text}");
            }
        }
    }
}
