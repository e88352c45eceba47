//! Compares the constraints of two schemas (JSON Schema Validation §6).

use crate::{diff::rule::Rule, pointer::Pointer, tree::Tree};

/// Keywords whose larger number allows less.
const LOWER_BOUNDS: [&str; 5] =
    ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
/// Keywords whose smaller number allows less.
const UPPER_BOUNDS: [&str; 5] =
    ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
/// Keywords of which no two values can be compared.
const OTHERS: [&str; 3] = ["pattern", "multipleOf", "uniqueItems"];

/// The constraints that differ, each with how: `maxLength 10 → 20`.
pub(crate) fn compare(
    (old_tree, old_at): (&Tree, &Pointer),
    (new_tree, new_at): (&Tree, &Pointer),
) -> Vec<(Rule, String)> {
    let (Some(old), Some(new)) = (schema(old_tree, old_at), schema(new_tree, new_at)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut compare = |keyword: &str, is_tighter: &dyn Fn(f64, f64) -> bool| {
        let (before, after) = (old.get(keyword), new.get(keyword));
        if before == after {
            return;
        }
        let numbers = before.and_then(Tree::as_f64).zip(after.and_then(Tree::as_f64));
        let is_tightened = match (before, after, numbers) {
            (_, _, Some((before, after))) => is_tighter(before, after),
            (_, after, None) => after.is_some_and(|it| *it != Tree::Bool(false)),
        };
        let rule = if is_tightened { Rule::ConstraintTightened } else { Rule::ConstraintLoosened };
        let shown = |value: Option<&Tree>| value.map_or_else(|| "none".to_owned(), Tree::to_string);
        found.push((rule, format!("{keyword} {} → {}", shown(before), shown(after))));
    };
    for keyword in LOWER_BOUNDS {
        compare(keyword, &|before, after| after > before);
    }
    for keyword in UPPER_BOUNDS {
        compare(keyword, &|before, after| after < before);
    }
    for keyword in OTHERS {
        compare(keyword, &|_, _| true);
    }
    found
}

/// The schema at a place, or the one that it refers to.
fn schema<'t>(tree: &'t Tree, at: &Pointer) -> Option<&'t Tree> {
    let found = tree.pointer(at.as_str())?;
    match found.get("$ref").and_then(Tree::as_str) {
        Some(reference) => tree.pointer(Pointer::from_reference(reference)?.as_str()),
        None => Some(found),
    }
}

/// The schema of a parameter of the operation at a place, or of its path item.
pub(crate) fn of_parameter(tree: &Tree, operation: &Pointer, name: &str) -> Option<Pointer> {
    let places = [Some(operation.clone()), operation.parent()];
    places.into_iter().flatten().find_map(|at| {
        let list = at.child("parameters");
        let parameters = tree.pointer(list.as_str())?.as_array()?;
        let located = (0..parameters.len()).map(|index| followed(tree, list.index(index)));
        let is_named = |at: &Pointer| {
            tree.pointer(at.as_str()).and_then(|it| it.get("name")?.as_str()) == Some(name)
        };
        located.filter(is_named).map(|it| it.child("schema")).next()
    })
}

/// The schema of a body of the operation at a place.
pub(crate) fn of_body(tree: &Tree, operation: &Pointer, media_type: &str) -> Pointer {
    let body = followed(tree, operation.child("requestBody"));
    body.child("content").child(media_type).child("schema")
}

/// The place that a reference leads to.
fn followed(tree: &Tree, at: Pointer) -> Pointer {
    let reference = tree.pointer(at.as_str()).and_then(|it| it.get("$ref")?.as_str());
    reference.and_then(Pointer::from_reference).unwrap_or(at)
}
