//! The fixed conversions of this version of the lock. An entry whose name one of them gives is written
//! without the name. They never change: a lock with other conversions is another version of the format,
//! so that the names in an older lock stay.

use super::{LockedCall, TypeKey};
use crate::{case, pointer::Pointer};

/// Words of alternatives that name only a JSON type.
const JSON_TYPES: [&str; 8] =
    ["any", "array", "boolean", "integer", "null", "number", "object", "string"];

/// The name of a type: that of the nearest type around it with the words of its own place, such as
/// `PetOwnerItem` for `Pet.owner[]`. `name_of` is the name of the type at a place.
pub(super) fn of_type<'n>(key: &TypeKey, name_of: impl Fn(&Pointer) -> Option<&'n str>) -> String {
    let own = (!key.facet.is_empty()).then(|| key.origin.clone());
    let mut outer = own.or_else(|| key.origin.parent());
    let segments: Vec<String> = key.origin.segments().collect();
    let (name, rest) = loop {
        let Some(at) = outer else {
            let schemas = ["components".to_owned(), "schemas".to_owned()];
            break ("", segments.strip_prefix(&schemas).unwrap_or(&segments));
        };
        if let Some(name) = name_of(&at) {
            break (name, &segments[at.segments().count()..]);
        }
        outer = at.parent();
    };
    let facet = if key.facet == "form" { "" } else { &key.facet };
    format!("{name}{}", case::pascal(&format!("{} {facet}", words(rest, name.is_empty()))))
}

/// The words of a place.
fn words(mut rest: &[String], mut is_first: bool) -> String {
    let mut words: Vec<&str> = Vec::new();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let name = tail.first().map_or("", String::as_str);
        match first.as_str() {
            first if is_first => words.push(first),
            "items" => words.push("Item"),
            "additionalProperties" => words.push("Value"),
            "properties" | "anyOf" | "oneOf" | "allOf" if !tail.is_empty() => {
                let kind = name.split('.').next().unwrap_or_default();
                let is_word = first == "properties" || !JSON_TYPES.contains(&kind);
                if is_word && first != "allOf" {
                    words.push(name);
                }
                rest = &tail[1..];
            }
            other => words.push(other),
        }
        is_first = false;
    }
    words.join(" ")
}

/// The name of a variant with a key: `OutputText` for `output_text`.
pub(super) fn of_variant(key: &str) -> String {
    case::pascal(key)
}

/// The accessors of a path: its literal segments.
pub(super) fn accessors(path: &str) -> Vec<String> {
    let literal = path.split('/').filter(|it| !it.is_empty() && !it.contains('{'));
    literal.map(case::snake).collect()
}

/// The parameters of a path, in their order.
pub(super) fn arguments(path: &str) -> Vec<String> {
    let parameters = path.split('{').skip(1).filter_map(|it| it.split_once('}'));
    parameters.map(|(name, _)| name.to_owned()).collect()
}

/// The name of a request type: `ListPetOwners` for `pets.owners.list`.
pub(super) fn request(accessors: &[String], method: &str) -> String {
    let (verb, rest) = method.split_once('_').unwrap_or((method, ""));
    let last = accessors.len().saturating_sub(1);
    let noun = |(depth, name): (usize, &String)| match verb == "list" && depth == last {
        true => name.clone(),
        false => singular(name),
    };
    let nouns: Vec<String> = accessors.iter().enumerate().map(noun).collect();
    case::pascal(&format!("{verb} {} {rest}", nouns.join(" ")))
}

impl LockedCall {
    /// Whether the operation had this operationId. It is not written if it follows from the names of the
    /// call: `ListPets` or `pets/list` for `pets.list`.
    pub(super) fn has_id(&self, id: &str) -> bool {
        if let Some(own) = &self.id {
            return own == id;
        }
        let path = format!("{} {}", self.accessors.join(" "), self.name);
        let id = case::pascal(id);
        id == case::pascal(&self.request) || id == case::pascal(&path)
    }
}

/// The name of the struct with the arguments of `new`.
pub(super) fn args(ty: &str) -> String {
    format!("{ty}Args")
}

fn singular(noun: &str) -> String {
    match (noun.strip_suffix("ies"), noun.strip_suffix('s')) {
        (Some(stem), _) if stem.len() > 1 => format!("{stem}y"),
        (_, Some(stem)) if !stem.ends_with('s') => stem.to_owned(),
        _ => noun.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this test fails, locks in use lose names: restore the conversion, or raise the version of the
    /// format and keep the earlier conversions for older locks.
    #[test]
    fn conversions_never_change() {
        for (place, facet, name) in [
            ("fooBar-baz_2", "", "FooBarBaz2"),
            ("HTTPServer", "error", "HttpServerError"),
            ("Form", "form", "Form"),
            ("Pet/properties/owner/items", "write", "PetOwnerItemWrite"),
            ("Pet/anyOf/object.a/properties/x", "", "PetX"),
            ("Pet/oneOf/a.b/additionalProperties", "", "PetABValue"),
            ("Pet/allOf/Named/properties/größe", "", "PetGröße"),
        ] {
            let origin = Pointer::from_text(&format!("/components/schemas/{place}"));
            let key = TypeKey { origin: origin.expect("a pointer"), facet: facet.to_owned() };
            assert_eq!(of_type(&key, |_| None), name);
        }
        let at = |text: &str| Pointer::from_text(text).expect("a pointer");
        for (place, facet, name) in [("/a", "write", "CatWrite"), ("/a/items", "", "CatItem")] {
            let key = TypeKey { origin: at(place), facet: facet.to_owned() };
            assert_eq!(of_type(&key, |it| (*it == at("/a")).then_some("Cat")), name);
        }
        assert_eq!(of_variant("response.output_text"), "ResponseOutputText");
        assert_eq!(accessors("/v1/petStores/{id}/owners/"), ["v1", "pet_stores", "owners"]);
        assert_eq!(arguments("/a/{x}/{y}.json"), ["x", "y"]);
        let request = |accessors: &[&str], method| {
            request(&accessors.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(), method)
        };
        assert_eq!(request(&["batches", "entries"], "list"), "ListBatcheEntries");
        assert_eq!(request(&["entries"], "create_stream"), "CreateEntryStream");
        assert_eq!(request(&["access"], "get"), "GetAccess");
        assert_eq!(args("Pet"), "PetArgs");
    }
}
