//! The body of a page: its items, and the properties that tell about the page.

use bessemer_codegen::{NextPage, Paging, Pointer};
use serde_json::{Map, Value};

use super::slice::Slice;
use crate::{sample, schemas::Schemas};

/// The body of a page, and its schema.
pub(super) struct Page<'p> {
    pub(super) value: &'p mut Value,
    pub(super) schema: Option<Pointer>,
    pub(super) schemas: &'p Schemas,
    pub(super) seed: u64,
}

/// A property of an object, its schema, and that of the object.
struct Slot<'s> {
    object: &'s mut Map<String, Value>,
    name: &'s str,
    schema: Option<Pointer>,
    within: Option<Pointer>,
}

impl Page<'_> {
    /// Says that there is a next page, and how to request it.
    pub(super) fn go_on(&mut self, paging: &Paging, next: Option<String>) {
        if let Some(more) = &paging.more {
            self.set(more, Value::Bool(true));
        }
        let property = match &paging.next {
            NextPage::Token { property, .. } | NextPage::Address { property } => property,
            _ => return,
        };
        if let Some(next) = next {
            self.set_text(property, &next);
        }
    }

    /// Says that there is no next page.
    pub(super) fn end(&mut self, paging: &Paging) {
        if let Some(more) = &paging.more
            && let Some(slot) = self.known(more)
        {
            slot.object.insert(slot.name.to_owned(), Value::Bool(false));
        }
        if let NextPage::Token { property, .. } | NextPage::Address { property } = &paging.next {
            self.remove(property);
        }
        for id in [&paging.first_id, &paging.last_id].into_iter().flatten() {
            self.remove(id);
        }
    }

    /// Removes all items.
    pub(super) fn empty(&mut self, items: &[String]) {
        if items.is_empty() {
            *self.value = Value::Array(Vec::new());
        } else if let Some(slot) = self.known(items) {
            slot.object.insert(slot.name.to_owned(), Value::Array(Vec::new()));
        }
    }

    /// Replaces the items of a list that is no listing for clients: those of the first array.
    pub(super) fn fill_any(&mut self, items: Vec<Value>) {
        let array = match &mut *self.value {
            Value::Array(array) => Some(array),
            Value::Object(members) => members.values_mut().find_map(Value::as_array_mut),
            _ => None,
        };
        if let Some(array) = array {
            *array = items;
        }
    }

    /// Sets the numbers of all items and pages.
    pub(super) fn count(&mut self, paging: &Paging, slice: &Slice, limit: Option<usize>) {
        if let Some(total) = &paging.total {
            self.set(total, Value::from(slice.total));
        }
        if let Some(pages) = &paging.pages {
            let size = limit.unwrap_or(slice.total).max(1);
            self.set(pages, Value::from(slice.total.div_ceil(size)));
        }
    }

    /// Sets the IDs of the first and the last item.
    pub(super) fn set_ids(&mut self, paging: &Paging, ids: &[String]) {
        for (property, id) in [(&paging.first_id, ids.first()), (&paging.last_id, ids.last())] {
            if let (Some(property), Some(id)) = (property, id) {
                self.set_text(property, id);
            }
        }
    }

    /// Sets the property at a path, with the objects that it is in.
    pub(super) fn set(&mut self, path: &[String], value: Value) {
        if path.is_empty() {
            *self.value = value;
        } else if let Some(slot) = self.slot(path, true) {
            slot.object.insert(slot.name.to_owned(), value);
        }
    }

    /// Sets a property to a text, or to the number that the text is.
    pub(super) fn set_text(&mut self, path: &[String], text: &str) {
        let schemas = self.schemas;
        if let Some(slot) = self.slot(path, true) {
            let value = slot.schema.as_ref().map(|it| schemas.typed(it, text));
            let value = value.unwrap_or_else(|| Value::from(text));
            slot.object.insert(slot.name.to_owned(), value);
        }
    }

    /// The text of a property that is not empty.
    pub(super) fn text(&mut self, path: &[String]) -> Option<String> {
        let slot = self.known(path)?;
        match slot.object.get(slot.name)? {
            Value::String(text) => Some(text.clone()).filter(|it| !it.is_empty()),
            number @ Value::Number(_) => Some(number.to_string()),
            _ => None,
        }
    }

    /// Gives a property no value: null if its schema allows it, or else none if it is not required, or else an
    /// empty text. A required number is removed, because no number means that there is none.
    fn remove(&mut self, path: &[String]) {
        let schemas = self.schemas;
        let Some(slot) = self.known(path) else { return };
        let allows = |value: &Value| {
            slot.schema.as_ref().is_some_and(|it| schemas.problems(it, value).is_empty())
        };
        let within = slot.within.as_ref().map(|it| schemas.merged(schemas.at(it)));
        let is_required = within.is_some_and(|it| {
            let names = it.get("required").and_then(Value::as_array);
            names.is_some_and(|names| names.iter().any(|it| it == slot.name))
        });
        let is_text = slot.object.get(slot.name).is_some_and(Value::is_string);
        let end = match () {
            () if allows(&Value::Null) => Some(Value::Null),
            () if is_required && is_text => Some(Value::from("")),
            () => None,
        };
        match end {
            Some(end) => slot.object.insert(slot.name.to_owned(), end),
            None => slot.object.shift_remove(slot.name),
        };
    }

    /// A property that the page has.
    fn known<'s>(&'s mut self, path: &'s [String]) -> Option<Slot<'s>> {
        self.slot(path, false).filter(|it| it.object.contains_key(it.name))
    }

    /// The place of a property. With `create`, objects that it is in are added.
    fn slot<'s>(&'s mut self, path: &'s [String], create: bool) -> Option<Slot<'s>> {
        let (name, outer) = path.split_last()?;
        let (mut value, mut within) = (&mut *self.value, self.schema.clone());
        for name in outer {
            within = within.and_then(|it| self.schemas.property_at(&it, name));
            let object = value.as_object_mut()?;
            let is_there = object.get(name).is_some_and(Value::is_object);
            if !is_there && create {
                let sample = within.as_ref().map(|it| sample::valid(self.schemas, it, self.seed));
                let sample = sample.filter(Value::is_object);
                object.insert(name.clone(), sample.unwrap_or_else(|| Map::new().into()));
            }
            value = object.get_mut(name)?;
        }
        let schema = within.as_ref().and_then(|it| self.schemas.property_at(it, name));
        Some(Slot { object: value.as_object_mut()?, name, schema, within })
    }
}
