//! The schemas of the document, as JSON Schema 2020-12.

mod convert;

use std::{collections::BTreeSet, error::Error, sync::OnceLock};

use bessemer_codegen::Pointer;
use jsonschema::{Registry, Retrieve, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

pub(crate) use convert::Direction;

/// The address of the document in the registry.
const ADDRESS: &str = "json-schema:///document";
/// The characters of a pointer that stay in a URI fragment.
const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'~').remove(b'-').remove(b'.').remove(b'_');

/// The schemas of requests, or those of responses.
pub(crate) struct Schemas {
    tree: Value,
    registry: OnceLock<Option<Registry<'static>>>,
}

/// A part of a request that the document does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The place in the value, as a JSON pointer.
    pub(crate) pointer: String,
    pub(crate) message: String,
    /// The message without values of the request, which may be secret.
    pub(crate) masked: String,
}

impl Problem {
    /// A problem whose message has no value of the request.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        let message = message.into();
        Self { pointer: String::new(), masked: message.clone(), message }
    }

    /// The problem of a parameter or a part, whose name comes first.
    pub(crate) fn of(self, name: &str) -> Self {
        let named = |message: &str| format!("{name}: {message}");
        let (message, masked) = (named(&self.message), named(&self.masked));
        Self { pointer: String::new(), message, masked }
    }
}

/// The references that were already followed: a schema may refer to itself.
type Seen = BTreeSet<String>;

/// A reference to a URL outside of the document is the schema `true`. The files that the document refers to
/// are already part of its tree.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        Ok(Value::Bool(true))
    }
}

impl Schemas {
    pub(crate) fn new(tree: &Value, direction: Direction) -> Self {
        Self { tree: convert::document(tree, direction), registry: OnceLock::new() }
    }

    /// What the schema at `at` does not allow in `value`. A schema that cannot be read allows everything.
    pub(crate) fn problems(&self, at: &Pointer, value: &Value) -> Vec<Problem> {
        let Some(registry) = self.registry() else { return Vec::new() };
        // RFC 6901 §6: the pointer is a URI fragment.
        let fragment = utf8_percent_encode(at.as_str(), UNRESERVED);
        let schema = json!({ "$ref": format!("{ADDRESS}#{fragment}") });
        let options = jsonschema::options().with_registry(registry);
        let Ok(validator) = options.build(&schema) else { return Vec::new() };
        let errors = validator.iter_errors(value);
        let problem = |error: jsonschema::ValidationError<'_>| Problem {
            pointer: error.instance_path().to_string(),
            message: error.to_string(),
            masked: error.masked().to_string(),
        };
        errors.map(problem).collect()
    }

    fn registry(&self) -> Option<&Registry<'static>> {
        let registry = || {
            let builder = Registry::new().retriever(Nothing).add(ADDRESS, self.tree.clone());
            builder.ok()?.prepare().ok()
        };
        self.registry.get_or_init(registry).as_ref()
    }

    pub(crate) fn at(&self, at: &Pointer) -> &Value {
        self.tree.pointer(at.as_str()).unwrap_or(&Value::Bool(true))
    }

    /// The target of a reference.
    pub(crate) fn target(&self, reference: &str) -> Option<&Value> {
        self.tree.pointer(Pointer::from_reference(reference)?.as_str())
    }

    /// A schema with its reference and its `allOf` in one object.
    pub(crate) fn merged(&self, schema: &Value) -> Map<String, Value> {
        let mut whole = Map::new();
        self.merge(schema, &mut whole, &mut Seen::new());
        whole
    }

    fn merge(&self, schema: &Value, whole: &mut Map<String, Value>, seen: &mut Seen) {
        for (key, value) in schema.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("$ref", Value::String(reference)) => {
                    if seen.insert(reference.clone())
                        && let Some(target) = self.target(reference)
                    {
                        self.merge(target, whole, seen);
                    }
                }
                ("allOf", Value::Array(schemas)) => {
                    schemas.iter().for_each(|it| self.merge(it, whole, seen));
                }
                _ => add(whole, key, value),
            }
        }
    }

    pub(crate) fn is_object(&self, at: &Pointer) -> bool {
        self.types(self.at(at)) == BTreeSet::from(["object".to_owned()])
    }

    pub(crate) fn is_array(&self, at: &Pointer) -> bool {
        self.types(self.at(at)).contains("array")
    }

    /// The schema of a property, or of additional properties.
    pub(crate) fn property(&self, at: &Pointer, name: &str) -> Option<&Value> {
        self.property_at(at, name).map(|it| self.at(&it))
    }

    /// The place of [`property`](Self::property).
    ///
    /// Some APIs write `tags[]` for the array `tags`.
    pub(crate) fn property_at(&self, at: &Pointer, name: &str) -> Option<Pointer> {
        let listed = |name: &str| {
            let list = |it: &Pointer| it.child("properties").child(name);
            self.find(at, &list, &mut Seen::new())
        };
        let others = |it: &Pointer| it.child("additionalProperties");
        let array = || name.strip_suffix("[]").and_then(listed);
        listed(name).or_else(array).or_else(|| self.find(at, &others, &mut Seen::new()))
    }

    /// The place of the schema of the items of a list.
    pub(crate) fn items_at(&self, at: &Pointer) -> Option<Pointer> {
        self.find(at, &|it| it.child("items"), &mut Seen::new())
    }

    /// The first place that exists, in a schema, its parts and its alternatives.
    fn find(
        &self,
        at: &Pointer,
        place: &impl Fn(&Pointer) -> Pointer,
        seen: &mut Seen,
    ) -> Option<Pointer> {
        let schema = self.tree.pointer(at.as_str())?;
        let own = place(at);
        if self.tree.pointer(own.as_str()).is_some() {
            return Some(own);
        }
        let reference = schema.get("$ref").and_then(Value::as_str);
        let reference = reference.filter(|it| seen.insert((*it).to_owned()));
        let reference = reference.and_then(Pointer::from_reference);
        let parts = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| {
            let count = schema.get(key).and_then(Value::as_array).map_or(0, Vec::len);
            (0..count).map(move |index| at.child(key).index(index))
        });
        reference.into_iter().chain(parts).find_map(|it| self.find(&it, place, seen))
    }

    /// The value that a text stands for: a number or a boolean if the schema allows no text.
    pub(crate) fn typed(&self, at: &Pointer, text: &str) -> Value {
        self.typed_as(self.at(at), text)
    }

    /// The array that texts stand for.
    pub(crate) fn typed_elements<'t>(
        &self,
        at: &Pointer,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Value {
        let find = |place: &dyn Fn(&Pointer) -> Pointer| self.find(at, &place, &mut Seen::new());
        let items = find(&|it| it.child("items"));
        let element = |(index, text): (usize, &str)| {
            let own = find(&|it| it.child("prefixItems").index(index));
            let schema = own.as_ref().or(items.as_ref()).map(|it| self.at(it));
            self.typed_as(schema.unwrap_or(&Value::Bool(true)), text)
        };
        texts.into_iter().enumerate().map(element).collect()
    }

    pub(crate) fn typed_property(&self, at: &Pointer, name: &str, text: &str) -> Value {
        self.typed_as(self.property(at, name).unwrap_or(&Value::Bool(true)), text)
    }

    fn typed_as(&self, schema: &Value, text: &str) -> Value {
        let types = self.types(schema);
        let number = || {
            let number: Value = serde_json::from_str(text).ok()?;
            (number.is_number() && (types.contains("integer") || types.contains("number")))
                .then_some(number)
        };
        let boolean = || {
            let value = text.parse::<bool>().ok()?;
            types.contains("boolean").then_some(Value::Bool(value))
        };
        // OpenAPI does not define how a value within a list or an object is written. Clients send JSON.
        let json = || {
            let value: Value = serde_json::from_str(text).ok()?;
            let is_nested = value.is_object() && types.contains("object");
            (is_nested || value.is_array() && types.contains("array")).then_some(value)
        };
        let scalar = || number().or_else(boolean);
        let typed = if types.contains("string") { None } else { scalar().or_else(json) };
        typed.unwrap_or_else(|| Value::from(text))
    }

    /// The types that a schema allows, without `null`; none if it allows any value.
    fn types(&self, schema: &Value) -> BTreeSet<String> {
        let mut types = BTreeSet::new();
        self.collect_types(schema, &mut types, &mut Seen::new());
        types
    }

    fn collect_types(&self, schema: &Value, types: &mut BTreeSet<String>, seen: &mut Seen) {
        let mut whole = Map::new();
        self.merge(schema, &mut whole, seen);
        let stated = stated_types(&whole);
        if stated.is_empty() {
            let unions = ["oneOf", "anyOf"].iter().filter_map(|it| whole.get(*it)?.as_array());
            unions.flatten().for_each(|it| self.collect_types(it, types, seen));
        }
        types.extend(stated);
    }
}

