//! Security definitions of Swagger 2.0.

use serde_json::{Map, Value, json};

/// A security definition as a security scheme.
pub(super) fn scheme(value: &Value) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let mut new = members.clone();
    match members.get("type").and_then(Value::as_str) {
        Some("basic") => {
            new.insert("type".to_owned(), "http".into());
            new.insert("scheme".to_owned(), "basic".into());
        }
        Some("oauth2") => {
            let flow = match members.get("flow").and_then(Value::as_str) {
                Some("application") => "clientCredentials",
                Some("accessCode") => "authorizationCode",
                Some("password") => "password",
                _ => "implicit",
            };
            let mut content = Map::new();
            for key in ["authorizationUrl", "tokenUrl", "scopes"] {
                content.extend(new.remove(key).map(|value| (key.to_owned(), value)));
            }
            new.remove("flow");
            new.insert("flows".to_owned(), json!({flow: content}));
        }
        _ => {}
    }
    Value::Object(new)
}
