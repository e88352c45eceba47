//! Finds the items of a crate by a place of the document, or by a name.

use crate::{
    diagnostics::nearest,
    document::Document,
    names::{NameEntry, NameKind},
    pointer::Pointer,
    surface::{Item, ItemKind, Surface},
};

/// The items of `surface` that `query` names: a JSON pointer of the document, with or without `#`, an item
/// as in `api.txt`, with or without `types::` or `resources::`, a call, `containers.list`, or an operationId.
///
/// For a place without items of its own, they are those of what it refers to, else those within it, else
/// those of what it is part of.
///
/// # Errors
///
/// If there are none, a sentence that says so, with a similar name if there is one.
pub fn find<'s>(
    surface: &'s Surface,
    document: &Document,
    names: &[NameEntry],
    query: &str,
) -> Result<Vec<&'s Item>, String> {
    let query = query.trim();
    let pointer = match query.starts_with('#') {
        true => Pointer::from_reference(query),
        false => Pointer::from_reference(&format!("#{query}")).filter(|_| query.starts_with('/')),
    };
    match pointer {
        Some(pointer) => at(surface, document, &pointer),
        None => named(surface, document, names, query),
    }
}

/// The items of a place.
fn at<'s>(
    surface: &'s Surface,
    document: &Document,
    pointer: &Pointer,
) -> Result<Vec<&'s Item>, String> {
    let places: Vec<(Pointer, &Item)> =
        surface.items().map(|it| (document.original(it.pointer()), it)).collect();
    // The place of an accessor is the path of one of its methods.
    let exact = |at: &Pointer| -> Vec<&'s Item> {
        let is_own = |(place, item): &&(Pointer, &Item)| {
            (place == at || item.pointer() == at) && item.kind != ItemKind::Accessor
        };
        places.iter().filter(is_own).map(|(_, item)| *item).collect()
    };
    let inner = format!("{}/", pointer.as_str());
    let within = || -> Vec<&'s Item> {
        let is_within = |(place, item): &&(Pointer, &Item)| {
            place.as_str().starts_with(&inner) || item.pointer().as_str().starts_with(&inner)
        };
        places.iter().filter(is_within).map(|(_, item)| *item).collect()
    };
    let found = exact(pointer);
    if !found.is_empty() {
        return Ok(found);
    }
    let target = document.resolve(pointer);
    let is_there = target.is_some();
    let of_target = target.map(|it| exact(&it)).unwrap_or_default();
    let found = if of_target.is_empty() { within() } else { of_target };
    if !found.is_empty() {
        return Ok(found);
    }
    if !is_there {
        let places = places.iter().map(|(place, _)| place.as_str());
        let hint = meant(nearest(pointer.as_str(), places));
        return Err(format!("the document has no `{}`{hint}", pointer.as_str()));
    }
    let outer = std::iter::successors(pointer.parent(), Pointer::parent);
    let found = outer.map(|it| exact(&it)).find(|it| !it.is_empty());
    found.ok_or_else(|| format!("no item of the crate comes from `{}`", pointer.as_str()))
}

/// The items of a name.
fn named<'s>(
    surface: &'s Surface,
    document: &Document,
    names: &[NameEntry],
    query: &str,
) -> Result<Vec<&'s Item>, String> {
    let name = query.trim_start_matches("client.").replace("()", "").replace("r#", "");
    let found: Vec<&Item> =
        surface.items().filter(|it| it.path == name || short(&it.path) == name).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let calls = || names.iter().filter(|it| it.kind == NameKind::Call);
    let id = |call: &NameEntry| {
        document.tree.pointer(call.pointer.as_str())?.get("operationId")?.as_str()
    };
    let call =
        calls().find(|it| it.name == name).or_else(|| calls().find(|it| id(it) == Some(query)));
    if let Some(call) = call {
        return at(surface, document, &call.pointer);
    }
    let known = surface.items().flat_map(|it| [it.path.as_str(), short(&it.path)]);
    let hint = meant(nearest(&name, known.chain(calls().map(|it| it.name.as_str()))));
    Err(format!("the crate has no item and no call `{query}`{hint}"))
}

/// A path without the module.
fn short(path: &str) -> &str {
    let rest = path.strip_prefix("types::").or_else(|| path.strip_prefix("resources::"));
    rest.unwrap_or(path)
}

fn meant(name: Option<&str>) -> String {
    name.map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
}
