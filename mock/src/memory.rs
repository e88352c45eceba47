//! Items that a client created, updated and deleted.

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Map, Value};

use crate::operation::Operation;

/// The items of each collection, by the path of the collection.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    collections: BTreeMap<String, Vec<(String, Value)>>,
    created: u64,
}

/// What a call does to a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Create,
    List,
    Retrieve,
    Update,
    Delete,
}

/// A call of an operation that may change a collection.
pub(crate) struct Call<'c> {
    pub(crate) operation: &'c Operation,
    /// The path of the request.
    pub(crate) path: &'c str,
    /// The value of the last parameter of the path.
    pub(crate) last: Option<&'c str>,
    pub(crate) body: Option<&'c Value>,
}

impl Memory {
    /// Applies a call, and changes the value of its answer. Returns `false` if the item does not exist.
    pub(crate) fn apply(&mut self, call: &Call<'_>, all: &[Operation], value: &mut Value) -> bool {
        let Some((effect, item)) = effect(call.operation, all) else { return true };
        let parameter = item.template.last_parameter().unwrap_or_default();
        let path = call.path.trim_end_matches('/');
        if effect == Effect::Create {
            self.create(path, call.body, parameter, value);
            return true;
        }
        if effect == Effect::List {
            self.list(path, value);
            return true;
        }
        let collection = path.rsplit_once('/').map_or(path, |(collection, _)| collection);
        let items = self.collections.entry(collection.to_owned()).or_default();
        let Some(index) = items.iter().position(|(id, _)| Some(id.as_str()) == call.last) else {
            return false;
        };
        if effect == Effect::Delete {
            let (id, _) = items.remove(index);
            set_id(value, parameter, Value::from(id));
            return true;
        }
        let Some((_, stored)) = items.get_mut(index) else { return false };
        if effect == Effect::Update {
            overlay(stored, call.body, |_| true);
        }
        value.clone_from(stored);
        true
    }

    fn create(&mut self, path: &str, body: Option<&Value>, parameter: &str, value: &mut Value) {
        let known: Vec<String> =
            value.as_object().into_iter().flat_map(Map::keys).cloned().collect();
        overlay(value, body, |key| known.iter().any(|it| it == key));
        let Some(key) = id_key(value, parameter) else { return };
        let stated = body.is_some_and(|it| it.get(&key).is_some_and(|it| !it.is_null()));
        self.created += 1;
        if let Some(id) = value.get_mut(&key).filter(|_| !stated) {
            *id = unique(id, self.created);
        }
        let Some(id) = value.get(&key).map(text) else { return };
        let items = self.collections.entry(path.to_owned()).or_default();
        items.retain(|(it, _)| *it != id);
        items.push((id, value.clone()));
    }

    fn list(&self, path: &str, value: &mut Value) {
        let items = self.collections.get(path).map(Vec::as_slice).unwrap_or_default();
        let items: Vec<Value> = items.iter().map(|(_, it)| it.clone()).collect();
        let array = match value {
            Value::Array(array) => Some(array),
            Value::Object(members) => members.values_mut().find_map(Value::as_array_mut),
            _ => None,
        };
        if let Some(array) = array {
            *array = items;
        }
    }
}

/// What an operation does, and an operation on the items of its collection. A collection has an operation
/// that creates items, and items that can be retrieved.
fn effect<'o>(operation: &'o Operation, all: &'o [Operation]) -> Option<(Effect, &'o Operation)> {
    let is_post = |it: &Operation| it.method == Method::POST;
    let retrieves = |of: &Operation| {
        all.iter().find(|it| it.method == Method::GET && it.template.is_item_of(&of.template))
    };
    if operation.template.last_parameter().is_none() {
        let item = retrieves(operation)?;
        let creates = all.iter().any(|it| is_post(it) && item.template.is_item_of(&it.template));
        let effect = if is_post(operation) { Effect::Create } else { Effect::List };
        return (creates && [Method::GET, Method::POST].contains(&operation.method))
            .then_some((effect, item));
    }
    let collection =
        all.iter().find(|it| is_post(it) && operation.template.is_item_of(&it.template))?;
    retrieves(collection)?;
    let effect = match operation.method {
        Method::GET => Effect::Retrieve,
        Method::PUT | Method::PATCH | Method::POST => Effect::Update,
        Method::DELETE => Effect::Delete,
        _ => return None,
    };
    Some((effect, operation))
}

/// Copies the members of `body` whose names are `wanted`.
fn overlay(value: &mut Value, body: Option<&Value>, wanted: impl Fn(&str) -> bool) {
    let (Some(members), Some(Value::Object(sent))) = (value.as_object_mut(), body) else { return };
    for (key, value) in sent.iter().filter(|(key, _)| wanted(key)) {
        members.insert(key.clone(), value.clone());
    }
}

/// The property with the ID: `id`, or the one that is called as the parameter: `ladle_id`, `ladleId`.
fn id_key(value: &Value, parameter: &str) -> Option<String> {
    let plain = |it: &str| it.replace(['_', '-'], "").to_lowercase();
    let members = value.as_object()?;
    let named = members.keys().find(|it| plain(it) == plain(parameter));
    let key = if members.contains_key("id") { "id" } else { named?.as_str() };
    let is_scalar = members.get(key).is_some_and(|it| it.is_string() || it.is_number());
    is_scalar.then(|| key.to_owned())
}

fn set_id(value: &mut Value, parameter: &str, id: Value) {
    if let Some(key) = id_key(value, parameter)
        && let Some(member) = value.get_mut(&key).filter(|it| it.is_string())
    {
        *member = id;
    }
}

/// An ID of the same form as the sample, that no other item has.
fn unique(sample: &Value, count: u64) -> Value {
    let Value::String(text) = sample else { return Value::from(count) };
    let is_uuid = text.len() == 36 && text.matches('-').count() == 4;
    let parts = text.rsplit_once('-').filter(|(_, node)| is_uuid && node.len() == 12);
    Value::from(match parts {
        Some((before, _)) => format!("{before}-{count:012x}"),
        None => format!("{text}_{count}"),
    })
}

fn text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}