/// The types that the keywords of one schema say, without `null`.
pub(crate) fn stated_types(schema: &Map<String, Value>) -> Vec<String> {
    let stated: Vec<&str> = match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let values = schema.get("enum").and_then(Value::as_array).map(Vec::as_slice);
    let values = values.unwrap_or_else(|| schema.get("const").map_or(&[], std::slice::from_ref));
    let has = |keys: &[&str]| keys.iter().any(|it| schema.contains_key(*it));
    let types: Vec<&str> = match () {
        () if !stated.is_empty() => stated,
        () if !values.is_empty() => values.iter().map(type_of).collect(),
        () if has(&["properties", "additionalProperties"]) => vec!["object"],
        () if has(&["items", "prefixItems"]) => vec!["array"],
        () => Vec::new(),
    };
    types.into_iter().filter(|it| *it != "null").map(str::to_owned).collect()
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(it) if it.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Merges a keyword into a schema: a value must satisfy both.
fn add(whole: &mut Map<String, Value>, key: &str, value: &Value) {
    match (key, whole.get_mut(key), value) {
        (_, None, _) => {
            whole.insert(key.to_owned(), value.clone());
        }
        ("properties", Some(Value::Object(known)), Value::Object(new)) => {
            for (name, schema) in new {
                match known.get_mut(name) {
                    Some(known) => *known = json!({ "allOf": [known.take(), schema] }),
                    None => _ = known.insert(name.clone(), schema.clone()),
                }
            }
        }
        ("required", Some(Value::Array(known)), Value::Array(new)) => {
            known.extend(new.iter().cloned());
        }
        ("enum", Some(Value::Array(known)), Value::Array(new)) => {
            known.retain(|it| new.contains(it));
        }
        ("type", Some(known), new) => narrow(known, new),
        ("minimum" | "minLength" | "minItems", Some(known), new)
            if new.as_f64() > known.as_f64() =>
        {
            *known = new.clone();
        }
        ("maximum" | "maxLength" | "maxItems", Some(known), new)
            if new.as_f64() < known.as_f64() =>
        {
            *known = new.clone();
        }
        _ => {}
    }
}

/// The types that both allow.
fn narrow(known: &mut Value, new: &Value) {
    let names =
        |it: &Value| -> Vec<Value> { it.as_array().cloned().unwrap_or_else(|| vec![it.clone()]) };
    let (old, new) = (names(known), names(new));
    let both: Vec<Value> = old.into_iter().filter(|it| new.contains(it)).collect();
    if !both.is_empty() {
        *known = Value::Array(both);
    }
}
