//! Parameters: their values in a request, decoded as their style says (OpenAPI 3.1 §4.8.12.3).

use bessemer_codegen::Pointer;
use serde_json::{Map, Value};

use crate::{schemas::Schemas, tree::Node};

/// Parameters with these names are ignored (OpenAPI 3.1 §4.8.12.1).
const IGNORED_HEADERS: [&str; 3] = ["Accept", "Content-Type", "Authorization"];

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) schema: Option<Pointer>,
    pub(crate) example: Option<Value>,
    style: String,
    explode: bool,
    /// Whether the value is JSON.
    json: bool,
}

/// Where a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    /// The parameter is the whole query.
    Querystring,
    Header,
    Cookie,
}

impl Place {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query | Self::Querystring => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A list of objects or lists, which clients send as JSON: OpenAPI does not define how it is written.
fn nested(texts: &[&str]) -> Option<Value> {
    let [text] = texts else { return None };
    let list: Vec<Value> = serde_json::from_str(text).ok()?;
    let is_nested = |it: &Value| it.is_object() || it.is_array();
    (!list.is_empty() && list.iter().all(is_nested)).then_some(Value::Array(list))
}

/// The example of a parameter, or the first of its examples.
fn example<'a>(node: &Node<'a>) -> Option<&'a Value> {
    let named = || node.child("examples")?.members().find_map(|(_, it)| it.value.get("value"));
    node.value.get("example").or_else(named)
}

impl Parameter {
    /// Reads a parameter; `None` if `in` is missing or unknown, and for headers that are no parameters.
    pub(crate) fn new(node: &Node<'_>) -> Option<Self> {
        let name = node.text("name").unwrap_or_default();
        let is_ignored = IGNORED_HEADERS.iter().any(|it| it.eq_ignore_ascii_case(name));
        let place = match node.text("in")? {
            "path" => Place::Path,
            "query" => Place::Query,
            "querystring" => Place::Querystring,
            "header" if is_ignored => return None,
            "header" => Place::Header,
            "cookie" => Place::Cookie,
            _ => return None,
        };
        let default = if matches!(place, Place::Query | Place::Cookie) { "form" } else { "simple" };
        let style = node.text("style").unwrap_or(default);
        let content = node.child("content").and_then(|it| it.members().next().map(|(_, it)| it));
        let schema = content.as_ref().unwrap_or(node).child("schema");
        Some(Self {
            name: name.to_owned(),
            place,
            required: node.flag("required").unwrap_or(place == Place::Path),
            schema: schema.map(|it| it.at),
            example: example(content.as_ref().unwrap_or(node)).cloned(),
            style: style.to_owned(),
            explode: node.flag("explode").unwrap_or(style == "form"),
            json: content.is_some(),
        })
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.place == other.place
    }

    /// Whether a key of the query belongs to this parameter.
    pub(crate) fn has_key(&self, key: &str, schemas: &Schemas) -> bool {
        if self.place == Place::Querystring {
            return true;
        }
        let deep = || {
            let rest = key.strip_prefix(self.name.as_str());
            rest.is_some_and(|it| it.starts_with('['))
        };
        self.place == Place::Query && (key == self.name || deep() || self.spreads(key, schemas))
    }

    /// Whether `key` is a property of the value, and each property is a key of the query.
    fn spreads(&self, key: &str, schemas: &Schemas) -> bool {
        let exploded = self.style == "form" && self.explode && !self.json;
        let Some(schema) = self.schema.as_ref().filter(|_| exploded) else { return false };
        schemas.is_object(schema)
            && schemas.property(schema, key).is_some_and(|it| it != &Value::Bool(false))
    }

    /// A property of a form, which is encoded as a query parameter (OpenAPI 3.1 §4.8.15).
    pub(crate) fn of_form(name: &str, schema: Pointer, encoding: Option<&Node<'_>>) -> Self {
        let style = encoding.and_then(|it| it.text("style")).unwrap_or("form");
        let explode = encoding.and_then(|it| it.flag("explode"));
        Self {
            name: name.to_owned(),
            place: Place::Query,
            required: false,
            schema: Some(schema),
            example: None,
            style: style.to_owned(),
            explode: explode.unwrap_or(style == "form"),
            json: encoding
                .is_some_and(|it| it.text("contentType").is_some_and(|it| it.contains("json"))),
        }
    }

