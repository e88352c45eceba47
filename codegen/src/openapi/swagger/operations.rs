//! Paths and operations of Swagger 2.0.

use serde_json::{Map, Value};

use super::{
    bodies::BodyParameter,
    conversion::{At, Conversion, media_types},
    parameters::is_body,
};
use crate::pointer::Pointer;

pub(super) const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

impl Conversion<'_, '_> {
    /// Adds the paths of a section, which may be an extension for paths that differ in their query.
    pub(super) fn paths(&mut self, value: &Value, from: &At, document: &mut Map<String, Value>) {
        let section = Pointer::root().child("paths");
        let mut paths = Map::new();
        for (path, item) in value.as_object().into_iter().flatten() {
            let at = At { new: section.child(path), old: from.old.child(path) };
            self.moves(at.new.clone(), at.old.clone());
            let item = match item {
                Value::Object(members) => self.path_item(members, &at),
                other => other.clone(),
            };
            paths.insert(path.clone(), item);
        }
        match document.get_mut("paths") {
            Some(Value::Object(all)) => all.extend(paths),
            _ => {
                document.insert("paths".to_owned(), Value::Object(paths));
            }
        }
    }

    pub(super) fn path_item(&mut self, members: &Map<String, Value>, at: &At) -> Value {
        let empty = Value::Null;
        let shared = members.get("parameters").unwrap_or(&empty);
        let (parameters, bodies) = self.split(shared, &at.child("parameters"));
        let mut new = Map::new();
        for (key, value) in members {
            let value = match (&**key, value) {
                ("parameters", Value::Array(_)) => Value::Array(parameters.clone()),
                (method, Value::Object(operation)) if METHODS.contains(&method) => {
                    self.operation(operation, &bodies, &at.child(method))
                }
                _ => value.clone(),
            };
            new.insert(key.clone(), value);
        }
        Value::Object(new)
    }

    fn operation(
        &mut self,
        members: &Map<String, Value>,
        shared: &[BodyParameter],
        at: &At,
    ) -> Value {
        let old = self.old;
        let media = |key: &str| {
            let own = members
                .get(key)
                .map(|it| Value::Object(Map::from_iter([(key.to_owned(), it.clone())])));
            own.map_or_else(|| media_types(old, key), |own| media_types(&own, key))
        };
        let (consumes, produces) = (media("consumes"), media("produces"));
        let mut new = Map::new();
        let mut bodies = Vec::new();
        for (key, value) in members {
            let at = at.child(key);
            let value = match (&**key, value) {
                ("parameters", Value::Array(_)) => {
                    let (parameters, own) = self.split(value, &at);
                    bodies = own;
                    Value::Array(parameters)
                }
                ("responses", Value::Object(all)) => {
                    let all = all.iter().map(|(code, it)| {
                        (code.clone(), self.response(it, &at.child(code), &produces))
                    });
                    Value::Object(all.collect())
                }
                ("consumes" | "produces" | "schemes", _) => continue,
                _ => value.clone(),
            };
            new.insert(key.clone(), value);
        }
        let is_own = |it: &&BodyParameter| bodies.iter().any(|own| own.name() == it.name());
        let others = shared.iter().filter(|it| !is_own(it)).cloned().collect::<Vec<_>>();
        bodies.extend(others);
        let body = self.request_body(&bodies, at, &consumes);
        new.extend(body.map(|body| ("requestBody".to_owned(), body)));
        Value::Object(new)
    }

    /// Separates the parameters of a list from those that are bodies.
    fn split(&mut self, list: &Value, at: &At) -> (Vec<Value>, Vec<BodyParameter>) {
        let (mut parameters, mut bodies) = (Vec::new(), Vec::new());
        for (index, value) in list.as_array().into_iter().flatten().enumerate() {
            let old = at.old.index(index);
            let (target, place) = self.resolved(value, &old);
            match target {
                Value::Object(members) if is_body(target) => {
                    bodies.push(BodyParameter { members: members.clone(), old: place });
                }
                _ => {
                    let at = At { new: at.new.index(parameters.len()), old };
                    self.moves(at.new.clone(), at.old.clone());
                    parameters.push(self.parameter(value, &at));
                }
            }
        }
        (parameters, bodies)
    }
}
