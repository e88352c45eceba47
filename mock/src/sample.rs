//! Samples: values that are valid for a schema, and the same in every run.

mod number;
mod string;

use bessemer_codegen::Pointer;
use fastrand::Rng;
use serde_json::{Map, Value};

use crate::schemas::{Schemas, stated_types};

/// The number of samples of one style that are tried until one is valid.
const MAX_ATTEMPTS: u64 = 4;
/// Below this depth, samples have only what is required.
const MAX_DEPTH: usize = 5;
/// Below this depth, samples end even if something is required.
const MAX_REQUIRED: usize = 24;
/// After this number of values, a sample has only what is required.
const MANY_VALUES: usize = 1_000;
/// After this number of values, a sample ends even if something is required.
const MAX_VALUES: usize = 10_000;

/// The number of values that are tried for an element of a list without duplicates.
const MAX_VARIATIONS: usize = 16;

/// Which values a sample has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Examples and defaults of the schemas within, and all properties.
    Examples,
    /// All properties.
    Full,
    /// Only required properties.
    Required,
}

/// A valid sample; if none is found, the smallest one that was tried.
pub(crate) fn valid(schemas: &Schemas, at: &Pointer, seed: u64) -> Value {
    let mut sample = Value::Null;
    for style in [Style::Examples, Style::Full, Style::Required] {
        for attempt in 0..MAX_ATTEMPTS {
            let mut sampler = Sampler::new(schemas, style, seed.wrapping_add(attempt));
            sample = sampler.value(schemas.at(at));
            if schemas.problems(at, &sample).is_empty() {
                return sample;
            }
            if sampler.values > MAX_VALUES {
                break;
            }
        }
    }
    sample
}

/// Makes samples.
struct Sampler<'s> {
    schemas: &'s Schemas,
    style: Style,
    rng: Rng,
    /// The number of values that were made.
    values: usize,
    /// Whether the values have to differ from others: they are not the examples, and not the shortest ones.
    varied: bool,
}

impl<'s> Sampler<'s> {
    /// `seed` selects one of the possible values.
    fn new(schemas: &'s Schemas, style: Style, seed: u64) -> Self {
        Self { schemas, style, rng: Rng::with_seed(seed), values: 0, varied: false }
    }

    /// A value for `schema`.
    fn value(&mut self, schema: &Value) -> Value {
        self.at_depth(schema, 0)
    }

    fn at_depth(&mut self, schema: &Value, depth: usize) -> Value {
        self.values += 1;
        if depth > MAX_REQUIRED || self.values > MAX_VALUES {
            return Value::Null;
        }
        let merged = self.schemas.merged(schema);
        if let Some(stated) = self.stated(&merged) {
            return stated;
        }
        let alternatives = ["oneOf", "anyOf"].iter().find_map(|it| merged.get(*it)?.as_array());
        match alternatives {
            Some(alternatives) if !alternatives.is_empty() => {
                self.alternative(&merged, alternatives, depth)
            }
            _ => self.of_type(&merged, depth),
        }
    }

    /// The value that the schema itself has.
    fn stated(&mut self, schema: &Map<String, Value>) -> Option<Value> {
        if let Some(value) = schema.get("const") {
            return Some(value.clone());
        }
        if let Some(Value::Array(values)) = schema.get("enum") {
            let values: Vec<&Value> = values.iter().filter(|it| !it.is_null()).collect();
            return Some(
                values
                    .get(self.rng.usize(..values.len().max(1)))
                    .map_or(Value::Null, |it| (*it).clone()),
            );
        }
        let example = schema.get("example").or_else(|| schema.get("examples")?.get(0));
        let stated = example.or_else(|| schema.get("default"));
        stated.filter(|it| self.style == Style::Examples && !self.varied && !it.is_null()).cloned()
    }

    /// A value of one alternative that also satisfies the keywords beside it.
    fn alternative(
        &mut self,
        schema: &Map<String, Value>,
        alternatives: &[Value],
        depth: usize,
    ) -> Value {
        let is_not_null = |it: &&Value| it.get("type").is_none_or(|name| name != "null");
        let some: Vec<&Value> = alternatives.iter().filter(is_not_null).collect();
        // The first alternative is most often the shortest: deep samples end with it.
        let index = if depth > MAX_DEPTH { 0 } else { self.rng.usize(..some.len().max(1)) };
        let Some(chosen) = some.get(index) else { return Value::Null };
        let mut beside = schema.clone();
        beside.remove("oneOf");
        beside.remove("anyOf");
        let tag = self.tag(&beside, chosen);
        beside.remove("discriminator");
        let both = serde_json::json!({ "allOf": [chosen, beside] });
        let mut value = self.at_depth(&both, depth + 1);
        if let (Some((name, tag)), Value::Object(members)) = (tag, &mut value) {
            members.insert(name, tag);
        }
        value
    }

    /// The property that selects this alternative (OpenAPI 3.1 §4.8.25), and its value, unless the
    /// alternative says the value itself.
    fn tag(&self, schema: &Map<String, Value>, chosen: &Value) -> Option<(String, Value)> {
        let discriminator = schema.get("discriminator")?;
        let name = discriminator.get("propertyName")?.as_str()?;
        let reference = chosen.get("$ref")?.as_str()?;
        let merged = self.schemas.merged(chosen);
        let property = merged.get("properties").and_then(|it| it.get(name));
        let property = property.map(|it| self.schemas.merged(it)).unwrap_or_default();
        if property.contains_key("const") || property.contains_key("enum") {
            return None;
        }
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let short = reference.rsplit('/').next().unwrap_or(reference);
        let is_chosen = |it: &Value| it == reference || it == short;
        let mapped = mapping.and_then(|it| it.iter().find(|(_, to)| is_chosen(to)));
        let tag = mapped.map_or(short, |(tag, _)| tag.as_str());
        Some((name.to_owned(), Value::from(tag)))
    }

