//! The host, base path and schemes of Swagger 2.0.

use serde_json::{Map, Value, json};

use super::conversion::Conversion;
use crate::pointer::Pointer;

const HOST: &str = "x-ms-parameterized-host";

/// The keys that become a server.
pub(super) const KEYS: [&str; 4] = ["host", "basePath", "schemes", HOST];

impl Conversion<'_, '_> {
    /// The server of the document; `None` if nothing is said about it.
    pub(super) fn server(&self) -> Option<Value> {
        let text = |key: &str| self.old.get(key).and_then(Value::as_str);
        let path = text("basePath").unwrap_or_default().trim_end_matches('/');
        let path = match path {
            "" => String::new(),
            path if path.starts_with('/') => path.to_owned(),
            path => format!("/{path}"),
        };
        let scheme = self.scheme();
        if let Some(template) = self.old.get(HOST) {
            return self.template(template, scheme, &path);
        }
        match text("host").filter(|it| !it.is_empty()) {
            Some(host) => Some(json!({"url": format!("{scheme}://{host}{path}")})),
            None if path.is_empty() => None,
            None => Some(json!({"url": path})),
        }
    }

    /// `https` if the document has it, or has none.
    fn scheme(&self) -> &str {
        let schemes = self.old.get("schemes").and_then(Value::as_array).into_iter().flatten();
        let mut schemes = schemes.filter_map(Value::as_str).filter(|it| it.starts_with("http"));
        let first = schemes.clone().next().unwrap_or("https");
        schemes.find(|it| *it == "https").unwrap_or(first)
    }

    /// A host with variables, as documents of Azure have it.
    fn template(&self, template: &Value, scheme: &str, path: &str) -> Option<Value> {
        let host = template.get("hostTemplate")?.as_str()?.trim_end_matches('/');
        let has_scheme = template.get("useSchemePrefix") == Some(&Value::Bool(false));
        let start = if has_scheme { String::new() } else { format!("{scheme}://") };
        let mut variables = Map::new();
        let parameters = template.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten() {
            let (parameter, _) = self.resolved(parameter, &Pointer::root());
            let Some(name) = parameter.get("name").and_then(Value::as_str) else { continue };
            let mut variable = Map::new();
            for key in ["default", "enum", "description"] {
                let value = parameter.get(key);
                variable.extend(value.map(|value| (key.to_owned(), value.clone())));
            }
            variables.insert(name.to_owned(), Value::Object(variable));
        }
        Some(json!({"url": format!("{start}{host}{path}"), "variables": variables}))
    }
}
