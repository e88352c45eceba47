//! Items that a client created, updated and deleted.

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Map, Value};

use crate::{
    operation::Operation,
    paging::{Position, Slice, Turn, unknown},
    refusal::Refusal,
};

/// The items of each collection, by the path of the collection.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    collections: BTreeMap<String, Vec<Item>>,
    created: u64,
}

/// An item. A deleted one keeps its place, so that a client can continue a listing after it.
#[derive(Debug)]
struct Item {
    id: String,
    value: Value,
    is_deleted: bool,
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
    /// The page that it asks for, if it lists a collection.
    pub(crate) turn: &'c Turn<'c>,
}

/// What a call did.
pub(crate) enum Applied {
    /// The operation is not about a collection.
    Nothing,
    /// The answer has the value of an item.
    Done,
    /// The item does not exist.
    Missing,
    /// The call lists these items.
    Listed(Slice),
}

impl Memory {
    /// Applies a call, and changes the value of its answer.
    pub(crate) fn apply(
        &mut self,
        call: &Call<'_>,
        all: &[Operation],
        value: &mut Value,
    ) -> Result<Applied, Refusal> {
        let Some((effect, item)) = effect(call.operation, all) else { return Ok(Applied::Nothing) };
        let parameter = item.template.last_parameter().unwrap_or_default();
        let path = call.path.trim_end_matches('/');
        match effect {
            Effect::Create => self.create(path, call.body, parameter, value),
            Effect::List => return self.list(path, call.turn).map(Applied::Listed),
            _ => {
                let collection = path.rsplit_once('/').map_or(path, |(collection, _)| collection);
                let items = self.collections.entry(collection.to_owned()).or_default();
                let is_wanted =
                    |it: &&mut Item| Some(it.id.as_str()) == call.last && !it.is_deleted;
                let Some(item) = items.iter_mut().find(is_wanted) else {
                    return Ok(Applied::Missing);
                };
                item.apply(effect, call.body, parameter, value);
            }
        }
        Ok(Applied::Done)
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
        items.retain(|it| it.id != id);
        items.push(Item { id, value: value.clone(), is_deleted: false });
    }

    /// The items of the page that the request asks for.
    fn list(&self, path: &str, turn: &Turn<'_>) -> Result<Slice, Refusal> {
        let items = self.collections.get(path).map(Vec::as_slice).unwrap_or_default();
        let all = || items.iter().enumerate().filter(|(_, it)| !it.is_deleted);
        let stored = |count: usize| all().filter(|(index, _)| *index < count).count();
        let after = |is: &dyn Fn(&Item) -> bool| {
            items.iter().rposition(is).map(|index| stored(index + 1)).ok_or_else(unknown)
        };
        let before = match turn.position()? {
            Position::Items(count) => count,
            Position::Stored(count) => stored(count),
            Position::Id(id) => after(&|it| it.id == id)?,
            Position::Property(name, wanted) => {
                after(&|it| it.value.get(name).is_some_and(|it| text(it) == wanted))?
            }
        };
        let page = all().skip(before).take(turn.limit().unwrap_or(usize::MAX));
        let mut slice = Slice { total: all().count(), before, ..Slice::default() };
        for (index, item) in page {
            slice.items.push(item.value.clone());
            slice.ids.push(item.id.clone());
            slice.end = index + 1;
        }
        Ok(slice)
    }
}

impl Item {
    /// Retrieves, updates or deletes this item.
    fn apply(&mut self, effect: Effect, body: Option<&Value>, parameter: &str, value: &mut Value) {
        if effect == Effect::Delete {
            self.is_deleted = true;
            set_id(value, parameter, Value::from(self.id.as_str()));
            return;
        }
        if effect == Effect::Update {
            overlay(&mut self.value, body, |_| true);
        }
        value.clone_from(&self.value);
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