    fn of_type(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let types = stated_types(schema);
        let only_null = types.is_empty() && schema.get("type").is_some();
        // Keywords of objects from which `stated_types` infers no type.
        let has_members = ["required", "minProperties"].iter().any(|it| schema.contains_key(*it));
        match types.first().map(String::as_str) {
            None if only_null => Value::Null,
            // Every way to write a body has texts; some cannot write an empty object.
            None if !has_members => Value::from(string::sample(schema, &mut self.rng, self.varied)),
            None | Some("object") => self.object(schema, depth),
            Some("array") => self.array(schema, depth),
            Some("string") => Value::from(string::sample(schema, &mut self.rng, self.varied)),
            Some("integer") => number::integer(schema, &mut self.rng),
            Some("number") => number::number(schema, &mut self.rng),
            // A listing with `has_more: true` would never end.
            Some(_) => Value::Bool(false),
        }
    }

    fn object(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let required = schema.get("required").and_then(Value::as_array);
        let required: Vec<&str> =
            required.into_iter().flatten().filter_map(Value::as_str).collect();
        let mut members = Map::new();
        for (name, property) in properties {
            let is_required = required.contains(&name.as_str());
            let is_next_page = is_next_page(name);
            if is_required
                && is_next_page
                && let Some(end) = self.end(property)
            {
                members.insert(name.clone(), end);
            } else if is_required
                || is_constant(property)
                || self.has_all(depth) && !is_nothing(property) && !is_next_page
            {
                members.insert(name.clone(), self.at_depth(property, depth + 1));
            }
        }
        let others = schema.get("additionalProperties").unwrap_or(&Value::Null);
        for name in required.into_iter().filter(|it| !properties.contains_key(*it)) {
            // Every way to write a body has texts.
            let value = match others.is_object() {
                true => self.at_depth(others, depth + 1),
                false => Value::from(string::sample(&empty, &mut self.rng, false)),
            };
            members.insert(name.to_owned(), value);
        }
        let least = schema.get("minProperties").and_then(Value::as_u64).unwrap_or(0);
        let more = self.has_all(depth) && others.is_object() && members.is_empty();
        for index in 1.. {
            if members.len() as u64 >= least && !(more && members.is_empty()) || index > 64 {
                break;
            }
            members.insert(format!("key_{index}"), self.at_depth(others, depth + 1));
        }
        Value::Object(members)
    }

    /// Whether a value at this depth has more than what is required.
    fn has_all(&self, depth: usize) -> bool {
        self.style != Style::Required && depth < MAX_DEPTH && self.values < MANY_VALUES
    }

    /// The value that ends a listing: `null`, or else an empty text.
    fn end(&self, property: &Value) -> Option<Value> {
        let schema = self.schemas.merged(property);
        let null = |it: &Value| it == "null" || it.get("type").is_some_and(|it| it == "null");
        let lists = ["type", "oneOf", "anyOf"].iter().filter_map(|it| schema.get(*it)?.as_array());
        if lists.flatten().any(null) {
            return Some(Value::Null);
        }
        (stated_types(&schema) == ["string"]).then(|| Value::from(""))
    }

    fn array(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let count = |key: &str| schema.get(key).and_then(Value::as_u64);
        let least = count("minItems").unwrap_or(0);
        let wanted = u64::from(self.has_all(depth));
        let length = wanted.max(least).min(count("maxItems").unwrap_or(u64::MAX)).min(64);
        let first =
            schema.get("prefixItems").and_then(Value::as_array).cloned().unwrap_or_default();
        let length = length.max(first.len() as u64);
        let rest = schema.get("items").unwrap_or(&Value::Bool(true));
        let is_unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        let mut elements = Vec::new();
        for index in 0..length as usize {
            let schema = first.get(index).unwrap_or(rest);
            let element = self.at_depth(schema, depth + 1);
            elements.push(match is_unique && elements.contains(&element) {
                true => self.other(schema, depth + 1, &elements).unwrap_or(element),
                false => element,
            });
        }
        Value::Array(elements)
    }

    /// A value that is not among `known`, if one is found.
    fn other(&mut self, schema: &Value, depth: usize, known: &[Value]) -> Option<Value> {
        let was_varied = std::mem::replace(&mut self.varied, true);
        let mut values = (0..MAX_VARIATIONS).map(|_| self.at_depth(schema, depth));
        let other = values.find(|it| !known.contains(it));
        self.varied = was_varied;
        other
    }
}

/// Whether a property selects the next page: a sample is the last page of its listing.
fn is_next_page(name: &str) -> bool {
    let name = name.to_lowercase();
    let parts = ["token", "page", "link", "cursor", "url", "uri", "offset", "marker", "key"];
    name == "next" || name.contains("next") && parts.iter().any(|it| name.contains(it))
}

/// Whether the schema has one value. Such a property may tell the alternatives of a union apart.
fn is_constant(schema: &Value) -> bool {
    let only = |it: &Value| it.as_array().is_some_and(|it| it.len() == 1);
    schema.get("const").is_some() || schema.get("enum").is_some_and(only)
}

/// Whether the schema allows no value.
fn is_nothing(schema: &Value) -> bool {
    schema == &Value::Bool(false)
        || schema.get("not").is_some_and(|it| it == &serde_json::json!({}))
}
