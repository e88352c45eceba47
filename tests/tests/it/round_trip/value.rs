//! Random values of a schema.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::schema::{
    Components, Direction, Discrimination, Object, Property, Rest, Schema, TAG, Union, Use,
};

/// A value, and the smallest value that a round trip may give.
///
/// The two differ only in properties that are null. In responses, null counts as absent; in requests,
/// it does not. So these nulls must be kept:
///
/// * an item of a list, a value of a map, or in a property that the document does not know,
/// * a required property that a client may send, or that may hold any JSON,
/// * an optional property that may be null and that only a client sends.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) read: Value,
    pub(super) least: Value,
}

impl Case {
    fn same(value: Value) -> Self {
        Self { read: value.clone(), least: value }
    }
}

/// Generates values.
pub(super) struct Values<'a> {
    pub(super) components: &'a Components,
    pub(super) random: &'a mut Rng,
}

impl Values<'_> {
    pub(super) fn case(&mut self, schema: &Schema, depth: usize) -> Case {
        let open = self.components.used.is_open() && self.random.u8(..6) == 0;
        let components = self.components;
        match schema {
            Schema::List(item) => self.list(item, depth),
            Schema::Places(first, rest) => self.places(first, rest.as_deref(), depth),
            Schema::Map(Rest { schema, .. }) => self.members(schema, depth),
            Schema::Titled(values) => self.case(values, depth),
            Schema::Constant(value) => Case::same(value.clone()),
            Schema::Object(object) => self.object(object, depth),
            Schema::Nullable(_) if self.random.u8(..3) == 0 => Case::same(Value::Null),
            Schema::Nullable(inner) => self.case(inner, depth),
            Schema::Union(union) => self.union(union, depth, open),
            Schema::Component(index) => self.case(&components.schemas[*index], depth + 1),
            Schema::Words(words) if !open => Case::same(json!(self.random.choice(words))),
            Schema::Integers(values) if !open => Case::same(json!(self.random.choice(values))),
            Schema::Integers(_) => Case::same(json!(self.random.i64(..))),
            scalar => Case::same(self.scalar(scalar)),
        }
    }

    fn scalar(&mut self, schema: &Schema) -> Value {
        match schema {
            Schema::Bool => json!(self.random.bool()),
            Schema::Integer("int32") => json!(self.random.choice([0, i32::MIN, i32::MAX])),
            Schema::Integer("uint32") => json!(self.random.choice([0, 1, u32::MAX])),
            Schema::Integer("uint64") => json!(self.random.choice([0, 1, u64::MAX])),
            Schema::Integer(_) | Schema::Time => {
                json!(self.random.choice([0, -1, 1_747_844_794, i64::MIN, i64::MAX]))
            }
            Schema::Number => {
                json!(self.random.choice([0.0, -0.5, 3.0, 0.1, 1e300, 5e-324, -1e21, f64::MAX]))
            }
            Schema::Base64 => json!(self.random.choice(["", "AA==", "+/8=", "aGVsbG8="])),
            Schema::Any => self.any(0),
            _ => json!(self.text()),
        }
    }

    /// Text that is not valid Base64, because Base64 would be written in canonical form.
    fn text(&mut self) -> String {
        let count = self.random.usize(..6);
        let text: String = (0..count)
            .map(|_| match self.random.u8(..4) {
                0 => self.random.char('\0'..'\u{80}'),
                1 => self.random.char(..),
                _ => self.random.alphanumeric(),
            })
            .collect();
        let is_base64 = |it: char| it.is_ascii_alphanumeric() || "+/-_=".contains(it);
        if !text.is_empty() && text.chars().all(is_base64) { text + "." } else { text }
    }

    /// Any JSON.
    fn any(&mut self, depth: usize) -> Value {
        match self.random.u8(..if depth > 2 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => json!(self.random.bool()),
            2 => json!(self.random.choice([0, -7, i64::MAX])),
            3 => json!(self.random.choice([1.5, 1e-7, 1e300])),
            4 => json!(self.text()),
            5 => (0..self.random.usize(..3)).map(|_| self.any(depth + 1)).collect(),
            _ => {
                let count = self.random.usize(..3);
                (0..count).map(|_| (self.text(), self.any(depth + 1))).collect()
            }
        }
    }

    fn list(&mut self, item: &Schema, depth: usize) -> Case {
        let count = self.count(depth);
        let items = (0..count).map(|_| self.case(item, depth + 1));
        let (read, least): (Vec<_>, Vec<_>) = items.map(|it| (it.read, it.least)).unzip();
        Case { read: Value::Array(read), least: Value::Array(least) }
    }

    /// The first items; all of them if no others are allowed.
    fn places(&mut self, first: &[Schema], rest: Option<&Schema>, depth: usize) -> Case {
        let count = if rest.is_some() { self.random.usize(..first.len() + 3) } else { first.len() };
        let items = first.iter().chain(std::iter::repeat_n(rest, 3).flatten()).take(count);
        let cases = items.map(|it| self.case(it, depth + 1));
        let (read, least): (Vec<_>, Vec<_>) = cases.map(|it| (it.read, it.least)).unzip();
        Case { read: Value::Array(read), least: Value::Array(least) }
    }

    fn count(&mut self, depth: usize) -> usize {
        if depth > 4 { 0 } else { self.random.usize(..4) }
    }

    /// An object whose properties all have the same schema.
    fn members(&mut self, value: &Schema, depth: usize) -> Case {
        let (mut read, mut least) = (Map::new(), Map::new());
        for index in 0..self.count(depth) {
            let case = self.case(value, depth + 1);
            let name = format!("{}{index}", self.text());
            read.insert(name.clone(), case.read);
            least.insert(name, case.least);
        }
        Case { read: Value::Object(read), least: Value::Object(least) }
    }

    fn object(&mut self, object: &Object, depth: usize) -> Case {
        let mut case = match &object.rest {
            Some(Rest { schema, .. }) => self.members(schema, depth),
            None => Case::same(json!({})),
        };
        let base = object.base.map(|it| &self.components.schemas[it]);
        if let Some(Schema::Object(base)) = base {
            self.properties(&base.properties, depth, &mut case);
        }
        self.properties(&object.properties, depth, &mut case);
        if object.rest.is_none() && self.components.used.is_open() && self.random.u8(..3) == 0 {
            let new = self.any(0);
            case.read["new\n"] = new.clone();
            case.least["new\n"] = new;
        }
        case
    }

    fn properties(&mut self, properties: &[Property], depth: usize, case: &mut Case) {
        for property in properties {
            let required = self.is_required(property);
            if !required && (depth > 3 || self.random.u8(..3) == 0)
                || self.is_set_by_server(property)
            {
                continue;
            }
            let (read, least) = self.property(property, depth);
            case.read[&property.name] = read;
            if let Some(least) = least {
                case.least[&property.name] = least;
            }
        }
    }

    /// Whether only the other side sends a property.
    fn is_other_way(&self, property: &Property) -> bool {
        let used = self.components.used;
        matches!(
            (used, property.direction),
            (Use::Received, Direction::Sent) | (Use::Sent, Direction::Received)
        )
    }

    /// Whether a property is required of the side that sends the value.
    fn is_required(&self, property: &Property) -> bool {
        property.required && !self.is_other_way(property)
    }

    /// Whether the request type has no field for a property.
    fn is_set_by_server(&self, property: &Property) -> bool {
        self.components.used == Use::Sent && self.is_other_way(property)
    }

    /// The value to decode, and the smallest value that must be encoded.
    fn property(&mut self, property: &Property, depth: usize) -> (Value, Option<Value>) {
        let used = self.components.used;
        let nullable = matches!(property.schema, Schema::Nullable(_));
        let required = self.is_required(property);
        let lenient = !required && used.is_open() && self.random.u8(..8) == 0;
        let case =
            if lenient { Case::same(Value::Null) } else { self.case(&property.schema, depth + 1) };
        let is_kept = match (&property.schema, required) {
            (Schema::Any, required) => required,
            (_, true) => used != Use::Received,
            (_, false) => nullable && used == Use::Sent,
        };
        let least = (!case.least.is_null() || is_kept).then_some(case.least);
        (case.read, least)
    }

    fn union(&mut self, union: &Union, depth: usize, open: bool) -> Case {
        if open && let Some(unknown) = self.unknown(union) {
            return Case::same(unknown);
        }
        let index = self.random.usize(..union.variants.len());
        let mut case = self.case(&union.variants[index], depth + 1);
        if let Discrimination::Tag { words, has_default, .. } = &union.by {
            let is_default = *has_default && index + 1 == words.len();
            let tag = match self.random.u8(..3) {
                0 if is_default => None,
                1 if is_default => Some("newer"),
                _ => Some(words[index]),
            };
            for value in [&mut case.read, &mut case.least] {
                tag_with(value, tag);
            }
        }
        case
    }

    /// A value of an unknown variant.
    fn unknown(&mut self, union: &Union) -> Option<Value> {
        let members = json!({"newer": self.any(0), "newest": self.any(0)});
        match &union.by {
            Discrimination::Tag { has_default: true, .. } => None,
            Discrimination::Tag { .. } => {
                let mut value = members;
                value[TAG] = json!("newer");
                Some(value)
            }
            Discrimination::Key => Some(members),
            Discrimination::JsonType => {
                let is_bool = |schema: &Schema| matches!(schema, Schema::Bool);
                (!union.variants.iter().any(is_bool)).then(|| json!(true))
            }
            Discrimination::Untagged => None,
        }
    }
}

fn tag_with(value: &mut Value, tag: Option<&str>) {
    let Value::Object(properties) = value else { return };
    match tag {
        Some(tag) => properties.insert(TAG.to_owned(), json!(tag)),
        None => properties.remove(TAG),
    };
}
