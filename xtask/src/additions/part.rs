//! A part of a document that can be left out.

use std::{collections::BTreeSet, fmt};

use serde_json::Value;

/// An operation or a schema, by the segments of its place.
#[derive(Clone, Debug)]
pub(super) struct Part(Vec<String>);

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.join(" "))
    }
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/// Takes the place of a node until it is removed.
const GONE: &str = "\0gone";

/// All operations.
pub(super) fn operations(tree: &Value) -> Vec<Part> {
    let paths = tree["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        // Methods beside a `$ref` may replace those of its target.
        let is_own = |it: &&&str| item.get(**it).is_some() && item.get("$ref").is_none();
        let methods = METHODS.iter().filter(is_own);
        methods.map(|it| Part(["paths", path, it].map(str::to_owned).to_vec()))
    });
    operations.collect()
}

/// All schemas with a name.
pub(super) fn schemas(tree: &Value) -> Vec<Part> {
    let all = tree["components"]["schemas"].as_object().into_iter().flatten();
    let part = |name: &String| Part(["components", "schemas", name].map(str::to_owned).to_vec());
    all.map(|(name, _)| part(name)).collect()
}

impl Part {
    /// Whether both are operations of one path, which may want the same names.
    pub(super) fn has_path_of(&self, other: &Self) -> bool {
        self.is_operation() && self.0.get(..2) == other.0.get(..2)
    }

    pub(super) fn is_operation(&self) -> bool {
        self.0.first().is_some_and(|it| it == "paths")
    }

    /// The document without this part and everything that needs it: properties, parameters, components
    /// and operations.
    pub(super) fn left_out(&self, mut tree: Value) -> Value {
        let mut gone = BTreeSet::from([reference(&self.0)]);
        remove(&mut tree, &self.0);
        loop {
            let mut users = Vec::new();
            find_users(&tree, &gone, &mut Vec::new(), &mut users);
            if users.is_empty() {
                sweep(&mut tree);
                return tree;
            }
            for user in users {
                gone.insert(reference(&user));
                remove(&mut tree, &user);
            }
        }
    }
}

/// The `$ref` of a place.
fn reference(segments: &[String]) -> String {
    let segments = segments.iter().map(|it| it.replace('~', "~0").replace('/', "~1"));
    format!("#/{}", segments.collect::<Vec<_>>().join("/"))
}

/// The smallest removable places that refer to something that is gone.
fn find_users(
    node: &Value,
    gone: &BTreeSet<String>,
    at: &mut Vec<String>,
    users: &mut Vec<Vec<String>>,
) {
    let mut visit = |key: String, value: &Value| {
        at.push(key);
        find_users(value, gone, at, users);
        at.pop();
    };
    match node {
        Value::Object(members) => {
            let target = members.get("$ref").and_then(Value::as_str).unwrap_or_default();
            let is_below = |it: &String| {
                target.strip_prefix(it.as_str()).is_some_and(|rest| rest.starts_with('/'))
            };
            if gone.contains(target) || gone.iter().any(is_below) {
                users.push(removable(at));
                return;
            }
            members.iter().for_each(|(key, value)| visit(key.clone(), value));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| visit(index.to_string(), value));
        }
        _ => {}
    }
}

/// The nearest ancestor of a place that the document does not need.
fn removable(at: &[String]) -> Vec<String> {
    let is_removable = |end: &usize| {
        let path: Vec<&str> = at[..*end].iter().map(String::as_str).collect();
        match path[..] {
            ["paths", _] | ["paths", _, _] | ["webhooks", _] => true,
            ["components", _, _] => true,
            [
                ..,
                "properties" | "patternProperties" | "parameters" | "headers" | "callbacks",
                _,
            ] => *end > 2,
            _ => false,
        }
    };
    let end = (1..=at.len()).rev().find(is_removable);
    at[..end.unwrap_or(at.len().min(1))].to_vec()
}

/// Marks a node as gone. If it is a property, it is no longer required.
fn remove(tree: &mut Value, at: &[String]) {
    let Some((key, parent)) = at.split_last() else { return };
    if let Some((kind, owner)) = parent.split_last()
        && kind == "properties"
        && let Some(required) = node(tree, owner).and_then(|it| it.get_mut("required"))
        && let Some(names) = required.as_array_mut()
    {
        names.retain(|it| it != key.as_str());
    }
    if let Some(node) = node(tree, at) {
        *node = Value::String(GONE.to_owned());
    }
}

fn node<'t>(tree: &'t mut Value, at: &[String]) -> Option<&'t mut Value> {
    at.iter().try_fold(tree, |node, key| match node {
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        other => other.get_mut(key),
    })
}

/// Removes everything that is marked.
fn sweep(node: &mut Value) {
    match node {
        Value::Object(members) => {
            members.retain(|_, it| it != GONE);
            members.values_mut().for_each(sweep);
        }
        Value::Array(items) => {
            items.retain(|it| it != GONE);
            items.iter_mut().for_each(sweep);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_is_left_out_with_what_needs_it() {
        let pet = json!({"$ref": "#/components/schemas/Pet"});
        let answer = json!({"responses": {"200": {"content": {"a/b": {"schema": pet}}}}});
        let tree = json!({
            "paths": {"/pets": {"get": answer, "put": {"responses": {}}}},
            "components": {
                "schemas": {
                    "Pet": {"type": "object"},
                    "Pets": {"type": "array", "items": pet},
                    "Owner": {"required": ["pets", "name"],
                        "properties": {"pets": {"$ref": "#/components/schemas/Pets/items"}, "name": {}}},
                },
            },
        });
        let all: Vec<String> = schemas(&tree).iter().map(Part::to_string).collect();
        assert_eq!(all, ["Pet", "Pets", "Owner"].map(|it| format!("components schemas {it}")));
        let left = schemas(&tree)[0].left_out(tree.clone());
        let owner = json!({"required": ["name"], "properties": {"name": {}}});
        assert_eq!(left["components"]["schemas"], json!({"Owner": owner}));
        assert_eq!(left["paths"]["/pets"], json!({"put": {"responses": {}}}));
        let left = operations(&tree)[0].left_out(tree.clone());
        assert_eq!(left["components"], tree["components"]);
        assert_eq!(left["paths"]["/pets"], json!({"put": {"responses": {}}}));
    }
}
