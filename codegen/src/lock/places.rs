//! Places that do not depend on the order of the document. In a lock, an element of an array has a name
//! instead of an index: `#/components/schemas/Pet/oneOf/Cat`.

use crate::{pointer::Pointer, tree::Tree};

/// The arrays whose order has no meaning.
pub(super) const UNORDERED: [&str; 4] = ["allOf", "anyOf", "oneOf", "parameters"];
/// The maximum length of a place, with its references and `allOf`s.
const MAX_DEPTH: usize = 64;
/// Properties that identify an object.
const MARKS: [&str; 5] = ["type", "kind", "object", "role", "event"];

/// A place, with words instead of indices.
pub(crate) fn steady(tree: &Tree, at: &Pointer) -> Pointer {
    if !UNORDERED.iter().any(|it| at.as_str().contains(&format!("/{it}/"))) {
        return at.clone();
    }
    let mut node = Some(tree);
    let mut key = String::new();
    let mut steady = Pointer::root();
    for segment in at.segments() {
        let index = segment.parse::<usize>().ok();
        let word = match (node, index) {
            (Some(Tree::Array(items)), Some(index)) if UNORDERED.contains(&&*key) => {
                words(items).into_iter().nth(index)
            }
            _ => None,
        };
        node = node.and_then(|it| child(tree, it, &segment, MAX_DEPTH));
        steady = steady.child(word.as_ref().unwrap_or(&segment));
        key = segment;
    }
    steady
}

/// The current place of a node that was at a place below `from`: references are followed, and the parts
/// of an `allOf` are one schema.
pub(crate) fn walk(tree: &Tree, from: &Pointer, segments: &[String]) -> Option<Pointer> {
    step(tree, from, segments, MAX_DEPTH)
}

/// What an alternative of a union refers to now, if its component was renamed: the only new component
/// among the alternatives. The word for an alternative is its component, so that [`walk`] does not find it.
pub(crate) fn successor(
    tree: &Tree,
    place: &[String],
    is_new: impl Fn(&Pointer) -> bool,
) -> Option<Pointer> {
    let (_, array) = place.split_last()?;
    let key = array.last().filter(|it| UNORDERED.contains(&it.as_str()))?;
    let array = walk(tree, &Pointer::root(), array)?;
    let items = tree.pointer(array.as_str())?.as_array().filter(|_| key != "parameters")?;
    let targets = items.iter().filter_map(|it| it.get("$ref").and_then(Tree::as_str));
    let mut new = targets.filter_map(Pointer::from_reference).filter(is_new);
    new.next().filter(|_| new.next().is_none())
}

fn step(tree: &Tree, at: &Pointer, segments: &[String], depth: usize) -> Option<Pointer> {
    let depth = depth.checked_sub(1)?;
    let node = tree.pointer(at.as_str())?;
    if let Some(reference) = node.get("$ref").and_then(Tree::as_str) {
        return step(tree, &Pointer::from_reference(reference)?, segments, depth);
    }
    let Some((first, rest)) = segments.split_first() else { return Some(at.clone()) };
    let key = at.last().unwrap_or_default();
    let own = find(&key, node, first).and_then(|own| step(tree, &at.child(&own), rest, depth));
    let parts = node.get("allOf").and_then(Tree::as_array).map_or(0, <[Tree]>::len);
    let part = |index| step(tree, &at.child("allOf").index(index), segments, depth);
    own.or_else(|| (0..parts).find_map(part))
}

/// The own segment of the node that a segment of such a place names.
fn find(key: &str, node: &Tree, segment: &str) -> Option<String> {
    match node {
        Tree::Array(items) if UNORDERED.contains(&key) => {
            words(items).iter().position(|it| it == segment).map(|it| it.to_string())
        }
        other => member(other, segment).map(|_| segment.to_owned()),
    }
}

/// A member of a schema or of a schema in its `allOf`: the alternatives of a union have places in the
/// schema around it.
fn child<'v>(tree: &'v Tree, node: &'v Tree, segment: &str, depth: usize) -> Option<&'v Tree> {
    let depth = depth.checked_sub(1)?;
    let of_part = |part: &'v Tree| {
        let target = part.get("$ref").and_then(Tree::as_str).and_then(Pointer::from_reference);
        let part = target.map_or(Some(part), |it| tree.pointer(it.as_str()))?;
        child(tree, part, segment, depth)
    };
    let parts = || node.get("allOf").and_then(Tree::as_array).into_iter().flatten();
    member(node, segment).or_else(|| parts().find_map(of_part))
}

fn member<'v>(node: &'v Tree, segment: &str) -> Option<&'v Tree> {
    match node {
        Tree::Array(items) => items.get(segment.parse::<usize>().ok()?),
        other => other.get(segment),
    }
}