    /// The value from the texts of the request; `None` if the request does not have the parameter.
    pub(crate) fn value(&self, texts: &[(String, String)], schemas: &Schemas) -> Option<Value> {
        let own: Vec<&str> =
            texts.iter().filter(|(key, _)| *key == self.name).map(|(_, it)| it.as_str()).collect();
        let Some(schema) = &self.schema else { return own.first().map(|it| Value::from(*it)) };
        if self.json {
            let text = own.first()?;
            return Some(serde_json::from_str(text).unwrap_or_else(|_| Value::from(*text)));
        }
        if matches!(self.place, Place::Path | Place::Header) {
            return Some(self.simple(own.first()?, schema, schemas));
        }
        if schemas.is_object(schema) {
            return self.object(texts, schema, schemas);
        }
        if schemas.is_array(schema) {
            let plain = texts.iter().filter(|(key, _)| self.is_element(key));
            let texts: Vec<&str> = plain.map(|(_, it)| it.as_str()).collect();
            return (!texts.is_empty()).then(|| self.array(&texts, schema, schemas));
        }
        Some(schemas.typed(schema, own.first()?))
    }

    /// A value in the style `simple`, `label` or `matrix`: `1,2`, `.1.2` or `;name=1;name=2`.
    fn simple(&self, text: &str, schema: &Pointer, schemas: &Schemas) -> Value {
        let name = format!("{}=", self.name);
        let (text, separator) = match self.style.as_str() {
            "label" => {
                (text.strip_prefix('.').unwrap_or(text), if self.explode { '.' } else { ',' })
            }
            "matrix" => {
                (text.strip_prefix(';').unwrap_or(text), if self.explode { ';' } else { ',' })
            }
            _ => (text, ','),
        };
        let value = |it: &str| -> String {
            let own = it.strip_prefix(&name).filter(|_| self.style == "matrix");
            own.unwrap_or(it).to_owned()
        };
        if schemas.is_object(schema) {
            let parts: Vec<String> = text.split(separator).map(value).collect();
            let pairs: Vec<(&str, &str)> = if self.explode {
                parts.iter().filter_map(|it| it.split_once('=')).collect()
            } else {
                parts.chunks_exact(2).map(|it| (&*it[0], &*it[1])).collect()
            };
            let typed =
                |(key, it): (&str, &str)| (key.to_owned(), schemas.typed_property(schema, key, it));
            return pairs.into_iter().map(typed).collect::<Map<_, _>>().into();
        }
        if schemas.is_array(schema) {
            let parts: Vec<String> = text.split(separator).map(value).collect();
            return schemas.typed_elements(schema, parts.iter().map(String::as_str));
        }
        schemas.typed(schema, &value(text))
    }

    /// `tag`, `tag[]` and `tag[0]` are elements of the parameter `tag`.
    fn is_element(&self, key: &str) -> bool {
        let Some(rest) = key.strip_prefix(self.name.as_str()) else { return false };
        rest.is_empty() || (rest.starts_with('[') && rest.ends_with(']'))
    }

    fn array(&self, texts: &[&str], schema: &Pointer, schemas: &Schemas) -> Value {
        if let Some(list) = nested(texts) {
            return list;
        }
        let separator = match self.style.as_str() {
            "spaceDelimited" => ' ',
            "pipeDelimited" => '|',
            _ => ',',
        };
        let whole = self.explode && self.place == Place::Query || texts.len() > 1;
        let parts: Vec<&str> = if whole {
            texts.to_vec()
        } else {
            texts.iter().flat_map(|it| it.split(separator)).collect()
        };
        schemas.typed_elements(schema, parts)
    }

    fn object(
        &self,
        texts: &[(String, String)],
        schema: &Pointer,
        schemas: &Schemas,
    ) -> Option<Value> {
        let deep = |key: &str| {
            Some(
                key.strip_prefix(self.name.as_str())?
                    .strip_prefix('[')?
                    .strip_suffix(']')?
                    .to_owned(),
            )
        };
        let mut object = Map::new();
        for (key, text) in texts {
            let name = if self.style == "deepObject" {
                deep(key)
            } else {
                self.spreads(key, schemas).then(|| key.clone())
            };
            // A deeper key has a value that only the server can put together.
            if let Some(name) = name.filter(|it| !it.contains(['[', ']'])) {
                let value = schemas.typed_property(schema, &name, text);
                object.insert(name, value);
            }
        }
        (!object.is_empty()).then_some(Value::Object(object))
    }
}