/// A unique word for each element.
fn words(items: &[Tree]) -> Vec<String> {
    let own: Vec<String> = items.iter().map(word).collect();
    let mut words = vec![String::new(); items.len()];
    for index in in_order(items, &own) {
        let word = &own[index];
        let is_twin = own.iter().filter(|it| *it == word).count() > 1;
        let property = if is_twin { distinct(index, items) } else { None };
        let word = property.map_or_else(|| word.clone(), |it| format!("{word}.{it}"));
        let mut others = (2..).map(|number: u32| format!("{word}.{number}"));
        let is_free = |it: &String| !words.contains(it);
        let free = std::iter::once(word.clone()).chain(others.by_ref()).find(is_free);
        words[index] = free.unwrap_or_default();
    }
    words
}

/// The elements by their words, and those of one word by all that they are.
fn in_order(items: &[Tree], words: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    let is_twin = |word: &String| words.iter().filter(|it| *it == word).count() > 1;
    let whole = |index: usize| is_twin(&words[index]).then(|| sorted(&items[index]));
    order.sort_by_cached_key(|index| (words[*index].clone(), whole(*index)));
    order
}

/// The text of a node in an order of its own.
fn sorted(node: &Tree) -> String {
    let mut parts: Vec<String> = match node {
        Tree::Object(members) => {
            members.iter().map(|(key, it)| format!("{key}: {}", sorted(it))).collect()
        }
        Tree::Array(items) => items.iter().map(sorted).collect(),
        other => return other.to_string(),
    };
    parts.sort();
    format!("{{{}}}", parts.join(", "))
}

/// The word for an element: its reference, the name of a parameter, the constant of an object, or else
/// its JSON type.
fn word(item: &Tree) -> String {
    let text = |key: &str| item.get(key).and_then(Tree::as_str);
    if let Some(target) = text("$ref").and_then(Pointer::from_reference) {
        return target.last().unwrap_or_default();
    }
    if let (Some(location), Some(name)) = (text("in"), text("name")) {
        return format!("{location}.{name}");
    }
    let own = single(item).map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned));
    let constant = constant(item).or(own);
    constant.or_else(|| text("type").map(str::to_owned)).unwrap_or_else(|| "any".to_owned())
}

fn constant(item: &Tree) -> Option<String> {
    let properties = item.get("properties").and_then(Tree::as_object)?;
    let marked = MARKS.iter().filter_map(|it| properties.get(it));
    let values = marked.chain(properties.values()).filter_map(single);
    values.filter_map(Tree::as_str).map(str::to_owned).next()
}

/// The only value that a schema allows.
fn single(schema: &Tree) -> Option<&Tree> {
    let values = schema.get("enum").and_then(Tree::as_array).filter(|it| it.len() == 1);
    schema.get("const").or_else(|| values?.first())
}

/// A property that no other element has, required if there is one.
fn distinct(index: usize, items: &[Tree]) -> Option<String> {
    let names = |item: &Tree| -> Vec<String> {
        let properties = item.get("properties").and_then(Tree::as_object);
        let required = item.get("required").and_then(Tree::as_array).into_iter().flatten();
        let required = required.filter_map(Tree::as_str).map(str::to_owned);
        let properties = properties.into_iter().flat_map(|it| it.keys().map(str::to_owned));
        let mut names: Vec<String> = properties.chain(required).collect();
        names.sort();
        names
    };
    let others = items.iter().enumerate().filter(|(other, _)| *other != index);
    let others: Vec<Vec<String>> = others.map(|(_, it)| names(it)).collect();
    let own = names(&items[index]);
    let own = own.into_iter().filter(|name| others.iter().all(|it| !it.contains(name)));
    let own: Vec<String> = own.collect();
    let required = items[index].get("required").and_then(Tree::as_array);
    let is_required =
        |name: &&String| required.is_some_and(|all| all.iter().any(|it| it.as_str() == Some(name)));
    own.iter().find(is_required).or(own.first()).cloned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_element_is_called_by_what_it_is() {
        let components = json!({"schemas": {"Cat": {"type": "object"}}});
        let tree = Tree::of_json(&json!({"components": components, "oneOf": [
            {"$ref": "#/components/schemas/Cat"},
            {"properties": {"type": {"const": "dog"}}},
            {"type": "object", "properties": {"a": {}, "b": {}}},
            {"type": "object", "properties": {"c": {}, "b": {}}},
            {"type": "string"},
            {"type": "string"},
        ]}));
        let words = ["Cat", "dog", "object.a", "object.c", "string", "string.2"];
        for (index, word) in words.into_iter().enumerate() {
            let at = Pointer::root().child("oneOf").index(index).child("items");
            let steady = steady(&tree, &at);
            assert_eq!(steady.to_string(), format!("#/oneOf/{word}/items"));
            let found = walk(&tree, &Pointer::root(), &["oneOf".to_owned(), word.to_owned()]);
            let cat = "#/components/schemas/Cat";
            let at = Pointer::from_reference(cat).filter(|_| word == "Cat");
            assert_eq!(found, Some(at.unwrap_or(Pointer::root().child("oneOf").index(index))));
        }
    }
}
